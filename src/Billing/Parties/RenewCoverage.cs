using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>
/// A coverage that is another from a day on (a new card, another group, another place in the order): the one before ends the day before and stays with what it
/// said, so that a claim for an earlier day is billed as it was then. A mistake is no renewal: <see cref="AddCoverage"/> with its key corrects it.
/// </summary>
public static class RenewCoverage
{
    /// <param name="form">What holds from <paramref name="day"/> on; its key names the coverage that ends.</param>
    public static async Task<Saved> Run(Tx tx, CoverageForm form, string? day, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var patient = await PartyQueries.Patient(tx, fields, "patient", form.Patient, form.Practice, cancel);
        var from = fields.Date("changedOn", "day from which it is so", day);
        var known = patient is null ? null : await tx.Db.Set<Coverage>().FirstOrDefaultAsync(c => c.Practice == patient.Practice && c.PatientId == patient.Id && c.Key == form.Key, cancel);
        if (patient is not null && known is null) fields.Add("key", $"The patient has no coverage \"{form.Key}\".", "Use the key of one of the patient's coverages.");
        if (known is not null && from != default && (from <= known.From || from > (known.To ?? DateOnly.MaxValue)))
            fields.Add("changedOn", $"The coverage holds from {known.From.InWords()}{(known.To is { } to ? $" to {to.InWords()}" : "")}; it cannot change on {from.InWords()}.", "Give a later day within it, or leave the day out to correct a mistake.");
        fields.ThrowIfAny();

        End(known!, from, form.Version);
        await tx.Db.SaveChangesAsync(cancel);
        return await AddCoverage.Run(tx, form with { Key = null, From = from.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Version = null }, known, cancel);
    }

    /// <summary>Its last day is the one before.</summary>
    internal static void End(Coverage coverage, DateOnly from, int? expected)
    {
        new Edit().Field("to", coverage.To, from.AddDays(-1), v => coverage.To = v).Apply(expected, coverage.Version);
        coverage.Version++;
    }
}
