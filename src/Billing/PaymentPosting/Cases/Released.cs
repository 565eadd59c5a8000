using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// A PR code other than 1, 2, 3 stays with the payer under review until a person releases it: then it goes the way of every patient share, to the next active
/// coverage first and to the guarantor last. Never for Medicaid, QMB, workers' compensation, VA (MONEY 1.5).
/// </summary>
internal static class Released
{
    /// <summary>A code that waits for a person's release; PR-1, 2, 3 and what the payer paid to the patient move by themselves.</summary>
    public static bool Takes(AnswerAdjustment adjustment) => adjustment.Group == "PR" && !PatientResponsibility.Takes(adjustment) && !PaidToPatient.Takes(adjustment);

    public static void Post(LineDraft line)
    {
        foreach (var adjustment in line.Line.Adjustments.Where(Takes))
        {
            var released = line.Claim.Facts.Released.FirstOrDefault(r => r.ChargeId == line.Line.Charge.Id && r.Code == adjustment.Code);
            if (released is null || WhyNever(line.Claim) is not null) continue;
            if (line.Claim.NextPlan is { } next)
                line.MoveToNextPlan(adjustment, next);
            else
                PatientResponsibility.ToGuarantor(line, adjustment, released.On);
        }
    }

    /// <summary>Why no person may release it, with the source; null when one may.</summary>
    public static string? WhyNever(ClaimDraft claim)
    {
        var kind = claim.Facts.Coverages.FirstOrDefault(c => c.PayerId == claim.Answer.PayerId)?.Kind;
        return kind switch
        {
            PayerKind.Medicaid => "Beside the deductible, coinsurance or copay that Medicaid itself asks, its payment is payment in full; the patient is not billed (42 CFR 447.15).",
            PayerKind.WorkersComp => "A worker is not asked to pay for a work injury (workers' compensation law of the states, for example Cal. Lab. Code 3751(b)).",
            PayerKind.Va => GuarantorLaw.OfVa,
            _ when Guarantor.Of(claim) == GuarantorRule.Qmb => Guarantor.WhyNot(claim),
            // The next plan may be asked; the guarantor only where nothing forbids it.
            _ => claim.NextPlan is not null ? null : Guarantor.WhyNot(claim),
        };
    }
}
