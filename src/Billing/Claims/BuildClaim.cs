using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Eligibility;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Claims;

/// <summary>The claim of a visit. <paramref name="IsNewVersion"/>: something changed since the version before, or it is the first.</summary>
public sealed record BuiltClaim(Id<Claim> ClaimId, Id<ClaimVersion> VersionId, int Version, bool IsNewVersion);

/// <summary>
/// Builds the claim of a visit with a snapshot of everything that is billed. Built again, it makes a new version only where something differs.
/// A visit without coverage in force, or without standing charges, has no claim: the guarantor owes it.
/// </summary>
public static class BuildClaim
{
    /// <param name="again">A new version also where nothing differs: a rejected claim that goes out again as it is.</param>
    public static async Task<BuiltClaim?> Run(Tx tx, Id<Encounter> visitId, bool again = false, CancellationToken cancel = default)
    {
        var visit = await tx.Db.Set<Encounter>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == visitId, cancel)
            ?? throw new BadInputException("visit", $"There is no visit {visitId}.", "Look it up in the list of visits.");
        var snapshot = await Now(tx, visit, cancel);
        if (snapshot is null) return null;

        var claim = await tx.Db.Set<Claim>().FirstOrDefaultAsync(c => c.Practice == visit.Practice && c.EncounterId == visit.Id, cancel);
        var latest = claim is null ? null : await LatestVersion(tx, claim, cancel);
        if (!again && latest is not null && latest.Snapshot == snapshot.ToJson()) return new BuiltClaim(claim!.Id, latest.Id, latest.Version, IsNewVersion: false);
        return AddVersion(tx, visit, claim, snapshot, await tx.Today(visit.Practice));
    }

    public static Task<ClaimVersion> LatestVersion(Tx tx, Claim claim, CancellationToken cancel) =>
        tx.Db.Set<ClaimVersion>().AsNoTracking().FirstAsync(v => v.Practice == claim.Practice && v.ClaimId == claim.Id && v.Version == claim.Version, cancel);

    internal static BuiltClaim AddVersion(Tx tx, Encounter visit, Claim? claim, ClaimSnapshot snapshot, DateOnly today)
    {
        if (claim is null)
        {
            claim = tx.Add(new Claim
            {
                Practice = visit.Practice, Id = tx.NextId<Claim>(), EncounterId = visit.Id, PatientId = visit.PatientId, AccountId = visit.AccountId, Version = 1,
            });
        }
        else claim.Version++;
        var version = tx.Add(new ClaimVersion { Practice = visit.Practice, Id = tx.NextId<ClaimVersion>(), ClaimId = claim.Id, Version = claim.Version, BuiltAt = tx.Now, Snapshot = snapshot.ToJson() });
        foreach (var line in snapshot.Lines)
        {
            tx.Add(new ClaimLine
            {
                Practice = visit.Practice, Id = tx.NextId<ClaimLine>(), ClaimVersionId = version.Id, N = line.N, ChargeId = new Id<Charge>(line.ChargeId), Amount = line.Charge,
            });
        }
        ClaimEvents.Add(tx, claim, null, ClaimEventKind.Built, today, $"Version {claim.Version} built: {snapshot.Lines.Count} line{(snapshot.Lines.Count == 1 ? "" : "s")}, {snapshot.Charge}.");
        return new BuiltClaim(claim.Id, version.Id, claim.Version, IsNewVersion: true);
    }

    /// <summary>What the claim would say if it were built now; null without a standing charge or a coverage in force.</summary>
    public static async Task<ClaimSnapshot?> Now(Tx tx, Encounter visit, CancellationToken cancel = default)
    {
        var charges = await CaptureCharge.Standing(tx, visit.Practice, visit.Id, cancel);
        var patient = await tx.Db.Set<Patient>().AsNoTracking().FirstAsync(p => p.Practice == visit.Practice && p.Id == visit.PatientId, cancel);
        var kase = visit.CaseId is not { } caseId ? null : await tx.Db.Set<Case>().AsNoTracking().FirstAsync(c => c.Practice == visit.Practice && c.Id == caseId, cancel);
        var coverages = await Coverages(tx, visit, patient, kase, [.. charges.Select(c => c.Code)], cancel);
        if (charges.Count == 0 || coverages.Count == 0) return null;
        var practice = await tx.Db.Set<Practice>().AsNoTracking().FirstAsync(p => p.Id == visit.Practice, cancel);
        var provider = await tx.Db.Set<Provider>().AsNoTracking().FirstAsync(p => p.Practice == visit.Practice && p.Id == visit.ProviderId, cancel);
        return new ClaimSnapshot
        {
            VisitKey = visit.Key, Date = visit.Date, Place = visit.Place,
            Practice = new(practice.Key, practice.Name, practice.Npi, practice.TaxId, practice.Taxonomy, practice.Address, practice.Phone),
            Provider = new(provider.Id.Value, provider.Npi, provider.LastName, provider.FirstName, provider.Taxonomy),
            Patient = new(patient.Key, patient.LastName, patient.FirstName, patient.MiddleName, patient.BirthDate, patient.Sex, patient.Address),
            Coverages = coverages, Case = kase is null ? null : new(kase.Kind, kase.Date, kase.State, kase.ClaimNumber, kase.Employer),
            Diagnoses = visit.DiagnosisList, ContactMinutes = visit.ContactMinutes,
            Lines = [.. charges.Select((c, i) => new BilledLine(i + 1, c.Id.Value, c.Code, c.ModifierList, c.Amount, c.Units, Numbers(c.Pointers), c.Minutes))],
        };
    }

    /// <summary>The case's payer alone where the visit belongs to a case (MONEY 5), else every coverage in force in its order.</summary>
    private static async Task<List<BilledCoverage>> Coverages(Tx tx, Encounter visit, Patient patient, Case? kase, List<string> codes, CancellationToken cancel)
    {
        var inForce = await PartyQueries.CoveragesOn(tx, patient, visit.Date, kase, cancel);
        var payerIds = inForce.ConvertAll(c => c.PayerId);
        var payers = await tx.Db.Set<Payer>().AsNoTracking().Where(p => payerIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel);
        var authorizations = await tx.Db.Set<Authorization>().AsNoTracking()
            .Where(a => a.Practice == visit.Practice && a.PatientId == patient.Id && a.From <= visit.Date && (a.To == null || a.To >= visit.Date)).OrderBy(a => a.Id).ToListAsync(cancel);
        return inForce.ConvertAll(c => Billed(patient, c, payers[c.PayerId], authorizations.Find(a => a.PayerId == c.PayerId && Covers(a, codes))?.Number));
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
