using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CleanClaim.X12.Partners;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Reads a file and tells, with every segment, where the guide has it and what is wrong: <c>while (validator.Read()) …</c>.
/// Nothing of the file is kept but what the open loops need; after the last segment <see cref="Faults"/> holds what the end
/// of the file brought to light.
/// </summary>
public sealed partial class X12Validator : IDisposable
{
    public const int HighestLevel = 7;

    private readonly X12Reader _reader;
    private readonly FaultLog _log;
    private readonly ValidationOptions _options;
    private readonly PartnerChecks? _partner;
    private readonly ElementChecker _elements;
    private readonly Envelope _envelope;
    private readonly HierarchyRules _hierarchy;
    private readonly Dictionary<Guide, GuideWalk> _walks = [];
    private GuideWalker? _walker;
    private TransactionRules? _rules;
    private Concerns[] _concerns = [], _concernsOfClean = [];

    // Whether nothing of the segment before bears on the next.
    private bool _isQuiet;
    private bool[] _endsConcern = [];
    private bool _ended, _toldIndent;
    private long _segments;
    private readonly SharedValidation? _shared;
    private readonly bool _isFirst;
    private int _sets;
    private readonly List<(LoopItem Item, Mark At)> _held = [];
    private Moved? _moved;
    private bool _isOthers, _isEnvelopeOnly;
    private Guide? _othersGuide;

    /// <param name="stream">The file.</param>
    /// <param name="levelMax">Faults above this level are not told: 1 syntax to 7 trading partner.</param>
    /// <param name="leaveOpen">Whether the stream outlives the validator.</param>
    public X12Validator(Stream stream, int levelMax = HighestLevel, bool leaveOpen = false) : this(stream, new ValidationOptions { LevelMax = levelMax }, leaveOpen) { }

    /// <param name="stream">The file.</param>
    /// <param name="options">How far to check, and against what.</param>
    /// <param name="leaveOpen">Whether the stream outlives the validator.</param>
    public X12Validator(Stream stream, ValidationOptions options, bool leaveOpen = false)
        : this(new X12Reader(stream, leaveOpen), options) { }

    private X12Validator(X12Reader reader, ValidationOptions options)
    {
        _options = options;
        _reader = reader;
        _log = new(options.LevelMax) { Line = () => _reader.Line };
        if (options is { LevelMax: >= 7, Partner: { } partner }) _partner = new(_log, partner);
        _elements = new(_log);
        _envelope = new(_log, _elements);
        _hierarchy = new(_log);
    }

    /// <summary>One of several that share a file: the first of them tells what lies outside of transaction sets.</summary>
    internal X12Validator(Stream stream, ValidationOptions options, SharedValidation shared, bool isFirst) : this(stream, options, leaveOpen: true)
    {
        (_shared, _isFirst) = (shared, isFirst);
        _log.Turn(isFirst);
    }

    public SegmentView Segment => _reader.Segment;

    public int Line => _reader.Line;

    /// <summary>The row of the guide for the current segment; null for envelope segments and those that have no place.</summary>
    public SegmentUse? Use => _isOfWalker ? _walker?.Use : _use;

    // While a transaction set is followed its walker knows: a reference that is stored with each segment costs more.
    private SegmentUse? _use;
    private bool _isOfWalker;

    /// <summary>The guide of the transaction set under way; null outside one, or when none is held for it.</summary>
    public Guide? Guide => _walker?.Guide;

    /// <summary>The faults that this segment brought to light; some stand at segments before it.</summary>
    public IReadOnlyList<Fault> Faults => _log.Faults;

    internal bool HasFaults => _log.HasFaults;

    internal int TurnOf(int fault) => _log.TurnOf(fault);

    /// <summary>Whether the current segment began or ended a transaction set, so that another worker may have the next.</summary>
    internal bool HasChangedHands { get; private set; }

    public ValidationSummary Summary =>
        new(_envelope.Interchanges, _envelope.Groups, _envelope.Transactions, _segments, _log.Errors, _log.Warnings) { ListsMissed = _log.ListsMissed };

