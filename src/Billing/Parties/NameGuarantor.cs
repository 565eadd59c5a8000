using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>
/// Who answers for the bills of which patients, from a day on. Without a day: since the first of them was born. A key that is known, without patients,
/// corrects the account alone: whom it answers for stays.
/// </summary>
public sealed record GuarantorForm
{
    public string? Key { get; init; }
    public string? Practice { get; init; }
    public string? Kind { get; init; }
    public IReadOnlyList<string>? Patients { get; init; }
    public string? LastName { get; init; }
    public string? FirstName { get; init; }
    public string? OrganizationName { get; init; }
    public AddressForm? Address { get; init; }
    public string? From { get; init; }
    /// <summary>Why a minor answers alone (kind self): emancipated or selfConsenting. For an adult it says nothing.</summary>
    public string? MinorAlone { get; init; }
    public int? Version { get; init; }
}

/// <summary>Why the law has a minor answer for their own bills (MONEY 6): emancipated, or able by state law to consent to this care alone.</summary>
public enum MinorAlone { Emancipated, SelfConsenting }

public static class NameGuarantor
{
    public static async Task<Saved> Run(Tx tx, GuarantorForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var known = await Known(tx, fields, form, cancel);
        var patients = form.Patients is null && known is not null ? [] : await Patients(tx, fields, form, cancel);
        var kind = fields.Word<GuarantorKind>("kind", "kind of guarantor", form.Kind);
        if (form.Key is null && kind == GuarantorKind.Self && patients is [var only]) known = await Own(tx, only, cancel);
        var from = fields.DateOrNull("from", "day from which the guarantor answers", form.From) ?? (patients.Count > 0 ? patients.Min(p => p.BirthDate) : known?.From ?? default);
        if (kind == GuarantorKind.Self && known is not null && patients is [var own]) await AnswersAlready(tx, fields, known, own, from, cancel);
        var wanted = Check(fields, form, kind, patients, known, from);
        if (kind == GuarantorKind.Employer) await NoMinors(tx, fields, patients, from);
        var alone = kind == GuarantorKind.Self ? await Alone(tx, fields, form, known?.MinorAlone, patients, from) : null;
        fields.ThrowIfAny();

        wanted = wanted with { MinorAlone = alone };
        var account = known ?? Add(tx, patients[0].Practice, form.Key ?? (kind == GuarantorKind.Self ? OwnKey(patients[0]) : null), wanted);
        var changed = known is not null && Change(known, wanted, form.Version);
        var linked = await Link(tx, account, patients, from, cancel);
        tx.Subject = $"guarantor {account.Id}{Words(alone)}";
        return new Saved(account.Id.Value, account.Key, Saved.HowOf(known is null, changed || linked), account.Version);
    }

    /// <summary>
    /// The account that answers for a visit of the patient on the day: the latest named on or before it. From the 18th birthday on new visits are
    /// the patient's own where a parent was named (MONEY 6); an adult for whom nobody was named answers alone. Null: a minor without guarantor.
    /// </summary>
    public static async Task<GuarantorAccount?> ForVisit(Tx tx, Patient patient, DateOnly day, CancellationToken cancel)
    {
        var named = await tx.Db.Set<GuarantorOfPatient>().Where(g => g.Practice == patient.Practice && g.PatientId == patient.Id && g.From <= day)
            .OrderByDescending(g => g.From).ThenByDescending(g => g.Id).Select(g => g.AccountId).Take(1).ToListAsync(cancel);
        var account = named.Count == 0 ? null : await tx.Db.Set<GuarantorAccount>().FirstAsync(a => a.Practice == patient.Practice && a.Id == named[0], cancel);
        var adult = patient.BirthDate.AddYears(18) <= day;
        if (account is not null && !(adult && account.Kind == GuarantorKind.Parent)) return account;
        return adult ? await OwnAccount(tx, patient, cancel) : null;
    }

    private static async Task<GuarantorAccount> OwnAccount(Tx tx, Patient patient, CancellationToken cancel)
    {
        if (await Own(tx, patient, cancel) is { } known) return known;
        var from = patient.BirthDate.AddYears(18);
        var account = Add(tx, patient.Practice, OwnKey(patient), new Checked(GuarantorKind.Self, patient.LastName, patient.FirstName, null, patient.Address, from));
        await Link(tx, account, [patient], from, cancel);
        return account;
    }

    /// <summary>The account of a patient who pays their own bills and for whom no other key was given.</summary>
    private static string OwnKey(Patient patient) => $"self:{patient.Key}";

