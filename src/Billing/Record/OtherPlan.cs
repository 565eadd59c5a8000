using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Record;

/// <summary>A denied amount that a person left to the payer's next plan (the denial was ended by hand), by the answer that denied it.</summary>
public sealed record HandedOn(long Answer, long ChargeId, Money Amount);

/// <summary>
/// A later plan of a payer that covers the patient under an earlier one too. The payer's receivable is one for both, so what is owed does not say whose it is: the later plan's is what earlier
/// answers passed to it and what a person handed on, less what its own answers took; the rest is the first plan's.
/// Example: the first plan pays 80.00 twice and leaves 20.00: the payer's balance is -60.00, which is -80.00 of the first plan and 20.00 of the second.
/// </summary>
public static class OtherPlan
{
    public static bool IsAmong(IReadOnlyList<Plan> inOrder) => inOrder.DistinctBy(p => p.PayerId).Count() < inOrder.Count;

    /// <summary>What is a later plan's of a charge; below zero where its answers took more than was left to it.</summary>
    /// <param name="counting">The claim's answers that count, each with its number.</param>
    public static Money Share(IReadOnlyCollection<(long Answer, PostingDecision Decision)> counting, IReadOnlyList<HandedOn> handedOn, Plan plan, long charge)
    {
        var share = Money.Zero;
        foreach (var (answer, decision) in counting)
        {
            if (decision.Next?.Plan == plan)
                share += (decision.Passed ?? []).Where(p => p.ChargeId == charge).Sum(p => new Money(p.Cents)) + handedOn.Where(h => h.Answer == answer && h.ChargeId == charge).Sum(h => h.Amount);
            if (decision.Plan == plan)
                share += decision.Lines.Where(l => l.ChargeId == charge && l.Account == Account.PayerReceivable && l.Party == Party.Payer(plan.PayerId)).Sum(l => l.Amount);
        }
        if (!share.IsNegative) return share;
        // What a person handed on and the plan has answered stays its own when the denial behind it is taken back.
        var answers = counting.Select(a => a.Answer).ToHashSet();
        return Money.Min(Money.Zero, share + handedOn.Where(h => h.ChargeId == charge && !answers.Contains(h.Answer)).Sum(h => h.Amount));
    }

    /// <summary>Whether a later plan of one payer is to be asked for something; true too where the plan is its payer's only one.</summary>
    public static async Task<bool> HasItsTurn(Tx tx, Claim claim, IReadOnlyList<Plan> inOrder, int place, IReadOnlyCollection<StandingAnswer> standing, CancellationToken cancel)
    {
        if (!inOrder.Take(place).Any(p => p.PayerId == inOrder[place].PayerId)) return true;
        var counting = standing.Counting().ConvertAll(a => (a.Answer.Value, a.Decision));
        var handedOn = (await HandedOnOf(tx, claim.Practice, [claim.Id], cancel))[claim.Id].ToList();
        var charges = counting.SelectMany(a => a.Decision.Passed ?? []).Select(p => p.ChargeId).Concat(handedOn.Select(h => h.ChargeId)).Distinct();
        return charges.Any(charge => Share(counting, handedOn, inOrder[place], charge) > Money.Zero);
    }

    public static async Task<ILookup<Id<Claim>, HandedOn>> HandedOnOf(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Claim>> claims, CancellationToken cancel) =>
        (await EndedWork.Of(tx, practice, tx.Db.Set<Denial>().Where(d => d.Practice == practice && claims.Contains(d.ClaimId) && d.ChargeId != null), cancel))
            .ToLookup(d => d.ClaimId, d => new HandedOn(d.AdjudicationId.Value, d.ChargeId!.Value.Value, d.AtStake));
}
