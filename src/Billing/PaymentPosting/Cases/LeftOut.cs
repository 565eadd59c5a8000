using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// Lines of the claim that the answer says nothing of: the payer splits the claim and answers the rest later (005010X221A1 1.10.2.11), or it never does. What it still owes for such a line is
/// work, ended by the answer to that line. Example: 100.00 and 60.00 billed, the answer covers 100.00: 60.00 to ask for.
/// </summary>
internal static class LeftOut
{
    public const string Kind = "unanswered";

    public static void See(ClaimDraft claim, IReadOnlyList<SpreadLine> lines, Balances balances)
    {
        foreach (var charge in claim.Facts.Charges)
        {
            if (charge.Amount.IsZero || lines.Any(l => l.Charge.Id == charge.Id)) continue;
            claim.Unanswered.Add(charge.Id);
            if (claim.Facts.Answers.Any(a => a.Decision.Plan == claim.Answer.Plan && a.Decision.Unanswered?.Contains(charge.Id) != true)) continue;
            var owed = claim.Held(balances, charge.Id);
            if (owed <= Money.Zero) continue;
            var words = $"The payer has not answered line {charge.Line} ({charge.Code}, {charge.Amount}).";
            claim.Findings.Add(words);
            claim.Open.Add(new OpenAmount(Kind, charge.Id, null, "", owed.Cents, words));
        }
    }
}
