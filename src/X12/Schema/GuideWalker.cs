using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Schema;

/// <summary>How a segment stands to the guide.</summary>
internal enum Standing
{
    /// <summary>Where the guide has it.</summary>
    InPlace,

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
internal sealed class GuideWalker(Guide guide)
{
    // How often each segment use, then each loop, has stood in a turn of the loop around it. When that loop begins anew it
    // gets a turn with another number, so that nothing needs to be cleared.
    private readonly Uses[] _uses = new Uses[guide.Segments.Count + guide.Loops.Count];
    private readonly long[] _turns = [.. guide.Loops.Select(_ => NoTurn)];
    private long _turn;
    private bool _inUnknownLoop;

    // The index of the state, at hand for the next step while the state itself is still being fetched.
    private int _state;

    private const long NoTurn = -1;

    private struct Uses
    {
        public long Turn;
        public int Times;
    }

    public Guide Guide { get; } = guide;

    /// <summary>The use read last in place.</summary>
    public SegmentUse State { get; private set; } = guide.Segments[0];

    /// <summary>The use of the current segment; null when it has no place.</summary>
    public SegmentUse? Use { get; private set; }

    /// <summary>Required segments and loops found missing by this step.</summary>
    public List<LoopItem> Missing { get; } = [];

    /// <summary>Loops ended by this step, innermost first.</summary>
    public LoopUse[] Closed { get; private set; } = [];

    /// <summary>Loops opened by this step, outermost first.</summary>
    public LoopUse[] Opened { get; private set; } = [];

    /// <summary>The use or loop was repeated oftener than the guide allows.</summary>
    public LoopItem? TooOften { get; private set; }

    /// <summary>Begins a transaction set: the first segment of the guide, the ST, is read.</summary>
    public void Begin()
    {
        _turns[0] = ++_turn;
        ClearStep();
        _inUnknownLoop = false;
        State = Use = Guide.Segments[0];
        _state = 0;
        Count(Guide.PlaceOf(State));
    }

    public Standing Step(in SegmentView segment)
    {
        ClearStep();
        if (Guide.Transitions.Next(_state, segment) is not { } candidate) return Recover(segment, Guide.Transitions.From(_state, segment.Id));
        _inUnknownLoop = false;
        Go(candidate);
        return Standing.InPlace;
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
                if (item.IsRequired && item.Rank >= rank && !IsSeen(Guide.PlaceOf(item))) Missing.Add(item);
            closed.Add(loop);
        }

        Closed = [.. closed];
    }

    private void ClearStep()
    {
        if (Missing.Count > 0) Missing.Clear();
        Closed = Opened = [];
        TooOften = null;
        Use = null;
    }

    private void Go(Candidate candidate)
    {
        foreach (var place in candidate.PassedPlaces)
            if (!IsSeen(place)) NoteMissing(candidate, place);
        Closed = Closed.Length == 0 ? candidate.Closed : [.. Closed, .. candidate.Closed];
        Opened = Opened.Length == 0 ? candidate.Opened : [.. Opened, .. candidate.Opened];
        _state = candidate.Index;
        State = Use = candidate.Use;
        if (Count(candidate.Place) > candidate.Max) TooOften = candidate.Item;
        if (candidate.IsTrigger)
        {
            // The loop's own last turn ends here when it is repeated.
            _turns[candidate.Use.Loop.Index] = ++_turn;
            Count(Guide.PlaceOf(candidate.Use));
        }
    }

    private void NoteMissing(Candidate candidate, GuidePlace place) => Missing.Add(candidate.Passed[Array.IndexOf(candidate.PassedPlaces, place)]);

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

    private Standing Recover(in SegmentView segment, Choice choice)
    {
        if (!Guide.ById.Contains(segment.Id))
        {
            // It may have been meant to open a loop: what follows and fits nowhere belongs to it.
            _inUnknownLoop = true;
            return Standing.Unknown;
        }

        if (_inUnknownLoop) return Standing.Passed;
        if (Earlier(segment, State.Loop) is { } earlier) return OutOfOrder(earlier);
        if (BehindSkippedTrigger(segment) is { } item)
        {
            SkipInto(item, segment);
            return Standing.InPlace;
        }

        for (var loop = State.Loop.Parent; loop is not null; loop = loop.Parent)
            if (Earlier(segment, loop) is { } outer) return OutOfOrder(outer);
        return Misfit(segment, choice);
    }

    private Standing OutOfOrder(SegmentUse use)
    {
        Use = use;
        if (Count(Guide.PlaceOf(use)) > use.Max) TooOften = new(use, null);
        return Standing.OutOfOrder;
    }

    /// <summary>A segment of this loop that should have come before what was read last.</summary>
    private SegmentUse? Earlier(in SegmentView segment, LoopUse loop)
    {
        foreach (var item in loop.Items)
            if (item.Loop is null && !item.Segment.IsTrigger && item.Segment.Id == segment.Id && item.Rank < RankIn(loop) && item.Segment.Fits(segment))
                return item.Segment;
        return null;
    }

    private int RankIn(LoopUse loop)
    {
        if (State.Loop == loop) return State.Rank;
        var inner = State.Loop;
        while (inner.Parent != loop && inner.Parent is not null) inner = inner.Parent;
        return inner.Rank;
    }

    /// <summary>A reachable loop whose opening segment was left out, and which holds this segment.</summary>
    private LoopItem? BehindSkippedTrigger(in SegmentView segment)
    {
        foreach (var item in Transitions.Reachable(State))
        {
            if (item.Loop is not { } loop || (!item.IsRequired && !loop.Items.Any(i => i.Loop is not null))) continue;
            foreach (var inner in loop.Items)
                if (inner.Segment.Id == segment.Id && (inner.Loop is not null || !inner.Segment.IsTrigger) && inner.Segment.Fits(segment)) return item;
        }

        return null;
    }

    private void SkipInto(LoopItem skipped, in SegmentView segment)
    {
        Go(Guide.Transitions.Towards(State, skipped));
        Missing.Add(new(skipped.Segment, null));
        var choice = Guide.Transitions.From(State.Index, segment.Id);
        var next = choice.Candidates.Length == 1 ? choice.Candidates[0] : choice.Pick(segment);
        if (next is not null) Go(next);
    }

    /// <summary>No row fits: the nearest one with another code is what was meant, else the segment is not expected here.</summary>
    private Standing Misfit(in SegmentView segment, Choice choice)
    {
        if (choice.Candidates.Length == 0 || IsKnownElsewhere(segment))
        {
            // What follows a loop's opening segment in the wrong place belongs to it.
            _inUnknownLoop = Guide.ById[segment.Id].All(use => use.IsTrigger);
            return Standing.Unexpected;
        }

        var nearest = choice.Candidates[0];
        if (choice.Candidates.Length == 1)
        {
            Go(nearest);
            return Standing.InPlace;
        }

        _inUnknownLoop = nearest.Use.IsTrigger;
        SettleRequired(choice);
        return Standing.UnknownQualifier;
    }

    /// <summary>What was probably meant, the first required row not yet seen, is not reported as missing as well.</summary>
    private void SettleRequired(Choice choice)
    {
        foreach (var candidate in choice.Candidates)
        {
            if (!candidate.Item.IsRequired || IsSeen(candidate.Place)) continue;
            Count(candidate.Place);
            return;
        }
    }

    private bool IsKnownElsewhere(in SegmentView segment)
    {
        foreach (var use in Guide.ById[segment.Id])
            if (use.Qualifier is not null && use.Fits(segment)) return true;
        return false;
    }
}
