using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>A finding that was overridden by a person, with the reason. Append-only.</summary>
public sealed class FindingOverride : PracticeRow
{
    public required Id<FindingOverride> Id { get; init; }
    public required Id<Claim> ClaimId { get; init; }
    public required string RuleId { get; init; }
    public required string Place { get; init; }
    public required string Reason { get; init; }
    public required string Actor { get; init; }
    public required Instant At { get; init; }
}
