using System.Globalization;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A payment that came back while the bank has its money: the line of the bank that takes it out is awaited.</summary>
/// <param name="Amount">What the bank is still to take out, above zero.</param>
public sealed record ReturnedInBank(Receipt Receipt, string Patient, DateOnly ReturnedOn, Money Amount)
{
    private const string About = "receipt:";

    /// <summary>All of them, the oldest first. In the book they stand as credits of what is not in the bank yet, and are never taken off the money at the desk (MONEY 2).</summary>
    public static async Task<IReadOnlyList<ReturnedInBank>> Of(Tx tx, Id<Practice> practice, CancellationToken cancel = default)
    {
        var open = (await (from now in tx.Db.Set<OpenItemNow>().AsNoTracking()
                           join item in tx.Db.Set<OpenItem>() on new { now.Practice, Id = now.ItemId } equals new { item.Practice, item.Id }
                           where now.Practice == practice && now.Account == Account.UndepositedReceipts && now.Amount < Money.Zero
                           select new { item.About, now.Amount }).ToListAsync(cancel))
            .Where(o => o.About.StartsWith(About, StringComparison.Ordinal)).ToDictionary(o => new Id<Receipt>(long.Parse(o.About.AsSpan(About.Length), CultureInfo.InvariantCulture)), o => -o.Amount);
        var ids = open.Keys.ToList();
        var rows = await (from receipt in tx.Db.Set<Receipt>().AsNoTracking()
                          where receipt.Practice == practice && ids.Contains(receipt.Id)
                          join returned in tx.Db.Set<ReceiptReturned>() on new { receipt.Practice, receipt.Id } equals new { returned.Practice, Id = returned.ReceiptId }
                          join patient in tx.Db.Set<Patient>() on new { receipt.Practice, Id = receipt.PatientId } equals new { patient.Practice, patient.Id }
                          orderby returned.ReturnedOn, receipt.Id
                          select new { receipt, returned.ReturnedOn, patient.LastName, patient.FirstName }).ToListAsync(cancel);
        return rows.ConvertAll(r => new ReturnedInBank(r.receipt, $"{r.LastName}, {r.FirstName}", r.ReturnedOn, open[r.receipt.Id]));
    }
}
