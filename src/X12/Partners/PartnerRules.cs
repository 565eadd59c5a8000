using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Partners;

/// <summary>Level 7: a transaction set held against the rows of a partner's profile.</summary>
internal sealed class PartnerRules : TransactionRules
{
    private readonly PartnerChecks _checks;
    private readonly List<Row>?[] _byUse;
    private readonly List<Row>[] _demandedOf;
    private readonly Mark[] _loops;
    private readonly List<Row> _rows = [];

    /// <summary>A row with what it has met so far.</summary>
    private sealed class Row(PartnerRow of)
    {
        public PartnerRow Of => of;
        public bool IsMet { get; set; }
        public int Count { get; set; }
    }

    public PartnerRules(Guide guide, FaultLog log, PartnerProfile partner) : base(log)
    {
        _checks = new(log, partner);
        _byUse = new List<Row>?[guide.Segments.Count];
        _demandedOf = [.. guide.Loops.Select(_ => new List<Row>())];
        _loops = new Mark[guide.Loops.Count];
        foreach (var of in partner.Rows.Where(r => r.Transaction == guide.Name))
        {
            var row = new Row(of);
            _rows.Add(row);
            var uses = PartnerProfile.UsesOf(of, guide).ToList();
            foreach (var use in uses) (_byUse[use.Index] ??= []).Add(row);
            if (of is { Demand: PartnerDemand.Require, Element: 0 })
                foreach (var loop in uses.Select(u => u.Loop.Index).Distinct()) _demandedOf[loop].Add(row);
        }
    }

    public override void Begin()
    {
        Array.Clear(_loops);
        foreach (var row in _rows) (row.IsMet, row.Count) = (false, 0);
    }

    /// <summary>What could not be placed may have been what is demanded.</summary>
    public override void Stray(SegmentId id, bool isKnown)
    {
        foreach (var row in _rows)
            if (!isKnown || id == SegmentId.Of(row.Of.Segment)) row.IsMet = true;
    }

    public override void Segment(SegmentView segment, SegmentUse use)
    {
        if (use.IsTrigger || use.Index == 0) _loops[use.Loop.Index] = Log.MarkOf(segment);
        if (_byUse[use.Index] is not { } rows) return;
        foreach (var row in rows)
        {
            if (row.Of.Qualifier is { } code && !Has(segment, use, code)) continue;
            row.IsMet = true;
            if (row.Of.Demand == PartnerDemand.Most && ++row.Count == row.Of.Most + 1) _checks.TooMany(segment, use, row.Of);
            else if (row.Of.Demand == PartnerDemand.Forbid && row.Of.Element == 0) _checks.Forbidden(segment, use, row.Of);
            else if (row.Of.Element > 0) _checks.Element(segment, use.Loop, row.Of);
        }
    }

    public override void Close(LoopUse loop)
    {
        foreach (var row in _demandedOf[loop.Index])
        {
            if (!row.IsMet && _loops[loop.Index].Position > 0) _checks.Missing(_loops[loop.Index], loop, row.Of);
            row.IsMet = false;
        }

        _loops[loop.Index] = default;
    }

    private static bool Has(SegmentView segment, SegmentUse use, string code)
    {
        var place = use.Qualifier is { } q ? (q.Position, q.Component) : (1, 0);
        var value = place.Item2 > 0 ? segment.Component(place.Item1, place.Item2) : segment[place.Item1];
        return X12Text.Decode(value) == code;
    }
}

/// <summary>One value or segment against one row.</summary>
internal sealed class PartnerChecks(FaultLog log, PartnerProfile partner)
{
    /// <summary>Elements of ISA and GS, which stand in no transaction set.</summary>
    public void Envelope(SegmentView header)
    {
        foreach (var row in partner.Rows)
            if (row.Transaction == "*" && header.Id == SegmentId.Of(row.Segment)) Element(header, null, row);
    }

    public void Element(SegmentView segment, LoopUse? loop, PartnerRow row)
    {
        var place = new ElementPlace(row.Element, row.Component);
        var value = row.Component > 0 ? segment.Component(row.Element, row.Component) : segment[row.Element];
        if (segment.Id == SegmentId.Isa) value = value.TrimEnd((byte)' ');
        if (row.Demand == PartnerDemand.Require)
        {
            if (value.IsEmpty) Tell(FaultKind.SituationalElementMissing, segment, place, loop, value, row, $"demands {row.Place}");
            return;
        }

        if (value.IsEmpty) return;
        var text = X12Text.Decode(value);
        if (row.Demand == PartnerDemand.Forbid) Tell(FaultKind.ImplausibleValue, segment, place, loop, value, row, $"does not take {row.Place}");
        else if (row.Demand == PartnerDemand.Codes && !row.Values.Contains(text, StringComparer.Ordinal)) Tell(FaultKind.InvalidCode, segment, place, loop, value, row, $"takes {row.Place} as {string.Join(", ", row.Values)}, not as \"{text}\"");
        else if (row.Demand == PartnerDemand.Pattern && !row.Values.Any(p => Fits(text, p))) Tell(FaultKind.InvalidCode, segment, place, loop, value, row, $"takes {row.Place} in the shape {string.Join(" or ", row.Values)}, which \"{text}\" has not");
        else if (row.Demand == PartnerDemand.Length && (text.Length < row.Least || text.Length > row.Most))
            Tell(text.Length < row.Least ? FaultKind.ElementTooShort : FaultKind.ElementTooLong, segment, place, loop, value, row, $"takes {row.Least} to {row.Most} characters in {row.Place}, not {text.Length}");
    }

    public void Forbidden(SegmentView segment, SegmentUse use, PartnerRow row) => Tell(FaultKind.SituationalNotUsed, segment, default, use.Loop, default, row, $"does not take {row.Place} in loop {use.Loop.Id}");

    public void TooMany(SegmentView segment, SegmentUse use, PartnerRow row) => Tell(FaultKind.LoopTooOften, segment, default, use.Loop, default, row, $"takes {row.Place} at most {row.Most} times in a transaction set");

    public void Missing(Mark loop, LoopUse of, PartnerRow row) =>
        log.Add(FaultKind.SituationalSegmentMissing, loop.Place with { Segment = row.Segment }, of, default, null, $"{partner.Name} demands {row.Place} in loop {of.Id}.", row.Why, "PARTNER-" + row.Id, level: 7);

    /// <summary>9 is a digit, A a capital letter, X either; anything else stands for itself.</summary>
    internal static bool Fits(string text, string pattern)
    {
        if (text.Length != pattern.Length) return false;
        for (var i = 0; i < text.Length; i++)
        {
            var (isDigit, isLetter) = (char.IsAsciiDigit(text[i]), char.IsAsciiLetterUpper(text[i]));
            if (!(pattern[i] switch { '9' => isDigit, 'A' => isLetter, 'X' => isDigit || isLetter, var same => same == text[i] })) return false;
        }

        return true;
    }

    private void Tell(FaultKind kind, SegmentView segment, ElementPlace place, LoopUse? loop, ReadOnlySpan<byte> value, PartnerRow row, string what) =>
        log.Element(kind, segment, place, loop, value, $"{partner.Name} {what}.", row.Why, "PARTNER-" + row.Id, Severity.Error, level: 7);
}
