using System.Globalization;
using CleanClaim.Billing;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Visits;

/// <summary>Between the charge entry form and the visit's form object: rows that are empty are not lines.</summary>
internal static class VisitEntry
{
    /// <summary>Rows of the form: as many as stand and one to add, never fewer than an ordinary visit needs nor more than a claim holds.</summary>
    public static int SetRows(FormState form) => Rows(form, "sets", 4);
    public static int LineRows(FormState form) => Rows(form, "lines", Math.Clamp(form.Whole("rows") ?? Few, Few, VisitCheck.MostLines));

    private const int Few = 8;

    /// <summary>More empty lines were asked for: the form comes back as it was typed, with them, and nothing is sent.</summary>
    public static bool WantsMoreLines(FormState form)
    {
        if (form.Text("more") is null) return false;
        form["rows"] = Math.Min(LineRows(form) + Few, VisitCheck.MostLines).ToString(CultureInfo.InvariantCulture);
        return true;
    }

    private static int Rows(FormState form, string name, int fewest)
    {
        var last = Enumerable.Range(0, VisitCheck.MostLines).LastOrDefault(n => form.Typed($"{name}[{n}]."), -1);
        return Math.Clamp(last + 2, fewest, VisitCheck.MostLines);
    }

    /// <summary>The choice that a visit belongs to none of the patient's cases.</summary>
    public const string NoCase = "none";

    /// <summary>The keys by which the form object names patient and practice.</summary>
    public sealed record Keys(string Patient, string Practice);