    /// <summary>One person has one account: the patient's own, whichever key it was given.</summary>
    private static async Task<GuarantorAccount?> Own(Tx tx, Patient patient, CancellationToken cancel)
    {
        var key = OwnKey(patient);
        return await tx.Db.Set<GuarantorAccount>().FirstOrDefaultAsync(a => a.Practice == patient.Practice && a.Key == key, cancel)
            ?? await tx.Db.Set<GuarantorAccount>().Where(a => a.Practice == patient.Practice && a.Kind == GuarantorKind.Self
                && tx.Db.Set<GuarantorOfPatient>().Any(g => g.Practice == a.Practice && g.AccountId == a.Id && g.PatientId == patient.Id)).OrderBy(a => a.Id).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Naming the patient from a later day on, while nobody else was named between, would change nothing.</summary>
    private static async Task AnswersAlready(Tx tx, Fields fields, GuarantorAccount own, Patient patient, DateOnly from, CancellationToken cancel)
    {
        var named = await tx.Db.Set<GuarantorOfPatient>().AsNoTracking().Where(g => g.Practice == patient.Practice && g.PatientId == patient.Id && g.From <= from)
            .OrderByDescending(g => g.From).ThenByDescending(g => g.Id).FirstOrDefaultAsync(cancel);
        if (named is not null && named.AccountId == own.Id && named.From < from)
            fields.Add("kind", $"{patient.FirstName} {patient.LastName} answers already, for visits since {named.From.InWords()}.", "Nothing is to be named; a name or address is corrected on the account itself.");
    }

    /// <summary>The account with the form's key, in the practice named or in that of the first patient.</summary>
    private static async Task<GuarantorAccount?> Known(Tx tx, Fields fields, GuarantorForm form, CancellationToken cancel)
    {
        if (form.Key is null) return null;
        if (form.Patients is null or [])
        {
            var practice = await PartyQueries.Practice(tx, fields, "practice", form.Practice, cancel);
            return practice is null ? null : await tx.Db.Set<GuarantorAccount>().FirstOrDefaultAsync(a => a.Practice == practice.Id && a.Key == form.Key, cancel);
        }
        var first = await PartyQueries.Patient(tx, new Fields(), "patients[0]", form.Patients[0], form.Practice, cancel);
        return first is null ? null : await tx.Db.Set<GuarantorAccount>().FirstOrDefaultAsync(a => a.Practice == first.Practice && a.Key == form.Key, cancel);
    }

    private sealed record Checked(GuarantorKind Kind, string? LastName, string? FirstName, string? OrganizationName, Address Address, DateOnly From, MinorAlone? MinorAlone = null);

    private static async Task<List<Patient>> Patients(Tx tx, Fields fields, GuarantorForm form, CancellationToken cancel)
    {
        var patients = new List<Patient>();
        var keys = form.Patients ?? [];
        if (keys.Count == 0) fields.Add("patients", "No patient is named.", "Name the patients whose bills the guarantor pays.");
        for (var i = 0; i < keys.Count; i++)
        {
            if (await PartyQueries.Patient(tx, fields, $"patients[{i}]", keys[i], form.Practice, cancel) is { } patient) patients.Add(patient);
        }
        if (patients.Select(p => p.Practice).Distinct().Count() > 1)
            fields.Add("patients", "The patients belong to different practices.", "A guarantor has one account in each practice: name one guarantor per practice.");
        return patients;
    }

    private static Checked Check(Fields fields, GuarantorForm form, GuarantorKind kind, List<Patient> patients, GuarantorAccount? known, DateOnly from)
    {
        if (kind == GuarantorKind.Self) return CheckSelf(fields, form, patients, known, from);
        if (kind == GuarantorKind.Parent)
        {
            foreach (var adult in patients.Where(p => p.BirthDate.AddYears(18) <= from))
                fields.Add("kind", $"{adult.FirstName} {adult.LastName} is of age since {adult.BirthDate.AddYears(18).InWords()} and a parent no longer answers for new visits.", "Use self, or legalRepresentative where a court named one.");
        }
        var address = fields.Address("address", form.Address);
        if (kind == GuarantorKind.Employer) return new Checked(kind, null, null, fields.Text("organizationName", "name of the employer", form.OrganizationName, 60), address, from);
        var organization = fields.TextOrNull("organizationName", "name of the organization", form.OrganizationName, 60);
        if (organization is not null && kind == GuarantorKind.LegalRepresentative) return new Checked(kind, null, null, organization, address, from);
        return new Checked(kind, fields.Name("lastName", "last name", form.LastName, 60), fields.Name("firstName", "first name", form.FirstName, 35), null, address, from);
    }

    /// <summary>Why the patient cannot be named as the one who pays from the day on; null for who is of age then.</summary>
    public static Fault? MinorFault(string patient, DateOnly birth, DateOnly day) => birth.AddYears(18) <= day ? null
        : new("kind", $"{patient} is a minor until {birth.AddYears(18).InWords()} and does not answer for bills.",
            "Name a parent or a legal representative; or say why the law has the minor answer alone: emancipated, or consenting alone by state law (in a file: emancipated or selfConsenting).");

    /// <summary>
    /// A minor is not bound by their own signature: the parent who brought the child, or a legal representative, answers. Who is emancipated or consents alone by state law does
    /// answer (MONEY 6), and somebody says so; what was said once stays with the account.
    /// </summary>
    private static async Task<MinorAlone?> Alone(Tx tx, Fields fields, GuarantorForm form, MinorAlone? known, List<Patient> patients, DateOnly from)
    {
        if (form.MinorAlone is not null && patients.Count == 0) return Reason(fields, form);
        if (patients is not [var patient]) return known;
        var today = await tx.Today(patient.Practice);
        if (MinorFault($"{patient.FirstName} {patient.LastName}", patient.BirthDate, from > today ? from : today) is not { } fault) return known;
        if (form.MinorAlone is not null) return Reason(fields, form);
        if (known is not null) return known;
        fields.Add(fault.Place, fault.Message, fault.Fix);
        return null;
    }

    /// <summary>An employer pays for what it sends its people to, as a drug screen (MONEY 6); it is neither parent nor representative of a child.</summary>
    private static async Task NoMinors(Tx tx, Fields fields, List<Patient> patients, DateOnly from)
    {
        foreach (var patient in patients)
        {
            var (today, adult) = (await tx.Today(patient.Practice), patient.BirthDate.AddYears(18));
            if (adult > (from > today ? from : today))
                fields.Add("kind", $"{patient.FirstName} {patient.LastName} is a minor until {adult.InWords()}, and an employer does not answer for a child.", "Name a parent or a legal representative; for an injury at work open a case: its carrier pays.");
        }
    }

    private static MinorAlone Reason(Fields fields, GuarantorForm form) => fields.Word<MinorAlone>("minorAlone", "reason why a minor answers alone", form.MinorAlone);

    /// <summary>What the audit log says beside the guarantor.</summary>
    private static string? Words(MinorAlone? alone) => alone switch
    {
        null => null,
        Parties.MinorAlone.Emancipated => ", an emancipated minor",
        Parties.MinorAlone.SelfConsenting => ", a minor who consents alone",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Checked CheckSelf(Fields fields, GuarantorForm form, List<Patient> patients, GuarantorAccount? known, DateOnly from)
    {
        if (patients.Count > 1) fields.Add("patients", "A guarantor of kind self answers for one patient.", "Name that patient alone; for a family name a parent or legalRepresentative.");
        var address = form.Address is null ? patients.FirstOrDefault()?.Address ?? known?.Address ?? new Address("", null, "", "", "") : fields.Address("address", form.Address);
        return new Checked(GuarantorKind.Self, fields.NameOrNull("lastName", "last name", form.LastName, 60) ?? patients.FirstOrDefault()?.LastName ?? known?.LastName,
            fields.NameOrNull("firstName", "first name", form.FirstName, 35) ?? patients.FirstOrDefault()?.FirstName ?? known?.FirstName, null, address, from);
    }

    private static GuarantorAccount Add(Tx tx, Id<Practice> practice, string? key, Checked wanted)
    {
        var id = tx.NextId<GuarantorAccount>();
        return tx.Add(new GuarantorAccount
        {
            Practice = practice, Id = id, Key = key ?? $"G{id}", Kind = wanted.Kind, LastName = wanted.LastName, FirstName = wanted.FirstName,
            OrganizationName = wanted.OrganizationName, Address = wanted.Address, From = wanted.From, MinorAlone = wanted.MinorAlone, Version = 1,
        });
    }

    private static bool Change(GuarantorAccount account, Checked wanted, int? expected)
    {
        var changed = new Edit()
            .Field("kind", account.Kind, wanted.Kind, v => account.Kind = v).Field("lastName", account.LastName, wanted.LastName, v => account.LastName = v)
            .Field("firstName", account.FirstName, wanted.FirstName, v => account.FirstName = v)
            .Field("organizationName", account.OrganizationName, wanted.OrganizationName, v => account.OrganizationName = v)
            .Field("address", account.Address, wanted.Address, v => account.Address = v).Field("from", account.From, wanted.From, v => account.From = v)
            .Field("minorAlone", account.MinorAlone, wanted.MinorAlone, v => account.MinorAlone = v)
            .Apply(expected, account.Version);
        if (changed) account.Version++;
        return changed;
    }

    /// <summary>Adds the links that are not there yet; they are facts with a date and are never changed.</summary>
    private static async Task<bool> Link(Tx tx, GuarantorAccount account, List<Patient> patients, DateOnly from, CancellationToken cancel)
    {
        var ids = patients.Select(p => p.Id).ToList();
        var linked = await tx.Db.Set<GuarantorOfPatient>().Where(g => g.Practice == account.Practice && ids.Contains(g.PatientId) && g.AccountId == account.Id && g.From == from)
            .Select(g => g.PatientId).ToListAsync(cancel);
        foreach (var patient in ids.Except(linked))
            tx.Add(new GuarantorOfPatient { Practice = account.Practice, Id = tx.NextId<GuarantorOfPatient>(), AccountId = account.Id, PatientId = patient, From = from });
        return linked.Count < ids.Count;
    }
}
