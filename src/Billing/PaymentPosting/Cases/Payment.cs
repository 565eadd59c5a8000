using CleanClaim.Billing.Ledger;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// What was paid for a line: out of the check's clearing, off the payer's receivable. Money is real, so it has no limit: more than was owed
/// stands as a credit of that payer, shown as such (MONEY 2: a sign never hides a credit).
/// </summary>
internal static class Payment
{
    public static void Post(LineDraft line) =>
        line.Move(line.Line.Paid, LineDraft.To(Account.RemittanceClearing, line.Claim.Answer.CheckParty));
}
