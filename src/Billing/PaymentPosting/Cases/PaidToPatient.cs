namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>CARC 100: the payer paid the patient (out of network). The guarantor holds our money: the receivable moves there with a letter, and it is no denial (MONEY 7).</summary>
internal static class PaidToPatient
{
    public static bool Takes(AnswerAdjustment adjustment) => adjustment.Reason == "100";

    public static void Post(LineDraft line, AnswerAdjustment adjustment)
    {
        if (Guarantor.Of(line.Claim) != GuarantorRule.Asked) return;
        PatientResponsibility.ToGuarantor(line, adjustment);
        line.Claim.Findings.Add($"Line {line.Line.Charge.Line}: the payer paid {adjustment.Amount} to the patient; ask the guarantor for it by letter.");
    }
}
