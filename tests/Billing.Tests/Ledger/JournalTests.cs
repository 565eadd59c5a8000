using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Ledger;

public sealed class JournalTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_charge_stands_in_the_book_as_a_receivable_and_as_income(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Do(tx => Journal.Record(tx, house.Practice, House.Today, [Entries.Charge(17, payer: 5, "100.00")]));
        await house.Read(async tx =>
        {
            var item = await tx.Db.Set<OpenItemNow>().SingleAsync();
            Assert.Equal("100.00", item.Amount.ToString());
            var months = await tx.Db.Set<AccountMonth>().OrderBy(m => m.Account).ToListAsync();
            Assert.Equal([(Account.PayerReceivable, 10000, 0), (Account.GrossCharges, 0, 10000)], months.Select(m => (m.Account, (int)m.Debits.Cents, (int)m.Credits.Cents)));
            return true;
        });
    }
}
