using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using FsCheck;
using FsCheck.Fluent;
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

    [Fact]
    public void An_entry_that_does_not_balance_cannot_exist()
    {
        var lines = Gen.Choose(-100_000, 100_000).NonEmptyListOf().ToArbitrary();
        Prop.ForAll(lines, cents =>
        {
            var made = cents.Select(c => new JournalLine(Account.Cash, Party.None, new Money(c))).ToList();
            var balances = cents.Sum(c => (long)c) == 0;
            try
            {
                var entry = JournalEntry.Of(FactKind.AdjustingEntry, 1, 1, House.Today, "test", 1, made);
                return balances && (entry is null ? cents.All(c => c == 0) : entry.Lines.Sum(l => l.Amount).IsZero);
            }
            catch (UnbalancedEntryException)
            {
                return !balances;
            }
        }).QuickCheckThrowOnFailure();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Undoing_entries_returns_every_balance_by_account_party_and_item_to_zero_with_more_entries_than_before(string kind)
    {
        await using var house = await House.Open(kind);
        var book = Moves.Generator.Sample(25, 40).ToList();
        foreach (var moves in book)
        {
            var ids = await Record(house, moves);
            var before = await house.Read(tx => tx.Db.Set<JournalEntryRow>().CountAsync());
            await house.Do(tx => Journal.Reverse(tx, house.Practice, House.Today.AddDays(3), ids, "undo"));
            await house.Read(async tx =>
            {
                Assert.Empty(await BookBalances.AsOf(tx, house.Practice, null));
                Assert.All(await tx.Db.Set<OpenItemNow>().ToListAsync(), item => Assert.True(item.Amount.IsZero));
                Assert.Equal(before + ids.Count, await tx.Db.Set<JournalEntryRow>().CountAsync());
                return true;
            });
        }
        // The moves are entries alone: no fact stands behind them.
        Assert.Equal(["facts"], (await house.Read(tx => LedgerVerify.Run(tx))).Where(v => !v.Holds).Select(v => v.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Items_months_and_lines_tell_the_same_balance_after_any_moves(string kind)
    {
        await using var house = await House.Open(kind);
        foreach (var moves in Moves.Generator.Sample(25, 10)) await Record(house, moves);
        await house.Read(async tx =>
        {
            foreach (var day in new[] { House.Today.AddDays(-40), House.Today.AddDays(-13), House.Today, new DateOnly(2026, 2, 28) })
            {
                var lines = await BookBalances.TrialBalanceFromLines(tx, house.Practice, day);
                Assert.Equal(lines, await BookBalances.TrialBalance(tx, house.Practice, day));
                Assert.Equal(Money.Zero, lines.Sum(l => l.Balance));
                foreach (var accounts in new[] { Aging.Payers, Aging.Guarantors })
                    Assert.Equal(lines.Where(l => accounts.Contains(l.Account)).Sum(l => l.Balance), (await Aging.Items(tx, house.Practice, day, accounts)).Sum(i => i.Amount));
            }
            return true;
        });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Derived_tables_thrown_away_and_rebuilt_are_the_same(string kind)
    {
        await using var house = await House.Open(kind);
        foreach (var moves in Moves.Generator.Sample(25, 4)) await Record(house, moves);
        var before = await Derived(house);
        Assert.True(await house.Do(tx => Rebuild.Run(tx, house.Practice)) > 0);
        Assert.Equal(before, await Derived(house));
    }

    private static async Task<List<string>> Derived(House house) => await house.Read(async tx =>
    {
        var items = await tx.Db.Set<OpenItemNow>().OrderBy(i => i.ItemId).Select(i => $"{i.ItemId} {i.Account} {i.PartyKind} {i.PartyId} {i.AgeFrom} {i.Amount} {i.LastLineId}").ToListAsync();
        return items.Concat(await tx.Db.Set<AccountMonth>().OrderBy(m => m.Account).ThenBy(m => m.Month).Select(m => $"{m.Account} {m.Month} {m.Debits} {m.Credits}").ToListAsync()).ToList();
    });

    private static int _fact = 1000;

    private static async Task<List<long>> Record(House house, List<Move> moves)
    {
        foreach (var day in moves.GroupBy(m => m.Days))
            await house.Do(tx => Journal.Record(tx, house.Practice, House.Today.AddDays(-day.Key), [.. day.Select(m => m.Entry(Interlocked.Increment(ref _fact)))]));
        return await house.Read(tx => tx.Db.Set<JournalEntryRow>().Where(e => e.Reverses == null && !tx.Db.Set<JournalEntryRow>().Any(r => r.Reverses == e.Id)).Select(e => e.Id).ToListAsync());
    }
}

/// <summary>A random move of money between two accounts.</summary>
internal sealed record Move(Account From, Account To, int Party, int About, int Cents, int Days)
{
    public JournalEntry Entry(long fact) => JournalEntry.Of(FactKind.AdjustingEntry, fact, 1, House.Today.AddDays(-Days), $"move {fact}", 1,
        [Line(To, new Money(Cents)), Line(From, new Money(-Cents))])!;

    private JournalLine Line(Account account, Money amount) => new(account, account is Account.PayerReceivable ? Billing.Ledger.Party.Payer(Party) : Billing.Ledger.Party.Guarantor(Party), amount)
    {
        About = Chart.HasItems(account) ? $"charge:{About}" : null,
    };
}

internal static class Moves
{
    private static readonly Account[] Accounts = [Account.Cash, Account.PayerReceivable, Account.GuarantorReceivable, Account.PatientPrepayments, Account.GrossCharges, Account.Contractual, Account.UnappliedPayerCash];

    public static readonly Gen<List<Move>> Generator =
        from moves in (
            from fromAccount in Gen.Elements(Accounts)
            from toAccount in Gen.Elements(Accounts)
            from party in Gen.Choose(1, 3)
            from about in Gen.Choose(1, 5)
            from cents in Gen.Choose(1, 1_000_000)
            from days in Gen.Choose(0, 70)
            select new Move(fromAccount, toAccount, party, about, cents, days)).NonEmptyListOf()
        select moves.ToList();
}