    public static async Task<Keys?> KeysOf(Tx tx, Id<Patient> id, CancellationToken cancel)
    {
        var patient = await tx.Db.Set<Patient>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel);
        if (patient is null) return null;
        var practice = await tx.Db.Set<Practice>().AsNoTracking().FirstAsync(p => p.Id == patient.Practice, cancel);
        return new Keys(patient.Key, practice.Key);
    }

    public static VisitForm Of(FormState form, Keys keys)
    {
        form.MoveRowsUp("lines", VisitCheck.MostLines);
        form.MoveRowsUp("sets", VisitCheck.MostLines);
        var lines = Enumerable.Range(0, LineRows(form)).Where(n => form.Typed($"lines[{n}].")).Select(n => Line(form, n)).ToList();
        var sets = Enumerable.Range(0, SetRows(form)).Where(n => form.Typed($"sets[{n}].")).Select(n => Set(form, n)).ToList();
        return new VisitForm
        {
            Practice = keys.Practice, Patient = keys.Patient, Provider = form.Text("provider"), Place = form.Text("place"), Date = DateTyped.ToIso(form.Text("date")),
            Diagnoses = Words(form["diagnoses"]), ContactMinutes = form.Whole("contactMinutes"), Note = form.Text("note"),
            Sets = sets.Count == 0 ? null : sets, Lines = lines.Count == 0 ? null : lines, Case = form.Text("case") is { } chosen && chosen != NoCase ? chosen : null,
        };
    }

    /// <summary>A visit of a patient with a case says whether it belongs to it: the case decides who pays (MONEY 5).</summary>
    public static void CaseIsChosen(FormState form, IReadOnlyList<(Case Case, string Payer)> cases)
    {
        if (cases.Count > 0 && form.Text("case") is null)
            form.Refuse(new Fault("case", "The patient has a case, and nothing says whether this visit belongs to it.", "Choose the case, or that the visit is an ordinary one."));
    }

    /// <summary>The patient's cases, the newest first.</summary>
    public static async Task<IReadOnlyList<(Case Case, string Payer)>> Cases(Tx tx, Id<Patient> patient, CancellationToken cancel)
    {
        var rows = await (from c in tx.Db.Set<Case>().AsNoTracking() where c.PatientId == patient join p in tx.Db.Set<Payer>() on c.PayerId equals p.Id orderby c.Date descending select new { c, p.Name }).ToListAsync(cancel);
        return rows.ConvertAll(r => (r.c, r.Name));
    }

    /// <summary>An empty form with what is likely: today, the office, provider and diagnoses of the last visit.</summary>
    public static async Task<FormState> Defaults(Tx tx, Id<Patient> patient, DateOnly today, CancellationToken cancel)
    {
        var last = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.PatientId == patient).OrderByDescending(e => e.Date).FirstOrDefaultAsync(cancel);
        var form = new FormState { ["date"] = today.ToString("M/d/yyyy", CultureInfo.InvariantCulture), ["place"] = last?.Place ?? "11", ["diagnoses"] = last is null ? "" : Written(last) };
        if (last is not null) form["provider"] = await tx.Db.Set<Provider>().Where(p => p.Practice == last.Practice && p.Id == last.ProviderId).Select(p => p.Key).FirstAsync(cancel);
        return form;
    }

    /// <summary>The form as the visit stands, to correct it.</summary>
    public static async Task<(Encounter Visit, FormState Form)?> AsEntered(Tx tx, Id<Encounter> id, CancellationToken cancel)
    {
        var visit = await tx.Db.Set<Encounter>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, cancel);
        if (visit is null) return null;
        var provider = await tx.Db.Set<Provider>().Where(p => p.Practice == visit.Practice && p.Id == visit.ProviderId).Select(p => p.Key).FirstAsync(cancel);
        var form = new FormState
        {
            ["provider"] = provider, ["place"] = visit.Place, ["date"] = visit.Date.ToString("M/d/yyyy", CultureInfo.InvariantCulture), ["diagnoses"] = Written(visit),
            ["contactMinutes"] = visit.ContactMinutes?.ToString(CultureInfo.InvariantCulture) ?? "", ["note"] = visit.Note ?? "", ["version"] = visit.Version.ToString(CultureInfo.InvariantCulture),
        };
        form["case"] = visit.CaseId is { } injury ? await tx.Db.Set<Case>().Where(c => c.Practice == visit.Practice && c.Id == injury).Select(c => c.Key).FirstAsync(cancel) : NoCase;
        var charges = await CaptureCharge.Standing(tx, visit.Practice, id, cancel);
        foreach (var (charge, n) in charges.Select((c, n) => (c, n)))
        {
            form[$"lines[{n}].code"] = charge.Code;
            form[$"lines[{n}].modifiers"] = charge.Modifiers;
            form[$"lines[{n}].units"] = charge.Units.ToString(CultureInfo.InvariantCulture);
            form[$"lines[{n}].charge"] = charge.Amount.ToString();
            form[$"lines[{n}].pointers"] = charge.Pointers;
            form[$"lines[{n}].minutes"] = charge.Minutes?.ToString(CultureInfo.InvariantCulture) ?? "";
        }
        var sets = NeedleSet.Of(visit.Sets);
        // What follows from the lines is not typed: it follows their correction.
        if (sets.Count == 0 && VisitCheck.OfLines(charges.Select(c => ((string?)c.Code, c.Minutes))) is { } ofLines && ofLines == visit.ContactMinutes) form["contactMinutes"] = "";
        foreach (var (set, n) in sets.Select((s, n) => (s, n)))
        {
            form[$"sets[{n}].minutes"] = set.Minutes.ToString(CultureInfo.InvariantCulture);
            if (set.Electrical) form[$"sets[{n}].electrical"] = "yes";
            if (set.Reinsertion) form[$"sets[{n}].reinsertion"] = "yes";
        }
        return (visit, form);
    }

    /// <summary>The diagnoses as people write them: M54.50 G89.29.</summary>
    public static string Written(Encounter visit) => string.Join(' ', visit.DiagnosisList.Select(Icd10Cm.Dotted));

    private static LineForm Line(FormState form, int n) => new()
    {
        Code = form.Text($"lines[{n}].code")?.ToUpperInvariant(), Modifiers = Words(form[$"lines[{n}].modifiers"]), Units = form.Whole($"lines[{n}].units") ?? 1,
        Charge = form.Text($"lines[{n}].charge"), Minutes = form.Whole($"lines[{n}].minutes"),
        Pointers = form.Text($"lines[{n}].pointers") is { } pointers ? [.. Words(pointers).Select((p, i) => form.Whole($"lines[{n}].pointers[{i}]", p))] : null,
    };

    private static SetForm Set(FormState form, int n) => new()
    {
        Minutes = form.Whole($"sets[{n}].minutes"), Electrical = form.Ticked($"sets[{n}].electrical"), Reinsertion = form.Ticked($"sets[{n}].reinsertion"),
    };

    private static List<string> Words(string text) => [.. text.ToUpperInvariant().Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
