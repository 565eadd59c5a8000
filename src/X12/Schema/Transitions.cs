namespace CleanClaim.X12.Schema;

/// <summary>A segment use that may follow, and what it means to go there.</summary>
/// <param name="Use">The use.</param>
/// <param name="Passed">Required segments and loops that are missing if they were not seen before this step.</param>
/// <param name="Closed">Loops that end with this step, innermost first.</param>
internal sealed record Candidate(SegmentUse Use, LoopItem[] Passed, LoopUse[] Closed);

/// <summary>The candidates for one segment id at one place: the nearest first, and what tells them apart.</summary>
internal sealed record Choice(Candidate[] Candidates, Discriminator[] Discriminators);

/// <summary>
/// The guide as a flat state machine: a state is the segment use read last, an edge a segment id. Edges are worked out when
/// first met and kept, so that a file pays only for the parts of the guide it walks.
/// </summary>
internal sealed class Transitions(Guide guide)
{
    private readonly Edge[]?[] _known = new Edge[guide.Segments.Count][];
    private readonly Lock _lock = new();

    private readonly record struct Edge(uint Id, Choice Choice);

    public Choice From(int state, SegmentId id)
    {
        if (_known[state] is { } known)
            foreach (ref readonly var edge in known.AsSpan())
                if (edge.Id == id.Value) return edge.Choice;
        return Learn(state, id);
    }

    private Choice Learn(int state, SegmentId id)
    {
        var from = guide.Segments[state];
        var candidates = Reachable(from).Where(item => item.Segment.Id == id).Select(item => Towards(from, item)).ToArray();
        HashSet<Discriminator> discriminators = [];
        for (var i = 0; i < candidates.Length; i++)
            for (var j = i + 1; j < candidates.Length; j++)
                if (Discriminator.Between(candidates[i].Use, candidates[j].Use) is { } place) discriminators.Add(place);
        var choice = new Choice(candidates, [.. discriminators]);
        // Ids that the guide does not know come from outside and could be any number: they are not kept.
        if (!guide.ById.Contains(id)) return choice;
        lock (_lock) _known[state] = [.. _known[state] ?? [], new(id.Value, choice)];
        return choice;
    }

    /// <summary>Segments and loops that may stand after this use, the nearest first: its own loop's, then those of the loops around it.</summary>
    public static IEnumerable<LoopItem> Reachable(SegmentUse from)
    {
        var rank = from.Rank;
        for (var loop = from.Loop; loop is not null; rank = loop.Rank, loop = loop.Parent)
            foreach (var item in loop.Items)
                if (item.Rank >= rank && !(item.Loop is null && item.Segment.IsTrigger)) yield return item;
    }

    /// <summary>What is passed and closed on the way from a use to an item that is reachable from it.</summary>
    public static Candidate Towards(SegmentUse from, LoopItem to)
    {
        var target = to.Loop is null ? to.Segment.Loop : to.Loop.Parent;
        List<LoopItem> passed = [];
        List<LoopUse> closed = [];
        var rank = from.Rank;
        var loop = from.Loop;
        for (; loop != target && loop is not null; rank = loop.Rank, loop = loop.Parent)
        {
            passed.AddRange(Required(loop, rank, int.MaxValue));
            closed.Add(loop);
        }

        if (loop is not null) passed.AddRange(Required(loop, rank, to.Rank));
        return new(to.Segment, [.. passed], [.. closed]);
    }

    private static IEnumerable<LoopItem> Required(LoopUse loop, int fromRank, int beforeRank) =>
        loop.Items.Where(item => item.IsRequired && item.Rank >= fromRank && item.Rank < beforeRank && !(item.Loop is null && item.Segment.IsTrigger));
}
