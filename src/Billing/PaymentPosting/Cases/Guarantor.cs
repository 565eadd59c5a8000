using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting.Cases;

internal enum GuarantorRule { Asked, PaidInFull, Qmb, NeverByKind, CrossedToUnknown, EarlierPlan }

/// <summary>Whether a guarantor may be asked for what the last payer left (MONEY 1.5, 4, 5).</summary>
internal static class Guarantor
{
    private static readonly string[] QmbRemarks = ["N781", "N782", "N783"]; // no deductible, coinsurance, copay may be collected (CMS CR 9911)

    public static bool IsQmb(string remark) => QmbRemarks.Contains(remark, StringComparer.Ordinal);

    public static GuarantorRule Of(ClaimDraft claim)
    {
        var coverages = claim.Facts.Coverages;
        var kind = coverages.FirstOrDefault(c => c.PayerId == claim.Answer.PayerId)?.Kind;
        // 42 CFR 447.15: what the agency pays, with the cost sharing that its plan itself asks of the patient, is all. What another payer left is no cost sharing of the plan.
        var asksItself = kind == PayerKind.Medicaid && coverages.All(c => c.Kind == PayerKind.Medicaid);
        if (!asksItself && coverages.Any(c => c.Kind == PayerKind.Medicaid)) return GuarantorRule.PaidInFull;
        if (kind is PayerKind.WorkersComp or PayerKind.Va or PayerKind.Auto) return GuarantorRule.NeverByKind;
        if (claim.Answer.Remarks.Any(r => IsQmb(r.Code))) return GuarantorRule.Qmb;
        if (Crossover.Happened(claim.Answer)) return GuarantorRule.CrossedToUnknown;
        return EarlierPlan(claim) is null ? GuarantorRule.Asked : GuarantorRule.EarlierPlan;
    }

    /// <summary>A plan that pays before this one and has not answered, as where the order was changed while the claim was out: it is asked before the guarantor (MONEY 1.5). Null where all before have.</summary>
    private static CoverageInOrder? EarlierPlan(ClaimDraft claim) => OutOfTurn.Before(claim).FirstOrDefault();

    /// <summary>Why the money stays with the payer, in words; null when the guarantor may be asked.</summary>
    public static string? WhyNot(ClaimDraft claim) => Of(claim) switch
    {
        GuarantorRule.Asked => null,
        GuarantorRule.PaidInFull => "Medicaid's payment after another payer's is payment in full; the patient is not billed.",
        GuarantorRule.Qmb => $"The patient is a qualified Medicare beneficiary and owes no share ({GuarantorLaw.QmbSource}); bill the state's Medicaid.",
        GuarantorRule.NeverByKind => "Nothing of a workers' compensation, auto or VA claim moves to the guarantor by itself.",
        GuarantorRule.CrossedToUnknown => $"The payer forwarded the claim{(claim.Answer.CrossoverPayer is { } name ? $" to {name}" : "")}, which is not among the patient's coverages: add the coverage.",
        GuarantorRule.EarlierPlan => $"{(claim.Facts.Called.TryGetValue(EarlierPlan(claim)!.PayerId, out var first) ? first.Name : "Another plan")} pays before the one that has answered, and has not answered itself. What both leave is the guarantor's.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
