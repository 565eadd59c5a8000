using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>What a person or a book file says of a patient. The same key again changes the row where it differs.</summary>
public sealed record PatientForm
{
    public string? Key { get; init; }
    public string? Practice { get; init; }
    public string? LastName { get; init; }
    public string? FirstName { get; init; }
    public string? MiddleName { get; init; }
    public string? BirthDate { get; init; }
    public string? Sex { get; init; }
    public AddressForm? Address { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public string? Language { get; init; }
    public string? ReasonForVisit { get; init; }
    /// <summary>The version that the editor had before them; null takes no notice of others' edits (imports).</summary>
    public int? Version { get; init; }
}

public static class RegisterPatient
{
    /// <exception cref="BadInputException">Fields that cannot be taken, all of them.</exception>
    /// <exception cref="StaleEditException">Someone else changed the patient since.</exception>
    public static async Task<Saved> Run(Tx tx, PatientForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var practice = await PartyQueries.Practice(tx, fields, "practice", form.Practice, cancel);
        var wanted = Check(fields, form, practice is null ? null : tx.TodayIn(practice.Zone));
        var known = practice is null || form.Key is null ? null
            : await tx.Db.Set<Patient>().FirstOrDefaultAsync(p => p.Practice == practice.Id && p.Key == form.Key, cancel);
        fields.ThrowIfAny();

        if (known is not null) await RenameOwnAccount(tx, known, wanted, cancel);
        var saved = known is null ? Add(tx, practice!, form.Key, wanted) : Change(known, wanted, form.Version);
        tx.Subject = $"patient {saved.Id}";
        return saved;
    }

    /// <summary>A patient's data in our form.</summary>
    private sealed record Checked(
        string LastName, string FirstName, string? MiddleName, DateOnly BirthDate, string Sex, Address Address, string? Phone, string? Email, string? Language, string? ReasonForVisit);

    private static Checked Check(Fields fields, PatientForm form, DateOnly? today) => new(
        fields.Name("lastName", "last name", form.LastName, 60), fields.Name("firstName", "first name", form.FirstName, 35),
        fields.NameOrNull("middleName", "middle name", form.MiddleName, 25), fields.BirthDate("birthDate", form.BirthDate, today), fields.Sex("sex", form.Sex),
        fields.Address("address", form.Address), fields.Phone("phone", form.Phone), fields.Email("email", form.Email),
        fields.Note("language", "language", form.Language, 40), fields.Note("reasonForVisit", "reason for the visit", form.ReasonForVisit, 500));

    private static Saved Add(Tx tx, Practice practice, string? key, Checked wanted)
    {
        var id = tx.NextId<Patient>();
        var patient = tx.Add(new Patient
        {
            Practice = practice.Id, Id = id, Key = key ?? $"P{id}", LastName = wanted.LastName, FirstName = wanted.FirstName, MiddleName = wanted.MiddleName,
            NameKey = Patient.FoldName(wanted.LastName, wanted.FirstName), BirthDate = wanted.BirthDate, Sex = wanted.Sex, Address = wanted.Address,
            Phone = wanted.Phone, Email = wanted.Email, Language = wanted.Language, ReasonForVisit = wanted.ReasonForVisit, Version = 1,
        });
        return new Saved(id.Value, patient.Key, SavedHow.Added);
    }

    /// <summary>Who pays their own bills is one person: the account that bears the patient's name takes the corrected one. A guarantor named otherwise keeps theirs.</summary>
    private static async Task RenameOwnAccount(Tx tx, Patient patient, Checked wanted, CancellationToken cancel)
    {
        if (patient.LastName == wanted.LastName && patient.FirstName == wanted.FirstName) return;
        var own = await tx.Db.Set<GuarantorAccount>().Where(a => a.Practice == patient.Practice && a.Kind == GuarantorKind.Self && a.LastName == patient.LastName && a.FirstName == patient.FirstName
            && tx.Db.Set<GuarantorOfPatient>().Any(g => g.Practice == a.Practice && g.AccountId == a.Id && g.PatientId == patient.Id)).ToListAsync(cancel);
        foreach (var account in own)
        {
            (account.LastName, account.FirstName) = (wanted.LastName, wanted.FirstName);
            account.Version++;
        }
    }

    private static Saved Change(Patient patient, Checked wanted, int? expected)
    {
        var changed = new Edit()
            .Field("lastName", patient.LastName, wanted.LastName, v => patient.LastName = v).Field("firstName", patient.FirstName, wanted.FirstName, v => patient.FirstName = v)
            .Field("middleName", patient.MiddleName, wanted.MiddleName, v => patient.MiddleName = v).Field("birthDate", patient.BirthDate, wanted.BirthDate, v => patient.BirthDate = v)
            .Field("sex", patient.Sex, wanted.Sex, v => patient.Sex = v).Field("address", patient.Address, wanted.Address, v => patient.Address = v)
            .Field("phone", patient.Phone, wanted.Phone, v => patient.Phone = v).Field("email", patient.Email, wanted.Email, v => patient.Email = v)
            .Field("language", patient.Language, wanted.Language, v => patient.Language = v)
            .Field("reasonForVisit", patient.ReasonForVisit, wanted.ReasonForVisit, v => patient.ReasonForVisit = v)
            .Apply(expected, patient.Version);
        if (changed)
        {
            patient.Version++;
            patient.NameKey = Patient.FoldName(patient.LastName, patient.FirstName);
        }
        return new Saved(patient.Id.Value, patient.Key, Saved.HowOf(false, changed), patient.Version);
    }
}
