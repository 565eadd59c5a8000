namespace CleanClaim.Billing.Scrubbing;

/// <summary>What a rule said of its own two examples.</summary>
/// <param name="Found">The rules that found fault with the failing example: this one alone, where all is well.</param>
/// <param name="FoundInPassing">What this rule found in the passing example: nothing, where all is well.</param>
public sealed record RuleProof(ScrubRule Rule, IReadOnlyList<string> Found, IReadOnlyList<string> FoundInPassing)
{
    public bool Holds => Found is [var only] && only == Rule.Id && FoundInPassing.Count == 0;

    /// <summary>What the finding on the failing example says.</summary>
    public string Message { get; private init; } = "";

    public static RuleProof Of(ScrubRule rule)
    {
        var fails = ScrubRules.Check(rule.Fails(ScrubExamples.Office));
        return new(rule, [.. fails.Select(f => f.RuleId).Distinct()], [.. ScrubRules.Check(rule.Passes(ScrubExamples.Office)).Where(f => f.RuleId == rule.Id).Select(f => f.Message)])
        {
            Message = fails.FirstOrDefault(f => f.RuleId == rule.Id)?.Message ?? "",
        };
    }
}
