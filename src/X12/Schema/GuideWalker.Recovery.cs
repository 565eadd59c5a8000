using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Schema;

/// <summary>How the walk goes on behind a segment that has no place.</summary>
internal sealed partial class GuideWalker
{
    private Standing Recover(in SegmentView segment, Choice choice)
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
        if (BehindSkippedTrigger(segment) is { } item && (!_inUnknownLoop || _lost == default || _lost == item.Segment.Id))
        {
            SkipInto(item, segment);
            return Standing.InPlace;
        }

        if (_inUnknownLoop && MayBeOfLost(segment.Id)) return Standing.Passed;
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

    /// <summary>A segment of this loop that should have come before what was read last, and has not: one more would be of another loop.</summary>
    private SegmentUse? Earlier(in SegmentView segment, LoopUse loop)
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

    private static bool HasCodesOf(SegmentUse use, in SegmentView segment)
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

    /// <summary>A reachable loop whose opening segment was left out, and which holds this segment.</summary>
    private LoopItem? BehindSkippedTrigger(in SegmentView segment)
    {
        foreach (var item in Transitions.Reachable(State))
        {
            if (item.Loop is not { } loop || TimesOf(Guide.PlaceOf(item)) >= loop.Max || (!item.IsRequired && !loop.Items.Any(i => i.Loop is not null))) continue;
            foreach (var inner in loop.Items)
                if (inner.Segment.Id == segment.Id && (inner.Loop is not null || !inner.Segment.IsTrigger) && inner.Segment.Fits(segment) && (!IsOpen(loop) || IsOnlyIn(loop, segment.Id))) return item;
        }

        return null;
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

    private void SkipInto(LoopItem skipped, in SegmentView segment)
    {
        Go(Guide.Transitions.Towards(State, skipped));
        Miss(new(skipped.Segment, null));
        var choice = Guide.Transitions.From(State.Index, segment.Id);
        var next = choice.Candidates.Length == 1 ? choice.Candidates[0] : choice.Pick(segment);
        if (next is not null) Go(next);
    }

    /// <summary>No row fits: the nearest one with another code is what was meant, else the segment is not expected here.</summary>
    private Standing Misfit(in SegmentView segment, Choice choice)
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

    private bool IsKnownElsewhere(in SegmentView segment)
    {
        foreach (var use in Guide.ById[segment.Id])
            if (use.Qualifier is not null && use.Fits(segment)) return true;
        return false;
    }
}