    /// <summary>Moves to the next segment; false at the end of the file.</summary>
    public bool Read()
    {
        _log.BeginStep();
        HasChangedHands = false;
        if (_walker is { } walker && _reader.TakePlain())
        {
            // Nearly every segment: one of a transaction set that is checked, with nothing odd before it.
            _segments++;
            if (!_isQuiet || TakeUsual(walker) == Taken.Not) TakeBody(walker, _reader.Segment);
            return true;
        }

        if (_isOthers && _reader.StOrdinal > 1) PassOver();
        var more = _reader.Read();
        Look(more);
        return more;
    }

    /// <summary>
    /// Moves on, for those who want faults alone: over the segments that are usual and bring nothing to light, to the first one that does or is not;
    /// false at the end of the file.
    /// </summary>
    internal bool ReadOn()
    {
        if (!_isQuiet || _walker is not { } walker) return Read();
        _log.BeginStep();
        HasChangedHands = false;
        return PassUsual(walker) || Read();
    }

    /// <summary>False when what follows the last one is no plain segment of this block.</summary>
    private bool PassUsual(GuideWalker walker)
    {
        while (_reader.TakePlain())
        {
            _segments = unchecked(_segments + 1);
            var taken = TakeUsual(walker);
            if (taken == Taken.Quietly) continue;
            if (taken == Taken.Not) TakeBody(walker, _reader.Segment);
            if (taken == Taken.Not || _log.HasFaults) return true;
        }

        return false;
    }

    /// <summary>Looks at the segment that was read, or at the end of the file.</summary>
    private void Look(bool more)
    {
        (_use, _isOfWalker) = (null, false);
        var hasStandardWidth = !_reader.HasFaults || TellReaderFaults();
        if (more)
        {
            _segments++;
            Take(_reader.Segment, hasStandardWidth);
        }
        else if (!_ended)
        {
            _ended = true;
            EndTransaction(isTrailed: false);
            Leave();
            _envelope.EndFile(_reader.BytesRead, _reader.Line);
        }
    }

    /// <summary>Reads a whole file and hands on every fault.</summary>
    public static ValidationSummary Validate(Stream stream, Action<Fault> found, int levelMax = HighestLevel) => Validate(stream, found, new ValidationOptions { LevelMax = levelMax });

    /// <summary>Reads a whole file and hands on every fault.</summary>
    public static ValidationSummary Validate(Stream stream, Action<Fault> found, ValidationOptions options)
    {
        using var validator = new X12Validator(stream, options, leaveOpen: true);
        return validator.ReadAll(found);
    }

    private ValidationSummary ReadAll(Action<Fault> found)
    {
        bool more;
        do
        {
            more = ReadOn();
            if (_log.HasFaults)
                foreach (var fault in Faults) found(fault);
        }
        while (more);
        return Summary;
    }

    private void Take(SegmentView segment, bool hasStandardWidth)
    {
        if (_walker is { } guided && !segment.MayBeOfEnvelope)
        {
            TakeBody(guided, segment);
            return;
        }

        if (_isOthers && segment.StOrdinal == 2 && _othersGuide is { } whole) NameOthers(Guides.Refined(whole, segment));
        var id = segment.Id;
        if (id == SegmentId.Isa) _toldIndent = false;
        if (segment.IsIndented && !_toldIndent) TellIndent(segment);
        if (_walker is not null && (id == SegmentId.St || id == SegmentId.Ge || id == SegmentId.Gs || id == SegmentId.Iea || id == SegmentId.Isa)) EndTransaction(isTrailed: false);
        if (id == SegmentId.Ge || id == SegmentId.Gs || id == SegmentId.Iea || id == SegmentId.Isa) Leave();
        if (id == SegmentId.St) BeginTransaction(segment);
        else if (id == SegmentId.Se) TakeTrailer(segment);
        else if (id == SegmentId.Isa || id == SegmentId.Gs) Open(segment, hasStandardWidth);
        else if (id == SegmentId.Ge) _envelope.EndGroup(segment);
        else if (id == SegmentId.Iea) _envelope.EndInterchange(segment);
        else if (_walker is not null) TakeBody(_walker, segment);
        else if (id == SegmentId.Ta1 && !_envelope.InTransaction) _envelope.Answer(segment);
        else if (!_envelope.InTransaction) _envelope.Stray(segment);
        else TakeUnguided(segment);
    }

