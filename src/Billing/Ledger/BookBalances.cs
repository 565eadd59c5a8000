using System.Data.Common;
using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Ledger;

/// <summary>What stands on an account for a party; debit positive. <paramref name="Detail"/> is a write-off's reason.</summary>
public sealed record Balance(Account Account, string? Detail, Party Party, Money Amount)
{
    public string Key => Chart.Key(Account, Detail);
}

/// <summary>An account's debits and credits, apart, so that neither hides the other.</summary>
public sealed record TrialBalanceLine(Account Account, Money Debits, Money Credits)
{
    public Money Balance => Debits - Credits;
}

/// <summary>An entry as `ledger show` tells it.</summary>
public sealed record ShownEntry(long Id, DateOnly BookedOn, DateOnly HappenedOn, FactKind Fact, long FactId, int Generation, long? Reverses, string Actor, string Source, IReadOnlyList<Balance> Lines);

/// <summary>Reads of the book. As-of reports use the accounting date and nothing else, so that a past date's figures never change once its month is closed.</summary>
public static class BookBalances
{
    /// <summary>One line per account and party with an amount; <paramref name="asOf"/> null = everything booked.</summary>
    public static async Task<List<Balance>> AsOf(Tx tx, Id<Practice> practice, DateOnly? asOf, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        return await tx.Session.Query(
            """
            select account, detail, party_kind, party_id, sum(amount_cents) from journal_line where org = @p0 and practice = @p1 and booked_on <= @p2
            group by account, detail, party_kind, party_id having sum(amount_cents) <> 0 order by account, detail, party_kind, party_id
            """,
            r => new Balance((Account)r.GetInt16(0), r.IsDBNull(1) ? null : r.GetString(1), new((PartyKind)r.GetInt16(2), r.GetInt64(3)), Cents(r, 4)), tx.Scope.Org.Value, practice.Value, asOf ?? DateOnly.MaxValue);
    }

    /// <summary>What was booked on one day, by account.</summary>
    public static async Task<IReadOnlyDictionary<Account, Money>> BookedOn(Tx tx, Id<Practice> practice, DateOnly day) => (await tx.Session.Query(
        "select account, sum(amount_cents) from journal_line where org = @p0 and practice = @p1 and booked_on = @p2 group by account order by account",
        r => (Account: (Account)r.GetInt16(0), Amount: Cents(r, 1)), tx.Scope.Org.Value, practice.Value, day)).ToDictionary(l => l.Account, l => l.Amount);

    /// <summary>Added up from the lines.</summary>
    public static async Task<List<TrialBalanceLine>> TrialBalanceFromLines(Tx tx, Id<Practice> practice, DateOnly asOf) => await tx.Session.Query(
        """
        select account, sum(case when amount_cents > 0 then amount_cents else 0 end), sum(case when amount_cents < 0 then -amount_cents else 0 end)
        from journal_line where org = @p0 and practice = @p1 and booked_on <= @p2 group by account order by account
        """, Line, tx.Scope.Org.Value, practice.Value, asOf);

    /// <summary>The same from the month totals, with lines only of the month that <paramref name="asOf"/> cuts.</summary>
    public static async Task<List<TrialBalanceLine>> TrialBalance(Tx tx, Id<Practice> practice, DateOnly asOf)
    {
        var (from, to) = Periods.Days(Journal.Month(asOf));
        if (asOf == to) from = to.AddDays(1); // the whole month is in its totals
        return await tx.Session.Query(
            """
            select account, sum(d), sum(c) from (
                select account, debits_cents as d, credits_cents as c from account_month where org = @p0 and practice = @p1 and month < @p2
                union all
                select account, case when amount_cents > 0 then amount_cents else 0 end, case when amount_cents < 0 then -amount_cents else 0 end
                from journal_line where org = @p0 and practice = @p1 and booked_on >= @p3 and booked_on <= @p4) as parts
            group by account order by account
            """, Line, tx.Scope.Org.Value, practice.Value, Journal.Month(from), from, asOf);
    }

    /// <summary>The entries that touch a visit, in order, each with all its lines.</summary>
    public static async Task<List<ShownEntry>> Show(Tx tx, Id<Practice> practice, long encounterId, CancellationToken cancel = default)
    {
        var ids = await tx.Db.Set<JournalLineRow>().Where(l => l.Practice == practice && l.EncounterId == encounterId).Select(l => l.EntryId).Distinct().ToListAsync(cancel);
        return await Entries(tx, practice, ids, cancel);
    }

    /// <summary>These entries in order, each with all its lines.</summary>
    public static async Task<List<ShownEntry>> Entries(Tx tx, Id<Practice> practice, IReadOnlyCollection<long> ids, CancellationToken cancel)
    {
        var entries = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == practice && ids.Contains(e.Id)).ToListAsync(cancel);
        var lines = (await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => l.Practice == practice && ids.Contains(l.EntryId)).OrderBy(l => l.N).ToListAsync(cancel)).ToLookup(l => l.EntryId);
        return [.. entries.OrderBy(e => e.RecordedAt).ThenBy(e => e.Id).Select(e => new ShownEntry(
            e.Id, e.BookedOn, e.HappenedOn, e.FactKind, e.FactId, e.Generation, e.Reverses, e.Actor, e.Source,
            [.. lines[e.Id].Select(l => new Balance(l.Account, l.Detail, new(l.PartyKind, l.PartyId), l.Amount))]))];
    }

    private static TrialBalanceLine Line(DbDataReader r) => new((Account)r.GetInt16(0), Cents(r, 1), Cents(r, 2));

    // PostgreSQL sums bigint to numeric; both are whole cents.
    internal static Money Cents(DbDataReader r, int column) => new(Convert.ToInt64(r.GetValue(column), CultureInfo.InvariantCulture));
}
