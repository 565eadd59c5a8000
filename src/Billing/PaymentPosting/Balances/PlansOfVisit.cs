using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>The plans to which a visit's debt may be moved: the payer of the visit's case, where it has one, and the patient's coverages in force on the day in their order.</summary>
public static class PlansOfVisit
{
    public static async Task<IReadOnlyList<CoverageInOrder>> Of(Tx tx, Encounter visit, CancellationToken cancel)
    {
        var rows = await (from coverage in tx.Db.Set<Coverage>().AsNoTracking()
                          where coverage.Practice == visit.Practice && coverage.PatientId == visit.PatientId
                          join payer in tx.Db.Set<Payer>() on coverage.PayerId equals payer.Id
                          select new { coverage, payer.Kind }).ToListAsync(cancel);
        var plans = NextPayer.InOrder(rows.Select(r => (r.coverage, r.Kind)), visit.Date, null);
        if (visit.CaseId is not { } injury) return plans;
        var ofCase = await (from kase in tx.Db.Set<Case>()
                            where kase.Practice == visit.Practice && kase.Id == injury
                            join payer in tx.Db.Set<Payer>() on kase.PayerId equals payer.Id
                            select new { payer.Id, payer.Kind }).FirstAsync(cancel);
        return [NextPayer.OfCase(ofCase.Id, ofCase.Kind), .. plans];
    }
}
