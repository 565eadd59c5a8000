using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Acknowledgments;

/// <summary>A TA1, 999 or 277CA transaction that came in, and what it said as a whole. Append-only; what it said of a claim is a claim event.</summary>
public sealed class Acknowledgment : OrgRow
{
    public required Id<Acknowledgment> Id { get; init; }
    public required string FileSha256 { get; init; }
    public required int StOrdinal { get; init; }
    /// <summary>"TA1", "999", "277CA".</summary>
    public required string Type { get; init; }
    /// <summary>The interchange or group control number it answers.</summary>
    public required string Answers { get; init; }
    public required bool Accepted { get; init; }
    public required string Detail { get; init; }
    public required Instant At { get; init; }
}
