using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A file that was cut off waits in the queue until the whole one comes. When that posts, the cut one is settled: same trace, and everything the cut file holds is the beginning
/// of the whole transaction (its TRN names the payer too).
/// </summary>
internal static class SettleTruncated
{
    /// <summary>The lines that say which files were settled; mostly none.</summary>
    public static async Task<IReadOnlyList<string>> Run(Tx tx, PayerCheck check, RemittanceRow remittance, CancellationToken cancel)
    {
        if (remittance.TransactionSetId is not { } setId || check.Trn02.Length == 0) return [];
        var named = $" check {check.Trn02} of ";
        var open = await Exceptions.Open(tx).Where(e => e.Kind == ExceptionKind.Truncated && e.FileSha256 != null && e.Reason.Contains(named)).OrderBy(e => e.Id).ToListAsync(cancel);
        if (open.Count == 0) return [];
        var set = await tx.Db.Set<TransactionSet>().AsNoTracking().FirstAsync(s => s.Id == setId, cancel);
        var whole = await FileStore.Get(tx, set.Sha256, cancel);
        var said = new List<string>();
        foreach (var exception in open)
        {
            var cut = await tx.Db.Set<TransactionSet>().AsNoTracking().FirstOrDefaultAsync(s => s.Sha256 == exception.FileSha256 && s.Outcome == exception.Reason, cancel);
            if (cut is null || !SetContent.Begins(await FileStore.Get(tx, cut.Sha256, cancel), cut.FromByte, whole, set.FromByte)) continue;
            await Exceptions.Settle(tx, exception.Practice, exception.Id, $"the whole of check {check.Trn02} came in file {set.Sha256[..12]}", cancel);
            said.Add($"The file that was cut off within check {check.Trn02} (number {exception.Id} of the queue) is settled: this is the whole of it.");
        }
        return said;
    }
}
