using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Schema;

/// <summary>How the walk goes on behind a segment that has no place.</summary>
internal sealed partial class GuideWalker
{
    private Standing Recover(SegmentView segment, Choice choice)
    {
        if (!Guide.ById.Contains(segment.Id))
        {
            // It may have been meant to open a loop.
            Lose(default);
            Excuse(default);
            return Standing.Unknown;
        }

        if (choice.Candidates is [{ IsTrigger: false } only] && only.Use.Loop == State.Loop && only.Use.Usage == Usage.Required && !IsSeen(only.Place))
        {
            // What must stand here stands here, with another code.
            Go(only);
            return Standing.InPlace;
        }

        if (!_inUnknownLoop && Earlier(segment, State.Loop) is { } earlier) return OutOfOrder(earlier);
        if (BehindSkippedTrigger(segment) is { } item && (!_inUnknownLoop || MayBeLostIn(item.Loop!)))
            return SkipInto(item, segment);
        if (_inUnknownLoop && MayBeOfLost(segment.Id))
        {
            // Two of one loop: it is lost, and not one segment moved.
            _isMoved = false;
            return Standing.Passed;
        }

        for (var loop = State.Loop.Parent; loop is not null; loop = loop.Parent)
            if (Earlier(segment, loop) is { } outer) return OutOfOrder(outer);
        return Misfit(segment, choice);
    }

    private Standing OutOfOrder(SegmentUse use)
    {
        _misplaced = use;
        if (Count(Guide.PlaceOf(use)) > use.Max) TooOften = new(use, null);
        Lose(use.Id);
        Suspect(use.Id);
        return Standing.OutOfOrder;
    }

    /// <summary>A segment of this loop that should have come before what was read last, and has not: one more would be of another loop.</summary>
    private SegmentUse? Earlier(SegmentView segment, LoopUse loop)
    {
        SegmentUse? earlier = null;
        foreach (var item in loop.Items)
        {
            if (item.Loop is not null || item.Segment.IsTrigger || item.Segment.Id != segment.Id || item.Rank >= RankIn(loop) || !item.Segment.Fits(segment) || TimesOf(Guide.PlaceOf(item)) >= item.Max) continue;
            if (HasCodesOf(item.Segment, segment)) return item.Segment;
            earlier ??= item.Segment;
        }

        return earlier;
    }

    private static bool HasCodesOf(SegmentUse use, SegmentView segment)
    {
        foreach (var element in use.Elements)
            if (element.Codes is { } codes && segment.Has(element.Position) && !codes.Contains(segment[element.Position])) return false;
        return true;
    }

    private int RankIn(LoopUse loop)
    {
        if (State.Loop == loop) return State.Rank;
        var inner = State.Loop;
        while (inner.Parent != loop && inner.Parent is not null) inner = inner.Parent;
        return inner.Rank;
    }

    /// <summary>A reachable loop whose opening segment was left out, and which holds this segment: the one that lacks least beside it.</summary>
    private LoopItem? BehindSkippedTrigger(SegmentView segment)
    {
        var (best, least, fitting) = ((LoopItem?)null, int.MaxValue, 0);
        foreach (var item in Transitions.Reachable(State))
        {
            if (item.Loop is not { } loop || TimesOf(Guide.PlaceOf(item)) >= loop.Max) continue;
            var lacks = LacksBefore(loop, segment);
            if (lacks < int.MaxValue) fitting++;
            if (lacks < least) (best, least) = (item, lacks);
        }

        // Where nothing tells which loop was meant, the walk waits for what does.
        return best is null || (_inUnknownLoop && _lost == default && fitting > 1) || !MayBeSkipped(best, segment.Id) ? null : best;
    }

    private bool MayBeSkipped(LoopItem item, SegmentId id) =>
        (item.IsRequired || item.Loop!.Items.Any(i => i.Loop is not null)) && (!IsOpen(item.Loop!) || IsOnlyIn(item.Loop!, id));

    /// <summary>How much a loop would lack, its opening aside, were this segment the first that is there of it; the most there is where it has no such segment.</summary>
    private static int LacksBefore(LoopUse loop, SegmentView segment)
    {
        foreach (var inner in loop.Items)
        {
            if (inner.Segment.Id != segment.Id || (inner.Loop is null && inner.Segment.IsTrigger) || !inner.Segment.Fits(segment)) continue;
            return loop.Items.Count(i => i.IsRequired && i.Rank < inner.Rank && !(i.Loop is null && i.Segment.IsTrigger));
        }

        return int.MaxValue;
    }

    private bool IsOpen(LoopUse loop)
    {
        for (var open = State.Loop; open is not null; open = open.Parent)
            if (open == loop) return true;
        return false;
    }

    /// <summary>A loop begins anew without its first segment only by what no other loop has.</summary>
    private bool IsOnlyIn(LoopUse loop, SegmentId id)
    {
        foreach (var use in Guide.ById[id])
            if (use.Loop.Id != loop.Id) return false;
        return true;
    }

    private Standing SkipInto(LoopItem skipped, SegmentView segment)
    {
        var isSuspected = _suspect.Turn == _turns[State.Loop.Index] && skipped.Loop!.Items.Any(i => i.Segment.Id == _suspect.Id);
        var (isTold, told) = ((_inUnknownLoop || isSuspected) && !_hasJustMoved, Missing.Count);
        Explains = _hasJustMoved;
        Go(Guide.Transitions.Towards(State, skipped));
        Miss(new(skipped.Segment, null));
        var opened = Missing.Count;
        var choice = Guide.Transitions.From(State.Index, segment.Id);
        var next = choice.Candidates.Length == 1 ? choice.Candidates[0] : choice.Pick(segment);
        if (next is not null) Go(next);
        // What is missed before this segment may be what could not be placed.
        if (_inUnknownLoop)
        {
            Missing.RemoveRange(opened, Missing.Count - opened);
            _entered = (_turns[skipped.Loop!.Index], RankIn(skipped.Loop));
        }

        if (isTold) Missing.RemoveRange(told, Missing.Count - told);
        (_inUnknownLoop, _isMoved) = (false, false);
        return isTold ? Standing.Entered : Standing.InPlace;
    }

    /// <summary>No row fits: the nearest one with another code is what was meant, else the segment is not expected here.</summary>
    private Standing Misfit(SegmentView segment, Choice choice)
    {
        if (choice.Candidates.Length == 0 || IsKnownElsewhere(segment))
        {
            // It opens a loop, or is of one that was opened by a segment which is lost: what follows belongs to it.
            Lose(segment.Id);
            return Standing.Unexpected;
        }

        var nearest = choice.Candidates[0];
        if (choice.Candidates.Length == 1)
        {
            Go(nearest);
            return Standing.InPlace;
        }

        if (nearest.Use.IsTrigger) Lose(segment.Id);
        Excuse(segment.Id);
        return Standing.UnknownQualifier;
    }

    private bool IsKnownElsewhere(SegmentView segment)
    {
        foreach (var use in Guide.ById[segment.Id])
            if (use.Qualifier is not null && use.Fits(segment)) return true;
        return false;
    }
}
