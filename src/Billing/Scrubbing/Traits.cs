using CleanClaim.Billing.Parties;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>What a claim has that some rules are about: a rule is not asked of a claim without it. Looked at once a claim, so that most rules cost one comparison.</summary>
[Flags]
internal enum Traits
{
    None = 0, Modifiers = 1, Medicare = 2, Government = 4, Needling = 8, SeveralPlans = 16, Casualty = 32, SameDay = 64, Correction = 128, LevelTwo = 256, Anesthesia = 512, Minutes = 1024, Prevention = 2048, Telehealth = 4096,
    Pregnancy = 8192, Visit = 16384, Chiropractic = 32768,
}

/// <summary>Which traits a rule waits for. Each follows from the rule's own condition; a rule that stands here without its trait would be found by its failing example.</summary>
internal static class RuleTraits
{
    private static readonly Dictionary<string, Traits> Of = Table(
        (Traits.Modifiers, "CLM-MOD-01 CLM-MOD-02 CLM-MOD-03 CLM-DX-05 MOD-25-01 MOD-57-01 MOD-24-01 MOD-59-01 MOD-59-02 MOD-50-01 MOD-50-02 MOD-LR-01 MOD-26-01 MOD-26-02 MOD-76-01 MOD-91-01 MOD-54-01 MOD-JW-01 MOD-JW-02 MOD-ABN-01 MOD-ABN-02 MOD-ABN-03 MOD-ABN-04 MOD-QW-01 MOD-HSP-01 MOD-AST-01 THE-GP-02 THE-GP-03 THE-AST-01 THE-AST-02 CHI-DX-01 TEL-MOD-01 TEL-MOD-02 TEL-POS-01 MCR-CMP-01"),
        (Traits.Medicare, "SUB-MBI-01 SUB-REL-01 SUB-MSP-01 SUB-MSP-02 PRV-MCR-01 PRV-REF-01 PRV-REF-02 CLM-FRQ-02 AGE-PRC-03 MOD-26-03 MOD-ABN-04 MOD-ANE-01 CHI-AT-01 CHI-DX-01 CHI-COV-01 CHI-INI-01 TEL-MOD-02 NCD-ACU-01 NCD-ACU-02 NCD-ACU-03 NCD-ACU-04 NCD-ACU-05 NCD-ACU-06 MCR-CMP-01 MCR-PRV-01 MCR-CON-01 MCR-STM-01"),
        (Traits.Government, "THE-GP-01 LAB-CLI-01 CLM-NDC-02 CLM-FIL-02 CLM-FIL-03 VET-AUT-01 VET-AUT-02 SUB-MCD-01"),
        (Traits.Needling, "ACU-MIN-01 ACU-ADD-01 ACU-INI-01 ACU-DRY-01 ACU-DRY-02 ACU-DRY-03 ACU-CAP-01 ACU-NDL-01 ACU-EM-01 ACU-UNI-01 NCD-ACU-01 NCD-ACU-02 NCD-ACU-03 NCD-ACU-04 NCD-ACU-05 NCD-ACU-06"),
        (Traits.SeveralPlans, "SUB-MSP-01 SUB-MSP-02 SUB-COB-01 SUB-COB-02 SUB-MCD-01 SUB-DUP-01"),
        (Traits.Casualty, "WCP-NUM-01 WCP-DOI-01 WCP-EMP-01 WCP-CAU-01 WCP-OTH-01 AUT-ACC-01 AUT-STA-01 AUT-NUM-01 AUT-DAY-01 CLM-ACC-01"),
        (Traits.SameDay, "CLM-DUP-01 CLM-DUP-04 NCC-PTP-03"),
        (Traits.Correction, "CLM-REF-01 CLM-FRQ-01 CLM-FRQ-02"),
        (Traits.LevelTwo, "CLM-PRC-03 CLM-NDC-02 MCR-CMP-01 MCR-CMP-02 ACU-NDL-01 AGE-PRC-03 SEX-PRC-01"),
        (Traits.Anesthesia, "CLM-UNI-02 MOD-ANE-01"),
        (Traits.Minutes, "CLM-UNI-03"),
        (Traits.Prevention, "AGE-PRC-01 MCR-PRV-01"),
        (Traits.Telehealth, "TEL-MOD-01 TEL-MOD-02 TEL-POS-01 TEL-HND-01 CLM-POS-03"),
        (Traits.Pregnancy, "CLM-DX-08 CLM-DX-09"),
        (Traits.Visit, "CLM-DOS-04 CLM-UNI-04 CLM-HOS-01 CLM-DUP-04 ACU-EM-01 ACU-EM-02 MOD-76-01 MOD-26-02"),
        (Traits.Chiropractic, "CHI-AT-01 CHI-DX-01 CHI-INI-01"));

    public static Traits For(string ruleId) => Of.GetValueOrDefault(ruleId);

    public static Traits On(ScrubFacts facts)
    {
        var traits = facts.Coverage.Kind switch
        {
            PayerKind.Medicare => Traits.Medicare | Traits.Government,
            PayerKind.Medicaid or PayerKind.Va => Traits.Government,
            PayerKind.WorkersComp or PayerKind.Auto => Traits.Casualty,
            _ => Traits.None,
        };
        if (facts.Coverages.Count > 1) traits |= Traits.SeveralPlans;
        if (facts.Accident is not null) traits |= Traits.Casualty;
        if (facts.SameDay.Count > 0) traits |= Traits.SameDay;
        if (facts.Frequency != "1") traits |= Traits.Correction;
        for (var i = 0; i < facts.Diagnoses.Count; i++)
            if (facts.Diagnoses[i] is ['O', ..] or ['Z', '3', 'A', ..]) traits |= Traits.Pregnancy;
        for (var i = 0; i < facts.Lines.Count; i++) traits |= OfLine(facts.Lines[i]);
        return traits;
    }

    private static Traits OfLine(ScrubLine line)
    {
        var traits = OfCode(line.Code);
        if (line.Modifiers.Count > 0)
        {
            traits |= Traits.Modifiers;
            if (line.HasAny("95", "93", "FQ", "GT")) traits |= Traits.Telehealth;
        }

        if (line.Place is "02" or "10") traits |= Traits.Telehealth;
        return line.Unit == "MJ" ? traits | Traits.Minutes : traits;
    }

    private static Traits OfCode(string code)
    {
        var traits = Codes.IsVisit(code) ? Traits.Visit : Traits.None;
        if (code.Length > 0 && char.IsAsciiLetter(code[0])) traits |= Traits.LevelTwo;
        if (AcupunctureRules.IsNeedling(code)) traits |= Traits.Needling;
        if (Codes.IsAnesthesia(code)) traits |= Traits.Anesthesia;
        if (Codes.IsPreventiveVisit(code)) traits |= Traits.Prevention;
        return Codes.IsChiropractic(code) ? traits | Traits.Chiropractic : traits;
    }

    private static Dictionary<string, Traits> Table(params ReadOnlySpan<(Traits Trait, string Rules)> rows)
    {
        Dictionary<string, Traits> table = new(StringComparer.Ordinal);
        foreach (var (trait, rules) in rows)
            foreach (var rule in rules.Split(' ')) table[rule] = table.GetValueOrDefault(rule) | trait;
        return table;
    }
}
