using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Services that are billed twice, on one claim, on two, or by two versions of one.</summary>
internal static class DuplicateRules
{
    private const string Exact = "CMS Pub. 100-04 ch. 1 §120: exact and suspect duplicates";
    private static readonly string[] Repeats = ["76", "77", "91", "59", "XE", "XS", "XP", "XU", "LT", "RT", "50", "24", "25", "27", "78", "79", "JW", "26", "TC", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "FA", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "TA", "E1", "E2", "E3", "E4", "LC", "LD", "RC", "LM", "RI", "80", "81", "82", "AS", "62"];

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        new("CLM-DUP-01", Severity.Stop, "A service is not billed on another claim or visit of the patient on that day.", "If it is the same service, remove one; if it was rendered twice, add modifier 76, 77, 59 or an X modifier as documented.", Exact, NotOnAnotherClaim,
            f => (f with { SameDay = [Other("97110")] }).Billed("97110"), f => (f with { SameDay = [Other("97110")] }).Billed("97110-76")),
        new("CLM-DUP-02", Severity.Stop, "A service does not stand on two lines of a claim without a modifier that says why.", "Bill more units on one line, or add modifier 76, 59 or an X modifier as documented.", Exact, NotOnAnotherLine, f => f.Billed("20610", "20610"), f => f.Billed("20610-LT", "20610-RT")) { For = Forms.Professional },
        ScrubRule.Claim("CLM-DUP-03", Severity.Stop, "No claim number stands in a file twice.", "Send the claim once; a corrected one goes with frequency 7.", "005010X222A1 2300 CLM01: unique in the submission; CMS Pub. 100-04 ch. 1 §120", new("patientControl", "CLM01"),
            f => f is { SameNumber: { } other, Frequency: "1" } ? $"The number {f.PatientControl} stands in the file already, on {other}." : null, f => f with { SameNumber = "a claim of 2 Mar 2026" }, f => f with { SameNumber = "a claim of 2 Mar 2026", Frequency = "7", PayerControl = "E1" }),
        new("CLM-DUP-04", Severity.Warn, "A visit of the same specialty of a practice is billed once a day.", "Combine the two into one visit, or add modifier 25 where problems are unrelated and could not be seen together.", "CMS Pub. 100-04 ch. 12 §30.6.7 B: one visit a day by physicians of the same group and specialty", OneVisitADay,
            f => (f with { SameDay = [Other("99212")] }).Billed("99213"), f => (f with { SameDay = [Other("99212") with { Taxonomy = "208600000X", Npi = "1881999019" }] }).Billed("99213")) { For = Forms.Professional },
    ];

    private static SameDayLine Other(string code) => new(code, [], 1, new(2026, 3, 2), "1425773086", "207Q00000X", "claim A16");

    private static bool IsRepeat(ScrubLine line)
    {
        foreach (var modifier in line.Modifiers)
            if (Array.IndexOf(Repeats, modifier) >= 0) return true;
        return false;
    }

    private static IEnumerable<RuleHit> NotOnAnotherClaim(ScrubFacts facts)
    {
        if (facts.Frequency is "7" or "8" || facts.SameDay.Count == 0) yield break;
        foreach (var line in facts.Lines)
        {
            if (line.Code.Length == 0 || IsRepeat(line)) continue;
            var day = facts.DayOf(line);
            var twin = facts.SameDay.FirstOrDefault(o => o.Code == line.Code && o.Day == day && o.Modifiers.SequenceEqual(line.Modifiers, StringComparer.Ordinal)) ?? facts.SameDay.FirstOrDefault(o => o.Code == line.Code && o.Day == day);
            if (twin is not null) yield return RuleHit.Of(line, line.OfCode, $"{line.Code} stands on {twin.Of} on {day.InWords()}");
        }
    }

    private static IEnumerable<RuleHit> NotOnAnotherLine(ScrubFacts facts)
    {
        if (facts.Frequency == "8") yield break;
        for (var i = 1; i < facts.Lines.Count; i++)
        {
            var line = facts.Lines[i];
            if (line.Code.Length == 0 || IsRepeat(line)) continue;
            for (var j = 0; j < i; j++)
            {
                var here = facts.Lines[j];
                if (here.Code != line.Code || facts.DayOf(here) != facts.DayOf(line) || here.To != line.To || !here.Modifiers.SequenceEqual(line.Modifiers, StringComparer.Ordinal)) continue;
                yield return RuleHit.Of(line, line.OfCode, $"{line.Code} stands on line {here.N} already");
                break;
            }
        }
    }

    private static IEnumerable<RuleHit> OneVisitADay(ScrubFacts facts)
    {
        if (facts.Frequency is "7" or "8") yield break;
        foreach (var line in facts.Lines.Where(l => Codes.IsOfficeVisit(l.Code) && !l.HasAny("25", "24", "27", "57")))
        {
            var who = facts.RenderingOf(line) ?? facts.Billing;
            if (facts.SameDay.FirstOrDefault(o => o.Code != line.Code && Codes.IsOfficeVisit(o.Code) && o.Day == facts.DayOf(line) && (o.Npi == who.Npi || (o.Taxonomy is { } t && t == who.Taxonomy))) is { } other)
                yield return RuleHit.Of(line, line.OfCode, $"{line.Code} and {other.Code} on {other.Of} are visits of one specialty on {facts.DayOf(line).InWords()}");
        }
    }
}
