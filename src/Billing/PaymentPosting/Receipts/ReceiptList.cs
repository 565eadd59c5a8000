using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A receipt with what became of it. <paramref name="Visit"/> is the visit it was taken for; null when for what is owed.</summary>
/// <param name="GivenBack">What of it standing refunds gave back.</param>
public sealed record ReceiptNow(Receipt Receipt, string? Visit, Money Applied, Money GivenBack, bool Banked, ReceiptReturned? Returned)
{
    /// <summary>What it still holds ahead of a debt.</summary>
    public Money Ahead => Returned is null ? Receipt.Amount - Applied - GivenBack : Money.Zero;
}

/// <summary>A patient's payments, newest first; at most 200.</summary>
public static class ReceiptList
{
    private const int Most = 200;

    public static async Task<IReadOnlyList<ReceiptNow>> Of(Tx tx, Patient patient, CancellationToken cancel = default)
    {
        var practice = patient.Practice;
        var receipts = await tx.Db.Set<Receipt>().AsNoTracking().Where(r => r.Practice == practice && r.PatientId == patient.Id).OrderByDescending(r => r.TakenOn).ThenByDescending(r => r.Id).Take(Most).ToListAsync(cancel);
        var ids = receipts.ConvertAll(r => r.Id);
        var visits = receipts.Select(r => r.EncounterId).OfType<Id<Encounter>>().Distinct().ToList();
        var keys = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == practice && visits.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Key, cancel);
        var applied = (await tx.Db.Set<ReceiptApplication>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.ReceiptId)).Select(a => new { a.ReceiptId, a.Amount }).ToListAsync(cancel)).ToLookup(a => a.ReceiptId, a => a.Amount);
        var given = (await tx.Db.Set<RefundPart>().AsNoTracking().Where(p => p.Practice == practice && ids.Contains(p.ReceiptId)).Select(p => new { p.ReceiptId, p.Amount }).ToListAsync(cancel)).ToLookup(p => p.ReceiptId, p => p.Amount);
        var banked = (await DepositItems.Standing(tx).AsNoTracking().Where(i => i.Practice == practice && i.ReceiptId != null && ids.Contains(i.ReceiptId.Value)).Select(i => i.ReceiptId!.Value).ToListAsync(cancel)).ToHashSet();
        var returned = await tx.Db.Set<ReceiptReturned>().AsNoTracking().Where(x => x.Practice == practice && ids.Contains(x.ReceiptId)).ToDictionaryAsync(x => x.ReceiptId, cancel);
        return receipts.ConvertAll(r => new ReceiptNow(r, r.EncounterId is { } visit ? keys[visit] : null, applied[r.Id].Sum(), given[r.Id].Sum(), banked.Contains(r.Id), returned.GetValueOrDefault(r.Id)));
    }
}
