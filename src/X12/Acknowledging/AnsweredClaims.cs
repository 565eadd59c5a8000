using System.Collections.Concurrent;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Acknowledging;

/// <summary>A name as NM1 has it: what a 277CA repeats of it.</summary>
internal sealed record AnsweredParty(string Entity, string Last, string First, string Middle, string Suffix, string Qualifier, string Id)
{
    public static AnsweredParty Of(SegmentView nm1) => new(nm1.Text(2) ?? "", nm1.Text(3) ?? "", nm1.Text(4) ?? "", nm1.Text(5) ?? "", nm1.Text(7) ?? "", nm1.Text(8) ?? "", nm1.Text(9) ?? "");
}

/// <summary>A level of a claims' transaction set: the set, a billing provider, subscriber, patient, claim. A fault of a level is one of all claims in it.</summary>
/// <param name="above">The level that it stands in; null for the set.</param>
/// <param name="start">The segment in the set with which it begins; 1 is the ST.</param>
internal class AnsweredLevel(AnsweredLevel? above, int start)
{
    private List<ClaimStatusCode>? _statuses;

    public AnsweredLevel? Above => above;
    public int Start => start;

    /// <summary>Where the first level in it begins; 0 before there is one. What is told of a later segment is not its own.</summary>
    public int BelowStart { get; set; }

    public AnsweredParty? Party { get; set; }

    public void Add(ClaimStatusCode status) => (_statuses ??= []).Add(status);

    /// <summary>What is wrong with it and with the levels that it stands in.</summary>
    public IEnumerable<ClaimStatusCode> Statuses => [.. _statuses ?? [], .. Above?.Statuses ?? []];
}

/// <summary>A claim as the 277CA names it: numbers, days and amount as they were sent.</summary>
internal sealed class AnsweredClaim(AnsweredLevel above, SegmentView clm) : AnsweredLevel(above, clm.StOrdinal)
{
    public string ControlNumber { get; } = clm.Text(1) ?? "";
    public long Cents { get; } = clm.Number(2) is { HasValue: true } n && n.Value.TryCents(out var cents) ? cents : 0;
    public string? TypeOfBill { get; init; }
    public DateSpan? Days { get; private set; }

    /// <summary>The lines with which something is wrong, and no others.</summary>
    public IReadOnlyList<AnsweredLine> Lines => _lines ?? (IReadOnlyList<AnsweredLine>)[];

    private List<AnsweredLine>? _lines;

    public bool IsRejected => Lines.Count > 0 || Statuses.Any();

    public void Reject(AnsweredLine line)
    {
        if ((_lines ??= []).LastOrDefault() != line) _lines.Add(line);
    }

    public void Cover(DateSpan days) =>
        Days = Days is { } d ? new(d.From < days.From ? d.From : days.From, d.To > days.To ? d.To : days.To) : days;
}

/// <summary>A line of a claim: kept by the claim only when it is rejected.</summary>
internal sealed class AnsweredLine(AnsweredLevel above, int start) : AnsweredLevel(above, start)
{
    /// <summary>Qualifier, code and modifiers, at most six.</summary>
    public string[] Product { get; private set; } = [];
    public string? Revenue { get; private set; }
    public long Cents { get; private set; }
    public string? Units { get; private set; }

    /// <summary>REF 6R.</summary>
    public string? ControlNumber { get; set; }
    public DateSpan? Days { get; set; }

    /// <summary>The guide has a line by these kinds of codes only, and none without a code.</summary>
    public bool CanBeNamed => Product is ["AD" or "ER" or "HC" or "HP" or "IV" or "NU" or "WK", { Length: > 0 }, ..];

    /// <summary>What is wrong with the line alone.</summary>
    public IEnumerable<ClaimStatusCode> Own => Statuses.Except(Above!.Statuses);

    public void Serve(SegmentView service)
    {
        var isInstitutional = service.Id == SegmentId.Of("SV2");
        var product = service.Composite(isInstitutional ? 2 : 1);
        Product = product[2].IsEmpty && isInstitutional ? ["NU", service.Text(1) ?? ""] : [.. Enumerable.Range(1, 6).Select(_ => "")];
        if (Product.Length == 6)
            for (var i = 0; i < 6; i++) Product[i] = X12Text.Decode(product[i + 1]);
        Revenue = isInstitutional && Product[0] != "NU" ? service.Text(1) : null;
        Cents = service.Number(isInstitutional ? 3 : 2) is { HasValue: true } n && n.Value.TryCents(out var cents) ? cents : 0;
        var units = service.Id == SegmentId.Of("SV3") ? 6 : isInstitutional ? 5 : 4;
        Units = service.Number(units) is { HasValue: true } ? service.Text(units) : null;
    }
}

