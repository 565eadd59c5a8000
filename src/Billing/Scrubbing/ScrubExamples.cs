using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>A claim that nothing is wrong with, and short ways to change it: each rule's two examples are made of it.</summary>
public static class ScrubExamples
{
    /// <summary>An office visit of a man of 46 for low back pain, billed to a commercial plan by a family doctor's practice.</summary>
    public static ScrubFacts Office { get; } = new ScrubFacts
    {
        IsOfFile = true, PatientControl = "A17", Today = new(2026, 3, 16), Charge = new(12000), Charged = new(12000), Place = "11", Day = new(2026, 3, 2), Diagnoses = ["M5450", "M542"],
        Billing = new() { Npi = "1881999019", TaxId = "361234567", Taxonomy = "207Q00000X", LastName = "Still Water Clinic", Street = "12 Elm Street", Zip = "606011234" },
        Rendering = new() { Npi = "1425773086", Taxonomy = "207Q00000X", LastName = "Lin", FirstName = "Mei" },
        Patient = new() { LastName = "Whitfield", FirstName = "Thomas", BirthDate = new(1979, 11, 30), Sex = "M" },
        Coverages = [new() { PayerName = "Evergreen", PayerNumber = "77001", Kind = PayerKind.Commercial, Filing = "CI", MemberId = "EGH318820945", FilingDays = 180, From = new(2024, 1, 1) }], Lines = [], Codes = Codes,
    }.Billed("99213");

    /// <summary>A stay of three days in hospital.</summary>
    public static ScrubFacts Stay(this ScrubFacts facts) => (facts with
    {
        Form = Forms.Institutional,
        Place = "11",
        Day = new(2026, 3, 2),
        StatementTo = new(2026, 3, 5),
        Admitted = new(2026, 3, 2),
        AdmissionType = "3",
        PatientStatus = "01",
        HasAdmittingDiagnosis = true,
        Rendering = null,
        Attending = new() { Npi = "1425773086", LastName = "Lin", FirstName = "Mei" },
        Billing = facts.Billing with { Taxonomy = "282N00000X" },
    }).Change(l => l with { Form = Forms.Institutional, Code = "", Revenue = "0120", Pointers = [], Units = 3 });

    /// <summary>A visit to a dentist.</summary>
    public static ScrubFacts Dental(this ScrubFacts facts) =>
        (facts with { Form = Forms.Dental, Billing = facts.Billing with { Taxonomy = "122300000X" }, Rendering = null, Diagnoses = [] }).Billed("D2391").Change(l => l with { Form = Forms.Dental, Pointers = [], Teeth = [("3", "O")] });

    /// <summary>Its lines, each as code, modifiers and units: 97810, 97110-GP-59x2. A unit costs 120.00.</summary>
    public static ScrubFacts Billed(this ScrubFacts facts, params string[] lines)
    {
        var made = lines.Select((text, i) =>
        {
            var (what, units) = text.Split('x') is [var w, var u] ? (w, int.Parse(u, System.Globalization.CultureInfo.InvariantCulture)) : (text, 1);
            var parts = what.Split('-');
            return new ScrubLine { N = i + 1, Form = facts.Form, Code = parts[0], Modifiers = parts[1..], Units = units, Charge = new(12000L * units), Pointers = [1], From = facts.Day, To = facts.Day, Place = facts.Place };
        }).ToList();
        return (facts with { Lines = made }).Sum();
    }

    public static ScrubFacts Change(this ScrubFacts facts, Func<ScrubLine, ScrubLine> change) => (facts with { Lines = [.. facts.Lines.Select(change)] }).Sum();

    public static ScrubFacts Dx(this ScrubFacts facts, params string[] codes) => facts with { Diagnoses = codes };

    public static ScrubFacts On(this ScrubFacts facts, DateOnly day) => (facts with { Day = day, Today = day.AddDays(14), Coverages = [.. facts.Coverages.Select(c => c with { From = c.From is null ? null : day.AddYears(-1) })] }).Change(l => l with { From = day, To = day });

    public static ScrubFacts At(this ScrubFacts facts, string place) => (facts with { Place = place }).Change(l => l with { Place = place });

    public static ScrubFacts Born(this ScrubFacts facts, int year, string sex = "M") => facts with { Patient = facts.Patient with { BirthDate = new(year, 1, 15), Sex = sex } };

    public static ScrubFacts Covered(this ScrubFacts facts, Func<ScrubCoverage, ScrubCoverage> change) => facts with { Coverages = [.. facts.Coverages.Select((c, i) => i == facts.Level ? change(c) : c)] };

