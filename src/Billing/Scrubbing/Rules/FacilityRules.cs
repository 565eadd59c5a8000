using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Claims of hospitals and other facilities (837I).</summary>
internal static class FacilityRules
{
    private const string Guide = "005010X223A2 ", Manual = "CMS Pub. 100-04 ch. 25 §75 (UB-04), ";

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        Of("INS-TOB-01", Severity.Stop, "The type of bill has its digits.", "Enter the type of bill: facility, kind of care, frequency.", Guide + "2300 CLM05-1; " + Manual + "FL 4", new("place", "CLM05-1"), f => f.Place.Length != 2 || !f.Place.All(char.IsAsciiDigit) ? $"\"{f.Place}\" is no type of bill." : null, f => f.Stay() with { Place = "1" }, f => f.Stay() with { Place = "13" }),
        Of("INS-PER-01", Severity.Stop, "The statement has its period.", "Enter the first and last day.", Guide + "2300 DTP*434 (required); " + Manual + "FL 6", new("date", "DTP*434"), f => f.StatementTo is null ? "The period of the statement is missing." : null, f => f.Stay() with { StatementTo = null }, f => f.Stay()),
        Of("INS-PER-02", Severity.Stop, "The period of the statement ends on or after the day on which it begins.", "Correct the period.", Guide + "2300 DTP*434; Integrated Outpatient Code Editor edit 24 (date out of range)", new("date", "DTP*434"), f => f.StatementTo < f.Day ? $"The statement ends on {f.StatementTo.Value.InWords()}, before it begins on {f.Day.InWords()}." : null, f => Clinic(f) with { StatementTo = new(2026, 3, 1), Admitted = null }, Clinic),
        ScrubRule.Line("INS-LIN-01", Severity.Stop, "A line lies within the period of the statement.", "Correct the day, or bill it on its own statement.", "Integrated Outpatient Code Editor edit 23 (service date not within from and through); " + Guide + "2400 DTP*472", l => l.OfDate,
            (f, l) => f.StatementTo is { } to && f.HasDay && to >= f.Day && l.From is { } day && !f.IsInpatient && (day < f.Day || day > to) ? $"the service on {day.InWords()} lies outside the statement" : null, f => Clinic(f).Change(l => l with { From = new(2026, 2, 27) }), Clinic) with { For = Forms.Institutional },
        Of("INS-ADM-01", Severity.Stop, "A stay tells the day of admission.", "Enter the day and hour.", Guide + "2300 DTP*435; " + Manual + "FL 12", new("admitted", "DTP*435"), f => f is { IsInpatient: true, Admitted: null } ? "The day of admission is missing." : null, f => f.Stay() with { Admitted = null }, f => f.Stay()),
        Of("INS-ADM-02", Severity.Stop, "A stay tells the type of admission.", "Enter the type: 1 emergency, 2 urgent, 3 elective, 4 newborn, 5 trauma, 9 not known.", Guide + "2300 CL101; " + Manual + "FL 14", new("admissionType", "CL101"), f => f.IsInpatient && string.IsNullOrEmpty(f.AdmissionType) ? "The type of admission is missing." : null, f => f.Stay() with { AdmissionType = null }, f => f.Stay()),
        Of("INS-ADM-03", Severity.Stop, "A stay has an admitting diagnosis.", "Enter the diagnosis at admission (ABJ).", Guide + "2300 HI ABJ; " + Manual + "FL 69", new("diagnoses", "HI*ABJ"), f => f is { IsInpatient: true, HasAdmittingDiagnosis: false } && f.Place is "11" or "12" ? "The admitting diagnosis is missing." : null, f => f.Stay() with { HasAdmittingDiagnosis = false }, f => f.Stay()),
        Of("INS-ADM-04", Severity.Stop, "A stay begins on or before the last day of its statement.", "Correct the admission or the period.", Guide + "2300 DTP*435, DTP*434; " + Manual + "FL 6 and 12", new("admitted", "DTP*435"), f => f.Admitted > f.StatementTo ? $"Admission on {f.Admitted!.Value.InWords()} lies after the statement." : null, f => f.Stay() with { Admitted = new(2026, 3, 9) }, f => f.Stay()),
        Of("INS-STA-01", Severity.Stop, "A statement tells how the patient left, or that they stay.", "Enter the discharge status.", Guide + "2300 CL103; " + Manual + "FL 17", new("patientStatus", "CL103"), f => f.IsInpatient && string.IsNullOrEmpty(f.PatientStatus) ? "The status of the patient at the end is missing." : null, f => f.Stay() with { PatientStatus = null }, f => f.Stay()),
        Of("INS-STA-02", Severity.Stop, "Who is still a patient (30) has an interim statement.", "Use frequency 2 or 3, or the status at discharge.", Manual + "FL 4 and FL 17 (30 still a patient)", new("patientStatus", "CL103"), f => f is { PatientStatus: "30", Frequency: "1" or "4" } ? $"The patient is still there (30), and the statement is final (frequency {f.Frequency})." : null, f => f.Stay() with { PatientStatus = "30" }, f => f.Stay() with { PatientStatus = "30", Frequency = "2" }),
        Of("INS-ATT-01", Severity.Stop, "A statement of care names the attending provider.", "Enter the attending provider with the NPI.", Guide + "2310A; " + Manual + "FL 76", new("attending", "2310A NM1"), f => f.Attending is null && f.IsInpatient ? "The attending provider is missing." : null, f => f.Stay() with { Attending = null }, f => f.Stay()),
        ScrubRule.Line("INS-REV-01", Severity.Warn, "Each line has a revenue code of four digits.", "Enter the revenue code.", Guide + "2400 SV201 (required); " + Manual + "FL 42", l => l.At("revenue", "SV201", "SV201", "SV201"), (_, l) => l.Revenue is not { Length: 4 } revenue || !revenue.All(char.IsAsciiDigit) ? $"has \"{l.Revenue}\" as revenue code" : null,
            f => f.Stay().Change(l => l with { Revenue = "12" }), f => f.Stay().Change(l => l with { Revenue = "0120" })) with { For = Forms.Institutional },
        Of("INS-DAY-01", Severity.Warn, "Days of room and board are at most those of the statement.", "Correct the days; the day of discharge is none.", Manual + "FL 42 and FL 46 (accommodation days)", new("lines", "SV205"), f => f.IsInpatient && f.StatementTo is { } to && f.HasDay && f.Lines.Where(l => l.Revenue is { Length: 4 } r && string.CompareOrdinal(r, "0100") >= 0 && string.CompareOrdinal(r, "0219") <= 0 && l.Units > 0).Sum(l => l.Units ?? 0) is var days && days > to.DayNumber - f.Day.DayNumber + 1 ? $"{days} days of room and board are billed for {to.DayNumber - f.Day.DayNumber + 1} days." : null,
            f => f.Stay().Change(l => l with { Units = 9 }), f => f.Stay()),
    ];

    private static ScrubFacts Clinic(ScrubFacts facts) => facts.Stay() with { Place = "13", Lines = [.. facts.Stay().Lines.Select(l => l with { Revenue = "0510", Code = "99213", Units = 1 })] };

    private static ScrubRule Of(string id, Severity severity, string says, string fix, string source, Spot spot, Func<ScrubFacts, string?> message, Func<ScrubFacts, ScrubFacts> fails, Func<ScrubFacts, ScrubFacts> passes) =>
        ScrubRule.Claim(id, severity, says, fix, source, spot, message, fails, passes) with { For = Forms.Institutional };
}
