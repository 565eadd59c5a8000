using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Schema;

/// <summary>An element, or a component of its first repeat, whose code tells uses of the same segment apart (NM101, HL03, HI01-1).</summary>
internal readonly record struct Discriminator(int Position, int Component)
{
    /// <summary>The elements and components of a use that have a list of codes, in order.</summary>
    public static IEnumerable<ElementUse> Candidates(SegmentUse segment) =>
        segment.Elements.SelectMany(e => e.Type == ElementType.Composite ? e.Components : [e]).Where(e => e.Codes is { Name: null });

    /// <summary>The first place at which the two uses have no code in common, or null when there is none.</summary>
    public static Discriminator? Between(SegmentUse left, SegmentUse right)
    {
        foreach (var mine in Candidates(left))
        {
            var theirs = Candidates(right).FirstOrDefault(e => e.Position == mine.Position && e.Component == mine.Component);
            if (theirs?.Codes is { } codes && mine.Codes is { } own && !own.Overlaps(codes)) return new(mine.Position, mine.Component);
        }

        return null;
    }

    /// <summary>
    /// Whether the segment has, at this place, a code that the use allows; a use without a list there allows any, and one that
    /// does not demand the element allows none.
    /// </summary>
    public bool Fits(SegmentView segment, SegmentUse use)
    {
        if (Position > use.Rules.Length) return true;
        var rule = use.Rules[Position - 1];
        if (rule.Usage != Usage.Required && segment[Position].IsEmpty) return true;
        if (Component == 0) return rule.Codes is null || rule.Codes.Contains(segment[Position]);
        if (rule.Components is not { } components || Component > components.Length) return true;
        var part = segment.Component(Position, Component);
        if (components[Component - 1].Usage != Usage.Required && part.IsEmpty) return true;
        return components[Component - 1].Codes is not { } codes || codes.Contains(part);
    }

    /// <summary>The codes that the use allows at this place; null when it allows any.</summary>
    public CodeSet? CodesOf(SegmentUse use)
    {
        if (Position > use.Rules.Length) return null;
        var rule = use.Rules[Position - 1];
        if (Component == 0) return rule.Codes;
        return rule.Components is { } components && Component <= components.Length ? components[Component - 1].Codes : null;
    }

    /// <summary>What the segment has at this place.</summary>
    public ReadOnlySpan<byte> In(SegmentView segment) => Component == 0 ? segment[Position] : segment.Component(Position, Component);
}
