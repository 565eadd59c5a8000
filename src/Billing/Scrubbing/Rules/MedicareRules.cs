using CleanClaim.Billing.Charges;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Coverage decisions and payment rules of Medicare: acupuncture for chronic low back pain (NCD 30.3.3), visit complexity.</summary>
internal static class MedicareRules
{
    private const string Ncd = "CMS NCD 30.3.3 (acupuncture for chronic low back pain)";
    private static readonly DateOnly Covered = new(2020, 1, 21), ComplexityWithPrevention = new(2025, 1, 1), ComplexityPaid = new(2024, 1, 1);
    private static readonly Spot Diagnoses = new("diagnoses", "HI"), Date = new("date", "DTP*472");

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        Needling("NCD-ACU-01", Severity.Stop, "Acupuncture for Medicare is for chronic low back pain.", "Where the pain is of the low back, code it (M54.50, M54.51, M54.59); else the patient pays, with a notice signed before (GA).", Ncd + "; CR 11755 and its list of diagnoses", Diagnoses,
            f => f.Diagnoses.Any(IsLowBackPain) ? null : $"Acupuncture is billed to Medicare for {string.Join(", ", f.Diagnoses.Take(4).Select(Icd10Cm.Dotted))}, not for low back pain.", f => f.Medicare().Dx("M542").Billed("97810"), f => f.Medicare().Billed("97810")),
        Needling("NCD-ACU-02", Severity.Warn, "The low back pain has no systemic cause, and comes of no surgery or pregnancy.", "Check the note: with cancer, inflammation, infection, surgery or pregnancy as its cause it is not covered (GA with notice).", Ncd, Diagnoses,
            f => f.Diagnoses.FirstOrDefault(IsExcluded) is { } cause && f.Diagnoses.Any(IsLowBackPain) ? $"{Icd10Cm.Dotted(cause)} stands beside the low back pain." : null, f => f.Medicare().Dx("M5450", "M961").Billed("97810"), f => f.Medicare().Billed("97810")),
        Needling("NCD-ACU-03", Severity.Warn, "The first twelve visits lie within 90 days; from the thirteenth on KX says that the patient improves.", "Add KX where the note shows improvement by a measure; without improvement treatment ends.", Ncd + ": twelve visits in 90 days, eight more with improvement", Date,
            f => Year(f) is { Length: >= 12 and < 20 } days && !f.Lines.Where(l => AcupunctureRules.IsNeedling(l.Code)).All(l => l.Has("KX")) ? $"This is visit {days.Length + 1} since {days[0].InWords()}, and no KX says that the patient improves." : null,
            f => Visits(f.Medicare().Billed("97810"), 12), f => Visits(f.Medicare().Billed("97810-KX"), 12)),
        Needling("NCD-ACU-04", Severity.Stop, "A patient has at most twenty visits in the twelve months from the first.", "The patient pays, with a notice signed before (GA); or wait for the new year of treatment.", Ncd + ": no more than twenty treatments annually (from the first treatment: CR 11755)", Date,
            f => Year(f) is { Length: >= 20 } days ? $"This is visit {days.Length + 1} since {days[0].InWords()}; twenty are covered in twelve months." : null, f => Visits(f.Medicare().Billed("97810-KX"), 20), f => Visits(f.Medicare().Billed("97810-KX"), 19)),
        Needling("NCD-ACU-05", Severity.Inform, "After ten visits the twelfth is near.", "Measure and write down the improvement before the thirteenth visit.", Ncd, Date,
            f => Year(f) is { Length: 10 or 11 or 17 or 18 } days ? $"This is visit {days.Length + 1} since {days[0].InWords()}; twelve are covered, twenty with improvement." : null, f => Visits(f.Medicare().Billed("97810"), 10), f => Visits(f.Medicare().Billed("97810"), 9)),
        Needling("NCD-ACU-06", Severity.Stop, "Medicare covers acupuncture since 21 January 2020.", "The patient pays.", Ncd + ", effective 21 January 2020; NCD 30.3", Date, f => f.HasDay && f.Day < Covered ? $"Acupuncture on {f.Day.InWords()} lies before Medicare's coverage." : null,
            f => f.Dx("M545").On(new(2019, 12, 2)).Medicare().Billed("97810") with { Today = new(2019, 12, 20), Codes = f.Codes with { MuePractitioner = [(new(2019, 1, 1), f.Codes.MuePractitioner[0].Limits)] } }, f => f.Medicare().Billed("97810")),
        ScrubRule.Line("MCR-CMP-01", Severity.Warn, "Visit complexity (G2211) is not paid beside a visit with modifier 25, but for prevention and vaccines since 2025.", "Remove G2211, or the 25 where nothing else was done.", "88 FR 78818 (physician fee schedule 2024), 89 FR 97710 (2025); 42 CFR part 414", l => l.OfCode,
            (f, l) => l.Code == "G2211" && f.Coverage.IsMedicare && f.DayOf(l) >= ComplexityPaid && f.Lines.Any(o => Codes.IsOfficeVisit(o.Code) && o.Has("25")) && !(f.DayOf(l) >= ComplexityWithPrevention && f.Lines.Any(o => IsPrevention(o.Code))) ? "G2211 stands beside a visit with modifier 25" : null,
            f => f.Medicare().Billed("99213-25", "G2211", "20610"), f => f.Medicare().Billed("99213-25", "G2211", "90471")),
        ScrubRule.Line("MCR-CMP-02", Severity.Stop, "Visit complexity (G2211) is added to an office visit.", "Add the visit (99202 to 99215), or remove G2211.", "88 FR 78818 (physician fee schedule 2024): G2211 with 99202 to 99215", l => l.OfCode, (f, l) => l.Code == "G2211" && !f.Lines.Any(o => Codes.IsOfficeVisit(o.Code) || Codes.Number(o.Code) is >= 99341 and <= 99350) ? "G2211 is billed without an office visit" : null,
            f => f.Billed("G2211"), f => f.Billed("99213", "G2211")),
        ScrubRule.Line("MCR-PRV-01", Severity.Warn, "Medicare does not cover preventive visits of CPT; its own are G0402, G0438, G0439.", "Bill the annual wellness visit, or the patient with GY where a denial is wanted.", "42 U.S.C. 1395y(a)(7) (routine physical checkups); 42 CFR 411.15(a)", l => l.OfCode, (f, l) => f.Coverage.IsMedicare && Codes.IsPreventiveVisit(l.Code) && !l.HasAny("GY", "GX") ? $"{l.Code} is a routine examination" : null,
            f => f.Medicare().Dx("Z0000").Billed("99396"), f => f.Medicare().Dx("Z0000").Billed("G0439") with { Codes = f.Codes with { Hcpcs = null, Modifiers = null } }),
        ScrubRule.Line("MCR-CON-01", Severity.Stop, "Medicare pays no consultation codes (99242 to 99245, 99252 to 99255).", "Bill the visit by place and level (99202 to 99215, 99221 to 99223).", "CMS Pub. 100-04 ch. 12 §30.6.10 (consultation codes are not paid since 2010)", l => l.OfCode, (f, l) => f.Coverage.IsMedicare && Codes.Number(l.Code) is (>= 99241 and <= 99245) or (>= 99251 and <= 99255) && !l.Has("GY") ? $"{l.Code} is a consultation" : null,
            f => f.Medicare().Billed("99243"), f => f.Billed("99243")),
        ScrubRule.Line("MCR-STM-01", Severity.Stop, "Medicare takes G0283 for stimulation without attendance, not 97014.", "Bill G0283.", "Medicare physician fee schedule: 97014 status I (not valid for Medicare); CMS Pub. 100-04 ch. 5 §20", l => l.OfCode, (f, l) => f.Coverage.IsMedicare && l.Code == "97014" ? "97014 is not valid for Medicare" : null,
            f => f.Medicare().Billed("97014-GP"), f => f.Medicare().Billed("G0283-GP")),
    ];

    private static bool IsLowBackPain(string code) => code is "M5450" or "M5451" or "M5459" or "M545";

    /// <summary>Tumours, inflammatory and infectious disease of the spine, after surgery on it, pregnancy.</summary>
    private static bool IsExcluded(string code) => code.Length > 2 && (code[0] is 'C' or 'O' || code.StartsWith("M45", StringComparison.Ordinal) || code.StartsWith("M46", StringComparison.Ordinal) || code == "M961" || code.StartsWith("Z33", StringComparison.Ordinal) || code.StartsWith("Z34", StringComparison.Ordinal));

    private static bool IsPrevention(string code) => code is "90471" or "90472" or "90473" or "90474" or "90480" or "G0008" or "G0009" or "G0010" or "G0438" or "G0439" or "G0402" or "G0444" or "G0442" or "G0446" or "G0447" or "G0101" or "G0103";

    private static ScrubRule Needling(string id, Severity severity, string says, string fix, string source, Spot spot, Func<ScrubFacts, string?> message, Func<ScrubFacts, ScrubFacts> fails, Func<ScrubFacts, ScrubFacts> passes) =>
        ScrubRule.Claim(id, severity, says, fix, source, spot, f => f.Coverage.IsMedicare && IsBilled(f) ? message(f) : null, fails, passes);

    // What is billed for a denial (GY, GZ) or with a notice (GA) is known not to be covered. Dry needling counts like acupuncture.
    private static bool IsBilled(ScrubFacts facts)
    {
        foreach (var line in facts.Lines)
            if (AcupunctureRules.IsNeedling(line.Code) && !line.HasAny("GA", "GY", "GZ", "GX")) return true;
        return false;
    }

    /// <summary>The days of the year of treatment that this visit falls into, before it: a year begins with the first visit after the last one ended.</summary>
    private static DateOnly[] Year(ScrubFacts facts)
    {
        var begin = 0;
        var days = facts.AcupunctureDays;
        for (var i = 0; i < days.Count; i++)
            if (days[i] >= days[begin].AddYears(1)) begin = i;
        return days.Count == 0 || facts.Day >= days[begin].AddYears(1) ? [] : [.. days.Skip(begin)];
    }

    private static ScrubFacts Visits(ScrubFacts facts, int count) => facts with { AcupunctureDays = [.. Enumerable.Range(0, count).Select(i => facts.Day.AddDays(-7 * (count - i)))] };
}
