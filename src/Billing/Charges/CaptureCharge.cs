using CleanClaim.Billing.Audit;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Charges;

/// <summary>
/// Records a visit with its charges and books them at once: the first payer of the visit owes them, or the guarantor where no coverage is in force.
/// The same key with other lines corrects the visit: charges that differ are voided by negative ones and charged anew.
/// </summary>
public static class CaptureCharge
{
    public static async Task<Saved> Run(Tx tx, VisitForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var patient = await PartyQueries.Patient(tx, fields, "patient", form.Patient, form.Practice, cancel);
        var practice = patient is null ? null : await tx.Db.Set<Practice>().FirstAsync(p => p.Id == patient.Practice, cancel);
        var provider = await PartyQueries.Provider(tx, fields, "provider", form.Provider, practice?.Key ?? form.Practice, cancel);
        var kase = form.Case is null ? null : await PartyQueries.InPractice<Case>(tx, fields, "case", "case", form.Case, practice?.Key, cancel);
        if (kase is not null && patient is not null && kase.PatientId != patient.Id) fields.Add("case", "This case is another patient's.", "Choose a case of the patient.");
        var today = practice is null ? DateOnly.MaxValue : tx.TodayIn(practice.Zone);
        var visit = VisitCheck.Check(fields, form, today, patient?.BirthDate);
        var account = patient is null || visit.Date == default ? null : await NameGuarantor.ForVisit(tx, patient, visit.Date, cancel);
        var isNoDay = fields.Faults.Any(f => f.Place == "date");
        if (patient is not null && account is null && visit.Date != default && !isNoDay)
            fields.Add("patient", $"{patient.FirstName} {patient.LastName} is a minor on {visit.Date.InWords()} and nobody answers for the bill.", "Name a guarantor first: the parent who brought the child, or a legal representative.");
        var known = patient is null || form.Key is null ? null : await tx.Db.Set<Encounter>().FirstOrDefaultAsync(e => e.Practice == patient.Practice && e.Key == form.Key, cancel);
        // A visit's debt stays with the guarantor it was made with, whoever answers for the patient by now (MONEY 6).
        if (known is not null) account = await tx.Db.Set<GuarantorAccount>().FirstAsync(a => a.Practice == known.Practice && a.Id == known.AccountId, cancel);
        // Prices are looked up of a faulty visit too, so that a missing fee is named in the same round; not of a day too long ago to be one, which had no fees.
        var debtor = patient is null || account is null ? (Party?)null : await Debtor(tx, patient, kase, account, visit.Date, cancel);
        var lines = practice is null || visit.Date == default || (isNoDay && visit.Date < today) ? [] : await Price(tx, fields, practice, debtor, visit, cancel);
        if (known is not null && provider is not null) SameVisit(fields, known, patient!, provider, kase, visit);
        fields.ThrowIfAny();

        var saved = known is null
            ? await Add(tx, form.Key, practice!, patient!, provider!, account!, kase, visit, lines, debtor!.Value, today, cancel)
            : await Correct(tx, form.Version, practice!, known, visit, lines, debtor!.Value, today, cancel);
        tx.Subject = $"visit {saved.Id}";
        return saved;
    }

    /// <summary>Charges of the visit that stand: neither voids nor voided.</summary>
    public static async Task<List<Charge>> Standing(Tx tx, Id<Practice> practice, Id<Encounter> visit, CancellationToken cancel) => [.. (await Standing(tx, practice, [visit], cancel))[visit]];

