using CleanClaim.X12.Partners;

namespace CleanClaim.X12.Validation;

/// <summary>How far a file is checked, and what it is held against.</summary>
public sealed record ValidationOptions
{
    /// <summary>Faults above this level are not told: 1 syntax to 7 trading partner.</summary>
    public int LevelMax { get; init; } = X12Validator.HighestLevel;

    /// <summary>The codes that level 5 looks up; without them, it knows shapes only.</summary>
    public ICodeSets? CodeSets { get; init; }

    /// <summary>What the receiver of the file demands beyond the guide, for level 7.</summary>
    public PartnerProfile? Partner { get; init; }
}
