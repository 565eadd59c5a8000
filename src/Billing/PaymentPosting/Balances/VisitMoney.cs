using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// What was charged for a visit and what is open of it, item by item: a plan's credit for one charge takes nothing off what is owed for another, or by the guarantor (MONEY 2, 1.9).
/// </summary>
/// <param name="HasPlan">A plan was to pay some of it, now or once.</param>
/// <param name="WithPlans">What each plan owes of each charge; a credit stands below zero.</param>
public sealed record VisitMoney(Money Charged, bool HasPlan, IReadOnlyList<Money> WithPlans, IReadOnlyList<Money> WithGuarantor)
{
    public IReadOnlyList<Money> Open => [.. WithPlans, .. WithGuarantor];

    /// <summary>Of visits of one practice or several, by the visit.</summary>
    public static async Task<IReadOnlyDictionary<Id<Encounter>, VisitMoney>> Of(Tx tx, IReadOnlyCollection<Id<Encounter>> visits, CancellationToken cancel = default)
    {
        var ids = visits.Select(v => (long?)v.Value).ToList();
        var lines = (await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => ids.Contains(l.EncounterId)).Select(l => new { l.EncounterId, l.Account, l.OpenItemId, l.Amount }).ToListAsync(cancel)).ToLookup(l => l.EncounterId!.Value);
        return visits.ToDictionary(v => v, v =>
        {
            List<Money> Items(Account account) => [.. lines[v.Value].Where(l => l.Account == account).GroupBy(l => l.OpenItemId).Select(g => g.Sum(l => l.Amount)).Where(open => !open.IsZero)];
            return new VisitMoney(-lines[v.Value].Where(l => l.Account == Account.GrossCharges).Sum(l => l.Amount), lines[v.Value].Any(l => l.Account == Account.PayerReceivable), Items(Account.PayerReceivable), Items(Account.GuarantorReceivable));
        });
    }
}
