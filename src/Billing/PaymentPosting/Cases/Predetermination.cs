using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>CLP02 25: what would be paid if it were rendered. Nothing was, so nothing moves.</summary>
internal static class Predetermination
{
    public static DecideOutcome Decide(ClaimFacts facts, Answer answer)
    {
        var claim = new ClaimDraft(facts, answer);
        claim.Findings.Add("A predetermination: nothing was rendered or paid, so nothing moved.");
        return new DecideOutcome.Decided(claim.Decided(DecisionKind.Answer));
    }
}
