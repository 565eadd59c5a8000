using CleanClaim.Billing.Ledger;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>CARC 59: several procedures or therapies of one day are paid at a reduced rate (CMS CR 7564; Pub. 100-04 ch. 5 §10.7).</summary>
internal static class PaymentReduction
{
    public static bool Takes(AnswerAdjustment adjustment) => adjustment is { Reason: "59", Group: "CO" or "OA" or "PI" };

    public static void Post(LineDraft line, AnswerAdjustment adjustment) => line.MoveAtMostHeld(adjustment, LineDraft.To(Account.PaymentReduction));
}
