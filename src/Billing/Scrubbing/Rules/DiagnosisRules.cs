using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Diagnoses: valid on the day, in the order that the guidelines ask for. Quoted and told from the ICD-10-CM Official Guidelines (CMS, NCHS).</summary>
internal static class DiagnosisRules
{
    private const string Guidelines = "ICD-10-CM Official Guidelines for Coding and Reporting ";
    private static readonly DateOnly Icd10Began = new(2015, 10, 1);

    private static readonly string[] FirstOnly = ["Z00", "Z01", "Z02", "Z04", "Z332", "Z3181", "Z3182", "Z3183", "Z3184", "Z34", "Z38", "Z39", "Z40", "Z42", "Z510", "Z511", "Z52", "Z761", "Z762", "Z9912"];

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        new("CLM-DX-01", Severity.Stop, "Each diagnosis is a billable ICD-10-CM code on the day of service.", "Use the full code of that fiscal year (1 October to 30 September).",
            "45 CFR 162.1000(a): the code set valid when the care was given, ICD-10-CM (162.1002); ICD-10-CM Official Guidelines I.B.2: all characters", ValidOnTheDay, f => f.Dx("M545", "M542"), f => f.Dx("M5459", "M542")),
        ScrubRule.Claim("CLM-DX-02", Severity.Warn, "No diagnosis stands on a claim twice.", "Remove one, and correct the pointers.", Guidelines + "I.B.8: a code is reported once for an encounter", new("diagnoses", "HI"),
            f => Twice(f.Diagnoses) is { } twice ? $"{Icd10Cm.Dotted(twice)} stands on the claim twice." : null, f => f.Dx("M5450", "M5450"), f => f.Dx("M5450", "M5451")),
        First("CLM-DX-03", Severity.Stop, "The first diagnosis is no external cause (V00 to Y99).", "Put the injury first and its cause behind it.", "I.C.20.a.6: an external cause code is never first", (_, code) => code[0] is 'V' or 'W' or 'X' or 'Y' ? "tells how it happened, not what is wrong" : null,
            f => f.Dx("W1830XA", "S39012A"), f => f.Dx("S39012A", "W1830XA")),
        First("CLM-DX-04", Severity.Stop, "The first diagnosis is no manifestation of another disease.", "Put the underlying disease first.", "I.A.13 (etiology and manifestation); Medicare Code Editor, manifestation code as principal diagnosis", (f, code) => Mce(f, code, MceEdits.Manifestation) ? "is the manifestation of another disease, which comes first" : null,
            f => f.Dx("G3281", "M5450"), f => f.Dx("M5450", "G3281")) with { Needs = CodeList.Mce },
        new("CLM-DX-05", Severity.Warn, "A line for one side of the body points to a diagnosis of that side.", "Correct the modifier or the diagnosis; the note says the side.", Guidelines + "I.B.13 (laterality); HCPCS modifiers LT, RT", SidesAgree,
            f => f.Dx("M25561").Billed("20610-LT"), f => f.Dx("M25562").Billed("20610-LT")) { For = Forms.Professional },
        First("CLM-DX-06", Severity.Warn, "A sequela (7th character S) follows the condition that it left.", "Put the condition that is treated now first, the sequela code behind it.", "I.B.10: first the condition or nature of the sequela, then the sequela code",
            (_, code) => code.Length == 7 && code[^1] == 'S' && code[0] is 'S' or 'T' ? "is the late effect of an injury, and the condition that is treated is not first" : null, f => f.Dx("S39012S", "M5450"), f => f.Dx("M5450", "S39012S")),
        new("CLM-DX-07", Severity.Inform, "Some Z codes are first only.", "Make it the first diagnosis where it is why the patient came.", Guidelines + "I.C.21.c.16 (Z codes that may only be principal or first-listed)", FirstOnlyIsFirst, f => f.Dx("M5450", "Z0000"), f => f.Dx("Z0000", "M5450")) { For = Forms.Professional },
        ScrubRule.Claim("CLM-DX-08", Severity.Warn, "Weeks of pregnancy (Z3A) stand beside a code of chapter 15.", "Add the O code, or remove the weeks.", Guidelines + "I.C.21.c.11: Z3A gives more about pregnancy codes (O00 to O9A)", new("diagnoses", "HI"),
            f => f.Diagnoses.Any(d => d.StartsWith("Z3A", StringComparison.Ordinal)) && !f.Diagnoses.Any(d => d.StartsWith('O')) ? "The weeks of pregnancy are told without a pregnancy diagnosis." : null,
            f => (f.Born(1995, "F") with { Codes = f.Codes with { Mce = null } }).Dx("M5450", "Z3A20"), f => f.Born(1995, "F").Dx("O26892", "Z3A20")),
        ScrubRule.Claim("CLM-DX-09", Severity.Inform, "Codes of chapter 15 come before others.", "Put the O code first.", Guidelines + "I.C.15.a.1: chapter 15 codes have sequencing priority", new("diagnoses[0]", "HI01-2"),
            f => f.Diagnoses is [var first, _, ..] && !first.StartsWith('O') && f.Diagnoses.FirstOrDefault(d => d.StartsWith('O')) is { } pregnancy ? $"{Icd10Cm.Dotted(pregnancy)} of pregnancy stands behind {Icd10Cm.Dotted(first)}." : null,
            f => f.Born(1995, "F").Dx("M5450", "O26892"), f => f.Born(1995, "F").Dx("O26892", "M5450")),
        ScrubRule.Claim("CLM-DX-10", Severity.Stop, "A professional claim has at most twelve diagnoses.", "Keep the twelve that the lines point to, or make two claims.", "005010X222A1 2300 HI: twelve codes", new("diagnoses", "HI"),
            f => f.Diagnoses.Count > 12 ? $"The claim has {f.Diagnoses.Count} diagnoses." : null, f => f.Dx(Thirteen), f => f.Dx(Thirteen[..12])) with { For = Forms.Professional },
        ScrubRule.Claim("CLM-DX-11", Severity.Stop, "Services since 1 October 2015 are coded in ICD-10-CM.", "Code the diagnoses in ICD-10-CM (qualifiers ABK, ABF).", "45 CFR 162.1002(c)(2)", new("diagnoses", "HI01-1"),
            f => f.IsIcd9 && f.HasDay && f.Day >= Icd10Began ? $"The diagnoses are told as ICD-9-CM for services on {f.Day.InWords()}." : null, f => f with { IsIcd9 = true }, f => f),
        ScrubRule.Claim("CLM-DX-12", Severity.Stop, "A claim has a diagnosis.", "Add the ICD-10-CM code from the note.", "005010X222A1 and 005010X223A2 2300 HI; CMS Pub. 100-04 ch. 26 §10.4 item 21", new("diagnoses", "HI"),
            f => f.Diagnoses.Count == 0 ? "The claim has no diagnosis." : null, f => f.Dx().Change(l => l with { Pointers = [] }), f => f) with { For = Forms.Professional | Forms.Institutional },
    ];

    private static string[] Thirteen => ["M5450", "M542", "M546", "M5412", "M25511", "M25512", "M25521", "M25551", "M25552", "M25561", "M25562", "M7918", "M797"];

    private static ScrubRule First(string id, Severity severity, string says, string fix, string source, Func<ScrubFacts, string, string?> what, Func<ScrubFacts, ScrubFacts> fails, Func<ScrubFacts, ScrubFacts> passes) =>
        ScrubRule.Claim(id, severity, says, fix, Guidelines + source, new("diagnoses[0]", "HI01-2"), f => !f.IsIcd9 && f.Diagnoses is [{ Length: > 2 } first, ..] && what(f, first) is { } said ? $"The first diagnosis, {Icd10Cm.Dotted(first)}, {said}." : null, fails, passes);

    private static List<RuleHit> ValidOnTheDay(ScrubFacts facts)
    {
        List<RuleHit> hits = [];
        if (facts.IsIcd9 || !facts.HasDay) return hits;
        // Of a stay the day of discharge counts.
        var day = facts.IsInpatient && facts.StatementTo is { } to ? to : facts.Day;
        for (var i = 0; i < facts.Diagnoses.Count; i++)
        {
            var code = facts.Diagnoses[i];
            var spot = new Spot($"diagnoses[{i}]", $"HI{i + 1:00}-2");
            var standing = facts.Codes.Diagnosis(code, day);
            if (standing == CodeStanding.NotValid)
            {
                var below = Icd10Cm.Current.Below(code, day);
                hits.Add(new(spot, $"{Icd10Cm.Dotted(code)} is no billable ICD-10-CM code on {day.InWords()}.")
                {
                    Fix = below.Count is > 0 and <= 12 ? $"Choose {string.Join(", ", below.Take(below.Count - 1).Select(Icd10Cm.Dotted))}{(below.Count > 1 ? " or " : "")}{Icd10Cm.Dotted(below[^1])}, as the note says." : null,
                });
            }
            else if (standing == CodeStanding.NotLoaded)
            {
                hits.Add(new(spot, $"{Icd10Cm.Dotted(code)} was not evaluated: no ICD-10-CM set covers {day.InWords()}.") { Severity = Severity.Inform, Fix = "Import the order file of that fiscal year.", Missing = $"icd10cm-order of fiscal year {Icd10Cm.FiscalYear(day)}" });
            }
        }

        return hits;
    }

    private static IEnumerable<RuleHit> SidesAgree(ScrubFacts facts)
    {
        foreach (var line in facts.Lines)
        {
            var (left, right) = (line.Has("LT"), line.Has("RT"));
            if (left == right || line.Pointers.Count == 0) continue;
            var sides = line.Pointers.Where(p => p >= 1 && p <= facts.Diagnoses.Count).Select(p => SideOf(facts.Diagnoses[p - 1])).Where(s => s is not null).ToHashSet(StringComparer.Ordinal);
            if (sides.Count == 1 && !sides.Contains(left ? "left" : "right") && !sides.Contains("bilateral"))
                yield return RuleHit.Of(line, line.OfModifier(left ? "LT" : "RT"), $"modifier {(left ? "LT" : "RT")} says {(left ? "left" : "right")}, and its diagnoses say {sides.First()}");
        }
    }

    private static string? SideOf(string code)
    {
        var words = Icd10Cm.Current.Title(code)?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (words is null) return null;
        return words.Contains("bilateral", StringComparer.OrdinalIgnoreCase) ? "bilateral" : words.Contains("left", StringComparer.OrdinalIgnoreCase) ? "left" : words.Contains("right", StringComparer.OrdinalIgnoreCase) ? "right" : null;
    }

    private static IEnumerable<RuleHit> FirstOnlyIsFirst(ScrubFacts facts)
    {
        // Two such codes may stand together (a general examination and one for school).
        if (facts.IsIcd9 || facts.Diagnoses.Count < 2 || IsFirstOnly(facts.Diagnoses[0])) yield break;
        for (var i = 1; i < facts.Diagnoses.Count; i++)
            if (IsFirstOnly(facts.Diagnoses[i])) yield return new(new($"diagnoses[{i}]", $"HI{i + 1:00}-2"), $"{Icd10Cm.Dotted(facts.Diagnoses[i])} is a first diagnosis and stands at place {i + 1}.");
    }

    private static bool IsFirstOnly(string code)
    {
        if (code.Length < 3 || code[0] != 'Z' || code is "Z006") return false;
        foreach (var first in FirstOnly)
            if (code.StartsWith(first, StringComparison.Ordinal)) return true;
        return false;
    }

    internal static bool Mce(ScrubFacts facts, string code, MceEdits edit) => facts.Codes.Mce is { } mce && mce.TryGetValue(code, out var held) && (held & edit) != 0;

    private static string? Twice(IReadOnlyList<string> codes)
    {
        for (var i = 1; i < codes.Count; i++)
            for (var j = 0; j < i; j++)
                if (codes[i] == codes[j]) return codes[i];
        return null;
    }
}
