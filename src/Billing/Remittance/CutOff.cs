using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Remittance;

/// <summary>
/// A file that was cut off within a check beside the file that holds the whole of it: same trace, and everything the cut one holds is the beginning of the whole
/// transaction (its TRN names the payer too).
/// </summary>
internal static class CutOff
{
    /// <summary>How the reason of the exception names its check.</summary>
    public static string Within(string trace) => $" within check {trace} of ";

    /// <summary>Settles the files that wait as cut off within this transaction; gives the numbers they had in the queue, mostly none.</summary>
    public static async Task<IReadOnlyList<Id<PostingException>>> Settle(Tx tx, string trace, Id<TransactionSet> wholeSet, CancellationToken cancel)
    {
        if (trace.Length == 0) return [];
        var named = Within(trace);
        var open = await Exceptions.Open(tx).Where(e => e.Kind == ExceptionKind.Truncated && e.FileSha256 != null && e.Reason.Contains(named)).OrderBy(e => e.Id).ToListAsync(cancel);
        if (open.Count == 0) return [];
        var set = await tx.Db.Set<TransactionSet>().AsNoTracking().FirstAsync(s => s.Id == wholeSet, cancel);
        var whole = await FileStore.Get(tx, set.Sha256, cancel);
        var settled = new List<Id<PostingException>>();
        foreach (var exception in open)
        {
            var cut = await tx.Db.Set<TransactionSet>().AsNoTracking().FirstOrDefaultAsync(s => s.Sha256 == exception.FileSha256 && s.Outcome == exception.Reason, cancel);
            if (cut is null || !SetContent.Begins(await FileStore.Get(tx, cut.Sha256, cancel), cut.FromByte, whole, set.FromByte)) continue;
            await Exceptions.Settle(tx, exception.Practice, exception.Id, $"the whole of check {trace} came in file {set.Sha256[..12]}", cancel);
            settled.Add(exception.Id);
        }
        return settled;
    }

    /// <summary>The posted check that came whole before and begins with everything this cut file holds; null when the whole is still to come, or its posting was undone.</summary>
    public static async Task<PayerCheck?> PostedWhole(Tx tx, ReceiveCommand command, CancellationToken cancel)
    {
        var payment = command.Payment;
        if (payment is not { Trn02.Length: > 0, Date: { } date, Amount: { } amount }) return null;
        var wholes = await (from check in tx.Db.Set<PayerCheck>().AsNoTracking()
                            where check.Trn02 == payment.Trn02 && check.Date == date && check.Amount == amount
                            join remittance in tx.Db.Set<RemittanceRow>() on new { check.Practice, check.Id } equals new { remittance.Practice, Id = remittance.CheckId }
                            join set in tx.Db.Set<TransactionSet>() on remittance.TransactionSetId equals set.Id
                            orderby remittance.Id
                            select new { Check = check, Set = set }).ToListAsync(cancel);
        if (wholes.Count == 0) return null;
        var cut = await FileStore.Get(tx, command.Sha256, cancel);
        foreach (var whole in wholes)
            if (await LiveFacts.IsLive(tx, whole.Check.Practice, whole.Check.Id, cancel)
                && SetContent.Begins(cut, command.Set.FromByte, await FileStore.Get(tx, whole.Set.Sha256, cancel), whole.Set.FromByte)) return whole.Check;
        return null;
    }
}
