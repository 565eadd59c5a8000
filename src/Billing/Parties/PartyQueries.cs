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
            fields.Add(place, "The payer is missing.", "Choose the payer.");
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
            fields.Add(place, $"The {what} is missing.", $"Choose the {what}.");
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

    /// <summary>Coverages of the patient that pay for a visit of the day, in order (<see cref="CoverageOrder"/>).</summary>
    public static async Task<List<Coverage>> CoveragesOn(Tx tx, Patient patient, DateOnly day, Case? kase, CancellationToken cancel) =>
        [.. CoverageOrder.On((await CoveragesOf(tx, patient.Practice, [patient.Id], cancel))[patient.Id], day, kase?.PayerId).Select(c => c.Coverage)];

    /// <summary>All coverages of the patients, each with the kind of its payer.</summary>
    internal static async Task<ILookup<Id<Patient>, (Coverage Coverage, PayerKind Kind)>> CoveragesOf(Tx tx, Id<Practice> practice, IReadOnlyList<Id<Patient>> patients, CancellationToken cancel)
    {
        var coverages = await (from coverage in tx.Db.Set<Coverage>()
                               where coverage.Practice == practice && patients.Contains(coverage.PatientId)
                               join payer in tx.Db.Set<Payer>() on coverage.PayerId equals payer.Id
                               select new { coverage, payer.Kind }).ToListAsync(cancel);
        return coverages.ToLookup(c => c.coverage.PatientId, c => (c.coverage, c.Kind));
    }
}