    /// <summary>Charges of the visits that stand, of each in the order of its lines.</summary>
    internal static async Task<ILookup<Id<Encounter>, Charge>> Standing(Tx tx, Id<Practice> practice, IReadOnlyList<Id<Encounter>> visits, CancellationToken cancel)
    {
        var all = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == practice && visits.Contains(c.EncounterId)).ToListAsync(cancel);
        var taken = all.Where(c => c.VoidsChargeId is not null).CountBy(c => c.VoidsChargeId!.Value).ToDictionary();
        return all.Where(c => c.VoidsChargeId is null && !StandingCharges.IsTakenBack(taken.GetValueOrDefault(c.Id))).OrderBy(c => c.Line).ToLookup(c => c.EncounterId);
    }

    private sealed record Priced(VisitLine Line, Money Amount, Money? Expected);

    /// <summary>The case chooses the payer, not the coverage list (MONEY 5); else the first coverage in force on the day; else the guarantor.</summary>
    private static async Task<Party> Debtor(Tx tx, Patient patient, Case? kase, GuarantorAccount account, DateOnly day, CancellationToken cancel)
    {
        if (kase is not null) return Party.Payer(kase.PayerId.Value);
        var coverages = await PartyQueries.CoveragesOn(tx, patient, day, kase, cancel);
        return coverages.Count > 0 ? PlanParties.Of(coverages[0]) : Party.Guarantor(account.Id.Value);
    }

    private static async Task<List<Priced>> Price(Tx tx, Fields fields, Practice practice, Party? debtor, CheckedVisit visit, CancellationToken cancel)
    {
        var payer = debtor is { } party ? await PlanParties.PayerOf(tx, practice.Id, party, cancel) : null;
        var prices = await Pricing.On(tx, practice.Id, payer, visit.Date, [.. visit.Lines.Select(l => l.Code).Distinct()], cancel);
        var priced = new List<Priced>();
        for (var i = 0; i < visit.Lines.Count; i++)
        {
            var line = visit.Lines[i];
            var amount = line.Charge ?? (prices.Fee(line.Code, line.Modifiers) is { } fee ? fee * line.Units : null);
            if (amount is null && !fields.Faults.Any(f => f.Place == $"lines[{i}].code" || f.Place == $"lines[{i}].modifiers")) fields.Add($"lines[{i}].charge", $"There is no fee for {line.Code} on {visit.Date.InWords()}.", "Add the code to the fee schedule, or give the line's charge.");
            priced.Add(new Priced(line, amount ?? Money.Zero, prices.Expected(line.Code, line.Modifiers) is { } rate ? rate * line.Units : null));
        }
        return priced;
    }

    private static void SameVisit(Fields fields, Encounter known, Patient patient, Provider provider, Case? kase, CheckedVisit visit)
    {
        const string fix = "Cancel this visit and enter it as a new one.";
        if (known.PatientId != patient.Id) fields.Add("patient", "This visit is another patient's.", fix);
        if (known.ProviderId != provider.Id) fields.Add("provider", "This visit was recorded for another provider.", fix);
        if (known.Date != visit.Date) fields.Add("date", $"This visit was recorded on {known.Date.InWords()}.", fix);
        if (known.Place != visit.Place) fields.Add("place", $"This visit was recorded at place {known.Place}.", fix);
        if (known.CaseId != kase?.Id) fields.Add("case", known.CaseId is null ? "This visit was recorded without a case." : kase is null ? "This visit was recorded for a case." : "This visit was recorded for another case.", fix);
    }

    private static async Task<Saved> Add(Tx tx, string? key, Practice practice, Patient patient, Provider provider, GuarantorAccount account, Case? kase, CheckedVisit visit,
        List<Priced> lines, Party debtor, DateOnly today, CancellationToken cancel)
    {
        var id = tx.NextId<Encounter>();
        var encounter = tx.Add(new Encounter
        {
            Practice = practice.Id, Id = id, Key = key ?? $"V{id}", PatientId = patient.Id, ProviderId = provider.Id, AccountId = account.Id, CaseId = kase?.Id,
            Place = visit.Place, Date = visit.Date, Diagnoses = visit.Diagnoses, ContactMinutes = visit.ContactMinutes, Sets = NeedleSet.Kept(visit.Sets), Note = visit.Note, Version = 1,
        });
        var charges = lines.Select((l, i) => NewCharge(tx, encounter, i + 1, l)).ToList();
        await Book(tx, encounter, charges.ConvertAll(c => Fact(encounter, c, debtor)), today, cancel);
        return new Saved(id.Value, encounter.Key, SavedHow.Added);
    }

    private static async Task<Saved> Correct(Tx tx, int? expected, Practice practice, Encounter encounter, CheckedVisit visit, List<Priced> lines, Party debtor, DateOnly today, CancellationToken cancel)
    {
        var standing = await Standing(tx, practice.Id, encounter.Id, cancel);
        var edit = new Edit()
            .Field("diagnoses", encounter.Diagnoses, visit.Diagnoses, v => encounter.Diagnoses = v)
            .Field("contactMinutes", encounter.ContactMinutes, visit.ContactMinutes, v => encounter.ContactMinutes = v)
            .Field("note", encounter.Note, visit.Note, v => encounter.Note = v);
        DifferentSets(edit, encounter, visit);
        DifferentLines(edit, standing, lines);
        var changed = edit.Apply(expected, encounter.Version, expected is null || expected == encounter.Version ? null : await LastSaved.By(tx, $"visit {encounter.Id}", cancel));
        var kept = standing.Where(c => c.Line <= lines.Count && Same(c, lines[c.Line - 1])).ToList();
        var facts = new List<ChargeFact>();
        foreach (var gone in standing.Except(kept)) facts.Add(await VoidCharge.Add(tx, encounter, gone, cancel));
        var wanted = lines.Select((l, i) => (Line: l, Number: i + 1)).Where(l => !kept.Exists(k => k.Line == l.Number)).ToList();
        var billed = wanted.Count == 0 ? [] : await PutBackCharge.Billed(tx, encounter, standing, debtor, cancel);
        facts.AddRange(wanted.Select(l => billed.Find(b => b.Line == l.Number && Same(b, l.Line)) is { } was ? PutBackCharge.Add(tx, encounter, was, debtor) : Fact(encounter, NewCharge(tx, encounter, l.Number, l.Line), debtor)));
        if (changed || facts.Count > 0) encounter.Version++;
        await Book(tx, encounter, facts, today, cancel);
        return new Saved(encounter.Id.Value, encounter.Key, Saved.HowOf(false, changed || facts.Count > 0), encounter.Version);
    }

    /// <summary>Set by set, so that a person who saved later sees beside each what stands.</summary>
    private static void DifferentSets(Edit edit, Encounter encounter, CheckedVisit visit)
    {
        var (was, wanted) = (NeedleSet.Of(encounter.Sets), visit.Sets);
        string? Words(IReadOnlyList<NeedleSet> sets, int n) => n >= sets.Count ? null : $"{sets[n].Minutes} minutes{(sets[n].Electrical ? " with current" : "")}{(sets[n].Reinsertion ? ", needles inserted anew" : "")}";
        for (var n = 0; n < Math.Max(was.Count, wanted.Count); n++) edit.Field($"sets[{n}].minutes", Words(was, n), Words(wanted, n), _ => encounter.Sets = NeedleSet.Kept(visit.Sets));
    }

    /// <summary>Line by line, for the same; the charges themselves are voided and charged anew.</summary>
    private static void DifferentLines(Edit edit, List<Charge> standing, List<Priced> lines)
    {
        for (var n = 0; n < Math.Max(lines.Count, standing.Count == 0 ? 0 : standing[^1].Line); n++)
        {
            var (was, wanted) = (standing.Find(c => c.Line == n + 1), n < lines.Count ? lines[n] : null);
            edit.Field($"lines[{n}].code", was?.Code, wanted?.Line.Code, _ => { }).Field($"lines[{n}].modifiers", was?.Modifiers, wanted?.Line.Modifiers, _ => { })
                .Field($"lines[{n}].units", was?.Units, wanted?.Line.Units, _ => { }).Field($"lines[{n}].minutes", was?.Minutes, wanted?.Line.Minutes, _ => { })
                .Field($"lines[{n}].pointers", was?.Pointers, wanted?.Line.Pointers, _ => { }).Field($"lines[{n}].charge", was?.Amount, wanted?.Amount, _ => { });
        }
    }

    private static bool Same(Charge charge, Priced line) =>
        (charge.Code, charge.Modifiers, charge.Units, charge.Amount, charge.Pointers, charge.Minutes)
        == (line.Line.Code, line.Line.Modifiers, line.Line.Units, line.Amount, line.Line.Pointers, line.Line.Minutes);

    internal static bool Same(Charge a, Charge b) => (a.Code, a.Modifiers, a.Units, a.Amount, a.Pointers, a.Minutes) == (b.Code, b.Modifiers, b.Units, b.Amount, b.Pointers, b.Minutes);

    private static Charge NewCharge(Tx tx, Encounter encounter, int number, Priced line) => tx.Add(new Charge
    {
        Practice = encounter.Practice, Id = tx.NextId<Charge>(), EncounterId = encounter.Id, Line = number, Code = line.Line.Code, Modifiers = line.Line.Modifiers,
        Units = line.Line.Units, Amount = line.Amount, Expected = line.Expected, Pointers = line.Line.Pointers, Minutes = line.Line.Minutes, VoidsChargeId = null,
    });

    internal static ChargeFact Fact(Encounter encounter, Charge charge, Party debtor) => new(
        charge.Id.Value, charge.Id.Value, encounter.Practice.Value, encounter.Id.Value, encounter.ProviderId.Value, encounter.Date, charge.Code, charge.Amount, debtor);

    internal static async Task Book(Tx tx, Encounter encounter, List<ChargeFact> facts, DateOnly today, CancellationToken cancel)
    {
        var entries = facts.Select(ProjectCharge.Entry).OfType<JournalEntry>().ToList();
        // Charges of an old visit enter the open month (MONEY 8): the day of booking is today, never before the service.
        var bookedOn = today > encounter.Date ? today : encounter.Date;
        var moneyFollows = FollowCharges.Concerns(facts);
        if (moneyFollows)
        {
            await DecideWithoutVoid.Hold(tx, encounter, facts, cancel);
            await Roots.HoldAccount(tx, encounter.AccountId);
        }
        await Journal.Record(tx, encounter.Practice, bookedOn, entries, cancel);
        if (moneyFollows) await FollowCharges.Run(tx, encounter, facts, bookedOn, cancel);
        // What is to be done next with its claim hangs on the charges.
        await ClaimEvents.AddMany(tx, encounter.Practice, [], await tx.Db.Set<Claim>().Where(c => c.Practice == encounter.Practice && c.EncounterId == encounter.Id).Select(c => c.Id).ToListAsync(cancel), cancel);
    }
}
