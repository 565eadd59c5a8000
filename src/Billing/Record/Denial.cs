using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>A line (or claim) that was adjudicated and not paid for a reason outside the priced set (MONEY 1.1). Append-only work item.</summary>
public sealed class Denial : PracticeRow
{
    public required Id<Denial> Id { get; init; }
    public required Id<Claim> ClaimId { get; init; }
    public required Id<Adjudication> AdjudicationId { get; init; }
    public required Id<Submission>? SubmissionId { get; init; }
    public required Id<Charge>? ChargeId { get; init; }
    public required int? LineN { get; init; }
    /// <summary>"CO-197" and remarks, as they stand.</summary>
    public required string Codes { get; init; }
    public required string Reason { get; init; }
    public required string SuggestedAction { get; init; }
    public required Money AtStake { get; init; }
    public required DateOnly OpenedOn { get; init; }
    public required DateOnly? DueOn { get; init; }
}

/// <summary>How a denial ended: replaced, appealed, written off, paid after all, or undone with its posting. Append-only.</summary>
public sealed class DenialClosed : PracticeRow
{
    public required Id<Denial> DenialId { get; init; }
    public required string How { get; init; }
    public required string Actor { get; init; }
    public required Instant At { get; init; }
}
