using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// A later plan answers while one that pays before it owes the claim and has not answered, as where a forwarded claim's answer is quicker. Nothing is the later plan's yet, so only its money counts, and what
/// the earlier one owes is work until it answers; then this answer is decided again behind it (<see cref="PayersInTurn"/>).
/// Example: 160.00 with the first plan; the second pays 70.00: 160.00 to ask the first for, and 70.00 with the second until it has answered.
/// </summary>
internal static class OutOfTurn
{
    public const string Kind = "outOfTurn";

    /// <summary>The plans that pay before the one that answers and have not answered.</summary>
    public static IEnumerable<CoverageInOrder> Before(ClaimDraft claim)
    {
        var plans = claim.Facts.Coverages.Select(c => c.Plan).ToList();
        var answered = claim.Facts.Answers.Select(a => a.Decision.Plan).OfType<Plan>().Select(p => plans.PlaceOf(p)).ToHashSet();
        return claim.Facts.Coverages.Take(plans.PlaceOf(claim.Answer.Plan)).Where((_, place) => !answered.Contains(place));
    }

    /// <summary>Opens the work; true where the answer is out of turn, so that what it paid is no credit yet.</summary>
    public static bool See(ClaimDraft claim, Balances balances)
    {
        foreach (var before in Before(claim).Where(c => c.Party != claim.Answer.Insurer).DistinctBy(c => c.Party))
        {
            var owed = claim.Facts.Charges.Select(c => c.Id).Distinct().Sum(charge => balances.Of(Account.PayerReceivable, before.Party, charge));
            if (owed <= Money.Zero) continue;
            string Name(Id<Payer> payer, string otherwise) => claim.Facts.Called.TryGetValue(payer, out var called) ? called.Name : otherwise;
            var words = $"{Name(claim.Answer.PayerId, "This plan")} has answered and paid {claim.Answer.Paid}, but {(before.PayerId == claim.Answer.PayerId ? "another plan of it" : Name(before.PayerId, "another plan"))} pays before it and has not answered.";
            claim.Findings.Add(words);
            claim.Open.Add(new OpenAmount(Kind, null, null, "", owed.Cents, words));
            return true;
        }
        return false;
    }
}
