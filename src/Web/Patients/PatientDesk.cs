using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Patients;

/// <summary>The patient whose registration is worked on, with the key by which forms name the practice.</summary>
internal sealed record PatientDesk(Patient Patient, string Practice)
{
    public string Address => $"/patients/{Patient.Id}";
    public CorrectedParty Party => new(Patient: Patient.Id);

    /// <summary>Null when there is no such patient here.</summary>
    public static Task<PatientDesk?> Of(Desk desk, long id) => desk.Read(async tx =>
    {
        var patient = await tx.Db.Set<Patient>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == new Id<Patient>(id), desk.Cancel);
        return patient is null ? null : new PatientDesk(patient, await tx.Db.Set<Practice>().Where(p => p.Id == patient.Practice).Select(p => p.Key).FirstAsync(desk.Cancel));
    });

    /// <summary>Choices of a list.</summary>
    public static async Task<IReadOnlyList<(string Key, string Name)>> Payers(Desk desk)
    {
        var payers = await desk.Read(tx => tx.Db.Set<Payer>().AsNoTracking().OrderBy(p => p.Name).ToListAsync(desk.Cancel));
        return payers.ConvertAll(p => (p.Key, p.Name));
    }

    /// <summary>The version that the editor had before them; what is no number is nobody's version.</summary>
    public static int Version(FormState form) => int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0;
}
