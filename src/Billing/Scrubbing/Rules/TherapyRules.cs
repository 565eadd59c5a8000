using CleanClaim.Billing.Parties;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Therapy under a plan of care, chiropractic, telehealth.</summary>
internal static class TherapyRules
{
    private const string Discipline = "CMS Pub. 100-04 ch. 5 §20.1 (discipline specific outpatient rehabilitation modifiers)", Telehealth = "42 CFR 410.78; CMS Pub. 100-04 ch. 12 §190";
    private static readonly System.DateOnly GtEnded = new(2018, 1, 1), AssistantsBegan = new(2020, 1, 1);

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        ScrubRule.Line("THE-GP-01", Severity.Warn, "Therapy for Medicare or the VA says under which plan of care: GP, GO or GN.", "Add GP (physical), GO (occupational) or GN (speech).", Discipline + ": always therapy codes", l => l.OfModifier(),
            (f, l) => f.Coverage.Kind is PayerKind.Medicare or PayerKind.Va && Codes.IsAlwaysTherapy(l.Code) && !l.HasAny("GP", "GO", "GN", "GY") ? $"{l.Code} has no modifier of a therapy plan of care" : null, f => f.Medicare().Billed("97110"), f => f.Medicare().Billed("97110-GP")),
        ScrubRule.Line("THE-GP-02", Severity.Stop, "A line has one of GP, GO and GN.", "Keep the discipline of the plan of care.", Discipline, l => l.OfModifier(), (_, l) => (l.Has("GP") ? 1 : 0) + (l.Has("GO") ? 1 : 0) + (l.Has("GN") ? 1 : 0) > 1 ? "has modifiers of two disciplines" : null, f => f.Billed("97530-GP-GO"), f => f.Billed("97530-GO")),
        ScrubRule.Line("THE-GP-03", Severity.Warn, "Acupuncture and visits are no therapy under a plan of care.", "Remove GP, GO or GN.", Discipline + ": for services under a therapy plan of care (42 CFR 410.60)", l => l.OfModifier(), (_, l) => l.HasAny("GP", "GO", "GN") && (Codes.IsOfficeVisit(l.Code) || Charges.AcupunctureCodes.All.Contains(l.Code)) ? $"{l.Code} has a modifier of a therapy plan of care" : null, f => f.Billed("99213-GP"), f => f.Billed("97110-GP")),
        Assistant("THE-AST-01", "CQ", "GP", "physical therapist assistant"), Assistant("THE-AST-02", "CO", "GO", "occupational therapy assistant"),
        ScrubRule.Line("CHI-AT-01", Severity.Stop, "Chiropractic for Medicare says that treatment is active (AT).", "Add AT where the note shows active treatment; else it is maintenance, which Medicare does not cover (GA with notice).", "CMS Pub. 100-02 ch. 15 §240.1.3; CMS Pub. 100-04 ch. 12 §220", l => l.OfModifier(),
            (f, l) => f.Coverage.IsMedicare && Codes.IsChiropractic(l.Code) && !l.HasAny("AT", "GA", "GZ", "GY") ? $"{l.Code} has no modifier AT" : null, f => Chiropractor(f).Billed("98941"), f => Chiropractor(f).Billed("98941-AT")),
        ScrubRule.Claim("CHI-DX-01", Severity.Warn, "Chiropractic for Medicare has the level of subluxation as first diagnosis.", "Put the subluxation (M99.00 to M99.05) first, what it causes behind it.", "CMS Pub. 100-02 ch. 15 §240.1.2; CMS Pub. 100-04 ch. 12 §220", new("diagnoses[0]", "HI01-2"),
            f => f.Coverage.IsMedicare && f.Lines.Any(l => Codes.IsChiropractic(l.Code) && l.Has("AT")) && f.Diagnoses is [var first, ..] && !first.StartsWith("M990", System.StringComparison.Ordinal) ? $"The first diagnosis of chiropractic treatment is {CodeSets.Icd10Cm.Dotted(first)}, no subluxation." : null,
            f => Chiropractor(f).Dx("M5450", "M9903").Billed("98941-AT"), f => Chiropractor(f).Billed("98941-AT")),
        ScrubRule.Line("CHI-COV-01", Severity.Warn, "Of a chiropractor Medicare covers manipulation of the spine alone.", "Add GY where the patient wants a denial for another plan; the patient pays.", "42 CFR 410.21(b)", l => l.OfCode, (f, l) => f.Coverage.IsMedicare && f.RenderingOf(l)?.Taxonomy?.StartsWith("111N", System.StringComparison.Ordinal) == true && !Codes.IsChiropractic(l.Code) && !l.Has("GY") ? $"{l.Code} is billed by a chiropractor" : null,
            f => Chiropractor(f).Billed("99213"), f => Chiropractor(f).Billed("99213-GY")),
        ScrubRule.Claim("CHI-INI-01", Severity.Warn, "Chiropractic for Medicare tells when the course of treatment began.", "Add the day of the first treatment of this episode.", "CMS Pub. 100-04 ch. 12 §220 and ch. 26 §10.4 item 14; 005010X222A1 2300 DTP*454", new("firstTreated", "DTP*454"),
            f => f.IsOfFile && f.Coverage.IsMedicare && f.FirstTreated is null && f.Lines.Any(l => Codes.IsChiropractic(l.Code)) ? "The day on which chiropractic treatment began is not told." : null, f => Chiropractor(f).Billed("98941-AT") with { FirstTreated = null }, f => Chiropractor(f).Billed("98941-AT")),
        ScrubRule.Line("TEL-MOD-01", Severity.Warn, "Picture and sound (95) and sound alone (93, FQ) do not stand on one line.", "Keep the one that is true.", Telehealth, l => l.OfModifier("93"), (_, l) => l.HasAny("95", "GT") && l.HasAny("93", "FQ") ? "says that there was a picture and that there was none" : null, f => f.At("10").Billed("99213-95-93"), f => f.At("10").Billed("99213-93")),
        ScrubRule.Line("TEL-MOD-02", Severity.Warn, "GT has ended for professional telehealth of Medicare.", "Bill place 02 or 10; 95 where the contractor asks for it.", "CMS Transmittal 3929 (CR 10152): GT ended 1 January 2018 but for method II hospitals; " + Telehealth, l => l.OfModifier("GT"), (f, l) => f.Coverage.IsMedicare && l.Has("GT") && f.DayOf(l) >= GtEnded ? "has GT, which Medicare no longer takes on professional claims" : null,
            f => f.Medicare().At("02").Billed("99213-GT"), f => f.At("02").Billed("99213-GT")) with { For = Forms.Professional },
        ScrubRule.Line("TEL-POS-01", Severity.Warn, "A telehealth modifier goes with place 02 or 10.", "Use 10 where the patient was at home, 02 elsewhere; or remove the modifier. Some plans ask for 11 with 95: keep what the plan says.", "CMS place of service code set: 02 and 10; CMS Pub. 100-04 ch. 26 §10.5", l => l.OfPlace,
            (_, l) => l.HasAny("95", "93", "FQ", "GT") && l.Place is "11" or "12" ? $"is telehealth by its modifier and in place {l.Place}" : null, f => f.Billed("99213-95"), f => f.At("10").Billed("99213-95")) with { For = Forms.Professional },
        ScrubRule.Line("TEL-HND-01", Severity.Stop, "What needs hands is not done by telehealth.", "Correct the place and the modifier.", "42 CFR 410.78(b): services on the telehealth list; CPT numbers for acupuncture, needling, manipulation and manual therapy are personal contact (own words)", l => l.OfPlace,
            (_, l) => (l.Place is "02" or "10" || l.HasAny("95", "93", "GT", "FQ")) && (AcupunctureRules.IsNeedling(l.Code) || Codes.IsChiropractic(l.Code) || l.Code is "97140" or "97124" or "20610") ? $"{l.Code} was rendered by telehealth" : null, f => f.At("10").Billed("97140"), f => f.Billed("97140")) with { For = Forms.Professional },
    ];

    private static ScrubFacts Chiropractor(ScrubFacts facts) => facts.Medicare().By("111N00000X").Dx("M9903", "M5450") with { FirstTreated = new(2026, 2, 20) };

    private static ScrubRule Assistant(string id, string modifier, string with, string who) =>
        ScrubRule.Line(id, Severity.Stop, $"{modifier} ({who}) stands with {with}.", $"Add {with}, or remove {modifier}.", Discipline + "; 42 CFR 410.59, 410.60 (assistants, since 2020)", l => l.OfModifier(modifier), (f, l) => l.Has(modifier) && !l.Has(with) && f.DayOf(l) >= AssistantsBegan ? $"has {modifier} without {with}" : null,
            f => f.Billed($"97110-{modifier}"), f => f.Billed($"97110-{with}-{modifier}"));
}