    private void Open(SegmentView header, bool hasStandardWidth)
    {
        if (header.Id == SegmentId.Isa) _envelope.OpenInterchange(header, hasStandardWidth);
        else _envelope.OpenGroup(header);
        _partner?.Envelope(header);
    }

    private void Enter()
    {
        _isOthers = _isEnvelopeOnly;
        if (_shared is null) return;
        (_isOthers, _othersGuide) = (!_shared.TryTake(_sets++), null);
        _log.Turn(!_isOthers);
        HasChangedHands = true;
    }

    private void Leave()
    {
        _isOthers = false;
        if (_shared is null) return;
        _log.Turn(_isFirst);
        HasChangedHands = true;
    }

    private void BeginTransaction(SegmentView st)
    {
        Enter();
        _envelope.OpenTransaction(st);
        var id = st.Text(1) ?? "";
        var guide = Guides.For(st, _envelope.Version);
        if (guide is null)
        {
            _elements.Check(st, EnvelopeGuide.St);
            var version = st.Text(3) ?? _envelope.Version;
            _log.Element(FaultKind.TransactionUnknown, st, new(1), null, st[1], $"No guide is held for transaction {id} of version {version}: only its envelope and letters are checked.", "Nothing, when this transaction is not meant to be checked here.");
            return;
        }

        if (_isOthers)
        {
            NameOthers(guide);
            if (_isEnvelopeOnly) TellGroup(st, guide);
            return;
        }

        _use = Follow(guide).Use;
        _elements.Check(st, IsNamed(st, guide) ? guide.Segments[0] : EnvelopeGuide.St);
        TellGroup(st, guide);
        TellVersion(st, guide);
        if (st.Text(3) is { } stated && _envelope.InGroup && stated != _envelope.Version)
            _log.Element(FaultKind.GuideVersionMismatch, st, new(3), null, st[3], $"ST03 says {stated}, but GS08 says {_envelope.Version}.", "Write the same version in both.");
    }

    private GuideWalker Follow(Guide guide)
    {
        _log.Transaction = guide.Label;
        if (!_walks.TryGetValue(guide, out var walk)) _walks[guide] = walk = new(guide, TransactionRules.For(guide, _log, _options));
        (_walker, _rules, _concerns, _concernsOfClean, _endsConcern, _isQuiet) = (walk.Walker, walk.Rules, walk.Concerns, walk.ConcernsOfClean, walk.EndsConcern, false);
        walk.Walker.Begin();
        _rules?.Begin();
        _hierarchy.Begin();
        return walk.Walker;
    }

    private void TakeTrailer(SegmentView se)
    {
        if (!_envelope.InTransaction)
        {
            _envelope.Stray(se);
            return;
        }

        if (_walker is { } walker) TakeBody(walker, se);
        else _elements.Check(se, EnvelopeGuide.Se);
        EndTransaction(isTrailed: true);
        _envelope.EndTransaction(se);
        _envelope.LeaveTransaction();
        Leave();
    }

