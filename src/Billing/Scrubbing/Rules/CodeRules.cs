using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Procedure codes, modifiers and places of service: that they exist, on the day.</summary>
internal static class CodeRules
{
    private static readonly DateOnly HomeTelehealthBegan = new(2022, 1, 1);

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        ScrubRule.Claim("CLM-POS-01", Severity.Stop, "The place of service is one of CMS's list.", "Use 11 for an office, 12 for the patient's home, 10 or 02 for telehealth.", "CMS Pub. 100-04 ch. 26 §10.5: place of service codes", new("place", "CLM05-1"),
            f => f.Codes.PlaceName(f.Place) is null ? $"{(f.Place.Length == 0 ? "Nothing" : f.Place)} is no place of service of CMS." : null, f => f.At("00").Change(l => l with { Place = "11" }), f => f) with { For = Forms.Professional | Forms.Dental },
        ScrubRule.Line("CLM-POS-02", Severity.Stop, "A line's own place of service is one of CMS's list.", "Use a place of CMS's list, or leave it out where the claim's place holds.", "CMS Pub. 100-04 ch. 26 §10.5; 005010X222A1 2400 SV105", l => l.OfPlace,
            (f, l) => l.Place != f.Place && f.Codes.PlaceName(l.Place) is null ? $"{l.Place} is no place of service of CMS" : null, f => f.Change(l => l with { Place = "00" }), f => f.Change(l => l with { Place = "12" })) with { For = Forms.Professional | Forms.Dental },
        ScrubRule.Line("CLM-POS-03", Severity.Stop, "Place 10 (telehealth in the patient's home) exists since 2022.", "Use 02 for telehealth before 2022.", "CMS place of service code set: 10 effective 1 January 2022 (CR 12427)", l => l.OfPlace,
            (f, l) => l.Place == "10" && f.DayOf(l) < HomeTelehealthBegan && f.HasDay ? $"place 10 is for services since 1 January 2022, this one was on {f.DayOf(l).InWords()}" : null,
            f => (f with { Codes = f.Codes with { Mce = null, MuePractitioner = f.Codes.MuePractitioner.Select(m => (new DateOnly(2021, 1, 1), m.Limits)).ToList() } }).On(new(2021, 11, 1)).Billed("99213-95").At("10"), f => f.Billed("99213-95").At("10")) with { For = Forms.Professional },
        ScrubRule.Line("CLM-PRC-01", Severity.Stop, "Each line of a professional or dental claim has a procedure.", "Enter the procedure code.", "005010X222A1 2400 SV101-2, 005010X224A2 2400 SV301-2 (required)", l => l.OfCode,
            (_, l) => l.Code.Length == 0 ? "has no procedure code" : null, f => f.Billed("99213", ""), f => f.Billed("99213", "97110")) with { For = Forms.Professional | Forms.Dental },
        ScrubRule.Line("CLM-PRC-02", Severity.Stop, "A procedure has the form of a HCPCS code.", "Enter the five characters of the code; modifiers stand apart.", "45 CFR 162.1002(a)(5) and (c)(1): HCPCS and CPT-4 for physician services; form of the codes (45 CFR 162.1011)", l => l.OfCode,
            (_, l) => l.Code.Length > 0 && !HasForm(l.Code) ? $"{l.Code} is no HCPCS or CPT code" : null, f => f.Billed("9921"), f => f.Billed("G2211", "99213")) with { For = Forms.Professional | Forms.Institutional },
        new("CLM-PRC-03", Severity.Stop, "A HCPCS Level II code is valid on the day.", "Take the code of that year from the list.", "45 CFR 162.1000(a), 162.1002(a)(5), (b)(3) and (c)(1); CMS HCPCS quarterly update", HcpcsIsValid, f => f.Billed("99213", "G9999"), f => f.Billed("99213", "J1885")) { Needs = CodeList.Hcpcs, For = Forms.Professional | Forms.Institutional },
        ScrubRule.Line("CLM-PRC-04", Severity.Warn, "A code that names no certain service is explained in words.", "Say what was done in the description (SV101-7) or a note.", "005010X222A1 2400 SV101-7; CMS Pub. 100-04 ch. 26 §10.4 item 19", l => l.At("code", "SV101-7", "SV202-7", "SV301-7"),
            (f, l) => f.IsOfFile && Codes.IsUnlisted(l.Code) && string.IsNullOrEmpty(l.Description) && !f.HasNote ? $"{l.Code} names no certain service, and nothing says what it was" : null,
            f => f.Billed("97799"), f => f.Billed("97799").Change(l => l with { Description = "WORK HARDENING REVIEW" })),
        ScrubRule.Line("CLM-MOD-01", Severity.Stop, "A modifier has two letters or digits.", "Enter the two characters of the modifier.", "005010X222A1 2400 SV101-3 to SV101-6; CMS Pub. 100-04 ch. 26 §10.4 item 24D", l => l.OfModifier(l.Modifiers.FirstOrDefault(m => !HasModifierForm(m))),
            (_, l) => l.Modifiers.FirstOrDefault(m => !HasModifierForm(m)) is { } wrong ? $"\"{wrong}\" is no modifier" : null, f => f.Billed("99213-2"), f => f.Billed("99213-25", "97110-GP")),
        ScrubRule.Line("CLM-MOD-02", Severity.Stop, "A modifier exists on the day.", "Take the modifier of that year.", "45 CFR 162.1002(a)(5) and (c)(1); CMS HCPCS modifiers; CPT modifier numbers", l => l.OfModifier(l.Modifiers.FirstOrDefault(HasModifierForm)),
            (f, l) => l.Modifiers.FirstOrDefault(m => HasModifierForm(m) && !IsCptModifier(m) && f.Codes.Modifiers!.On(m, f.DayOf(l)) == CodeStanding.NotValid) is { } wrong ? $"{wrong} is no modifier on {f.DayOf(l).InWords()}" : null,
            f => f.Billed("99213-9Z"), f => f.Billed("99213-25", "97110-GP")) with { Needs = CodeList.Hcpcs },
        ScrubRule.Line("CLM-MOD-03", Severity.Warn, "No modifier stands on a line twice.", "Remove one.", "005010X222A1 2400 SV101-3 to SV101-6: each further modifier says something further; CMS Pub. 100-04 ch. 26 §10.4 item 24D", l => l.OfModifier(),
            (_, l) => l.Modifiers.Count > 1 && l.Modifiers.Distinct(StringComparer.Ordinal).Count() < l.Modifiers.Count ? $"a modifier stands twice ({string.Join(", ", l.Modifiers)})" : null, f => f.Billed("97110-GP-GP"), f => f.Billed("97110-GP-KX")),
        ScrubRule.Line("CLM-NDC-01", Severity.Stop, "A national drug code has eleven digits.", "Write it as 5-4-2 digits without dashes, zeros filled in front.", "005010X222A1 2410 LIN03, qualifier N4 (5-4-2)", l => l.At("ndc", "2410 LIN03", "2410 LIN03", "2410 LIN03"),
            (_, l) => l.Ndc is { } ndc && (ndc.Length != 11 || !ndc.All(char.IsAsciiDigit)) ? $"{ndc} has not the eleven digits of a drug code" : null,
            f => f.Billed("J1885-JZ").Change(l => l with { Ndc = "0409-3795-01" }), f => f.Billed("J1885-JZ").Change(l => l with { Ndc = "00409379501" })),
        ScrubRule.Line("CLM-NDC-02", Severity.Warn, "Drugs for Medicaid tell the national drug code.", "Add the code on the package (2410 LIN03) with quantity and unit.", "42 CFR 447.520 (rebates on physician-administered drugs)", l => l.At("ndc", "2410 LIN03", "2410 LIN03", "2410 LIN03"),
            (f, l) => f is { IsOfFile: true, Coverage.Kind: Parties.PayerKind.Medicaid } && Codes.IsDrug(l.Code) && l.Ndc is null ? $"{l.Code} is a drug for Medicaid without its national drug code" : null,
            f => f.Payer(Parties.PayerKind.Medicaid, "MC").Billed("J1885"), f => f.Payer(Parties.PayerKind.Medicaid, "MC").Billed("J1885").Change(l => l with { Ndc = "00409379501" })),
    ];

    private static IEnumerable<RuleHit> HcpcsIsValid(ScrubFacts facts)
    {
        foreach (var line in facts.Lines)
        {
            if (line.Code.Length != 5 || line.Code[0] is < 'A' or > 'V' || line.Code[0] == 'D' || !HasForm(line.Code)) continue;
            var day = facts.DayOf(line);
            var standing = facts.Codes.Hcpcs!.On(line.Code, day);
            if (standing == CodeStanding.NotLoaded) yield return new(line.OfCode, $"{line.Code} was not evaluated.") { Severity = Severity.Inform, Missing = $"hcpcs-anweb of {day.Year}" };
            else if (standing == CodeStanding.NotValid) yield return RuleHit.Of(line, line.OfCode, facts.Codes.Hcpcs.EndOf(line.Code) is { } end && end < day ? $"{line.Code} ended on {end.InWords()}" : $"{line.Code} is no HCPCS code on {day.InWords()}");
        }
    }

    /// <summary>Five digits; a letter and four digits; four digits and F, T, U, A or M (CPT categories II and III, laboratory analyses, vaccines and administrative codes).</summary>
    private static bool HasForm(string code)
    {
        if (code.Length != 5) return false;
        for (var i = 1; i < 4; i++)
            if (!char.IsAsciiDigit(code[i])) return false;
        return char.IsAsciiDigit(code[0]) ? char.IsAsciiDigit(code[4]) || code[4] is 'F' or 'T' or 'U' or 'A' or 'M' : code[0] is >= 'A' and <= 'Z' && char.IsAsciiDigit(code[4]);
    }

    private static bool HasModifierForm(string modifier) => modifier.Length == 2 && char.IsAsciiLetterOrDigit(modifier[0]) && char.IsAsciiLetterOrDigit(modifier[1]);

    /// <summary>Modifiers of two digits, 1P to 8P and P1 to P6 are CPT's own; the HCPCS file does not list them.</summary>
    private static bool IsCptModifier(string modifier) => (char.IsAsciiDigit(modifier[0]) && char.IsAsciiDigit(modifier[1])) || modifier is "1P" or "2P" or "3P" or "8P" or "P1" or "P2" or "P3" or "P4" or "P5" or "P6";
}
