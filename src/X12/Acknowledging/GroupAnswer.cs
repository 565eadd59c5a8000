using System.Globalization;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Acknowledging;

/// <summary>
/// What a 999 says about one functional group (005010X231A1: AK1, AK2 loops, AK9). Each transaction set is written as it ends, so that only
/// what is said of it stays.
/// </summary>
internal sealed class GroupAnswer(SegmentView gs)
{
    private const int CodesMax = 5;
    private readonly string _id = gs.Text(1) ?? "", _sender = gs.Text(2) ?? "", _receiver = gs.Text(3) ?? "", _control = gs.Text(6) ?? "", _version = gs.Text(8) ?? "";
    private string? _stated;
    private SetAnswer? _ended;
    private int _received, _accepted;
    private bool _hasNoted;

    /// <summary>The transaction set under way, or the last one; null before the first.</summary>
    public SetAnswer? Set { get; private set; }

    /// <summary>GS06.</summary>
    public string ControlNumber => _control;

    /// <summary>AK905 codes.</summary>
    public SortedSet<string> Codes { get; } = new(StringComparer.Ordinal);

    /// <summary>An answer (999, 997) is not answered, or the two sides would never stop.</summary>
    public bool IsAnswer => _id == "FA";

    public void BeginSet(SegmentView st, bool hasGuide, AnsweredClaims? claims) => (_ended, Set) = (Set, new(st, hasGuide) { Claims = claims });

    /// <summary>The set that a fault is of: that of a set without trailer comes to light with the next one's header.</summary>
    public SetAnswer? SetOf(Fault fault) =>
        _ended is { } ended && (fault.Kind == FaultKind.TransactionTrailerMissing || (fault.St == ended.ControlNumber && fault.St != Set?.ControlNumber)) ? ended : Set;

    public void End(SegmentView ge) => _stated = ge.Text(1);

    /// <summary>The claims of a set that is not rejected, to be answered one by one; called as the set is written.</summary>
    public Action<GroupAnswer, AnsweredClaims>? Accepted { private get; init; }

    /// <summary>The header of a group that answers this one.</summary>
    /// <param name="header">The interchange's own answer header: its ids stand in where the group named nobody.</param>
    public GroupFields Header(AnswerFields fields, InterchangeFields header, int control, string id, string version) => new()
    {
        FunctionalId = id, SenderCode = Code(_receiver, header.SenderId), ReceiverCode = Code(_sender, header.ReceiverId), Date = fields.Date, Time = fields.Time, ControlNumber = control, Version = version,
    };

    /// <param name="header">The interchange's own answer header.</param>
    public void Begin(AnswerWriter writer, AnswerFields fields, InterchangeFields header, int control)
    {
        writer.BeginGroup(Header(fields, header, control, "FA", "005010X231A1"));
        writer.BeginTransaction("999", "0001", "005010X231A1");
        writer.Segment("AK1", Answerable.Text(_id, 2).PadRight(2, '?'), Answerable.Number(_control), Answerable.Text(_version, 12) is { Length: > 0 } version ? version : "?");
    }

    /// <summary>Writes the set that the next one ended.</summary>
    public void LeaveEnded(AnswerWriter writer, ref int detailsLeft)
    {
        if (_ended is { } ended) Write(writer, ended, ref detailsLeft);
        _ended = null;
    }

    public void Close(AnswerWriter writer, ref int detailsLeft)
    {
        LeaveEnded(writer, ref detailsLeft);
        if (Set is { } last) Write(writer, last, ref detailsLeft);
        Set = null;
        var verdict = Codes.Count > 0 || (_accepted == 0 && _received > 0) ? "R" : _accepted < _received ? "P" : _hasNoted ? "E" : "A";
        var received = _received.ToString(CultureInfo.InvariantCulture);
        X12Value[] elements = [verdict, _stated is { } s && s.Length <= 6 && s.All(char.IsAsciiDigit) ? s : received, received, (verdict == "R" ? 0 : _accepted).ToString(CultureInfo.InvariantCulture),
            .. Codes.Take(CodesMax).Select(c => (X12Value)c)];
        writer.Segment("AK9", elements);
        writer.EndGroup();
    }

    private void Write(AnswerWriter writer, SetAnswer set, ref int detailsLeft)
    {
        _received++;
        if (!set.IsRejected) _accepted++;
        _hasNoted |= set.IsNoted;
        set.Write(writer, ref detailsLeft);
        if (set is { IsRejected: false, Claims: { } claims }) Accepted?.Invoke(this, claims);
        set.Claims?.Dispose();
    }

    /// <summary>GS02 and GS03 hold two characters at least.</summary>
    private static string Code(string said, string interchange) =>
        Answerable.Text(said, 15) is { Length: >= 2 } code ? code : interchange.PadRight(2, '?');
}

