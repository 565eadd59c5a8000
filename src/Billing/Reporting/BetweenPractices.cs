using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Reporting;

/// <summary>
/// The money of one check between the practice that it was paid to and a sibling whose claims it also pays, as each of the two books has it (MONEY 2). Below zero the payer took back, and
/// the sibling owes the payee.
/// </summary>
/// <param name="DueTo">What stands in the payee's book; null where the actor has no rights.</param>
/// <param name="DueFrom">What stands in the sibling's book.</param>
public sealed record BetweenPractices(Practice Payee, Practice Sibling, Money? DueTo, Money DueFrom)
{
    /// <summary>One for each sibling whose book the actor may see; <paramref name="check"/> is the whole check or any passed on of it.</summary>
    public static async Task<IReadOnlyList<BetweenPractices>> Of(Tx tx, PayerCheck check, CancellationToken cancel = default)
    {
        var passed = await SiblingCheck.All(tx, check, cancel);
        if (passed.Count == 0) return [];
        var (payee, found) = (passed[0].Of.Payee, new List<BetweenPractices>());
        var paid = await tx.Db.Set<Practice>().AsNoTracking().FirstAsync(p => p.Id == payee, cancel);
        foreach (var book in passed.GroupBy(p => p.Practice.Id))
        {
            var dueFrom = await Sum(tx, book.Key, Account.DueFrom, payee, FactKind.Check, [.. book.Select(p => p.Check.Id.Value)], cancel);
            found.Add(new BetweenPractices(paid, book.First().Practice, Siblings.May(tx, payee) ? await DueToOf(tx, payee, book.Key, [.. book.Select(p => p.Of.Fact)], cancel) : null, dueFrom));
        }
        return [.. found.Where(b => !b.DueFrom.IsZero || b.DueTo is { IsZero: false })];
    }

    /// <summary>What is passed on is an answer, or provider adjustments of a remittance.</summary>
    private static async Task<Money> DueToOf(Tx tx, Id<Practice> payee, Id<Practice> sibling, List<long> facts, CancellationToken cancel)
    {
        var remittances = facts.ConvertAll(f => new Id<RemittanceRow>(f));
        var adjustments = await tx.Db.Set<ProviderAdjustment>().AsNoTracking().Where(a => a.Practice == payee && remittances.Contains(a.RemittanceId)).Select(a => a.Id).ToListAsync(cancel);
        return -(await Sum(tx, payee, Account.DueTo, sibling, FactKind.Adjudication, facts, cancel) + await Sum(tx, payee, Account.DueTo, sibling, FactKind.ProviderAdjustment, adjustments.ConvertAll(a => a.Value), cancel));
    }

    private static async Task<Money> Sum(Tx tx, Id<Practice> book, Account account, Id<Practice> other, FactKind kind, List<long> facts, CancellationToken cancel) =>
        (await (from entry in tx.Db.Set<JournalEntryRow>().AsNoTracking()
                where entry.Practice == book && entry.FactKind == kind && facts.Contains(entry.FactId)
                join line in tx.Db.Set<JournalLineRow>() on new { entry.Practice, EntryId = entry.Id } equals new { line.Practice, line.EntryId }
                where line.Account == account && line.PartyId == other.Value
                select line.Amount).ToListAsync(cancel)).Sum(a => a);
}