    public static ScrubFacts By(this ScrubFacts facts, string taxonomy) => facts with { Rendering = facts.Rendering! with { Taxonomy = taxonomy }, Billing = facts.Billing with { Taxonomy = taxonomy } };

    public static ScrubFacts Medicare(this ScrubFacts facts) => facts.Covered(c => c with { PayerName = "Medicare", PayerNumber = "12502", Kind = PayerKind.Medicare, Filing = "MB", MemberId = "1EG4TE5MK73", FilingDays = null });

    public static ScrubFacts Payer(this ScrubFacts facts, PayerKind kind, string filing, string number = "77001") => facts.Covered(c => c with { Kind = kind, Filing = filing, PayerNumber = number, FilingDays = null });

    private static ScrubFacts Sum(this ScrubFacts facts) => facts with { Charge = facts.Lines.Sum(l => l.Charge), Charged = facts.Lines.Sum(l => l.Charge) };

    private static ScrubCodes Codes => new()
    {
        // A few rows of each list, as the published ones have them, so that every rule has its examples on any machine.
        Diagnosis = Icd10Cm.Current.On, PlaceName = PlaceOfService.Name,
        Hcpcs = new(new Dictionary<string, (DateOnly?, DateOnly?, string)>(StringComparer.Ordinal)
        {
            ["G0283"] = (new(2003, 1, 1), null, "Elec stim other than wound"), ["J1885"] = (new(1997, 1, 1), null, "Injection, ketorolac tromethamine, per 15 mg"), ["J3490"] = (new(1982, 1, 1), null, "Unclassified drugs"),
            ["G2211"] = (new(2021, 1, 1), null, "Complex e/m visit add on"), ["G0103"] = (new(2000, 1, 1), null, "Psa screening"), ["A4215"] = (new(1982, 1, 1), null, "Needle, sterile, any size, each"), ["S8930"] = (new(2003, 1, 1), null, "Electrical stimulation of auricular acupuncture points"),
            ["Q9957"] = (new(2004, 1, 1), new(2025, 12, 31), "An ended code of the example"),
        }, 2026),
        Modifiers = new(HeldModifiers.ToDictionary(m => m, _ => ((DateOnly?)null, (DateOnly?)null, ""), StringComparer.Ordinal), 2026),
        PtpPractitioner = new(["20561\t97810\t20200101\t\t0", "97110\t97150\t20000101\t\t1", "97810\t99213\t20130101\t\t1", "97813\t97810\t20050101\t\t0"]),
        PtpHospital = new(["97110\t97150\t20000101\t\t1"]),
        MuePractitioner = [(new(2026, 1, 1), new[] { new MueLimit("97110", 6, '3'), new MueLimit("97811", 2, '3'), new MueLimit("97810", 1, '2'), new MueLimit("J1885", 8, '1'), new MueLimit("97010", 0, '2'), new MueLimit("97113", 6, '2') }.ToDictionary(m => m.Code))],
        MueHospital = [(new(2026, 1, 1), [])],
        AddOns = new Dictionary<string, AddOnCode>(StringComparer.Ordinal) { ["99417"] = new(new HashSet<string>(["99205", "99215"]), false), ["64484"] = new(new HashSet<string>(["64483"]), true) },
        Mce = new Dictionary<string, MceEdits>(StringComparer.Ordinal)
        {
            ["N400"] = MceEdits.MaleOnly, ["N946"] = MceEdits.FemaleOnly, ["Z3401"] = MceEdits.Maternity | MceEdits.FemaleOnly, ["Z00110"] = MceEdits.Newborn, ["Z00129"] = MceEdits.Pediatric, ["F03911"] = MceEdits.Adult, ["G3281"] = MceEdits.Manifestation,
        },
        Excluded = new Dictionary<string, DateOnly>(StringComparer.Ordinal) { ["1234567893"] = new(2024, 5, 20), ["EXAMPLE|EVAN"] = new(2023, 5, 20) },
        Taxonomies = new HashSet<string>(["207Q00000X", "171100000X", "111N00000X", "225100000X", "282N00000X", "122300000X"], StringComparer.Ordinal),
    };

    private static string[] HeldModifiers => ["AT", "GA", "GP", "GN", "GO", "GT", "GX", "GY", "GZ", "GV", "GW", "JW", "JZ", "KX", "LT", "QW", "RT", "TC", "XE", "XS", "XP", "XU", "CQ", "CO", "FQ", "AA", "QZ", "SL", "PT"];
}
