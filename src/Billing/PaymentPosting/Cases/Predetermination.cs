using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// CLP02 25: what would be paid if it were rendered, as an adjustment (CARC 101); nothing was, so nothing moves. One that carries money contradicts itself, and waits (005010X221A1, CLP02 25 is
/// "no payment").
/// </summary>
internal static class Predetermination
{
    public static DecideOutcome Decide(ClaimFacts facts, Answer answer)
    {
        if (!answer.Paid.IsZero)
            return new DecideOutcome.Waits(ExceptionKind.ClaimOutOfBalance, $"The payer calls this a predetermination (CLP02 25), which pays nothing, but it carries {answer.Paid}.",
                "Ask the payer what the money is for, and for a corrected remittance: with another claim status if it pays the claim, without money if it does not. Until it posts, the money stands unapplied.");
        var claim = new ClaimDraft(facts, answer);
        claim.Findings.Add("A predetermination: nothing was rendered or paid, so nothing moved.");
        return new DecideOutcome.Decided(claim.Decided(DecisionKind.Answer));
    }
}
