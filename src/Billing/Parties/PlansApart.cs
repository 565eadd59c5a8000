using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>
/// Of two plans of one payer that cover a patient at the same time, the one registered later owes apart (<see cref="Coverage.ApartId"/>): what is the one's and what the other's is then as plain as
/// between two payers. Plans that follow each other, as with a new card, are one.
/// </summary>
internal static class PlansApart
{
    public static async Task Keep(Tx tx, Patient patient, Payer payer, CancellationToken cancel)
    {
        var together = new List<Coverage>();
        foreach (var plan in await tx.Db.Set<Coverage>().Where(c => c.Practice == patient.Practice && c.PatientId == patient.Id && c.PayerId == payer.Id && c.ApartId == null).OrderBy(c => c.Id).ToListAsync(cancel))
        {
            if (together.Exists(c => c.From <= (plan.To ?? DateOnly.MaxValue) && (c.To ?? DateOnly.MaxValue) >= plan.From)) plan.ApartId = plan.Id.Value;
            else together.Add(plan);
        }
    }
}
