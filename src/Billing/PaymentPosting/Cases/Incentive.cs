using CleanClaim.Billing.Ledger;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>CARC 144 (bonus) and 237 (penalty by law): quality programs move a payment either way (Medicare: CO-144 and CO-237 with remark N807; 42 CFR 414.1405). Below zero is more money for us.</summary>
internal static class Incentive
{
    public static bool Takes(AnswerAdjustment adjustment) => adjustment.Reason is "144" or "237" && adjustment.Group != "PR";

    public static void Post(LineDraft line, AnswerAdjustment adjustment) => line.MoveAtMostHeld(adjustment, LineDraft.To(Account.Incentive));
}
