using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Money taken at the desk that the bank does not have yet.</summary>
public sealed record UndepositedReceipt(Receipt Receipt, string Patient)
{
    /// <summary>A part of it, the latest first, from the receipt with this number on.</summary>
    /// <param name="within">Of which only what may be in this line: taken until its day, and no more than it.</param>
    public static async Task<Paged<UndepositedReceipt>> Part(Tx tx, Id<Practice> practice, long? from, Deposit? within, int most = Paging.Most, CancellationToken cancel = default)
    {
        var all = Waiting(tx, practice);
        if (within is not null)
        {
            var (day, amount) = (within.Date, within.Amount);
            all = all.Where(r => r.TakenOn <= day && r.Amount <= amount);
        }
        var id = new Id<Receipt>(from ?? 0);
        var (onward, back) = (all, (IQueryable<Receipt>?)null);
        if (await all.FirstOrDefaultAsync(r => r.Id == id, cancel) is { } first)
        {
            onward = all.Where(r => r.TakenOn < first.TakenOn || (r.TakenOn == first.TakenOn && r.Id <= id));
            back = all.Where(r => r.TakenOn > first.TakenOn || (r.TakenOn == first.TakenOn && r.Id > id)).OrderBy(r => r.TakenOn).ThenBy(r => r.Id);
        }
        var part = await Paging.Cut(all, onward.OrderByDescending(r => r.TakenOn).ThenByDescending(r => r.Id), back, r => r.Id.Value, most, cancel);
        var ids = part.Rows.Select(r => r.PatientId).Distinct().ToList();
        var patients = await tx.Db.Set<Patient>().AsNoTracking().Where(p => p.Practice == practice && ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => $"{p.LastName}, {p.FirstName}", cancel);
        return part.As<UndepositedReceipt>([.. part.Rows.Select(r => new UndepositedReceipt(r, patients[r.PatientId]))]);
    }

    /// <summary>What all of it comes to.</summary>
    public static async Task<Money> Total(Tx tx, Id<Practice> practice, CancellationToken cancel = default) => (await Waiting(tx, practice).Select(r => r.Amount).ToListAsync(cancel)).Sum();

    private static IQueryable<Receipt> Waiting(Tx tx, Id<Practice> practice) => tx.Db.Set<Receipt>().AsNoTracking()
        .Where(r => r.Practice == practice && !DepositItems.Standing(tx).Any(i => i.Practice == r.Practice && i.ReceiptId == r.Id) && !tx.Db.Set<ReceiptReturned>().Any(x => x.Practice == r.Practice && x.ReceiptId == r.Id));
}