/// <summary>What a 999 says about one transaction set: its faulty segments and elements in order, and the verdict.</summary>
internal sealed class SetAnswer(SegmentView st, bool hasGuide)
{
    /// <summary>Beyond this many faulty segments the set is rejected anyway and the rest adds nothing.</summary>
    private const int SegmentsMax = 5_000;
    private const int CodesMax = 5, ValueMax = 99;
    private readonly string _id = st.Text(1) ?? "", _control = st.Text(2) ?? "", _implementation = st.Text(3) ?? "";
    private readonly List<(Fault Fault, AnswerPart Part, string? BusinessUnit)> _faults = [];
    private readonly SortedSet<string> _codes = hasGuide ? new(StringComparer.Ordinal) : new(StringComparer.Ordinal) { "1" };

    /// <summary>ST02.</summary>
    public string ControlNumber => _control;

    /// <summary>Its claims, where they are answered one by one too.</summary>
    public AnsweredClaims? Claims { get; init; }

    /// <summary>CLM01 of the claim under way.</summary>
    public string? BusinessUnit { get; set; }

    /// <summary>CLM01 of the CLM that is being read.</summary>
    public string? NextBusinessUnit { get; set; }

    public bool IsRejected { get; private set; } = !hasGuide;

    /// <summary>Accepted, but something was noted: what is no error rejects nothing and is told all the same.</summary>
    public bool IsNoted => !IsRejected && _faults.Count > 0;

    public void Add(Fault fault, AnswerPart part)
    {
        if (part == AnswerPart.Ik502 && fault.Severity != Severity.Error) return;
        IsRejected |= fault.Severity == Severity.Error;
        if (part == AnswerPart.Ik502) _codes.Add(FaultCodes.Of(fault.Kind).Code);
        else if (_faults.Count < SegmentsMax) _faults.Add((fault, part, part == AnswerPart.Ik403 && fault.Place.Segment == "CLM" ? NextBusinessUnit : BusinessUnit));
    }

    /// <param name="detailsLeft">How many faults the answer may still spell out; beyond, a set is rejected without them.</param>
    public void Write(AnswerWriter writer, ref int detailsLeft)
    {
        writer.Segment("AK2", Answerable.Text(_id, 3).PadRight(3, '?'), Answerable.Text(_control, 9).PadLeft(4, '0'), Answerable.Text(_implementation, 35));
        // A segment's own faults each take an IK3; its elements' faults share one, of code 8.
        var told = _faults.Take(detailsLeft).ToList();
        detailsLeft -= told.Count;
        var bySegment = told.GroupBy(f => (f.Fault.Place.Position, f.Fault.Place.Segment, Code: f.Part == AnswerPart.Ik304 ? FaultCodes.Of(f.Fault.Kind).Code : "8"))
            .OrderBy(g => g.Key.Position);
        foreach (var segment in bySegment)
        {
            var first = segment.First();
            writer.Segment("IK3", SegmentName(segment.Key.Segment), X12Value.Count(Math.Max(1, segment.Key.Position)), Answerable.Text(first.Fault.Loop, 4), segment.Key.Code);
            if (first.Part == AnswerPart.Ik304) WriteTrigger(writer, first.Fault);
            if (first.BusinessUnit is { } unit) writer.Segment("CTX", X12Value.Composite("CLM01", Answerable.Text(unit, 35)));
            foreach (var (fault, part, _) in segment.DistinctBy(f => (f.Fault.Element, f.Fault.Kind)))
                if (part == AnswerPart.Ik403) WriteElement(writer, fault);
        }

        if (_faults.Count > 0) _codes.Add("5");
        X12Value[] verdict = [IsRejected ? "R" : IsNoted ? "E" : "A", .. _codes.Take(CodesMax).Select(c => (X12Value)c)];
        writer.Segment("IK5", verdict);
    }

    private static void WriteElement(AnswerWriter writer, Fault fault)
    {
        var place = fault.Element;
        // IK401 holds two digits for the element and the component, four for the repeat; what lies beyond is named by the last that it can say.
        var position = X12Value.Composite(Number(Math.Clamp(place.Position, 1, 99)), Number(Math.Min(place.Component, 99)), Number(Math.Min(place.Repeat, 9_999)));
        // A value with a character that may not be sent is not copied back.
        var copy = fault.Kind == FaultKind.InvalidCharacter ? null : Answerable.Text(fault.Value, ValueMax);
        writer.Segment("IK4", position, null, FaultCodes.Of(fault.Kind).Code, copy);
        WriteTrigger(writer, fault);
    }

    /// <summary>What made a situation whose demand was not met (005010X231A1, CTX of 2100 and 2110).</summary>
    private static void WriteTrigger(AnswerWriter writer, Fault fault)
    {
        if (fault.Trigger is not { } by) return;
        writer.Segment("CTX", "SITUATIONAL TRIGGER", SegmentName(by.Segment), X12Value.Count(Math.Max(1, by.Position)), Answerable.Text(by.Loop, 4), X12Value.Composite(Number(by.Element.Position), Number(by.Element.Component)));
    }

    private static string? Number(int value) => value == 0 ? null : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>IK301 holds two or three characters; an id that cannot be one is answered as it can.</summary>
    private static string SegmentName(string id) => Answerable.Text(id, 3).PadRight(2, '?');
}
