using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What stands between one practice's book and another practice: what it owes of checks that it was paid, and what it is owed of the other's. Below zero a payer took back.</summary>
public sealed record PracticeDue(Money Owes, Money IsOwed);

/// <summary>What stands between a book and one sibling.</summary>
public sealed record DueWith(Practice Other, PracticeDue Due)
{
    /// <summary>Above zero this practice has to pay, below it is to be paid.</summary>
    public Money Net => Due.Owes - Due.IsOwed;
}

/// <param name="Undone">When and why it was undone; null while it counts.</param>
/// <param name="Banked">The paid practice's bank has brought it.</param>
public sealed record SettlementNow(PracticeSettlement Row, Practice Other, PracticeSettlement? Undone, bool Banked);

/// <summary>What is due between practices and how it was paid, read off one book: the other one has the same with the opposite sign (`ledger verify`, due-to-due-from).</summary>
public static class PracticeDues
{
    private const int Shown = 100;

    public static async Task<PracticeDue> Between(Tx tx, Id<Practice> book, Id<Practice> other) =>
        (await Balances(tx, book)).GetValueOrDefault(other.Value) ?? new PracticeDue(Money.Zero, Money.Zero);

    /// <summary>Every sibling with which something stands, by name.</summary>
    public static async Task<IReadOnlyList<DueWith>> Of(Tx tx, Id<Practice> book, CancellationToken cancel = default)
    {
        var due = await Balances(tx, book);
        var others = await tx.Db.Set<Practice>().AsNoTracking().Where(p => p.Id != book).OrderBy(p => p.Name).ToListAsync(cancel);
        return [.. others.Where(p => due.TryGetValue(p.Id.Value, out var d) && !(d.Owes.IsZero && d.IsOwed.IsZero)).Select(p => new DueWith(p, due[p.Id.Value]))];
    }

    /// <summary>Payments between the book's practice and others, newest first.</summary>
    public static async Task<IReadOnlyList<SettlementNow>> Settlements(Tx tx, Id<Practice> book, CancellationToken cancel = default)
    {
        var rows = await tx.Db.Set<PracticeSettlement>().AsNoTracking().Where(s => s.Practice == book && s.Undoes == null).OrderByDescending(s => s.PaidOn).ThenByDescending(s => s.Number).Take(Shown).ToListAsync(cancel);
        var numbers = rows.ConvertAll(r => (long?)r.Number);
        var undone = await tx.Db.Set<PracticeSettlement>().AsNoTracking().Where(s => s.Practice == book && numbers.Contains(s.Undoes)).ToDictionaryAsync(s => s.Undoes!.Value, cancel);
        var banked = await Banked(tx, book, [.. rows.Select(r => (long?)r.Id.Value)], cancel);
        var practices = await tx.Db.Set<Practice>().AsNoTracking().ToDictionaryAsync(p => p.Id, cancel);
        return rows.ConvertAll(r => new SettlementNow(r, practices[r.OtherPractice], undone.GetValueOrDefault(r.Number), banked.Contains(r.Id.Value)));
    }

    /// <summary>Those of a book's settlements that its bank has brought.</summary>
    internal static Task<List<long>> Banked(Tx tx, Id<Practice> book, IReadOnlyList<long?> settlements, CancellationToken cancel) =>
        DepositItems.Standing(tx).AsNoTracking().Where(i => i.Practice == book && settlements.Contains(i.Settlement)).Select(i => i.Settlement!.Value).Distinct().ToListAsync(cancel);

    private static async Task<Dictionary<long, PracticeDue>> Balances(Tx tx, Id<Practice> book)
    {
        var rows = await tx.Session.Query("select account, party_id, sum(amount_cents) from journal_line where org = @p0 and practice = @p1 and account in (@p2, @p3) group by account, party_id",
            r => (Account: (Account)r.GetInt16(0), Party: r.GetInt64(1), Cents: Convert.ToInt64(r.GetValue(2), System.Globalization.CultureInfo.InvariantCulture)),
            tx.Scope.Org.Value, book.Value, (short)Account.DueTo, (short)Account.DueFrom);
        return rows.GroupBy(r => r.Party).ToDictionary(g => g.Key, g => new PracticeDue(new(-g.Where(r => r.Account == Account.DueTo).Sum(r => r.Cents)), new(g.Where(r => r.Account == Account.DueFrom).Sum(r => r.Cents))));
    }
}
