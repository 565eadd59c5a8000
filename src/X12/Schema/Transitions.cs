namespace CleanClaim.X12.Schema;

/// <summary>
/// The guide as a flat state machine: a state is the segment use read last, an edge a segment id. Edges are worked out when
/// first met and kept, so that a file pays only for the parts of the guide it walks.
/// </summary>
internal sealed class Transitions(Guide guide)
{
    private readonly Edges?[] _known = new Edges[guide.Segments.Count];
    private readonly Lock _lock = new();

    /// <summary>The edges of one state in an open table, at most half full.</summary>
    private sealed class Edges(IReadOnlyList<(uint Id, Choice Choice)> all)
    {
        private readonly (uint Id, Choice? Choice)[] _slots = Filled(all);

        public IReadOnlyList<(uint Id, Choice Choice)> All => all;

        public Choice? To(uint id)
        {
            for (var at = Slot(id); ; at++)
            {
                ref readonly var slot = ref _slots[at & (_slots.Length - 1)];
                if (slot.Id == id) return slot.Choice;
                if (slot.Choice is null) return null;
            }
        }

        private static (uint, Choice?)[] Filled(IReadOnlyList<(uint Id, Choice Choice)> all)
        {
            var slots = new (uint Id, Choice? Choice)[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)all.Count * 2)];
            foreach (var edge in all)
            {
                var at = Slot(edge.Id);
                while (slots[at & (slots.Length - 1)].Choice is not null) at++;
                slots[at & (slots.Length - 1)] = edge;
            }

            return slots;
        }

        private static int Slot(uint id) => (int)(unchecked(id * 0x9E3779B1) >> 16);
    }

    public Choice From(int state, SegmentId id) => _known[state]?.To(id.Value) ?? Learn(state, id);

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
        lock (_lock)
            if (_known[state] is not { } known) _known[state] = new([(id.Value, choice)]);
            else if (known.To(id.Value) is null) _known[state] = new([.. known.All, (id.Value, choice)]);
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
