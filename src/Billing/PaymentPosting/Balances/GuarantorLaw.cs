using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Which visits no guarantor may be asked to pay for, whatever a person decides (MONEY 1.5, 4, 5).</summary>
public static class GuarantorLaw
{
    public const string QmbSource = "42 U.S.C. 1396a(n)(3)(B)";

    public const string OfVa = "The Department of Veterans Affairs pays by its own schedule (38 CFR 17.56), and its community network forbids billing the veteran for the rest (TriWest, Provider Pulse, June 2025).";

    /// <summary>Why nothing of the visit may move from the payer to the guarantor, with the source; null when it may.</summary>
    public static async Task<string?> WhyNever(Tx tx, Encounter visit, Party from, CancellationToken cancel)
    {
        var kind = visit.CaseId is { } id ? await tx.Db.Set<Case>().Where(c => c.Practice == visit.Practice && c.Id == id).Select(c => (CaseKind?)c.Kind).FirstOrDefaultAsync(cancel) : null;
        var coverages = await PlansOfVisit.Of(tx, visit, cancel);
        var payer = await PlanParties.PayerOf(tx, visit.Practice, from, cancel) is { } insurer ? await tx.Db.Set<Payer>().Where(p => p.Id == insurer).Select(p => (PayerKind?)p.Kind).FirstOrDefaultAsync(cancel) : null;
        if (kind == CaseKind.WorkersComp || payer == PayerKind.WorkersComp)
            return "A worker is not asked to pay for a work injury (workers' compensation law of the states, for example Cal. Lab. Code 3751(b)). Denied as not work-related: move it to the health plan, with the denial letter.";
        if (kind == CaseKind.Auto || payer == PayerKind.Auto)
            return "An accident's visit is settled between the auto policy, the health plan and the case (MONEY 5). When the auto benefits are used up, move it to the health plan, with the letter that says so.";
        if (payer == PayerKind.Va) return OfVa;
        if (coverages.Any(c => c.Kind == PayerKind.Medicaid) || payer == PayerKind.Medicaid)
            return "The patient has Medicaid on the day of service. Beside the deductible, coinsurance or copay that Medicaid itself asks, its payment is payment in full (42 CFR 447.15).";
        return await IsQmb(tx, visit, cancel) ? $"A payer said that the patient is a qualified Medicare beneficiary, who owes no share ({QmbSource}); bill the state's Medicaid." : null;
    }

    /// <summary>A live answer of one of the visit's claims says so (RARC N781, N782, N783).</summary>
    private static async Task<bool> IsQmb(Tx tx, Encounter visit, CancellationToken cancel)
    {
        var claims = await tx.Db.Set<Claim>().Where(c => c.Practice == visit.Practice && c.EncounterId == visit.Id).Select(c => (long?)c.Id.Value).ToListAsync(cancel);
        var decided = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == visit.Practice && d.FactKind == FactKind.Adjudication && claims.Contains(d.MatchedClaimId))
            .Select(d => new { d.FactId, d.Generation }).ToListAsync(cancel);
        var live = decided.GroupBy(d => d.FactId).Where(g => g.Max(d => d.Generation) % 2 == 1).Select(g => new Id<Adjudication>(g.Key)).ToList();
        var remarks = await tx.Db.Set<Remark>().AsNoTracking().Where(r => r.Practice == visit.Practice && live.Contains(r.AdjudicationId)).Select(r => r.Code).ToListAsync(cancel);
        return remarks.Exists(Cases.Guarantor.IsQmb);
    }
}
