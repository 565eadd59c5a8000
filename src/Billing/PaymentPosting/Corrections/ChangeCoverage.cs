using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A change of a patient's coverages that was kept, and what it did to visits that payers had answered.</summary>
public sealed record CoverageChanged(Saved Saved, IReadOnlyList<CoverageEffect> Effects)
{
    private const int VisitsInWords = 3;

    /// <summary>The effects for the person at the desk; empty where there are none. Of many visits the first ones: each claim's story has its own.</summary>
    public string Words => string.Join(' ', [
        .. Effects.Take(VisitsInWords).Select(e => $"Visit of {e.Date.InWords()}: {e.Said}"),
        .. Effects.Count > VisitsInWords ? [$"{Effects.Count - VisitsInWords} more visits changed too; the story of each claim says how."] : Array.Empty<string>()]);
}

/// <summary>
/// Adds, corrects, renews or puts in order a patient's coverages and, in the same transaction, decides posted answers again whose patient share now goes to somebody else
/// (<see cref="DecideByCoverage"/>): a second plan found after the first one paid is asked before the guarantor is. Visits that no claim went out for are charged to whoever is first now
/// (<see cref="ChargeAnew"/>): a plan found after the guarantor was charged is asked, and what they paid is theirs again.
/// </summary>
public static class ChangeCoverage
{
    /// <inheritdoc cref="AddCoverage"/>
    public static Task<CoverageChanged> Add(Tx tx, CoverageForm form, CancellationToken cancel = default) => Run(tx, form.Practice, form.Patient, () => AddCoverage.Run(tx, form, cancel), cancel);

    /// <inheritdoc cref="RenewCoverage"/>
    public static Task<CoverageChanged> Renew(Tx tx, CoverageForm form, string? day, CancellationToken cancel = default) =>
        Run(tx, form.Practice, form.Patient, () => RenewCoverage.Run(tx, form, day, cancel), cancel);

    /// <inheritdoc cref="OrderCoverages"/>
    public static Task<CoverageChanged> Order(Tx tx, CoverageOrderForm form, CancellationToken cancel = default) => Run(tx, form.Practice, form.Patient, () => OrderCoverages.Run(tx, form, cancel), cancel);

    private static async Task<CoverageChanged> Run(Tx tx, string? practice, string? key, Func<Task<Saved>> change, CancellationToken cancel)
    {
        var patient = await PartyQueries.Patient(tx, new Fields(), "patient", key, practice, cancel);
        if (patient is null) return new CoverageChanged(await change(), []);
        var claims = await tx.Db.Set<Claim>().Where(c => c.Practice == patient.Practice && c.PatientId == patient.Id).OrderBy(c => c.Id).ToListAsync(cancel);
        // A posting that runs at this moment reads the coverages before this change or after it, and is seen here if before.
        if (claims.Count > 0) await Roots.HoldClaims(tx, claims.Select(c => c.AccountId.Value), claims.Select(c => c.Id.Value));
        var before = await Coverages(tx, patient, cancel);
        var saved = await change();
        await tx.Db.SaveChangesAsync(cancel);
        var subject = tx.Subject;
        List<CoverageEffect> effects = claims.Count == 0 || saved.How == SavedHow.Unchanged ? [] : await DecideByCoverage.Run(tx, claims, before, await Coverages(tx, patient, cancel), cancel);
        foreach (var at in await ChargeAnew.Find(tx, patient, cancel)) effects.Add(await NeverBilled(tx, at, cancel));
        tx.Subject = subject;
        return new CoverageChanged(saved, effects);
    }

    /// <summary>A visit that no claim went out for is charged to the plan that is first now, and its claim built anew; what a person decided about it stands.</summary>
    private static async Task<CoverageEffect> NeverBilled(Tx tx, ChargedElsewhere at, CancellationToken cancel)
    {
        var visit = at.Visit;
        var claim = await tx.Db.Set<Claim>().FirstOrDefaultAsync(c => c.Practice == visit.Practice && c.EncounterId == visit.Id, cancel);
        if ((await StandingDecisions.Read(tx, visit.Practice, [.. at.Charges], cancel)).Exists(d => d.Stands > Money.Zero)) return new CoverageEffect(claim?.Id.Value, visit.Key, visit.Date, Decided: false, "What was written off or moved of it stands, and nobody else is asked. Take that back on the visit's page if the plan is to be asked.");
        var before = await ShareMoves.Read(tx, visit, cancel);
        await ChargeAnew.Run(tx, at, cancel);
        var said = await ShareMoves.Words(tx, visit.Practice, before, await ShareMoves.Read(tx, visit, cancel), cancel);
        if (claim is not null)
        {
            await BuildClaim.Run(tx, visit.Id, cancel: cancel);
            ClaimEvents.Add(tx, claim, null, ClaimEventKind.NoteAdded, await tx.Today(visit.Practice), $"The patient's coverages changed. {said}");
        }
        return new CoverageEffect(claim?.Id.Value, visit.Key, visit.Date, Decided: true, said);
    }

    private static Task<List<Coverage>> Coverages(Tx tx, Patient patient, CancellationToken cancel) =>
        tx.Db.Set<Coverage>().AsNoTracking().Where(c => c.Practice == patient.Practice && c.PatientId == patient.Id).ToListAsync(cancel);
}
