using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A trading partner's bank lines come for all practices at once: each belongs to the practice in whose book the check stands that it names. With one practice there is no question.
/// </summary>
public static class WhoseBank
{
    /// <summary>The lines by practice; under null those that name no check of one practice alone.</summary>
    public static async Task<ILookup<Id<Practice>?, BankLine>> Of(Tx tx, IReadOnlyList<BankLine> lines, CancellationToken cancel = default)
    {
        var practices = await tx.Db.Set<Practice>().AsNoTracking().Select(p => p.Id).ToListAsync(cancel);
        if (practices is [var only]) return lines.ToLookup(_ => (Id<Practice>?)only);
        var amounts = lines.Select(l => l.Amount).Distinct().ToList();
        var checks = new List<PayerCheck>();
        foreach (var part in amounts.Chunk(500)) checks.AddRange((await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => part.Contains(c.Amount)).ToListAsync(cancel)).FindAll(c => PassedCheck.Of(c) is null));
        var byAmount = checks.ToLookup(c => c.Amount);
        return lines.ToLookup(line => byAmount[line.Amount].Where(c => MatchDeposit.Names(line.Trace, line.Description, c)).Select(c => (Id<Practice>?)c.Practice).Distinct().ToList() is [var one] ? one : null);
    }
}
