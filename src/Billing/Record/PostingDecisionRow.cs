using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>What was decided for a fact, stored so that replay is exact. Append-only; generation as in the journal.</summary>
public sealed class PostingDecisionRow : PracticeRow
{
    public required FactKind FactKind { get; init; }
    public required long FactId { get; init; }
    public required int Generation { get; init; }
    public required long? MatchedClaimId { get; init; }
    public required long? MatchedSubmissionId { get; init; }
    /// <summary>"patientControlNumber", "lineControlNumber", "person", "none"…</summary>
    public required string? MatchHow { get; init; }
    public required int PolicyVersion { get; init; }
    /// <summary>JSON of the choices that Project turns into lines (accounts, parties, amounts per charge).</summary>
    public required string Choices { get; init; }
    public required Instant At { get; init; }
}
