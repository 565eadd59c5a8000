using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Lines: pointers, units, charges.</summary>
internal static class LineRules
{
    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        ScrubRule.Claim("CLM-LIN-01", Severity.Stop, "A claim has a line of service.", "Enter what was done.", "005010X222A1, 005010X223A2 and 005010X224A2 loop 2400 (required)", new("lines", "2400 LX"), f => f.Lines.Count == 0 ? "The claim has no line." : null, f => f.Billed(), f => f),
        ScrubRule.Claim("CLM-LIN-02", Severity.Stop, "A professional claim has at most fifty lines.", "Make two claims.", "005010X222A1 loop 2400: fifty lines", new("lines", "2400 LX"), f => f.Lines.Count > 50 ? $"The claim has {f.Lines.Count} lines." : null,
            f => f.Billed(Many(51)), f => f.Billed(Many(50))) with { For = Forms.Professional },
        new("CLM-PTR-01", Severity.Stop, "Each line of a professional claim points to diagnoses that the claim has.", "Point to the diagnosis that explains the service.", "005010X222A1 2400 SV107", PointersPointToDiagnoses, f => f.Change(l => l with { Pointers = [3] }), f => f.Change(l => l with { Pointers = [2, 1] })) { For = Forms.Professional },
        ScrubRule.Line("CLM-PTR-02", Severity.Stop, "A line points to at most four diagnoses.", "Keep the four that explain the service best.", "005010X222A1 2400 SV107-1 to SV107-4", l => l.OfPointers, (_, l) => l.Pointers.Count > 4 ? $"points to {l.Pointers.Count} diagnoses" : null,
            f => f.Dx("M5450", "M542", "M546", "M5412", "M797").Change(l => l with { Pointers = [1, 2, 3, 4, 5] }), f => f.Dx("M5450", "M542", "M546", "M5412", "M797").Change(l => l with { Pointers = [1, 2, 3, 5] })) with { For = Forms.Professional },
        ScrubRule.Line("CLM-PTR-03", Severity.Warn, "A line points to a diagnosis once.", "Remove the second pointer.", "005010X222A1 2400 SV107: diagnoses in order of importance to the service", l => l.OfPointers,
            (_, l) => l.Pointers.Count > 1 && l.Pointers.Distinct().Count() < l.Pointers.Count ? "points to a diagnosis twice" : null, f => f.Change(l => l with { Pointers = [1, 1] }), f => f.Change(l => l with { Pointers = [1, 2] })) with { For = Forms.Professional },
        ScrubRule.Claim("CLM-BAL-01", Severity.Stop, "The claim bills what its lines, and the visit's charges, add up to.", "Make the corrected claim on the claim's page.", "005010X222A1 2300 CLM02: the sum of SV102 (section 1.4.4)", new("charge", "CLM02"), _ => null, f => f with { Charge = new(9500) }, f => f) with
        {
            MayPass = false, Check = ClaimBillsWhatWasCharged,
        },
        ScrubRule.Line("CLM-CHG-01", Severity.Stop, "No charge is below zero.", "A correction goes as a replacement claim, not as a negative line.", "005010X222A1 2400 SV102, 2300 CLM02: zero or more", l => l.OfCharge, (_, l) => l.Charge.IsNegative ? $"charges {l.Charge}" : null,
            f => WithCharges(f.Billed("99213", "97110"), 12000, -2000), f => WithCharges(f.Billed("99213", "97110"), 12000, 0)),
        ScrubRule.Line("CLM-UNI-01", Severity.Stop, "Each line bills at least one unit.", "Enter the units; at least 1.", "CMS Pub. 100-04 ch. 26 §10.4 item 24G; 005010X222A1 2400 SV104", l => l.OfUnits, (f, l) => l.Units is null or <= 0 && f.Form != Forms.Dental ? $"bills {l.Units?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no"} units" : null,
            f => f.Change(l => l with { Units = 0 }), f => f.Change(l => l with { Units = 1 })),
        ScrubRule.Line("CLM-UNI-02", Severity.Warn, "Anesthesia is billed in minutes.", "Give the minutes of anesthesia time (MJ).", "CMS Pub. 100-04 ch. 26 §10.4 item 24G: for anesthesia the elapsed minutes; 005010X222A1 2400 SV103 MJ", l => l.At("units", "SV103", "SV204", "SV306"),
            (f, l) => f.IsOfFile && Codes.IsAnesthesia(l.Code) && l.Unit != "MJ" ? $"anesthesia {l.Code} is billed in units, not in minutes" : null, f => f.Billed("00840-AAx45"), f => f.Billed("00840-AAx45").Change(l => l with { Unit = "MJ" })) with { For = Forms.Professional },
        ScrubRule.Line("CLM-UNI-03", Severity.Warn, "Minutes are for anesthesia; other services have units.", "Bill units; timed therapy is counted in units of 15 minutes.", "005010X222A1 2400 SV103: MJ is for anesthesia time", l => l.At("units", "SV103", "SV204", "SV306"),
            (_, l) => l.Unit == "MJ" && l.Code.Length > 0 && !(Codes.Number(l.Code) is >= 100 and <= 1999) ? $"{l.Code} is billed in minutes" : null, f => f.Change(l => l with { Unit = "MJ" }), f => f) with { For = Forms.Professional },
        ScrubRule.Line("CLM-UNI-04", Severity.Warn, "A visit is billed once a line.", "Bill each visit on a line of its own; two on a day need modifier 25 or the reason.", "CMS Pub. 100-04 ch. 12 §30.6.7 (payment for office visits on the same day); NCCI medically unlikely edits", l => l.OfUnits,
            (_, l) => l.Units > 1 && Codes.IsOfficeVisit(l.Code) && (l.To is null || l.To == l.From) ? $"{l.Code} is billed {l.Units} times on one day" : null, f => f.Billed("99213x2"), f => f.Billed("99213")),
    ];

    private static string[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => $"{11000 + i}")];

    private static ScrubFacts WithCharges(ScrubFacts facts, long first, long second) => facts.Change(l => l with { Charge = new(l.N == 1 ? first : second) });

    private static IEnumerable<RuleHit> PointersPointToDiagnoses(ScrubFacts facts)
    {
        var count = facts.Diagnoses.Count;
        foreach (var line in facts.Lines)
        {
            if (line.Pointers.Count == 0 && count > 0) yield return RuleHit.Of(line, line.OfPointers, "points to no diagnosis");
            foreach (var pointer in line.Pointers)
                if (count > 0 && (pointer < 1 || pointer > count)) yield return RuleHit.Of(line, line.OfPointers, $"points to diagnosis {pointer}; the claim has {count}") with { Fix = $"Use 1 to {count}." };
        }
    }

    private static IEnumerable<RuleHit> ClaimBillsWhatWasCharged(ScrubFacts facts)
    {
        if (facts.Charge == facts.Charged) yield break;
        if (facts.IsOfFile)
            yield return new(new("charge", "CLM02"), $"The claim bills {facts.Charge} but its lines add up to {facts.Charged}.", Money.Max(facts.Charge, facts.Charged)) { Fix = "Correct the total or the lines." };
        // A void repeats the claim that it takes back, whatever the visit says now.
        else if (facts.Frequency != "8")
            yield return new(new("charge", "CLM02"), $"The claim bills {facts.Charge} but the visit's charges add up to {facts.Charged}.", Money.Max(facts.Charge, facts.Charged))
            {
                Fix = facts.Level == 0 ? "Make the corrected claim on the claim's page." : $"Make the corrected claim on the claim's page: it goes to {facts.Coverages[0].PayerName} first, and its answer goes with this one.",
            };
    }
}
