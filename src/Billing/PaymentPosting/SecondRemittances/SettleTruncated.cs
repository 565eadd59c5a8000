using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A file that was cut off waits in the queue until the whole one comes. When that posts, the cut one is settled (<see cref="CutOff"/>), and whoever posts is told.</summary>
internal static class SettleTruncated
{
    /// <summary>The lines that say which files were settled; mostly none.</summary>
    public static async Task<IReadOnlyList<string>> Run(Tx tx, PayerCheck check, RemittanceRow remittance, CancellationToken cancel) =>
        remittance.TransactionSetId is not { } set ? []
            : [.. (await CutOff.Settle(tx, check.Trn02, set, cancel)).Select(id => $"The file that was cut off within check {check.Trn02} (number {id} of the queue) is settled: this is the whole of it.")];
}
