using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

public enum CheckState
{
    Posted,
    /// <summary>Its money is announced, and some of its detail waits.</summary>
    Partly,
    /// <summary>Never posted.</summary>
    Waiting,
    /// <summary>Posted once and taken back.</summary>
    Unposted,
}

/// <summary>How far a check is posted, and what of it waits: amounts above and below zero apart.</summary>
/// <param name="Duplicates">Further remittances of it that a person called duplicates.</param>
public sealed record CheckStanding(CheckState State, int Waiting, Money Waits, Money TakenBack, int Duplicates)
{
    public static async Task<Dictionary<Id<PayerCheck>, CheckStanding>> Of(Tx tx, Id<Practice> practice, IReadOnlyList<Id<PayerCheck>> checks, CancellationToken cancel = default)
    {
        var facts = checks.Select(c => c.Value).ToList();
        var generations = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Check && facts.Contains(d.FactId))
            .GroupBy(d => d.FactId).Select(g => new { g.Key, Last = g.Max(d => d.Generation) }).ToDictionaryAsync(g => g.Key, g => g.Last, cancel);
        var waiting = (await (from waits in Exceptions.Open(tx)
                              join remittance in tx.Db.Set<RemittanceRow>() on new { waits.Practice, Id = waits.RemittanceId } equals new { remittance.Practice, Id = (Id<RemittanceRow>?)remittance.Id }
                              where remittance.Practice == practice && checks.Contains(remittance.CheckId)
                              select new { remittance.CheckId, waits.Amount }).ToListAsync(cancel)).ToLookup(w => w.CheckId, w => w.Amount);
        var duplicates = (await SecondDecision.All(tx, practice, cancel)).GroupBy(d => d.Decision.ExceptionId).Select(g => g.Last().Decision)
            .Where(d => d.Choice == SecondChoice.Duplicate).ToLookup(d => d.CheckId);
        return checks.ToDictionary(c => c, c =>
        {
            var (generation, amounts) = (generations.GetValueOrDefault(c.Value), waiting[c].ToList());
            var state = generation % 2 == 1 ? (amounts.Count == 0 ? CheckState.Posted : CheckState.Partly) : generation == 0 ? CheckState.Waiting : CheckState.Unposted;
            return new CheckStanding(state, amounts.Count, amounts.Where(a => !a.IsNegative).Sum(), amounts.Where(a => a.IsNegative).Sum(), duplicates[c.Value].Count());
        });
    }
}
