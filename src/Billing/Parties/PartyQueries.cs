using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>Finds parties by the keys that people and files use; what is not found becomes a fault at its field.</summary>
public static class PartyQueries
{
    /// <summary>The practice with this key; without a key the only one of the scope.</summary>
    public static async Task<Practice?> Practice(Tx tx, Fields fields, string place, string? key, CancellationToken cancel)
    {
        var mine = tx.Scope.Practices;
        var found = await tx.Db.Set<Practice>().Where(p => key == null || p.Key == key).OrderBy(p => p.Id).Take(3).ToListAsync(cancel);
        if (mine is not null) found = [.. found.Where(p => mine.Contains(p.Id))];
        if (found.Count == 1) return found[0];
        if (key is not null) fields.Add(place, $"There is no practice \"{key}\".", "Add the practice first, or correct its key.");
        else fields.Add(place, found.Count == 0 ? "There is no practice yet." : "There are several practices.", found.Count == 0 ? "Add a practice first." : "Say which practice this is for.");
        return null;
    }

    public static Task<Patient?> Patient(Tx tx, Fields fields, string place, string? key, string? practice, CancellationToken cancel) =>
        InPractice<Patient>(tx, fields, place, "patient", key, practice, cancel);

    public static Task<Provider?> Provider(Tx tx, Fields fields, string place, string? key, string? practice, CancellationToken cancel) =>
        InPractice<Provider>(tx, fields, place, "provider", key, practice, cancel);

    public static async Task<Payer?> Payer(Tx tx, Fields fields, string place, string? key, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(key))
        {
            fields.Add(place, "The payer is missing.", "Give the payer's key.");
            return null;
        }
        var payer = await tx.Db.Set<Payer>().FirstOrDefaultAsync(p => p.Key == key, cancel);
        if (payer is null) fields.Add(place, $"There is no payer \"{key}\".", "Add the payer first, or correct its key.");
        return payer;
    }

    /// <summary>Keys are the sender's own and unique in a practice; in two practices the same key is two rows, and the practice must be named.</summary>
    internal static async Task<T?> InPractice<T>(Tx tx, Fields fields, string place, string what, string? key, string? practice, CancellationToken cancel) where T : PracticeRow
    {
        if (string.IsNullOrWhiteSpace(key))
        {
            fields.Add(place, $"The {what} is missing.", $"Give the {what}'s key.");
            return null;
        }
        var found = await tx.Db.Set<T>().Where(r => EF.Property<string>(r, "Key") == key).Take(10).ToListAsync(cancel);
        if (practice is not null && found.Count > 0)
        {
            var id = await tx.Db.Set<Practice>().Where(p => p.Key == practice).Select(p => p.Id).FirstOrDefaultAsync(cancel);
            found = [.. found.Where(r => r.Practice == id)];
        }
        if (found.Count == 1) return found[0];
        if (found.Count == 0) fields.Add(place, $"There is no {what} \"{key}\".", $"Add the {what} first, or correct the key.");
        else fields.Add(place, $"Several practices have a {what} \"{key}\".", "Name the practice.");
        return null;
    }

    /// <summary>Coverages of the patient that are in force on the day, in order of payment; Medicaid is always last (42 CFR 433.139).</summary>
    public static async Task<List<Coverage>> CoveragesOn(Tx tx, Patient patient, DateOnly day, CancellationToken cancel)
    {
        var inForce = await tx.Db.Set<Coverage>().Where(c => c.Practice == patient.Practice && c.PatientId == patient.Id && c.From <= day && (c.To == null || c.To >= day)).ToListAsync(cancel);
        var ids = inForce.ConvertAll(c => c.PayerId);
        var medicaid = await tx.Db.Set<Payer>().Where(p => ids.Contains(p.Id) && p.Kind == PayerKind.Medicaid).Select(p => p.Id).ToListAsync(cancel);
        return [.. inForce.OrderBy(c => medicaid.Contains(c.PayerId)).ThenBy(c => c.Rank).ThenBy(c => c.Id)];
    }
}
