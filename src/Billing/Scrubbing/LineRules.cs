using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Rules on what was done: diagnoses, lines, acupuncture codes, duplicates.</summary>
public static class LineRules
{
    private static readonly string[] Repeats = ["76", "77", "91", "59", "XE", "XS", "XP", "XU", "LT", "RT"];

    public static IEnumerable<RuleHit> DiagnosesAreValidOnTheDay(ScrubFacts facts)
    {
        if (facts.Claim.Diagnoses.Count == 0) yield return new(Severity.Stop, "diagnoses", "The claim has no diagnosis.", "Add the ICD-10-CM code from the note.");
        for (var i = 0; i < facts.Claim.Diagnoses.Count; i++)
        {
            var code = facts.Claim.Diagnoses[i];
            var standing = facts.Diagnosis(code, facts.Claim.Date);
            if (standing == CodeStanding.NotValid)
                yield return new(Severity.Stop, $"diagnoses[{i}]", $"{Icd10Cm.Dotted(code)} is no billable ICD-10-CM code on {facts.Claim.Date.InWords()}.", "Use the full code of that fiscal year (1 October to 30 September).");
            else if (standing == CodeStanding.NotLoaded)
                yield return new(Severity.Inform, $"diagnoses[{i}]", $"{Icd10Cm.Dotted(code)} was not evaluated: no ICD-10-CM set covers {facts.Claim.Date.InWords()}.", "Import the order file of that fiscal year.");
        }
    }

    public static IEnumerable<RuleHit> PointersPointToDiagnoses(ScrubFacts facts)
    {
        var count = facts.Claim.Diagnoses.Count;
        foreach (var line in facts.Claim.Lines)
        {
            if (line.Pointers.Count == 0 && count > 0) yield return Line(line, "pointers", "points to no diagnosis", "Point to the diagnosis that explains the service.");
            foreach (var pointer in line.Pointers.Where(p => p < 1 || p > count))
                yield return Line(line, "pointers", $"points to diagnosis {pointer}; the claim has {count}", $"Use 1 to {count}.");
        }
    }

    public static IEnumerable<RuleHit> ClaimBillsWhatWasCharged(ScrubFacts facts)
    {
        // A void repeats the claim that it takes back, whatever the visit says now.
        if (facts.Frequency != "8" && facts.Claim.Charge != facts.Charged)
            yield return new(Severity.Stop, "charge", $"The claim bills {facts.Claim.Charge} but the visit's charges add up to {facts.Charged}.",
                facts.Level == 0 ? "Make the corrected claim on the claim's page." : $"Make the corrected claim on the claim's page: it goes to {facts.Claim.NameOf(facts.Claim.Coverages[0])} first, and its answer goes with this one.", Money.Max(facts.Claim.Charge, facts.Charged));
    }

    public static IEnumerable<RuleHit> MinutesSupportTheUnits(ScrubFacts facts)
    {
        var lines = Acupuncture(facts).ToList();
        var units = lines.Sum(l => l.Units);
        if (units == 0) yield break;
        var needed = AcupunctureCodes.MinutesFor(units);
        if (facts.Claim.ContactMinutes is not { } minutes)
            yield return new(Severity.Warn, "contactMinutes", $"{Units(units)} of acupuncture billed and no minutes of contact documented; {needed} are needed.", "Enter the minutes of personal contact from the note.", lines.Sum(l => l.Charge));
        else if (minutes < needed)
            yield return new(Severity.Stop, "contactMinutes", $"{Units(units)} of acupuncture billed: {needed} minutes of contact are needed, {minutes} are documented.", $"{(AcupunctureCodes.UnitsFor(minutes) is > 0 and var fits ? $"Bill {Units(fits)}" : "Bill no acupuncture")}, or correct the minutes from the note.", lines.Sum(l => l.Charge));
    }

    private static string Units(int units) => units == 1 ? "1 unit" : $"{units} units";

    public static IEnumerable<RuleHit> AddOnHasItsInitial(ScrubFacts facts)
    {
        if (facts.Claim.Lines.Any(l => AcupunctureCodes.IsInitial(l.Code))) yield break;
        foreach (var line in facts.Claim.Lines.Where(l => AcupunctureCodes.IsAddOn(l.Code)))
            yield return Line(line, "code", $"{line.Code} is billed without 97810 or 97813", "Add the initial code of the visit, or bill it in place of the add-on.");
    }

    public static IEnumerable<RuleHit> OneInitialAVisit(ScrubFacts facts)
    {
        var initial = facts.Claim.Lines.Where(l => AcupunctureCodes.IsInitial(l.Code)).ToList();
        if (initial.Sum(l => l.Units) <= 1) yield break;
        var codes = string.Join(" and ", initial.Select(l => l.Code).Distinct(StringComparer.Ordinal));
        yield return Line(initial[^1], "code", initial.Count > 1 ? $"{codes} stand on one visit, which has one initial code" : $"{codes} is billed {initial[0].Units} times; a visit has it once", "Bill further sets with 97811 (by hand) or 97814 (with current).");
    }

    public static IEnumerable<RuleHit> ServiceIsNotInTheFuture(ScrubFacts facts)
    {
        if (facts.Claim.Date > facts.Today)
            yield return new(Severity.Stop, "date", $"The service on {facts.Claim.Date.InWords()} lies in the future.", "Send the claim after the visit, or correct the date.");
    }

    public static IEnumerable<RuleHit> PlaceOfServiceIsKnown(ScrubFacts facts)
    {
        if (facts.PlaceName(facts.Claim.Place) is null)
            yield return new(Severity.Stop, "place", $"{facts.Claim.Place} is no place of service of CMS.", "Use 11 for an office, 12 for the patient's home, 10 or 02 for telehealth.");
    }

    public static IEnumerable<RuleHit> NotBilledAlready(ScrubFacts facts)
    {
        if (facts.Frequency != "1") yield break;
        for (var i = 0; i < facts.Claim.Lines.Count; i++)
        {
            var line = facts.Claim.Lines[i];
            if (line.Modifiers.Intersect(Repeats, StringComparer.Ordinal).Any()) continue;
            var elsewhere = facts.SameDay.FirstOrDefault(o => o.Code == line.Code);
            var here = facts.Claim.Lines.Take(i).FirstOrDefault(o => o.Code == line.Code);
            if (elsewhere is not null)
                yield return Line(line, "code", $"{line.Code} stands on another visit of {facts.Claim.Patient.FirstName} {facts.Claim.Patient.LastName} on {facts.Claim.Date.InWords()}", "If it is the same service, remove one; if it was rendered twice, add modifier 76, 77, 59 or an X modifier as documented.");
            else if (here is not null)
                yield return Line(line, "code", $"{line.Code} stands on line {here.N} already", "Bill more units on one line, or add modifier 76, 59 or an X modifier as documented.");
        }
    }

    private static IEnumerable<BilledLine> Acupuncture(ScrubFacts facts) => facts.Claim.Lines.Where(l => AcupunctureCodes.All.Contains(l.Code));

    private static RuleHit Line(BilledLine line, string field, string what, string fix) =>
        new(Severity.Stop, $"lines[{line.N - 1}].{field}", $"Line {line.N}: {what}.", fix, line.Charge);
}
