using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// A later plan pays a line of which a plan before it has answered and left something open (denied it, or took it for review): the line is the later plan's then, as if a person had moved it there before its
/// answer. All that is open comes over where no plan had taken anything of the line, so that its reductions find what they are about; else as much as its money and the patient's share need, since its
/// reductions may repeat those of the plan before (MONEY 1.2). What a person wrote off or moved of that debt gives way so far.
/// Example: 80.00 denied by the first plan; the second pays 50.00 and takes 30.00 off by contract: nothing is open, and nobody paid too much.
/// </summary>
internal static class TakesOver
{
    public static void See(ClaimDraft claim, IReadOnlyList<SpreadLine> lines, Balances balances)
    {
        foreach (var line in lines.Where(l => !l.Charge.IsVoid))
            foreach (var before in AnsweredBefore(claim, line.Charge.Id)) Pull(claim, line, before, balances);
    }

    private static void Pull(ClaimDraft claim, SpreadLine line, Party before, Balances balances)
    {
        var (charge, takes) = (line.Charge, line.Paid + line.Adjustments.Where(a => PatientResponsibility.Takes(a) && !a.Amount.IsNegative).Sum(a => a.Amount));
        var missing = takes - claim.Held(balances, charge.Id);
        if (takes <= Money.Zero || missing <= Money.Zero) return;
        if (balances.Of(Account.PayerReceivable, before, charge.Id) < missing && GivesWay.Of(claim.Facts, charge.Id, before) is { Count: > 0 } away) balances.Lift(charge.Id, before, away);
        var open = Money.Max(Money.Zero, balances.Of(Account.PayerReceivable, before, charge.Id));
        var moved = claim.Facts.Answers.Any(a => a.Decision.Insurer is { } insurer && GivesWay.HasTaken(claim.Facts, charge.Id, insurer)) ? Money.Min(open, missing) : open;
        if (moved.IsZero) return;
        DecidedLine[] over =
        [
            new(Account.PayerReceivable, before.Kind, before.Id, -moved.Cents) { ChargeId = charge.Id },
            new(Account.PayerReceivable, claim.Answer.Insurer.Kind, claim.Answer.Insurer.Id, moved.Cents) { ChargeId = charge.Id, AgeFrom = claim.Facts.ServiceDate },
        ];
        claim.Lines.AddRange(over);
        balances.Apply(over);
        claim.Findings.Add($"Line {charge.Line}: {moved} that the plan before it had left open moved to the plan that pays it.");
    }

    /// <summary>The plans that pay before the one that answers and have answered the charge.</summary>
    private static IEnumerable<Party> AnsweredBefore(ClaimDraft claim, long charge)
    {
        var plans = claim.Facts.Coverages.Select(c => c.Plan).ToList();
        var answered = claim.Facts.Answers.Where(a => a.Decision.Kind == DecisionKind.Answer && a.Decision.Unanswered?.Contains(charge) != true).Select(a => a.Decision.Insurer).ToHashSet();
        return claim.Facts.Coverages.Take(plans.PlaceOf(claim.Answer.Plan)).Select(c => c.Party).Where(p => p != claim.Answer.Insurer && answered.Contains(p)).Distinct();
    }
}