/// <summary>
/// The claims of one transaction set, gathered while it is validated: who sent them, and what is wrong with each beyond what a 999 answers. Held are those of one
/// subscriber and of the one before: what is told later is told of neither. What is wrong with a provider comes to light before its first claim.
/// </summary>
internal sealed class AnsweredClaims : IDisposable
{
    /// <summary>Levels held; of a subscriber with more claims the oldest are answered before what is last told of the subscriber is known.</summary>
    private const int HeldMax = 10_000;

    private static readonly ConcurrentDictionary<Guide, Spot[]> Spots = new();

    private enum Spot { Other, Batch, Submitter, Receiver, Level, Name, TaxId, Payer, Claim, Days, Line, Service, LineNumber }

    private readonly List<AnsweredLevel> _levels = [new(null, 1)];
    private readonly string _guide;
    private readonly Spot[] _spots;
    private readonly ClaimsAnswer _answer;
    private AnsweredLevel _provider, _above;

    // Where in the list the provider or subscriber under way begins.
    private int _turn = 1;

    // What is wrong with a line comes to light by the time that the next one ends.
    private AnsweredLine? _line, _lineBefore;

    public AnsweredClaims(Guide guide, AnswerFields fields)
    {
        _guide = guide.Name;
        _spots = Spots.GetOrAdd(guide, g => [.. g.Segments.Select(SpotOf)]);
        _answer = new(this, fields);
        _provider = _above = _levels[0];
    }

    /// <summary>BHT03.</summary>
    public string Reference { get; private set; } = "";
    public AnsweredParty? Submitter { get; private set; }
    public AnsweredParty? Receiver { get; private set; }

    /// <summary>The payer of the first claim; a receiver with another id is a clearinghouse.</summary>
    public AnsweredParty? Payer { get; private set; }

    /// <summary>The answer to all of its claims, now that it has ended; null when it has none.</summary>
    public ClaimsAnswer? Settled()
    {
        Settle(_levels.Count);
        return _answer.HasClaims ? _answer : null;
    }

    public void Dispose() => _answer.Dispose();

    public static bool Has(Guide? guide) => guide is { Name: "837P" or "837I" or "837D" };

    /// <summary>Takes a segment of the set, before its faults.</summary>
    public void Take(SegmentView segment, SegmentUse use)
    {
        switch (_spots[use.Index])
        {
            case Spot.Batch: Reference = segment.Text(3) ?? ""; break;
            case Spot.Submitter: Submitter ??= AnsweredParty.Of(segment); break;
            case Spot.Receiver: Receiver ??= AnsweredParty.Of(segment); break;
            case Spot.Payer: Payer ??= AnsweredParty.Of(segment); break;
            case Spot.Level: Begin(segment); break;
            case Spot.Name: _above.Party = AnsweredParty.Of(segment); break;
            case Spot.TaxId when _above.Party is { Id: "" } nameless: _above.Party = nameless with { Qualifier = "FI", Id = segment.Text(2) ?? "" }; break;
            case Spot.Claim: BeginClaim(segment); break;
            case Spot.Days when _levels[^1] is AnsweredClaim claim && segment.Dates(2, 3) is { HasValue: true } days: Cover(claim, days.Value, use.Loop.Id == "2400"); break;
            case Spot.Line when _levels[^1] is AnsweredClaim claim: (_lineBefore, _line) = (_line, new(claim, segment.StOrdinal)); break;
            case Spot.Service: _line?.Serve(segment); break;
            case Spot.LineNumber: _line?.ControlNumber = segment.Text(2); break;
        }
    }

    private void Cover(AnsweredClaim claim, DateSpan days, bool isOfLine)
    {
        claim.Cover(days);
        if (isOfLine && _line?.Above == claim) _line.Days = days;
    }

