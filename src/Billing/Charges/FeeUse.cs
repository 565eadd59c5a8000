using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Charges;

/// <summary>A visit that was priced with a fee.</summary>
public sealed record PricedVisit(Id<Encounter> Visit, DateOnly Date, string Patient);

/// <summary>How many charges stand that a fee priced (<paramref name="Charges"/>), and the visits of the latest of them. A charge that was typed with the same amount counts too: nothing tells it apart.</summary>
public sealed record FeeUse(Fee Fee, int Charges, IReadOnlyList<PricedVisit> Latest)
{
    private const int MostShown = 10;

    /// <param name="tx">The transaction.</param>
    /// <param name="fee">The row of the charge master.</param>
    /// <param name="until">The last day on which it holds; null: until further notice.</param>
    /// <param name="cancel">Ends it early.</param>
    public static async Task<FeeUse> Of(Tx tx, Fee fee, DateOnly? until, CancellationToken cancel)
    {
        var charges = from charge in StandingCharges.Of(tx).AsNoTracking()
                      where charge.Practice == fee.Practice && charge.Code == fee.Code && (fee.Modifiers == "" || charge.Modifiers == fee.Modifiers)
                      join visit in tx.Db.Set<Encounter>() on new { charge.Practice, Id = charge.EncounterId } equals new { visit.Practice, visit.Id }
                      where visit.Date >= fee.From && (until == null || visit.Date <= until)
                      select new { charge.Units, charge.Amount, Visit = visit };
        var counted = await charges.GroupBy(c => new { c.Units, c.Amount }).Select(g => new { g.Key.Units, g.Key.Amount, Count = g.Count() }).ToListAsync(cancel);
        var priced = counted.FindAll(g => g.Amount == fee.Amount * g.Units);
        var amounts = priced.ConvertAll(g => g.Amount);
        var latest = await (from c in charges
                            where amounts.Contains(c.Amount)
                            join patient in tx.Db.Set<Patient>() on new { c.Visit.Practice, Id = c.Visit.PatientId } equals new { patient.Practice, patient.Id }
                            orderby c.Visit.Date descending, c.Visit.Id descending
                            select new { c.Units, c.Amount, c.Visit.Id, c.Visit.Date, Name = patient.LastName + ", " + patient.FirstName }).Take(4 * MostShown).ToListAsync(cancel);
        return new FeeUse(fee, priced.Sum(g => g.Count),
            [.. latest.Where(c => c.Amount == fee.Amount * c.Units).Select(c => new PricedVisit(c.Id, c.Date, c.Name)).Distinct().Take(MostShown)]);
    }
}
