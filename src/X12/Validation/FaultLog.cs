using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Where checks report: it adds envelope and place, drops what is above the level asked for, and counts. Faults of one step
/// are handed on with that step, so nothing piles up over a file.
/// </summary>
internal sealed class FaultLog(int levelMax)
{
    private const int ValueMax = 300;
    private readonly List<Fault> _faults = [];
    private readonly List<int> _turns = [];
    private bool _isMuted;
    private int _turn;

    /// <summary>Faults above this level are counted and not told.</summary>
    public int LevelMax { get; set; } = levelMax;

    /// <summary>The faults of the step under way.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    public bool HasFaults => _faults.Count > 0;

    /// <summary>Every report so far, those above the level included: a check asks it whether anything was wrong.</summary>
    public long Count { get; private set; }

    public long Errors { get; private set; }

    public long Warnings { get; private set; }

    /// <summary>The code lists that a code was met of and that are not held; one bit each.</summary>
    public uint ListsMissed { get; private set; }

    public void NotLoaded(CodeKind set) => ListsMissed |= _isMuted ? 0 : 1u << (int)set;

    public string Interchange { get; set; } = "";

    public string Group { get; set; } = "";

    public string Transaction { get; set; } = "";

    public string St { get; set; } = "";

    /// <summary>Errors of the transaction set under way.</summary>
    public long TransactionErrors { get; set; }

    /// <summary>The line of the current segment, asked for only when there is a fault.</summary>
    public Func<int> Line { get; set; } = () => 0;

    public void BeginStep()
    {
        _turn = 0;
        if (_faults.Count == 0) return;
        _faults.Clear();
        _turns.Clear();
    }

    /// <summary>From here on another part of the file is reported of: whether by this log, or by that of another worker.</summary>
    public void Turn(bool isMine)
    {
        _turn++;
        _isMuted = !isMine;
    }

    /// <summary>How often the turn had changed in this step when a fault was reported.</summary>
    public int TurnOf(int fault) => _turns[fault];

    public Place PlaceOf(SegmentView segment) => new(segment.Id.ToString(), segment.Offset, Line(), segment.StOrdinal);

    /// <summary>A place to come back to when the loop ends; costs no allocation.</summary>
    public Mark MarkOf(SegmentView segment, int element = 0) => new(segment.Id, segment.OffsetOf(element), Line(), segment.StOrdinal);

    public void Element(FaultKind kind, SegmentView segment, ElementPlace element, SegmentUse use, ElementUse? row, ReadOnlySpan<byte> text)
    {
        var value = Shown(text);
        var (message, fix) = FaultTexts.Element(kind, element.NameIn(segment.Id.ToString()), value, row, use);
        Add(kind, PlaceOf(segment) with { Offset = segment.OffsetOf(element.Position) }, use.Loop, element, value, message, fix, severity: WeightOf(kind, use.RestsOnOneSource));
    }

    public void Element(FaultKind kind, SegmentView segment, ElementPlace element, LoopUse? loop, ReadOnlySpan<byte> text, string message, string fix, string? rule = null,
        Severity? severity = null, int? level = null, FaultTrigger? trigger = null) =>
        Add(kind, PlaceOf(segment) with { Offset = segment.OffsetOf(element.Position) }, loop, element, Shown(text), message, fix, rule, level, severity, trigger);

    /// <summary>A value for people to see; of a very long one its beginning.</summary>
    private static string? Shown(ReadOnlySpan<byte> text) =>
        text.IsEmpty ? null : text.Length <= ValueMax ? X12Text.Decode(text) : X12Text.Decode(text[..ValueMax]) + "…";

    public void Segment(FaultKind kind, SegmentView segment, string id, LoopUse loop, SegmentUse? use, LoopItem? item) => Segment(kind, MarkOf(segment), id, loop, use, item);

    public void Segment(FaultKind kind, Mark at, string id, LoopUse loop, SegmentUse? use, LoopItem? item)
    {
        var (message, fix) = FaultTexts.Segment(kind, id, loop, use, item);
        var isWeak = item?.Loop is { } inner ? inner.RestsOnOneSource : use?.RestsOnOneSource == true;
        Add(kind, at.Place with { Segment = id }, loop, default, null, message, fix, severity: WeightOf(kind, isWeak));
    }

    /// <summary>A demand of the guide that one public grammar alone states is told as a warning; syntax is never in doubt.</summary>
    private static Severity? WeightOf(FaultKind kind, bool restsOnOneSource) => restsOnOneSource && FaultCodes.Of(kind).Level == 2 ? Severity.Warning : null;

    public void Add(FaultKind kind, Place place, LoopUse? loop, ElementPlace element, string? value, string message, string fix, string? rule = null, int? level = null,
        Severity? severity = null, FaultTrigger? trigger = null)
    {
        Count++;
        var code = FaultCodes.Of(kind);
        var at = level ?? code.Level;
        if (at > LevelMax || _isMuted) return;
        var weight = severity ?? code.Severity;
        if (weight == Severity.Error)
        {
            Errors++;
            TransactionErrors++;
        }
        else Warnings++;
        _turns.Add(_turn);
        _faults.Add(new()
        {
            Kind = kind, Severity = weight, Level = at, Rule = rule ?? code.Rule, Code = code.Text, Interchange = Interchange, Group = Group,
            Transaction = Transaction, St = St, Place = place, Loop = loop?.Id ?? "", Element = element, Trigger = trigger, Value = value, Message = message, Fix = fix,
        });
    }
}

/// <summary>A place that is kept until it is known whether there is a fault at it.</summary>
internal readonly record struct Mark(SegmentId Id, long Offset, int Line, int Position)
{
    public Place Place => new(Id.ToString(), Offset, Line, Position);

    /// <summary>An element of the segment as what makes a situation.</summary>
    public FaultTrigger Triggers(string loop, int element, int component = 0) => new(Id.ToString(), Position, loop, new(element, component));
}