    /// <summary>
    /// Takes a segment that stands where the guide has it and is clean, or leaves it, and nothing done, when it is any other. What is asked here
    /// changes nothing, so that <see cref="TakeBody"/>, whose word is final, begins as if nobody had looked.
    /// </summary>
    /// <remarks>Compiled by itself, as is what it calls: the compiler takes only so much into one method, and what then is called costs more.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Taken TakeUsual(GuideWalker walker)
    {
        var segment = _reader.Segment;
        if (walker.Usual(segment) is not { IsRefused: false } candidate || !CleanSegment.IsClean(segment, candidate.Shape, _reader.IsDoubtful, candidate.Chosen) || !walker.TryGo(candidate)) return Taken.Not;
        var concerns = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_concernsOfClean), candidate.Index);
        if (concerns == Concerns.Nobody & candidate.Closed.Length == 0) return Taken.Quietly;
        if (candidate.Closed.Length > 0) Close(candidate.Closed);
        if (concerns != Concerns.Nobody) Apply(concerns, segment, candidate.Use);
        return Taken.ToRules;
    }

    /// <summary>Whether a segment was taken in the usual way, and whether rules were asked, which may have found something.</summary>
    private enum Taken { Not, Quietly, ToRules }

    private void TakeBody(GuideWalker walker, SegmentView segment)
    {
        Walk(walker, segment);
        _isQuiet = _moved is null && _held.Count == 0 && _walker?.IsQuiet == true;
    }

    private void Walk(GuideWalker walker, SegmentView segment)
    {
        if (segment.StOrdinal == 2 && Guides.Refined(walker.Guide, segment) is var refined && refined != walker.Guide) walker = Follow(refined);
        var standing = walker.Step(segment);
        if (_moved is not null) TellMoved(walker);
        if (_held.Count > 0) TellHeld(standing == Standing.OutOfOrder ? walker.Use : null);
        if (walker.Missing.Count > 0) TellMissing(walker, segment);
        if (walker.Closed.Length > 0) Close(walker.Closed);
        _isOfWalker = true;
        if (standing != Standing.InPlace) TellStanding(walker, standing, segment);
        if (walker.Use is not { } use)
        {
            if (standing != Standing.Unknown) CheckUnplaced(walker.Guide, segment);
            _rules?.Stray(segment.Id, standing != Standing.Unknown);
            _hierarchy.Stray(segment, standing != Standing.Unknown);
            return;
        }

        if (use.Usage == Usage.NotUsed) _log.Segment(FaultKind.NotUsedSegment, segment, segment.Id.ToString(), use.Loop, use, null);
        if (standing == Standing.OutOfOrder)
        {
            _rules?.Stray(segment.Id, isKnown: true);
            if (FaultsIn(segment, use) > 0) CheckUnplaced(walker.Guide, segment);
        }
        else CheckPlaced(walker, segment, use);
        if (_concerns[use.Index] is not Concerns.Nobody and var concerns) Apply(concerns, segment, use);
    }

    private void CheckPlaced(GuideWalker walker, SegmentView segment, SegmentUse use)
    {
        if (walker.TooOften is { Loop: null } segments) _moved = new(_log.MarkOf(segment), use, segments, IsOutOfOrder: false);
        else if (walker.TooOften is { } loops) _log.Segment(FaultKind.LoopTooOften, segment, segment.Id.ToString(), use.Loop, use, loops);
        if (CleanSegment.IsClean(segment, use.Shape, _reader.IsDoubtful, walker.Chosen)) return;
        if (walker.IsInDoubt) CheckUnplaced(walker.Guide, segment);
        else _elements.Check(segment, use);
    }

    private void Apply(Concerns concerns, SegmentView segment, SegmentUse use)
    {
        if ((concerns & Concerns.SegmentRules) != 0) SegmentRules.Check(segment, use, _log);
        if ((concerns & Concerns.Hierarchy) != 0) _hierarchy.Segment(segment, use);
        if ((concerns & Concerns.TransactionRules) != 0) _rules!.Segment(segment, use);
    }

    private void Close(LoopUse[] closed)
    {
        foreach (var loop in closed)
            if (_endsConcern[loop.Index]) _rules!.Close(loop);
    }

    private void TakeUnguided(SegmentView segment)
    {
        if (!segment.Id.IsWellFormed) TellUnknown(segment, "");
    }

    /// <summary>The transaction set is over: open loops end, and what they still lack is told.</summary>
    private void EndTransaction(bool isTrailed)
    {
        if (_walker is not { } walker) return;
        (_use, _isOfWalker) = (Use, false);
        walker.End();
        if (_moved is not null) TellMoved(walker);
        TellHeld(late: null);
        if (!isTrailed && walker.Missing.RemoveAll(item => item.Segment.Id == SegmentId.Se) >= 0 && walker.Missing.Count > 0 && !_ended) TellMissing(walker, _reader.Segment);
        Close(walker.Closed);
        _hierarchy.End();
        (_walker, _rules) = (null, null);
    }

    public void Dispose() => _reader.Dispose();
}
