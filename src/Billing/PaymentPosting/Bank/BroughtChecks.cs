using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Checks whose money the bank has brought: a line that names one of them again, over its amount, stays nobody's and says so.</summary>
internal sealed class BroughtChecks
{
    private readonly ILookup<Money, PayerCheck> _checks;
    private readonly Dictionary<Id<PayerCheck>, DateOnly> _days;

    private BroughtChecks(IEnumerable<PayerCheck> checks, Dictionary<Id<PayerCheck>, DateOnly> days) => (_checks, _days) = (checks.ToLookup(c => c.Amount), days);

    /// <summary>Those of the amounts, as they stand now.</summary>
    public static async Task<BroughtChecks> Of(Tx tx, Id<Practice> practice, IEnumerable<Money> amounts, CancellationToken cancel)
    {
        var (checks, days) = (new List<PayerCheck>(), new Dictionary<Id<PayerCheck>, DateOnly>());
        foreach (var part in amounts.Where(a => a > Money.Zero).Distinct().Chunk(500))
            checks.AddRange((await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Practice == practice && part.Contains(c.Amount)).ToListAsync(cancel)).FindAll(c => PassedCheck.Of(c) is null));
        foreach (var part in checks.Select(c => (Id<PayerCheck>?)c.Id).Chunk(500))
        {
            var brought = await (from item in DepositItems.Standing(tx).AsNoTracking()
                                 where item.Practice == practice && part.Contains(item.CheckId)
                                 join deposit in tx.Db.Set<Deposit>() on new { item.Practice, Id = item.DepositId } equals new { deposit.Practice, deposit.Id }
                                 select new { item.CheckId, deposit.Date }).ToListAsync(cancel);
            foreach (var one in brought) days[one.CheckId!.Value] = one.Date;
        }
        return new BroughtChecks(checks, days);
    }

    /// <summary>"check T1 came on 12 Jun 2026", where every check that the line names and is over its amount has come; else null.</summary>
    public string? Named(string? trace, string description, Money amount)
    {
        var named = _checks[amount].Where(c => MatchDeposit.Names(trace, description, c)).ToList();
        return named.Count > 0 && named.TrueForAll(c => _days.ContainsKey(c.Id)) ? $"check {named[0].Trn02} came on {_days[named[0].Id].InWords()}" : null;
    }
}
