using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>A claim whose facts moved and whose advice is to be worked out again; written with the facts, drained by the work-list projector.</summary>
public sealed class Touched : PracticeRow
{
    public required Id<Touched> Id { get; init; }
    public required Id<Claim> ClaimId { get; init; }
}