    /// <summary>Takes a fault: by the number of its segment it is the claim's, the patient's, the provider's, or of the whole set. What is missing belongs to what stands before its place.</summary>
    public void Add(Fault fault, SegmentId at, int position)
    {
        var isMissing = fault.Place.Position == position && fault.Place.Segment != at.ToString();
        var place = isMissing ? position - 1 : fault.Place.Position;
        var level = _levels[LastUpTo(place)];
        if (level.BelowStart > 0 && place >= level.BelowStart) return;
        var line = fault.Loop.StartsWith("24", StringComparison.Ordinal) ? LineUpTo(place, level) : null;
        if (line is not null) ((AnsweredClaim)level).Reject(line);
        (line ?? level).Add(ClaimStatusCode.Of(fault));
    }

    private AnsweredLine? LineUpTo(int place, AnsweredLevel claim)
    {
        var line = _line?.Start <= place ? _line : _lineBefore?.Start <= place ? _lineBefore : null;
        return line is { CanBeNamed: true } && line.Above == claim ? line : null;
    }

    private int LastUpTo(int place)
    {
        var (low, high) = (0, _levels.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_levels[middle].Start <= place) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private void BeginClaim(SegmentView clm)
    {
        if (_levels.Count >= HeldMax) Settle(_levels.Count - HeldMax / 2);
        Hold(new AnsweredClaim(_above, clm) { TypeOfBill = _guide == "837I" ? Bill(clm) : null });
    }

    private void Hold(AnsweredLevel level)
    {
        if (level.Above is { BelowStart: 0 } above) above.BelowStart = level.Start;
        _levels.Add(level);
    }

    /// <summary>Answers the claims before this place in the list and forgets them, with the levels in which nothing stands any more.</summary>
    private void Settle(int end)
    {
        for (var i = 1; i < end; i++)
            if (_levels[i] is AnsweredClaim claim) _answer.Take(claim);
        List<AnsweredLevel> open = [];
        for (var level = end < _levels.Count ? _levels[end].Above : null; level is { Above: not null }; level = level.Above)
            if (level.Start < _levels[end].Start) open.Insert(0, level);
        _levels.RemoveRange(1, end - 1);
        _levels.InsertRange(1, open);
        _turn = Math.Max(1, _turn - end + 1 + open.Count);
    }

    /// <summary>The levels above a claim by the kind of loop: 20 the billing provider, 22 the subscriber, 23 the patient.</summary>
    private void Begin(SegmentView hl)
    {
        var kind = hl.Text(3);
        if (kind is "20" or "22")
        {
            if (_turn > 1) Settle(_turn);
            _turn = _levels.Count;
        }

        var above = kind == "20" ? _levels[0] : kind == "22" ? _provider : Subscriber(_above);
        _above = new(above, hl.StOrdinal);
        if (kind == "20") _provider = _above;
        Hold(_above);
    }

    private AnsweredLevel Subscriber(AnsweredLevel level) => level.Above == _provider || level.Above is null ? level : level.Above;

    private static string Bill(SegmentView clm)
    {
        var composite = clm.Composite(5);
        return X12Text.Decode(composite[1]) + X12Text.Decode(composite[3]);
    }

    private static Spot SpotOf(SegmentUse use) => (use.Loop.Id, use.Id.ToString()) switch
    {
        (_, "BHT") => Spot.Batch,
        ("1000A", "NM1") => Spot.Submitter,
        ("1000B", "NM1") => Spot.Receiver,
        ("2000A" or "2000B" or "2000C", "HL") => Spot.Level,
        ("2010AA" or "2010BA" or "2010CA", "NM1") => Spot.Name,
        ("2010AA", "REF") when use.Qualifier?.Codes?.Codes.Any(c => c is "EI" or "SY") == true => Spot.TaxId,
        ("2010BB", "NM1") => Spot.Payer,
        ("2300", "CLM") => Spot.Claim,
        ("2400", "LX") => Spot.Line,
        ("2400", "SV1" or "SV2" or "SV3") => Spot.Service,
        ("2400", "REF") when use.Qualifier?.Codes?.Codes.Contains("6R", StringComparer.Ordinal) == true => Spot.LineNumber,
        ("2300" or "2400", "DTP") when use.Qualifier?.Codes?.Codes.Any(c => c is "434" or "472") == true => Spot.Days,
        _ => Spot.Other,
    };
}
