using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A returned check or chargeback: what the receipt paid is owed again, and the receipt's own entry is mirrored (MONEY 2).</summary>
public static class ReturnReceipt
{
    /// <exception cref="BadInputException">There is no such receipt, or it was returned before.</exception>
    public static async Task<long> Run(Tx tx, Id<Receipt> id, DateOnly on, string reason, CancellationToken cancel = default)
    {
        var receipt = await tx.Db.Set<Receipt>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancel)
            ?? throw new BadInputException("receipt", $"There is no receipt {id}.", "Look it up on the account.");
        await Roots.HoldAccount(tx, receipt.AccountId);
        if (await tx.Db.Set<ReceiptReturned>().AnyAsync(r => r.Practice == receipt.Practice && r.ReceiptId == id, cancel))
            throw new BadInputException("receipt", $"Receipt {id} was returned before.", "Nothing is left to do.");
        var today = await tx.Today(receipt.Practice);
        var applied = (await tx.Db.Set<ReceiptApplication>().AsNoTracking().Where(a => a.Practice == receipt.Practice && a.ReceiptId == id).ToListAsync(cancel))
            .GroupBy(a => a.ChargeId).Select(g => (Charge: g.Key, Net: g.Sum(a => a.Amount))).Where(a => !a.Net.IsZero).ToList();
        var visits = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == receipt.Practice && applied.Select(a => a.Charge).Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.EncounterId, cancel);
        await Applications.Book(tx, receipt.Practice, today, applied.ConvertAll(a =>
        {
            var row = new ReceiptApplication
            {
                Practice = receipt.Practice, Id = tx.NextId<ReceiptApplication>(), ReceiptId = id, ChargeId = a.Charge, AccountId = receipt.AccountId, Amount = -a.Net, AppliedOn = today,
                How = "returned", CausedBy = null,
            };
            return (row, Applications.Entry(row, receipt, visits[a.Charge].Value, null, null));
        }), cancel);
        tx.Add(new ReceiptReturned { Practice = receipt.Practice, Id = tx.NextId<ReceiptReturned>(), ReceiptId = id, ReturnedOn = on, Reason = reason, Actor = tx.Actor });
        var entries = await tx.Db.Set<JournalEntryRow>().Where(e => e.Practice == receipt.Practice && e.FactKind == FactKind.Receipt && e.FactId == id.Value).Select(e => e.Id).ToListAsync(cancel);
        await Journal.Reverse(tx, receipt.Practice, today, entries, $"receipt {id} returned: {reason}", cancel);
        tx.Subject = $"receipt {id}";
        return id.Value;
    }
}
