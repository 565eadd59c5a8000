using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// The claim's own word of the patient's share (CLP05) beside the adjustments of group PR that it sums up (005010X221A1, CLP05). The adjustments move money, line by line; that the sum says otherwise is told.
/// Example: CLP05 99.00, PR-3 20.00: the guarantor owes 20.00.
/// </summary>
internal static class PatientShareSaid
{
    public static void See(ClaimDraft claim)
    {
        var adjusted = claim.Answer.Adjustments.Where(a => a.Group == AdjustmentGroup.PatientResponsibility).Sum(a => a.Amount);
        if (claim.Answer.PatientShare is { } said && said != adjusted)
            claim.Findings.Add($"The payer names {said} as the patient's share (CLP05), but its adjustments for the patient (group PR) make {adjusted}: what posts follows the adjustments. Ask the payer which is right.");
    }
}
