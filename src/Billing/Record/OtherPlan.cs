using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Record;

/// <summary>
/// A later plan of a payer that covers the patient under an earlier one too. The payer's receivable is one for both, so what is owed does not say whose turn it is: it is the later plan's when
/// the earlier one has answered and a charge is owed beyond what is open work of that answer. A denial that a person ends is asked of the next plan.
/// </summary>
public static class OtherPlan
{
    /// <summary>True too where the plan is the payer's only one.</summary>
    public static async Task<bool> HasItsTurn(Tx tx, Claim claim, IReadOnlyList<Plan> inOrder, int place, IReadOnlyList<StandingAnswer> standing, CancellationToken cancel)
    {
        var earlier = inOrder.Take(place).ToList().FindLastIndex(p => p.PayerId == inOrder[place].PayerId);
        if (earlier < 0) return true;
        if (standing.LastOf(inOrder, earlier) is not { } answered) return false;
        var charges = await tx.Db.Set<Charge>().Where(c => c.Practice == claim.Practice && c.EncounterId == claim.EncounterId).Select(c => c.Id).ToListAsync(cancel);
        var open = await OpenBalances.About(tx, claim.Practice, charges.ConvertAll(c => $"charge:{c}"), cancel);
        var work = await tx.Db.Set<Denial>().AsNoTracking().Where(d => d.Practice == claim.Practice && d.ClaimId == claim.Id && d.AdjudicationId == answered.Answer
            && !tx.Db.Set<DenialClosed>().Any(c => c.Practice == d.Practice && c.DenialId == d.Id)).ToListAsync(cancel);
        return IsLeft(open, inOrder[place].PayerId, work);
    }

    /// <summary>Whether the payer owes for a charge more than these open jobs hold.</summary>
    public static bool IsLeft(IEnumerable<OpenBalance> open, long payer, IEnumerable<Denial> work)
    {
        var held = work.Where(d => d.ChargeId is not null).ToLookup(d => $"charge:{d.ChargeId}", d => d.AtStake);
        return open.Any(b => b.Account == Account.PayerReceivable && b.Party == Party.Payer(payer) && b.Amount > Money.Max(Money.Zero, held[b.About].Sum()));
    }
}
