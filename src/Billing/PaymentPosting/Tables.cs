using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>One pass over a check's remittances: a first posting, a retry of what waited, or a repost. Append-only; its state is read off its chunks.</summary>
public sealed class PostingRun : PracticeRow
{
    public required Id<PostingRun> Id { get; init; }
    public required Id<PayerCheck> CheckId { get; init; }
    /// <summary>The detail that it posts; a corrected file of the same check is another.</summary>
    public required Id<RemittanceRow> RemittanceId { get; init; }
    /// <summary>1, 2, 3… per check.</summary>
    public required int N { get; init; }
    public required int PolicyVersion { get; init; }
    /// <summary>See <see cref="RunKind"/>.</summary>
    public required string Kind { get; init; }
    public required DateOnly BookedOn { get; init; }
    public required Instant At { get; init; }
    public required string Actor { get; init; }
}

/// <summary>A finished chunk of a run, balanced by itself against the check's clearing account. Append-only, unique by (run, n).</summary>
public sealed class PostingChunk : PracticeRow
{
    public required Id<PostingRun> RunId { get; init; }
    public required int N { get; init; }
    public required int FromOrdinal { get; init; }
    public required int ToOrdinal { get; init; }
    public required int Posted { get; init; }
    public required int Waiting { get; init; }
    /// <summary>True on the last chunk of the run: what was left in clearing went to unapplied payer cash with it.</summary>
    public required bool Last { get; init; }
}
