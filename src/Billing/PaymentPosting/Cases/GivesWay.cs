using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// What people wrote off or moved of a plan's debt gives way to the plan's answer, as long as the plan has taken nothing of the charge yet: the answer is decided about the debt as it was, and their
/// decision counts again as far as debt is left (DESIGN law 3; <see cref="StandingDecisions"/>). What a plan pays after it has taken its part, or after another plan to which the debt was moved has
/// taken its own, is too much, and stands as its credit.
/// Example: 145.00 moved to the patient while nobody had answered; the plan pays 71.00, takes 49.00 off and leaves 25.00: the patient owes 25.00, and nothing was moved.
/// </summary>
internal static class GivesWay
{
    public static void See(ClaimFacts facts, Answer answer, Balances balances)
    {
        foreach (var away in facts.DecidedAway.Where(d => d.From == answer.Insurer).GroupBy(d => d.ChargeId))
            if (!HasTaken(facts, away.Key, answer.Insurer) && Of(facts, away.Key, answer.Insurer).Count > 0) balances.Lift(away.Key, answer.Insurer, away);
    }

    /// <summary>What was decided about a plan's debt for a charge, as far as it may give way; none where it was moved to a plan that has taken its own part since.</summary>
    public static IReadOnlyList<DecidedAway> Of(ClaimFacts facts, long charge, Party from)
    {
        var away = facts.DecidedAway.Where(d => d.ChargeId == charge && d.From == from).ToList();
        return away.TrueForAll(d => d.To is not { IsInsurer: true } to || !HasTaken(facts, charge, to)) ? away : [];
    }

    /// <summary>Whether an answer of the plan has taken something of what it owed for the charge.</summary>
    public static bool HasTaken(ClaimFacts facts, long charge, Party insurer) => facts.Answers.Any(a => a.Decision.Insurer == insurer
        && a.Decision.Lines.Any(l => l.ChargeId == charge && l.Account == Account.PayerReceivable && l.Party == insurer && l.Cents < 0));
}
