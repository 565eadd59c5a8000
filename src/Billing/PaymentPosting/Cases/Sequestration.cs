using CleanClaim.Billing.Ledger;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>CARC 253: the cut of federal payments by law (2 U.S.C. 901a). Never owed by the patient, whatever the group code says (FACTS 0).</summary>
internal static class Sequestration
{
    public static bool Takes(AnswerAdjustment adjustment) => adjustment.Reason == "253";

    public static void Post(LineDraft line, AnswerAdjustment adjustment) => line.MoveAtMostHeld(adjustment, LineDraft.To(Account.Sequestration));
}
