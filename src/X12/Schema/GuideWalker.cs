using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Schema;

/// <summary>How a segment stands to the guide.</summary>
internal enum Standing
{
    /// <summary>Where the guide has it.</summary>
    InPlace,

    /// <summary>Where the guide has it, in a loop whose opening is missing; that was told already.</summary>
    Entered,

    /// <summary>The guide has it earlier in a loop that is still open.</summary>
    OutOfOrder,

    /// <summary>The guide has it, but not here.</summary>
    Unexpected,

    /// <summary>The guide has the segment here, but not with this code.</summary>
    UnknownQualifier,

    /// <summary>The guide has no such segment.</summary>
    Unknown,

    /// <summary>It belongs to something that was reported already; nothing more is said of it.</summary>
    Passed,
}

/// <summary>
/// Walks one transaction set through its guide, segment by segment, counting uses. A segment that has no place makes one of
/// three bounded moves and the walk goes on, so that one bad segment neither hides nor invents others.
/// </summary>
internal sealed partial class GuideWalker(Guide guide)
{
    // How often each segment use, then each loop, has stood in a turn of the loop around it. When that loop begins anew it
    // gets a turn with another number, so that nothing needs to be cleared.
    private readonly Uses[] _uses = new Uses[guide.Segments.Count + guide.Loops.Count];
    private readonly long[] _turns = [.. guide.Loops.Select(_ => NoTurn)];
    private long _turn;

    // What follows a segment that could not be placed, and fits nowhere, belongs to it; none when its id means nothing.
    private bool _inUnknownLoop;
    private SegmentId _lost;

    // The segment before was out of order: what follows it and fits nowhere moved with it, or both are of a loop that was not opened.
    private bool _isMoved, _hasJustMoved;

    // What was told as out of order or one too many, and the turn of the loop it was told of.
    private (long Turn, SegmentId Id) _suspect = (NoTurn - 1, default);

    // A turn of a loop that was entered by a segment behind its opening, and its order: what it lacks up to there may be what could not be placed.
    private (long Turn, int Rank) _entered = (NoTurn - 1, 0);

    // A segment that could not be placed may be the one that is missed next: one of its id, or any when its id means nothing.
    private bool _isOneExcused;
    private SegmentId _excused;
    private (LoopUse Loop, int Rank)? _excusedAt;

    // The state by its number: a reference costs more to store.
    private readonly SegmentUse[] _segments = [.. guide.Segments];
    private int _state;

    // Whether the current segment is the one read last in place; else what the guide has it as, when it stands out of order.
    private bool _isPlaced;
    private SegmentUse? _misplaced;

    private const long NoTurn = -1;

    private struct Uses
    {
        public long Turn;
        public int Times;
    }

    public Guide Guide { get; } = guide;

    /// <summary>The use read last in place.</summary>
    public SegmentUse State => _segments[_state];

    /// <summary>The use of the current segment; null when it has no place.</summary>
    public SegmentUse? Use => _isPlaced ? State : _misplaced;

    /// <summary>Elements of the current segment, by bit, whose code chose its use, and so is one that the use allows.</summary>
    public uint Chosen { get; private set; }

    /// <summary>Required segments and loops found missing by this step.</summary>
    public List<LoopItem> Missing { get; } = [];

    /// <summary>Loops ended by this step, innermost first.</summary>
    public LoopUse[] Closed { get; private set; } = [];

    /// <summary>Loops opened by this step, outermost first.</summary>
    public LoopUse[] Opened { get; private set; } = [];

    /// <summary>The use or loop was repeated oftener than the guide allows.</summary>
    public LoopItem? TooOften { get; private set; }

    /// <summary>What was told of the segment before as out of order was of the loop whose opening this step misses: only that is to be told.</summary>
    public bool Explains { get; private set; }

    /// <summary>The segment stands behind one that could not be placed: it may be of another loop than the one it was found in.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>Begins a transaction set: the first segment of the guide, the ST, is read.</summary>
    public void Begin()
    {
        _turns[0] = ++_turn;
        ClearStep();
        (_inUnknownLoop, _isOneExcused, _isMoved, _hasJustMoved, _entered) = (false, false, false, false, (NoTurn - 1, 0));
        (_state, _isPlaced) = (0, true);
        Count(Guide.PlaceOf(State));
    }

    public Standing Step(SegmentView segment)
    {
        ClearStep();
        if (Guide.Transitions.Next(_state, segment) is not { } candidate || _inUnknownLoop || _isOneExcused) return StepInDoubt(segment);
        Go(candidate);
        Chosen = candidate.Chosen;
        return Standing.InPlace;
    }

    private Standing StepInDoubt(SegmentView segment)
    {
        IsInDoubt = _inUnknownLoop;
        var standing = Guide.Transitions.Next(_state, segment) is { } candidate ? Resume(candidate, segment) : Recover(segment, Guide.Transitions.From(_state, segment.Id));
        _hasJustMoved = standing == Standing.OutOfOrder || TooOften is not null;
        return standing;
    }

