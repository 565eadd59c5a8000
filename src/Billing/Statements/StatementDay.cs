using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Statements;

/// <summary>A statement that is dated another day than today: what it asks for must be owed still, no later one may have gone, and its day must have come (a folder to practise in has no calendar of its own).</summary>
internal static class StatementDay
{
    /// <summary>Why none goes out under that day; null when it may.</summary>
    public static async Task<string?> WhyNot(Tx tx, Id<Practice> practice, Id<GuarantorAccount> account, DateOnly day, Money asked, CancellationToken cancel)
    {
        var today = await tx.Today(practice);
        if (day == today) return null;
        if (day > today && !await tx.Db.Set<Organization>().AnyAsync(o => o.Org == tx.Scope.Org && o.PracticeData, cancel)) return $"{day.InWords()} has not come: a statement is dated the day on which it goes out.";
        if (await tx.Db.Set<Statement>().Where(s => s.Practice == practice && s.AccountId == account && s.IssuedOn > day).MaxAsync(s => (DateOnly?)s.IssuedOn, cancel) is { } later) return $"A later statement went out on {later.InWords()}.";
        var open = await tx.Db.Set<OpenItemNow>().Where(i => i.Practice == practice && i.Account == Account.GuarantorReceivable && i.PartyKind == PartyKind.Guarantor && i.PartyId == account.Value && i.Amount > Money.Zero).Select(i => i.Amount).ToListAsync(cancel);
        return open.Sum() < asked ? $"Of the {asked.ForPeople()} that were owed on {day.InWords()}, {open.Sum().ForPeople()} are owed now: a statement of that day would ask for what is paid." : null;
    }
}
