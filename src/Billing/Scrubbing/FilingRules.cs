using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Rules on how and when a claim is filed.</summary>
public static class FilingRules
{
    public static IEnumerable<RuleHit> ReplacementNamesThePayersNumber(ScrubFacts facts)
    {
        if (facts.Frequency is "7" or "8" && string.IsNullOrWhiteSpace(facts.PayerControl))
            yield return new(Severity.Stop, "payerControl", $"A claim of frequency {facts.Frequency} needs the payer's number of the claim that it {(facts.Frequency == "7" ? "replaces" : "voids")}.", "Take it from the payer's remittance or status answer; without an answer, wait for one.");
    }

    /// <summary>The day by which the payer must have the claim: a year less nothing for Medicare, else the payer's days; null when nobody knows.</summary>
    public static DateOnly? LastDay(PayerKind kind, int? filingDays, DateOnly service) =>
        // One calendar year; 29 February must be in by 28 February (Pub. 100-04 ch. 1 §70.1).
        kind == PayerKind.Medicare ? service.AddYears(1) : filingDays is { } days ? service.AddDays(days) : null;

    public static IEnumerable<RuleHit> FiledInTime(ScrubFacts facts)
    {
        // The clocks of later payers and of corrections start with an answer, not with the service.
        if (facts.Level > 0 || facts.Frequency != "1") yield break;
        if (LastDay(facts.Coverage.Kind, facts.Coverage.FilingDays, facts.Claim.Date) is not { } last) yield break;
        var left = last.DayNumber - facts.Today.DayNumber;
        if (left < 0)
            yield return new(Severity.Stop, "date", $"{facts.Coverage.PayerName} had to have this claim by {last.InWords()}.", "Send it only with proof of timely filing or an exception; override with that reason. The patient does not owe it.");
        else if (left * 4 <= last.DayNumber - facts.Claim.Date.DayNumber)
            yield return new(Severity.Warn, "date", $"{facts.Coverage.PayerName} must have this claim by {last.InWords()}: {left} days are left.", "Send it first.");
    }
}
