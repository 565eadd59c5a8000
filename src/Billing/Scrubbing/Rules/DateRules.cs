using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Days that cannot be, alone or beside each other.</summary>
internal static class DateRules
{
    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        ScrubRule.Claim("CLM-DOS-01", Severity.Stop, "No service lies in the future.", "Send the claim after the visit, or correct the date.", "005010X222A1 2400 DTP*472: the day the service was rendered", new("date", "DTP*472"),
            f => LastDay(f) is { } last && last > f.Today ? f.IsOfFile ? $"The service on {last.InWords()} lies after {f.Today.InWords()}, the day on which the file says it was made." : $"The service on {last.InWords()} lies in the future." : null, f => f with { Today = new(2026, 3, 1) }, f => f with { Today = new(2026, 3, 2) }),
        ScrubRule.Line("CLM-DOS-02", Severity.Stop, "Each line of a professional claim has its day.", "Enter the day of service.", "005010X222A1 2400 DTP*472 (required)", l => l.OfDate,
            (_, l) => l.From is null ? "has no day of service" : null, f => f.Billed("99213", "97110").Change(l => l.N == 2 ? l with { From = null, To = null } : l), f => f.Billed("99213", "97110")) with { For = Forms.Professional },
        ScrubRule.Line("CLM-DOS-03", Severity.Stop, "A line ends on or after the day on which it begins.", "Correct the two days.", "005010X222A1 2400 DTP*472 RD8; CMS Pub. 100-04 ch. 26 §10.4 item 24A", l => l.OfDate,
            (_, l) => l.From > l.To ? $"begins on {l.From.Value.InWords()} and ends on {l.To!.Value.InWords()}" : null, f => f.Change(l => l with { To = l.From!.Value.AddDays(-1) }), f => f.Change(l => l with { To = l.From })),
        ScrubRule.Line("CLM-DOS-04", Severity.Warn, "A line of several days bills at least a unit for each day that it tells of, or names one day.", "Bill days apart, or give the units of all days.", "CMS Pub. 100-04 ch. 26 §10.4 item 24A and 24G: from and to dates are for identical services, with their number", l => l.OfDate,
            (f, l) => l is { From: { } from, To: { } to, Units: 1 } && to > from && Codes.IsVisit(l.Code) ? $"{l.Code} is billed once for {to.DayNumber - from.DayNumber + 1} days" : null,
            f => f.Change(l => l with { From = new(2026, 3, 1) }), f => f.Change(l => l with { From = new(2026, 3, 1), Units = 2 })) with { For = Forms.Professional },
        ScrubRule.Claim("CLM-ONS-01", Severity.Warn, "The onset of the illness lies before the service.", "Correct the onset or the date of service.", "005010X222A1 2300 DTP*431; CMS Pub. 100-04 ch. 26 §10.4 item 14", new("onset", "DTP*431"),
            f => f.Onset > f.Day ? $"The illness began on {f.Onset.Value.InWords()}, after the service on {f.Day.InWords()}." : null, f => f with { Onset = new(2026, 3, 9) }, f => f with { Onset = new(2026, 3, 2) }),
        ScrubRule.Claim("CLM-ACC-01", Severity.Stop, "An accident lies before the service.", "Correct the day of the accident or of the service.", "005010X222A1 2300 DTP*439", new("case.date", "DTP*439"),
            f => f.Accident?.On > f.Day ? $"The accident of {f.Accident.On.Value.InWords()} lies after the service on {f.Day.InWords()}." : null,
            f => f with { Accident = new(false, false, new(2026, 3, 5), null, null, null) }, f => f with { Accident = new(false, false, new(2026, 3, 1), null, null, null) }),
        ScrubRule.Claim("CLM-HOS-01", Severity.Warn, "Visits to a patient who lies in hospital tell the day of admission.", "Add the admission date.", "005010X222A1 2300 DTP*435; CMS Pub. 100-04 ch. 26 §10.4 item 18", new("admitted", "DTP*435"),
            f => f is { IsOfFile: true, Admitted: null, Place: "21" or "51" } && f.Lines.Any(l => Codes.IsVisit(l.Code)) ? $"The patient was visited in hospital (place {f.Place}), and the day of admission is not told." : null,
            f => f.At("21") with { Facility = new() { LastName = "Lake Hospital" } }, f => f.At("21") with { Facility = new() { LastName = "Lake Hospital" }, Admitted = new(2026, 3, 1) }) with { For = Forms.Professional },
        ScrubRule.Claim("CLM-HOS-02", Severity.Stop, "A patient leaves hospital on or after the day of admission.", "Correct the two days.", "005010X222A1 2300 DTP*435, DTP*096; CMS Pub. 100-04 ch. 26 §10.4 item 18", new("discharged", "DTP*096"),
            f => f.Admitted > f.Discharged ? $"Discharge on {f.Discharged!.Value.InWords()} lies before admission on {f.Admitted.Value.InWords()}." : null,
            f => f with { Admitted = new(2026, 3, 2), Discharged = new(2026, 3, 1) }, f => f with { Admitted = new(2026, 3, 1), Discharged = new(2026, 3, 2) }),
    ];

    private static DateOnly? LastDay(ScrubFacts facts)
    {
        DateOnly? last = facts.HasDay ? facts.Day : null;
        foreach (var line in facts.Lines)
            if (line.To is { } to && (last is null || to > last)) last = to;
        return last;
    }
}
