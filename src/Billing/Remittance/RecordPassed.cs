using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Remittance;

/// <summary>
/// Records what of a check is a sibling practice's in that practice's own book: a check over that much, with the answer or the provider adjustments as the payer said them and
/// their places in the same file. One that was recorded before is found again, however often the whole is unposted and posted.
/// </summary>
internal static class RecordPassed
{
    /// <summary>What is passed on as a check of the sibling, not written yet.</summary>
    public static PayerCheck CheckOf(Tx tx, PayerCheck whole, Id<Practice> sibling, long fact, Money amount) => new()
    {
        Practice = sibling, Id = tx.NextId<PayerCheck>(), PayerId = whole.PayerId, PayerName = whole.PayerName, Trn02 = whole.Trn02, Trn03 = whole.Trn03, Date = whole.Date, Amount = amount,
        Method = whole.Method, PayeeNpi = whole.PayeeNpi, DupSalt = new PassedCheck(whole.Practice, whole.Id, fact).Salt,
    };

    /// <summary>The remittance in the sibling's book, and whether it was recorded just now.</summary>
    public static async Task<(RemittanceRow Remittance, bool Recorded)> OfAnswer(Tx tx, PayerCheck passed, RemittanceRow of, AnswerAsSaid said, CancellationToken cancel)
    {
        if (await Known(tx, passed, cancel) is { } known) return (known, false);
        var remittance = await Add(tx, passed, of, claimsPaid: said.Answer.Paid, adjusted: Money.Zero, claims: 1, cancel);
        await RecordClaims.Run(tx, passed.Practice, remittance.Id, [await RecordedPayment.ClaimOf(tx, said, cancel)], 0, 1, cancel);
        return (remittance, true);
    }

    public static async Task<RemittanceRow> OfAdjustments(Tx tx, PayerCheck passed, RemittanceRow of, IReadOnlyList<ProviderAdjustment> adjustments, CancellationToken cancel)
    {
        if (await Known(tx, passed, cancel) is { } known) return known;
        var remittance = await Add(tx, passed, of, claimsPaid: Money.Zero, adjusted: adjustments.Sum(a => a.Amount), claims: 0, cancel);
        foreach (var plb in adjustments)
            tx.Add(new ProviderAdjustment
            {
                Practice = passed.Practice, Id = tx.NextId<ProviderAdjustment>(), RemittanceId = remittance.Id, Reason = plb.Reason, ReferenceRaw = plb.ReferenceRaw, Amount = plb.Amount, ClaimId = null,
                Segment = plb.Segment,
            });
        await tx.Db.SaveChangesAsync(cancel);
        return remittance;
    }

    private static async Task<RemittanceRow?> Known(Tx tx, PayerCheck passed, CancellationToken cancel) => await ReceiveRemittance.FindCheck(tx, passed, cancel) is not { } check ? null
        : await tx.Db.Set<RemittanceRow>().AsNoTracking().FirstAsync(r => r.Practice == check.Practice && r.CheckId == check.Id, cancel);

    /// <summary>Without a transaction of its own: that one is the payee's.</summary>
    private static async Task<RemittanceRow> Add(Tx tx, PayerCheck passed, RemittanceRow of, Money claimsPaid, Money adjusted, int claims, CancellationToken cancel)
    {
        tx.Add(passed);
        var remittance = tx.Add(new RemittanceRow
        {
            Practice = passed.Practice, Id = tx.NextId<RemittanceRow>(), CheckId = passed.Id, TransactionSetId = null, FileSha256 = of.FileSha256, ClaimsPaid = claimsPaid, ProviderAdjustments = adjusted,
            Difference = passed.Amount - (claimsPaid - adjusted), Claims = claims, ReceivedAt = of.ReceivedAt,
        });
        await tx.Db.SaveChangesAsync(cancel);
        return remittance;
    }
}
