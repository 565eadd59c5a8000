using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Eligibility;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Claims;

/// <summary>What the claims of some visits of one practice are built from. Read in a fixed number of queries however many the visits are; building is pure from there.</summary>
internal sealed class ClaimSources
{
    /// <summary>Visits read at once.</summary>
    public const int AtOnce = 500;

    private readonly ILookup<Id<Encounter>, Charge> _charges;
    private readonly Dictionary<Id<Patient>, Patient> _patients;
    private readonly Dictionary<Id<Case>, Case> _cases;
    private readonly ILookup<Id<Patient>, (Coverage Coverage, PayerKind Kind)> _coverages;
    private readonly Dictionary<Id<Payer>, Payer> _payers;
    private readonly ILookup<Id<Patient>, Authorization> _authorizations;
    private readonly Practice _practice;
    private readonly Dictionary<Id<Provider>, Provider> _providers;

    private ClaimSources(ILookup<Id<Encounter>, Charge> charges, Dictionary<Id<Patient>, Patient> patients, Dictionary<Id<Case>, Case> cases, ILookup<Id<Patient>, (Coverage, PayerKind)> coverages,
        Dictionary<Id<Payer>, Payer> payers, ILookup<Id<Patient>, Authorization> authorizations, Practice practice, Dictionary<Id<Provider>, Provider> providers) =>
        (_charges, _patients, _cases, _coverages, _payers, _authorizations, _practice, _providers) = (charges, patients, cases, coverages, payers, authorizations, practice, providers);

    /// <param name="visits">Of one practice, at most <see cref="AtOnce"/>.</param>
    public static async Task<ClaimSources> Of(Tx tx, IReadOnlyList<Encounter> visits, CancellationToken cancel)
    {
        var practice = visits[0].Practice;
        var patients = visits.Select(v => v.PatientId).Distinct().ToList();
        var providers = visits.Select(v => v.ProviderId).Distinct().ToList();
        var cases = visits.Where(v => v.CaseId is not null).Select(v => v.CaseId!.Value).Distinct().ToList();
        var coverages = await PartyQueries.CoveragesOf(tx, practice, patients, cancel);
        var payers = coverages.SelectMany(c => c).Select(c => c.Coverage.PayerId).Distinct().ToList();
        return new ClaimSources(
            await CaptureCharge.Standing(tx, practice, [.. visits.Select(v => v.Id)], cancel),
            await tx.Db.Set<Patient>().AsNoTracking().Where(p => p.Practice == practice && patients.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel),
            cases.Count == 0 ? [] : await tx.Db.Set<Case>().AsNoTracking().Where(c => c.Practice == practice && cases.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel),
            coverages,
            await tx.Db.Set<Payer>().AsNoTracking().Where(p => payers.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel),
            (await tx.Db.Set<Authorization>().AsNoTracking().Where(a => a.Practice == practice && patients.Contains(a.PatientId)).OrderBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.PatientId),
            await tx.Db.Set<Practice>().AsNoTracking().FirstAsync(p => p.Id == practice, cancel),
            await tx.Db.Set<Provider>().AsNoTracking().Where(p => p.Practice == practice && providers.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel));
    }

    /// <summary>What the claim of the visit would say if it were built now; null without a standing charge or a coverage in force.</summary>
    public ClaimSnapshot? Now(Encounter visit)
    {
        var charges = _charges[visit.Id].ToList();
        if (charges.Count == 0) return null;
        var (patient, provider) = (_patients[visit.PatientId], _providers[visit.ProviderId]);
        var kase = visit.CaseId is { } caseId ? _cases[caseId] : null;
        var coverages = Coverages(visit, patient, kase, [.. charges.Select(c => c.Code)]);
        if (coverages.Count == 0) return null;
        return new ClaimSnapshot
        {
            VisitKey = visit.Key, Date = visit.Date, Place = visit.Place,
            Practice = new(_practice.Key, _practice.Name, _practice.Npi, _practice.TaxId, _practice.Taxonomy, _practice.Address, _practice.Phone),
            Provider = new(provider.Id.Value, provider.Npi, provider.LastName, provider.FirstName, provider.Taxonomy),
            Patient = new(patient.Key, patient.LastName, patient.FirstName, patient.MiddleName, patient.BirthDate, patient.Sex, patient.Address),
            Coverages = coverages, Case = kase is null ? null : new(kase.Kind, kase.Date, kase.State, kase.ClaimNumber, kase.Employer),
            Diagnoses = visit.DiagnosisList, ContactMinutes = visit.ContactMinutes,
            Lines = [.. charges.Select((c, i) => new BilledLine(i + 1, c.Id.Value, c.Code, c.ModifierList, c.Amount, c.Units, Numbers(c.Pointers), c.Minutes))],
        };
    }

    /// <summary>The case's payer alone where the visit belongs to a case (MONEY 5), else every coverage in force in its order.</summary>
    private List<BilledCoverage> Coverages(Encounter visit, Patient patient, Case? kase, List<string> codes)
    {
        var authorizations = _authorizations[patient.Id].Where(a => a.From <= visit.Date && (a.To is null || a.To >= visit.Date)).ToList();
        return [.. CoverageOrder.On(_coverages[patient.Id], visit.Date, kase?.PayerId)
            .Select(c => Billed(patient, c.Coverage, _payers[c.Coverage.PayerId], authorizations.Find(a => a.PayerId == c.Coverage.PayerId && Covers(a, codes))?.Number))];
    }

    private static bool Covers(Authorization authorization, List<string> codes) =>
        authorization.Codes.Length == 0 || authorization.Codes.Split(' ').Intersect(codes, StringComparer.Ordinal).Any();

    private static BilledCoverage Billed(Patient patient, Coverage c, Payer payer, string? authorization)
    {
        // Who is the subscriber themselves is named once: a corrected name of the patient corrects both.
        var (last, first, birth, sex, address) = c.Relation == Relation.Self ? (patient.LastName, patient.FirstName, patient.BirthDate, patient.Sex, patient.Address)
            : (c.SubscriberLastName, c.SubscriberFirstName, c.SubscriberBirthDate, c.SubscriberSex, c.SubscriberAddress);
        return new()
        {
            CoverageId = c.Id.Value, PayerId = payer.Id.Value, PayerKey = payer.Key, PayerName = payer.Name, Kind = payer.Kind, PayerNumber = payer.PayerId,
            ClaimFiling = payer.ClaimFiling, FilingDays = payer.FilingDays, AcceptsReplacement = payer.AcceptsReplacement, PayerAddress = payer.Address, MemberId = c.MemberId,
            Group = c.GroupNumber, Relation = c.Relation, LastName = last, FirstName = first, BirthDate = birth, Sex = sex, Address = address, From = c.From, To = c.To,
            Authorization = authorization,
        };
    }

    private static List<int> Numbers(string pointers) =>
        [.. pointers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => int.Parse(p, System.Globalization.CultureInfo.InvariantCulture))];
}
