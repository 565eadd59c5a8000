using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// PR-1, 2, 3 (deductible, coinsurance, copay) and what a person released: to the next active coverage first, to the guarantor last
/// (MONEY 1.5). Every other PR code stays with the payer under review.
/// </summary>
internal static class PatientResponsibility
{
    public static bool Takes(AnswerAdjustment adjustment) => adjustment is { Group: "PR", Reason: "1" or "2" or "3" };

    public static void Post(LineDraft line, AnswerAdjustment adjustment)
    {
        var claim = line.Claim;
        if (claim.NextPlan is { } next)
        {
            line.MoveToNextPlan(adjustment, next);
            return;
        }
        switch (Guarantor.Of(claim))
        {
            case GuarantorRule.PaidInFull:
                // 42 CFR 447.15: what another payer left to the patient ends with Medicaid's answer, even if the 835 repeats it (MONEY 4).
                line.MoveAtMostHeld(adjustment, LineDraft.To(Account.Contractual));
                claim.Findings.Add($"Line {line.Line.Charge.Line}: {adjustment.Code} {adjustment.Amount} is not the patient's; Medicaid's payment after another payer's is payment in full (42 CFR 447.15).");
                break;
            case GuarantorRule.Asked:
                ToGuarantor(line, adjustment);
                break;
            default:
                break; // stays with the payer; Unresolved makes it a work item with the reason
        }
    }

    /// <param name="since">When the debt became theirs, if later than the answer (MONEY 1.9).</param>
    public static void ToGuarantor(LineDraft line, AnswerAdjustment adjustment, DateOnly? since = null) =>
        line.MoveAtMostHeld(adjustment, LineDraft.To(Account.GuarantorReceivable, Party.Guarantor(line.Claim.Facts.AccountId)) with
        {
            AgeFrom = since > line.Claim.Answer.CheckDate ? since : line.Claim.Answer.CheckDate,
            Detail = WhyOwed(adjustment),
        });

    /// <summary>Why the guarantor owes it, in the words of a statement.</summary>
    private static string WhyOwed(AnswerAdjustment adjustment) => adjustment.Reason switch
    {
        "1" => "your plan's deductible",
        "2" => "your plan's coinsurance",
        "3" => "your plan's copay",
        "100" => "your plan paid this to you",
        _ => $"your plan does not cover this ({adjustment.Code})",
    };
}
