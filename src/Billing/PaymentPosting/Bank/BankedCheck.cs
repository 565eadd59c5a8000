using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A check whose money the bank has while nothing of it is posted: unposting undoes the detail only, and a bank line may come for a check that is unposted. Its money stands as unapplied
/// payer cash of that check, as work for a person, until the check is posted again (MONEY 1.4; DESIGN laws 4 and 8).
/// </summary>
internal static class BankedCheck
{
    /// <summary>The bank's line came for a check that is unposted.</summary>
    public static async Task Came(Tx tx, PayerCheck check, CancellationToken cancel)
    {
        var last = await tx.Db.Set<PostingRun>().AsNoTracking().Where(r => r.Practice == check.Practice && r.CheckId == check.Id).OrderByDescending(r => r.N).FirstAsync(cancel);
        await PostingRuns.MoveRemainder(tx, check, last, await tx.Today(check.Practice), cancel);
        await Review(tx, check, last.RemittanceId, cancel);
    }

    /// <summary>Opens the work where there is such money, and ends it where the check is posted again or the bank's line was taken back.</summary>
    public static async Task Review(Tx tx, PayerCheck check, Id<RemittanceRow> remittance, CancellationToken cancel)
    {
        var practice = check.Practice;
        var remittances = await tx.Db.Set<RemittanceRow>().AsNoTracking().Where(r => r.Practice == practice && r.CheckId == check.Id).ToDictionaryAsync(r => r.Id, cancel);
        var ids = remittances.Keys.Select(r => (Id<RemittanceRow>?)r).ToList();
        var waits = await Exceptions.Open(tx).Where(e => e.Practice == practice && e.Kind == ExceptionKind.Unposted && e.AdjudicationId == null && ids.Contains(e.RemittanceId)).ToListAsync(cancel);
        var live = await LiveFacts.IsLive(tx, practice, check.Id, cancel);
        var held = live ? Money.Zero : -(await OpenBalances.About(tx, practice, [$"check:{check.Id}"], cancel)).Where(b => b.Account == Account.UnappliedPayerCash).Sum(b => b.Amount);
        if (held.IsZero)
        {
            foreach (var exception in waits) await Exceptions.Settle(tx, practice, exception.Id, live ? "posted" : "bankTakenBack", cancel);
            await tx.Db.SaveChangesAsync(cancel);
            return;
        }
        if (waits.Count > 0) return;
        Exceptions.Add(tx, practice, ExceptionKind.Unposted, remittances[remittance].FileSha256, remittance, null, held, Money.Zero,
            $"Check {check.Trn02} of {check.PayerName} is not posted, but the bank has its {held}: the money stands unapplied.", "Mend what was wrong, then post the check again.");
    }
}
