using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CleanClaim.X12.Schema;

/// <summary>
/// The guide as a flat state machine: a state is the segment use read last, an edge a segment id. Edges are worked out when
/// first met and kept, so that a file pays only for the parts of the guide it walks.
/// </summary>
internal sealed class Transitions(Guide guide)
{
    private readonly Lock _lock = new();

    // An open table, at most a quarter full, so that the first look nearly always ends it. It is replaced when it grows, never changed where somebody may read.
    private Edge[] _edges = new Edge[64];
    private int _count;

    /// <summary>From a state (upper half of the key) by a segment id (lower half). What most steps need of the choice stands beside it.</summary>
    private readonly record struct Edge(ulong Key, Choice? Choice, CodedChoice Coded);

    public Choice From(int state, SegmentId id)
    {
        ref readonly var edge = ref Find(state, id);
        return edge.Choice ?? Learn(state, id);
    }

    /// <summary>The candidate that the segment, read in this state, fits; null when it fits none.</summary>
    public Candidate? Next(int state, Reading.SegmentView segment)
    {
        var id = segment.Id;
        ref readonly var edge = ref Find(state, id);
        return (edge.Choice ?? Learn(state, id)).Find(segment);
    }

    /// <summary>The same where it is told quickly: by a well-formed id, and one code where there is a choice. Null where it takes a closer look.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe Candidate? Usual(int state, Reading.SegmentView segment)
    {
        unchecked
        {
            ref readonly var row = ref segment.Row;
            // Four bytes can always be read. Both lengths of an id take the same way, for they come in no order that could be guessed.
            var length = *row.Ends - row.Byte;
            if ((uint)(length - 2) > 1) return null;
            ref readonly var edge = ref Find(state, new(*(uint*)(row.Bytes + row.Byte) & (uint.MaxValue >> (32 - 8 * length))));
            return edge.Coded.Find(in row);
        }
    }

    /// <summary>The edge, or an empty one where none is known yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly Edge Find(int state, SegmentId id)
    {
        unchecked
        {
            var key = (ulong)(uint)state << 32 | id.Value;
            var edges = Volatile.Read(ref _edges);
            ref var first = ref MemoryMarshal.GetArrayDataReference(edges);
            for (var at = Slot(key); ; at++)
            {
                ref readonly var edge = ref Unsafe.Add(ref first, at & (edges.Length - 1));
                if (edge.Key == key || edge.Choice is null) return ref edge;
            }
        }
    }

    private static int Slot(ulong key) => unchecked((int)((key * 0x9E3779B97F4A7C15UL) >> 40));

    private void Keep(int state, SegmentId id, Choice choice)
    {
        var key = (ulong)(uint)state << 32 | id.Value;
        lock (_lock)
        {
            var edges = new Edge[_edges.Length < _count * 8 ? _edges.Length * 2 : _edges.Length];
            foreach (var edge in _edges)
                if (edge.Key == key && edge.Choice is not null) return;
                else if (edge.Choice is not null) Put(edges, edge);
            Put(edges, new(key, choice, choice.Coded(id) ?? default));
            _count++;
            Volatile.Write(ref _edges, edges);
        }
    }

    private static void Put(Edge[] edges, Edge edge)
    {
        var at = Slot(edge.Key);
        while (edges[at & (edges.Length - 1)].Choice is not null) at++;
        edges[at & (edges.Length - 1)] = edge;
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
        Keep(state, id, choice);
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
    public Candidate Towards(SegmentUse from, LoopItem to)
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
        return new(guide, to.Segment, [.. passed], [.. closed]);
    }

    private static IEnumerable<LoopItem> Required(LoopUse loop, int fromRank, int beforeRank) =>
        loop.Items.Where(item => item.IsRequired && item.Rank >= fromRank && item.Rank < beforeRank && !(item.Loop is null && item.Segment.IsTrigger));
}
