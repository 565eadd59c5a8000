using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A posted check whose amount is below zero. BPR02 may not be: what a payer takes back beyond what it pays is carried forward by a PLB FB, so that the check is zero
/// (005010X221A1, BPR02; MONEY 3, pattern B). It posts as it stands and is work until it is unposted, since the payer's corrected remittance is another check.
/// </summary>
internal static class CheckBelowZero
{
    /// <summary>Opens the work where the check stands, and ends it where it was unposted. What a sibling practice passed on may be below zero.</summary>
    public static async Task Review(Tx tx, PayerCheck check, Id<RemittanceRow> remittance, CancellationToken cancel)
    {
        if (!check.Amount.IsNegative || PassedCheck.Of(check) is not null) return;
        var remittances = await tx.Db.Set<RemittanceRow>().AsNoTracking().Where(r => r.Practice == check.Practice && r.CheckId == check.Id).ToDictionaryAsync(r => r.Id, cancel);
        var ids = remittances.Keys.Select(r => (Id<RemittanceRow>?)r).ToList();
        var open = await Exceptions.Open(tx).Where(e => e.Practice == check.Practice && e.Kind == ExceptionKind.CheckBelowZero && ids.Contains(e.RemittanceId)).ToListAsync(cancel);
        if (!await LiveFacts.IsLive(tx, check.Practice, check.Id, cancel))
            foreach (var exception in open) await Exceptions.Settle(tx, check.Practice, exception.Id, "unposted", cancel);
        else if (open.Count == 0)
            Exceptions.Add(tx, check.Practice, ExceptionKind.CheckBelowZero, remittances[remittance].FileSha256, remittance, null, check.Amount, Money.Zero,
                $"Check {check.Trn02} of {check.PayerName} is over {check.Amount}, and a check cannot be below zero: {check.Amount.Abs} that the payer took back is not carried forward to a later check (PLB FB).",
                "Ask the payer for a corrected remittance that carries it forward; when it is here, unpost this check and post that one.");
        await tx.Db.SaveChangesAsync(cancel);
    }
}
