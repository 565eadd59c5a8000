using CleanClaim.Billing.CodeSets;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>
/// Diagnoses and services that are for one sex or some ages. The edits are the Medicare Code Editor's, an inpatient tool: they warn, and modifier KX on the
/// line or condition code 45 on the claim says that it is no error (Pub. 100-04 ch. 32 §240).
/// </summary>
internal static class AgeSexRules
{
    private const string Mce = "Medicare Code Editor definitions manual (CMS), ", Override = "; CMS Pub. 100-04 ch. 32 §240: KX or condition code 45 says that it is no error";

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        Diagnosis("AGE-DX-01", MceEdits.Newborn, "newborns (age 0)", age => age == 0, "age conflict: perinatal and newborn", f => f.Dx("Z00110"), f => f.Born(2026).Dx("Z00110")),
        Diagnosis("AGE-DX-02", MceEdits.Pediatric, "children (age 0 to 17)", age => age <= 17, "age conflict: pediatric", f => f.Dx("Z00129"), f => f.Born(2018).Dx("Z00129")),
        Diagnosis("AGE-DX-03", MceEdits.Maternity, "patients of 9 to 64 years", age => age is >= 9 and <= 64, "age conflict: maternity", f => f.Born(1950, "F").Dx("Z3401"), f => f.Born(1995, "F").Dx("Z3401")),
        Diagnosis("AGE-DX-04", MceEdits.Adult, "adults (age 15 to 124)", age => age >= 15, "age conflict: adult", f => f.Born(2016).Dx("F03911"), f => f.Born(1940).Dx("F03911")),
        Sex("SEX-DX-01", MceEdits.FemaleOnly, "M", "female", f => f.Dx("N946"), f => f.Born(1995, "F").Dx("N946")),
        Sex("SEX-DX-02", MceEdits.MaleOnly, "F", "male", f => f.Born(1960, "F").Dx("N400"), f => f.Dx("N400")),
        ScrubRule.Line("SEX-PRC-01", Severity.Warn, "A service for one sex goes with the patient's.", "Check the patient's sex on record with the payer; where the code is right, add modifier KX.", "CMS Pub. 100-04 ch. 18 §30 (Pap tests), §40 (pelvic examination), §50 (prostate)" + Override, l => l.OfCode,
            (f, l) => l.Has("KX") || f.HasConditionCode45 ? null : l.Code is "G0101" or "Q0091" or "G0123" or "P3000" && f.Patient.Sex == "M" ? $"{l.Code} is for female patients" : l.Code is "G0102" or "G0103" && f.Patient.Sex == "F" ? $"{l.Code} is for male patients" : null,
            f => f.Born(1960, "F").Billed("G0103") with { Clia = "14D0123456" }, f => f.Billed("G0103") with { Clia = "14D0123456" }),
        ScrubRule.Line("AGE-PRC-01", Severity.Stop, "A preventive visit has the code of the patient's age.", "Take the code of the age on the day.", "CPT numbers 99381 to 99397, which are by age (own words): under 1, 1, 5, 12, 18, 40, 65", l => l.OfCode,
            (f, l) => Codes.IsPreventiveVisit(l.Code) && f.Patient.AgeOn(f.DayOf(l)) is { } age && Codes.Number(l.Code) % 10 != Band(age) ? $"{l.Code} is for another age; the patient was {age}" : null,
            f => f.Dx("Z0000").Billed("99397"), f => f.Dx("Z0000").Billed("99396")),
        ScrubRule.Line("AGE-PRC-02", Severity.Stop, "Vaccination with counselling by component (90460, 90461) is for patients up to 18.", "Bill 90471 to 90474 from 19 years on.", "CPT numbers 90460 and 90461: through 18 years of age (own words)", l => l.OfCode,
            (f, l) => l.Code is "90460" or "90461" && f.Patient.AgeOn(f.DayOf(l)) is > 18 and var age ? $"{l.Code} is for patients up to 18 years; the patient was {age}" : null, f => f.Billed("90460"), f => f.Born(2018).Dx("Z23").Billed("90460")),
        ScrubRule.Line("AGE-PRC-03", Severity.Warn, "A prostate screening test for Medicare is for men over 50.", "Bill the diagnostic code where the test was not a screening.", "42 CFR 410.39(c) (men over 50, once in 11 full months)", l => l.OfCode,
            (f, l) => f.Coverage.IsMedicare && l.Code is "G0102" or "G0103" && f.Patient is { Sex: "M" } && f.Patient.AgeOn(f.DayOf(l)) is < 50 and var age ? $"{l.Code} is covered from 50 years on; the patient was {age}" : null,
            f => f.Medicare().Billed("G0103") with { Clia = "14D0123456", Referring = new() { Npi = "1881999019" } }, f => f.Medicare().Born(1950).Billed("G0103") with { Clia = "14D0123456", Referring = new() { Npi = "1881999019" } }),
    ];

    /// <summary>The last digit of the preventive codes: 1 under one year, 2 to 4, 3 to 11, 4 to 17, 5 to 39, 6 to 64, 7 from 65.</summary>
    private static int Band(int age) => age switch { 0 => 1, <= 4 => 2, <= 11 => 3, <= 17 => 4, <= 39 => 5, <= 64 => 6, _ => 7 };

    private static ScrubRule Diagnosis(string id, MceEdits edit, string who, Func<int, bool> fits, string source, Func<ScrubFacts, ScrubFacts> fails, Func<ScrubFacts, ScrubFacts> passes) =>
        new(id, Severity.Warn, $"A diagnosis for {who} goes with the patient's age.", "Check the birth date and the diagnosis.", Mce + source, facts => Of(facts, edit, f => f.Patient.AgeOn(f.Day) is { } age && !fits(age) ? $"is for {who}; the patient was {age}" : null), fails, passes) { Needs = CodeList.Mce };

    private static ScrubRule Sex(string id, MceEdits edit, string not, string who, Func<ScrubFacts, ScrubFacts> fails, Func<ScrubFacts, ScrubFacts> passes) =>
        new(id, Severity.Warn, $"A diagnosis for {who} patients goes with the patient's sex.", "Check the diagnosis and the sex on record with the payer; where both are right, add modifier KX to the line (condition code 45 on a facility's claim).", Mce + "sex conflict" + Override,
            facts => facts.HasConditionCode45 || facts.Lines.Any(l => l.Has("KX")) ? [] : Of(facts, edit, f => f.Patient.Sex == not ? $"is for {who} patients" : null), fails, passes)
        { Needs = CodeList.Mce };

    private static IEnumerable<RuleHit> Of(ScrubFacts facts, MceEdits edit, Func<ScrubFacts, string?> what)
    {
        for (var i = 0; i < facts.Diagnoses.Count; i++)
            if (DiagnosisRules.Mce(facts, facts.Diagnoses[i], edit) && what(facts) is { } said) yield return new(new($"diagnoses[{i}]", $"HI{i + 1:00}-2"), $"{Icd10Cm.Dotted(facts.Diagnoses[i])} {said}.");
    }
}
