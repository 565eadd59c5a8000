namespace CleanClaim.X12.Schema;

/// <summary>One use of a segment: a row of a guide, at its place in a loop.</summary>
public sealed class SegmentUse
{
    internal SegmentUse(int index, SegmentId id, Usage usage, int max, string name, LoopUse loop, int line) =>
        (Index, Id, Usage, Max, Name, Loop, Line) = (index, id, usage, max, name, loop, line);

    /// <summary>Its place among all segment uses of the guide, in guide order.</summary>
    public int Index { get; }

    public SegmentId Id { get; }
    public Usage Usage { get; }

    /// <summary>How often it may stand in one turn of its loop; <see cref="int.MaxValue"/> without limit.</summary>
    public int Max { get; }

    /// <summary>What the segment is here, in our own short words.</summary>
    public string Name { get; }

    public LoopUse Loop { get; }

    /// <summary>The line of the guide file, for messages to whoever writes guides.</summary>
    public int Line { get; }

    /// <summary>One public grammar alone states the row (marked ? in the file): what it demands or refuses is told as a warning.</summary>
    public bool RestsOnOneSource { get; internal init; }

    /// <summary>Whether this is the first segment of its loop, the one that opens it.</summary>
    public bool IsTrigger { get; internal set; }

    public IReadOnlyList<ElementUse> Elements { get; internal set; } = [];
    public IReadOnlyList<SyntaxNote> Syntax { get; internal set; } = [];

    /// <summary>Whether the segment has rules of its own wherever it stands.</summary>
    internal bool HasSegmentRule { get; set; }

    /// <summary>Whether it is an HL that opens its loop.</summary>
    internal bool IsHierarchyLevel { get; set; }

    /// <summary>Its order in the loop. Neighbours with the same segment id share one: they may come in any order.</summary>
    public int Rank { get; internal set; }

    internal ElementRule[] Rules { get; set; } = [];

    /// <summary>The same rules laid out to tell quickly that nothing is wrong.</summary>
    internal RowShape Shape { get; set; } = RowShape.Empty;
    internal SyntaxNote[] SyntaxNotes { get; set; } = [];
    internal ulong RequiredElements { get; set; }
    internal ulong NotUsedElements { get; set; }

    /// <summary>The first element or component with a list of its own: what tells this use from others of its segment.</summary>
    internal ElementUse? Qualifier { get; set; }

    /// <summary>Whether the guide has the segment at other places too.</summary>
    internal bool IsAmongMany { get; set; }

    /// <summary>The elements that syntax notes name: when none of them is present, only a note of kind R can be broken.</summary>
    internal ulong NotedElements { get; set; }

    /// <summary>Whether the segment has, at the place of the qualifier, a code that this use allows.</summary>
    internal bool Fits(Reading.SegmentView segment) => Qualifier is not { } q || new Discriminator(q.Position, q.Component).Fits(segment, this);

    public override string ToString() => $"{Loop.Id} {Id} ({Name})";
}

/// <summary>A loop of a guide: its segments and the loops in it, in order. The loop with an empty id is the transaction set itself.</summary>
public sealed class LoopUse
{
    internal LoopUse(int index, string id, Usage usage, int max, string name, LoopUse? parent, int line) =>
        (Index, Id, Usage, Max, Name, Parent, Line, Depth) = (index, id, usage, max, name, parent, line, parent is null ? 0 : parent.Depth + 1);

    public int Index { get; }

    /// <summary>The guide's number of the loop, as 2010AA.</summary>
    public string Id { get; }
    public Usage Usage { get; }
    public int Max { get; }
    public string Name { get; }
    public LoopUse? Parent { get; }
    public int Line { get; }

    /// <summary>One public grammar alone states the loop (marked ? in the file): its absence or surplus is told as a warning.</summary>
    public bool RestsOnOneSource { get; internal init; }
    public int Depth { get; }

    /// <summary>The index of its first segment use.</summary>
    public int First { get; internal set; }

    /// <summary>One past the index of the last segment use in it, loops in it included.</summary>
    public int End { get; internal set; }

    /// <summary>One past the index of the last loop in it.</summary>
    internal int LoopsEnd { get; set; }

    /// <summary>Its segments and loops in guide order.</summary>
    public IReadOnlyList<LoopItem> Items { get; internal set; } = [];

    /// <summary>Its order among the items of its parent.</summary>
    public int Rank { get; internal set; }

    public override string ToString() => Id.Length == 0 ? "the transaction set" : $"loop {Id} ({Name})";
}

/// <summary>A segment use or a loop, at its place in a loop.</summary>
/// <param name="Segment">The segment use; for a loop, the one that opens it.</param>
/// <param name="Loop">The loop, null for a segment.</param>
public sealed record LoopItem(SegmentUse Segment, LoopUse? Loop)
{
    public bool IsRequired => (Loop?.Usage ?? Segment.Usage) == Usage.Required;

    public int Rank => Loop?.Rank ?? Segment.Rank;

    public int Max => Loop?.Max ?? Segment.Max;
}