    /// <summary>The walk finds back after a segment that could not be placed: what would be one too many here belongs to that one.</summary>
    private Standing Resume(Candidate candidate, SegmentView segment)
    {
        var loop = candidate.Use.Loop;
        if (_inUnknownLoop && !(_isMoved && candidate.Use == State && _lost == State.Id) && (!candidate.IsTrigger || loop.Parent == State.Loop.Parent) && TimesOf(candidate.Place) >= candidate.Max)
            return Recover(segment, Guide.Transitions.From(_state, segment.Id));
        var wasLost = _inUnknownLoop;
        // A segment of the loop that is open may be of the one that was lost.
        _inUnknownLoop &= !_isMoved && !candidate.IsTrigger && loop == State.Loop;
        _isMoved &= _inUnknownLoop;
        Go(candidate);
        if (wasLost && candidate.IsTrigger) TooOften = null;
        // What comes in any order stands in one rank: until that has passed, what was misspelt may be the one that is missed.
        _excusedAt ??= candidate.IsTrigger ? (loop.Parent!, loop.Rank) : (loop, State.Rank);
        _isOneExcused &= IsAt(_excusedAt.Value);
        return Standing.InPlace;
    }

    private bool IsAt((LoopUse Loop, int Rank) place)
    {
        var rank = State.Rank;
        for (var loop = State.Loop; loop is not null; rank = loop.Rank, loop = loop.Parent)
            if (loop == place.Loop) return rank == place.Rank;
        return false;
    }

    /// <summary>Ends the transaction set without its SE: whatever is still required is missing.</summary>
    public void End()
    {
        ClearStep();
        List<LoopUse> closed = [];
        var rank = State.Rank;
        for (var loop = State.Loop; loop is not null; rank = loop.Rank, loop = loop.Parent)
        {
            foreach (var item in loop.Items)
                if (item.IsRequired && item.Rank >= rank && !IsSeen(Guide.PlaceOf(item))) Miss(item);
            closed.Add(loop);
        }

        Closed = [.. closed];
    }

    private void ClearStep()
    {
        if (Missing.Count > 0) Missing.Clear();
        // Most steps neither open nor close a loop, and a reference that is stored costs more than one that is looked at.
        if (Closed.Length > 0) Closed = [];
        if (Opened.Length > 0) Opened = [];
        TooOften = null;
        Explains = IsInDoubt = _isPlaced = false;
        Chosen = 0;
        _misplaced = null;
    }

    private void Go(Candidate candidate)
    {
        foreach (var place in candidate.PassedPlaces)
            if (!IsSeen(place)) NoteMissing(candidate, place);
        if (candidate.Closed.Length > 0) Closed = Closed.Length == 0 ? candidate.Closed : [.. Closed, .. candidate.Closed];
        if (candidate.Opened.Length > 0) Opened = Opened.Length == 0 ? candidate.Opened : [.. Opened, .. candidate.Opened];
        (_state, _isPlaced) = (candidate.Index, true);
        if (Count(candidate.Place) > candidate.Max) Surplus(candidate);
        if (candidate.IsTrigger)
        {
            // The loop's own last turn ends here when it is repeated.
            _turns[candidate.OwnPlace.Around] = ++_turn;
            Count(candidate.OwnPlace);
        }
    }

    /// <summary>One too many may be of a loop that was not opened, as one out of order may; in the wake of what could not be placed it is.</summary>
    private void Surplus(Candidate candidate)
    {
        if (!_inUnknownLoop) TooOften = candidate.Item;
        if (!candidate.IsTrigger && !_inUnknownLoop) Lose(candidate.Use.Id);
        if (!candidate.IsTrigger) Suspect(candidate.Use.Id);
    }

    private void NoteMissing(Candidate candidate, GuidePlace place)
    {
        var item = candidate.Passed[Array.IndexOf(candidate.PassedPlaces, place)];
        if (_turns[place.Around] != _entered.Turn || item.Rank > _entered.Rank) Miss(item);
    }

    /// <summary>Counts a use in the current turn of the loop around it; gives how many there are now.</summary>
    private int Count(GuidePlace place)
    {
        unchecked
        {
            ref var uses = ref _uses[place.Number];
            var turn = _turns[place.Around];
            uses.Times = uses.Turn == turn ? uses.Times + 1 : 1;
            uses.Turn = turn;
            return uses.Times;
        }
    }

    private bool IsSeen(GuidePlace place) => _uses[place.Number].Turn == _turns[place.Around];

    private int TimesOf(GuidePlace place) => IsSeen(place) ? _uses[place.Number].Times : 0;

    private void Miss(LoopItem item)
    {
        if (_isOneExcused && (_excused == default || _excused == item.Segment.Id)) _isOneExcused = false;
        else Missing.Add(item);
    }

    private void Lose(SegmentId id) => (_inUnknownLoop, _lost, _isMoved) = (true, id, false);

    /// <summary>Whether a loop has both segments, the second perhaps in a loop of it, so that one may follow the other.</summary>
    private bool MayBeOfLost(SegmentId id)
    {
        if (_lost == default) return true;
        foreach (var use in Guide.ById[_lost])
            if (MayHold(use.Loop, id) || (use.IsTrigger && use.Loop.Parent is { } parent && MayHold(parent, id))) return true;
        return false;
    }

    private bool MayHold(LoopUse loop, SegmentId id)
    {
        foreach (var use in Guide.ById[id])
            if (use.Loop == loop || use.Loop.Parent == loop || (loop.Parent is not null && use.Index >= loop.First && use.Index < loop.End)) return true;
        return false;
    }

    /// <summary>Whether the segment that was lost may be of this loop, or have opened it.</summary>
    private bool MayBeLostIn(LoopUse loop)
    {
        if (_lost == default) return true;
        foreach (var item in loop.Items)
            if (item.Segment.Id == _lost) return true;
        return false;
    }

    private void Suspect(SegmentId id)
    {
        _isMoved = _hasJustMoved = true;
        _suspect = (_turns[State.Loop.Index], id);
    }

    private void Excuse(SegmentId id) => (_isOneExcused, _excused, _excusedAt) = (true, id, null);
}
