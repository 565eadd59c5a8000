using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Acupuncture (97810, 97811, 97813, 97814) and dry needling (20560, 20561): numbers of CPT in our own words.</summary>
internal static class AcupunctureRules
{
    private const string Policy = "UnitedHealthcare policy 2025R6006A";

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        new("ACU-MIN-01", Severity.Stop, "The minutes of contact support the units.", "Enter the minutes of personal contact from the note.", Policy + ": minutes face to face; 8, 23, 38 minutes for one, two, three units (American Acupuncture Council)", MinutesSupportTheUnits,
            f => f.Billed("97810", "97811") with { IsOfFile = false, ContactMinutes = 22 }, f => f.Billed("97810", "97811") with { IsOfFile = false, ContactMinutes = 23 }),
        new("ACU-ADD-01", Severity.Stop, "Further acupuncture (97811, 97814) stands beside an initial code.", "Add the initial code of the visit, or bill it in place of the add-on.", "NCCI add-on code file, type 1: 97811 and 97814 go with 97810 or 97813", AddOnHasItsInitial, f => f.Billed("97811"), f => f.Billed("97813", "97811")),
        new("ACU-INI-01", Severity.Stop, "A day of acupuncture has one initial code.", "Bill further sets with 97811 (by hand) or 97814 (with current).", Policy + ": one initial code a day; NCCI PTP 97813/97810, indicator 0; MUE 1 for each", OneInitialAVisit, f => f.Billed("97810", "97813"), f => f.Billed("97810", "97814")),
        new("ACU-DRY-01", Severity.Stop, "Dry needling and acupuncture are not billed together.", "Bill the one that the note describes.", "NCCI PTP 20560 and 20561 with 97810 to 97814, indicator 0", NeedlingAlone, f => f.Billed("20561", "97810"), f => f.Billed("20561")),
        ScrubRule.Claim("ACU-DRY-02", Severity.Stop, "Dry needling has one code a day: 20560 (one or two muscles) or 20561 (three or more).", "Keep the one for the number of muscles.", "NCCI PTP 20561/20560, indicator 0", new("lines", "SV101-2"), f => f.Lines.Any(l => l.Code == "20560") && f.Lines.Any(l => l.Code == "20561") ? "20560 and 20561 stand on one claim." : null, f => f.Billed("20560", "20561"), f => f.Billed("20561")),
        ScrubRule.Line("ACU-DRY-03", Severity.Stop, "Dry needling is billed once a day.", "Bill one unit, whatever the number of needles.", "NCCI MUE 1 for 20560 and 20561 (MAI 2)", l => l.OfUnits, (_, l) => l.Code is "20560" or "20561" && l.Units > 1 ? $"{l.Code} is billed {l.Units} times" : null, f => f.Billed("20560x2"), f => f.Billed("20560")),
        new("ACU-CAP-01", Severity.Warn, "A day has at most two further units of each kind (97811, 97814).", "Bill what the note supports; above it expect a denial, and appeal with the note.", "NCCI MUE 2 for 97811 and 97814 (MAI 3); " + Policy, CapADay, f => f.Billed("97810", "97811x3") with { Codes = f.Codes with { MuePractitioner = [] } }, f => f.Billed("97810", "97811x2")),
        ScrubRule.Line("ACU-NDL-01", Severity.Warn, "Needles are part of acupuncture.", "Remove the needles.", Policy + ": needles are not paid apart", l => l.OfCode, (f, l) => l.Code is "A4212" or "A4215" && f.Lines.Any(o => AcupunctureCodes.All.Contains(o.Code)) ? $"{l.Code} (needles) stands beside acupuncture" : null, f => f.Billed("97810", "A4215"), f => f.Billed("97110", "A4215")),
        ScrubRule.Line("ACU-EM-01", Severity.Stop, "A visit on a day of acupuncture has modifier 25.", "Add 25 where the note shows a visit of its own, beyond the usual look before needling; else remove the visit.", "NCCI PTP 97810 to 97814 with visits, indicator 1; NCCI Policy Manual ch. XI", l => l.OfModifier(),
            (f, l) => Codes.IsVisit(l.Code) && !l.HasAny("25", "24", "57") && f.Codes.Ptp(f.Form) is null && f.Lines.Any(o => AcupunctureCodes.All.Contains(o.Code) && f.DayOf(o) == f.DayOf(l)) ? $"the visit {l.Code} stands beside acupuncture without modifier 25" : null,
            f => (f with { Codes = f.Codes with { PtpPractitioner = null } }).Billed("97810", "99213"), f => f.Billed("97810", "99213-25")) with { For = Forms.Professional },
        ScrubRule.Line("ACU-EM-02", Severity.Inform, "A visit by an acupuncturist is within the licence and the plan.", "Look at the state's scope of practice and the plan; some never pay it.", Policy + " (visit only for a new complaint); state scope of practice", l => l.OfCode, (f, l) => Codes.IsOfficeVisit(l.Code) && f.RenderingOf(l)?.Taxonomy == "171100000X" ? $"the visit {l.Code} is billed by an acupuncturist" : null,
            f => f.By("171100000X").Billed("99213"), f => f.By("171100000X").Billed("97810")),
        ScrubRule.Line("ACU-UNI-01", Severity.Warn, "Acupuncture codes with current and by hand say how each set was given.", "97810 and 97811 are by hand, 97813 and 97814 with current: check the sets in the note.", Policy + ": sets by hand and with current are told apart", l => l.OfCode, (f, l) => l.Code == "97814" && l.Units > 1 && f.Lines.Any(o => o.Code == "97811" && o.Units > 1) ? "four or more further units of both kinds are billed on one day" : null,
            f => f.Billed("97810", "97811x2", "97814x2"), f => f.Billed("97810", "97811", "97814")),
    ];

    internal static bool IsNeedling(string code) => code is "97810" or "97811" or "97813" or "97814" or "20560" or "20561";

    private static List<RuleHit> MinutesSupportTheUnits(ScrubFacts facts)
    {
        // A claim file tells no minutes of contact.
        if (facts.IsOfFile) return [];
        var (units, charge) = (0, Money.Zero);
        foreach (var line in facts.Lines)
            if (AcupunctureCodes.All.Contains(line.Code)) (units, charge) = (units + (line.Units ?? 0), charge + line.Charge);
        if (units == 0) return [];
        var needed = AcupunctureCodes.MinutesFor(units);
        var spot = new Spot("contactMinutes", "SV104");
        if (facts.ContactMinutes is not { } minutes)
            return [new(spot, $"{Units(units)} of acupuncture billed and no minutes of contact documented; {needed} are needed.", charge) { Severity = Severity.Warn }];
        return minutes >= needed ? []
            : [new(spot, $"{Units(units)} of acupuncture billed: {needed} minutes of contact are needed, {minutes} are documented.", charge) { Fix = $"{(AcupunctureCodes.UnitsFor(minutes) is > 0 and var fits ? $"Bill {Units(fits)}" : "Bill no acupuncture")}, or correct the minutes from the note." }];
    }

    private static string Units(int units) => units == 1 ? "1 unit" : $"{units} units";

    private static IEnumerable<RuleHit> AddOnHasItsInitial(ScrubFacts facts) =>
        facts.Lines.Any(l => AcupunctureCodes.IsInitial(l.Code)) ? [] : facts.Lines.Where(l => AcupunctureCodes.IsAddOn(l.Code)).Select(l => RuleHit.Of(l, l.OfCode, $"{l.Code} is billed without 97810 or 97813"));

    private static IEnumerable<RuleHit> OneInitialAVisit(ScrubFacts facts)
    {
        foreach (var day in facts.Lines.Where(l => AcupunctureCodes.IsInitial(l.Code)).GroupBy(facts.DayOf))
        {
            var initial = day.ToList();
            if (initial.Sum(l => l.Units ?? 0) <= 1) continue;
            var codes = string.Join(" and ", initial.Select(l => l.Code).Distinct(StringComparer.Ordinal));
            yield return RuleHit.Of(initial[^1], initial[^1].OfCode, initial.Count > 1 ? $"{codes} stand on one visit, which has one initial code" : $"{codes} is billed {initial[0].Units} times; a visit has it once");
        }
    }

    private static IEnumerable<RuleHit> NeedlingAlone(ScrubFacts facts) => !facts.Lines.Any(l => l.Code is "20560" or "20561") ? []
        : facts.Lines.Where(l => AcupunctureCodes.All.Contains(l.Code)).Take(1).Select(l => RuleHit.Of(l, l.OfCode, $"{l.Code} is acupuncture beside dry needling"));

    private static IEnumerable<RuleHit> CapADay(ScrubFacts facts)
    {
        // Where NCCI's own list is held it says so.
        if (facts.Codes.Mue(facts.Form, facts.Day) is not null) yield break;
        foreach (var code in (string[])["97811", "97814"])
        {
            var lines = facts.Lines.Where(l => l.Code == code).ToList();
            if (lines.Sum(l => l.Units ?? 0) is > 2 and var units) yield return RuleHit.Of(lines[^1], lines[^1].OfUnits, $"{units} units of {code} on one visit");
        }
    }
}
