using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Stop: the claim stays until it is mended or overridden with a reason. Warn: it goes, and says so. Inform: for the record.</summary>
public enum Severity { Stop, Warn, Inform }

/// <summary>What a rule found on a claim: where, what, how to mend it, by which source, and how much money hangs on it.</summary>
/// <param name="RuleId">An id of <see cref="ScrubRules.All"/>, never reused.</param>
/// <param name="Place">In a claim of ours the field (lines[0].code); in a file the element (SV101-2), with its loop where it is not the line's.</param>
public sealed record Finding(string RuleId, Severity Severity, string Place, string Message, string Fix, string Source, Money AtStake)
{
    /// <summary>The line of the claim, the first being 1; null for the claim as a whole.</summary>
    public int? Line { get; init; }

    /// <summary>Why a person let it pass; null while it stands.</summary>
    public string? OverriddenBecause { get; init; }

    public bool Holds => Severity == Severity.Stop && OverriddenBecause is null;
}

/// <summary>A rule that could not be asked, and the list of codes that it needs.</summary>
/// <param name="Missing">The list as <c>codes import</c> calls it, with the days where the one that is held does not cover them.</param>
public sealed record NotEvaluated(string RuleId, string Missing);

/// <summary>All that the rules say of one claim.</summary>
public sealed record Scrubbed(IReadOnlyList<Finding> Findings, IReadOnlyList<NotEvaluated> NotEvaluated);
