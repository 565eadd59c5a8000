using CleanClaim.Billing.Ledger;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>CO-45 and its like: what the contract does not allow is written off as contractual (CARC 45; MONEY 1.1).</summary>
internal static class ChargeOff
{
    public static bool Takes(AnswerAdjustment adjustment) => adjustment is { Reason: "45", Group: "CO" or "OA" or "PI" };

    public static void Post(LineDraft line, AnswerAdjustment adjustment) => line.MoveAtMostHeld(adjustment, LineDraft.To(Account.Contractual));
}
