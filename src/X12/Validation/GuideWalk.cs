using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>Which rules, the guide's own rows aside, a segment is to be shown to.</summary>
[Flags]
internal enum Concerns : byte { Nobody, SegmentRules = 1, Hierarchy = 2, TransactionRules = 4 }

/// <summary>One guide under validation: its walker, its rules, and whom each segment and each loop concern, so that nobody is called in vain.</summary>
internal sealed class GuideWalk(Guide guide, TransactionRules? rules)
{
    public GuideWalker Walker { get; } = new(guide);

    public TransactionRules? Rules { get; } = rules;

    /// <summary>By the index of the segment use.</summary>
    public Concerns[] Concerns { get; } = [.. guide.Segments.Select(use => Of(use, rules))];

    /// <summary>The same of segments that are known to be clean: of those some can be told by their row to have nothing that a rule judges.</summary>
    public Concerns[] ConcernsOfClean { get; } = [.. guide.Segments.Select(use => SegmentRules.ConcernClean(use) ? Of(use, rules) : Of(use, rules) & ~Validation.Concerns.SegmentRules)];

    /// <summary>Whether the rules judge the loop of this index when it ends.</summary>
    public bool[] EndsConcern { get; } = [.. guide.Loops.Select(loop => rules?.Concern(loop) == true)];

    private static Concerns Of(SegmentUse use, TransactionRules? rules) =>
        (use.HasSegmentRule ? Validation.Concerns.SegmentRules : 0) | (use.IsHierarchyLevel ? Validation.Concerns.Hierarchy : 0) | (rules?.Concern(use) == true ? Validation.Concerns.TransactionRules : 0);
}
