using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>How and when a claim is filed.</summary>
public static class FilingRules
{
    private static readonly Spot Date = new("date", "DTP*472"), PayerControl = new("payerControl", "REF*F8");

    internal static IReadOnlyList<ScrubRule> All { get; } =
    [
        ScrubRule.Claim("CLM-REF-01", Severity.Stop, "A replacement or void names the payer's number of the claim that it replaces.", "Take it from the payer's remittance or status answer; without an answer, wait for one.", "005010X222A1 2300 REF*F8; X12 RFI 1538", PayerControl,
            f => f.Frequency is "7" or "8" && string.IsNullOrWhiteSpace(f.PayerControl) ? $"A claim of frequency {f.Frequency} needs the payer's number of the claim that it {(f.Frequency == "7" ? "replaces" : "voids")}." : null, f => f with { Frequency = "7" }, f => f with { Frequency = "7", PayerControl = "EG1" }),
        ScrubRule.Claim("CLM-REF-02", Severity.Inform, "A first claim names no claim that it replaces.", "Make it a replacement (7) or remove the payer's number.", "005010X222A1 2300 REF*F8: sent when CLM05-3 says that a claim is replaced or voided", PayerControl,
            f => f is { IsOfFile: true, Frequency: "1" } && !string.IsNullOrWhiteSpace(f.PayerControl) ? $"The claim is a first claim and names the payer's claim {f.PayerControl}." : null, f => f with { PayerControl = "EG1" }, f => f),
        ScrubRule.Claim("CLM-FRQ-01", Severity.Stop, "A professional claim is a first claim, a replacement or a void.", "Use 1, 7 or 8.", "005010X222A1 2300 CLM05-3", new("frequency", "CLM05-3"), f => f.Frequency is not ("1" or "6" or "7" or "8") ? $"The frequency of the claim is {f.Frequency}." : null, f => f with { Frequency = "4" }, f => f) with { For = Forms.Professional | Forms.Dental },
        ScrubRule.Claim("CLM-FRQ-02", Severity.Warn, "Medicare part B takes no replacement or void.", "Ask the contractor to reopen the claim, or send a new one where it was returned as unprocessable.", "CMS Pub. 100-04 ch. 34 §10 (reopenings); 837P edits of the contractors: CLM05-3 is 1", new("frequency", "CLM05-3"),
            f => f.Coverage is { IsMedicare: true, Filing: "MB" } && f.Frequency is "7" or "8" ? $"Medicare part B takes no claim of frequency {f.Frequency}." : null, f => f.Medicare() with { Frequency = "7", PayerControl = "1" }, f => f.Medicare()) with { For = Forms.Professional },
        new("CLM-FIL-01", Severity.Stop, "The payer has the claim by its last day.", "Send it only with proof of timely filing or an exception; override with that reason. The patient does not owe it.", "42 CFR 424.44(a), CMS Pub. 100-04 ch. 1 §70 (Medicare); else the payer's contract", f => FiledInTime(f, f.Coverage.IsMedicare || f.Coverage.FilingDays is not null),
            f => f with { Today = new(2026, 8, 30) }, f => f with { Today = new(2026, 6, 1) }),
        new("CLM-FIL-02", Severity.Stop, "Medicaid has the claim within twelve months.", "Send it only with proof of timely filing; many states have shorter times.", "42 CFR 447.45(d)(1)", f => Within(f, PayerKind.Medicaid, d => d.AddYears(1)), f => f.Payer(PayerKind.Medicaid, "MC") with { Today = new(2027, 3, 3) }, f => f.Payer(PayerKind.Medicaid, "MC")),
        new("CLM-FIL-03", Severity.Stop, "The VA, or who administers its network, has the claim within 180 days.", "Ask for the exception for circumstances beyond control, in writing.", "38 U.S.C. 1703D(b); TriWest, Provider Pulse April 2024", f => Within(f, PayerKind.Va, d => d.AddDays(180)),
            f => f.Payer(PayerKind.Va, "VA") with { Authorization = "VA0012345678", Today = new(2026, 8, 30) }, f => f.Payer(PayerKind.Va, "VA") with { Authorization = "VA0012345678" }),
        ScrubRule.Claim("CLM-FIL-04", Severity.Stop, "TRICARE has the claim within one year.", "Ask for the exception with its reason.", "32 CFR 199.7(d)(1)", Date, f => f.Coverage is { Filing: "CH", FilingDays: null } && IsFirst(f) && f.HasDay && f.Day.AddYears(1) < f.Today ? $"TRICARE had to have this claim by {f.Day.AddYears(1).InWords()}." : null,
            f => f.Payer(PayerKind.Other, "CH") with { Today = new(2027, 3, 3) }, f => f.Payer(PayerKind.Other, "CH")),
    ];

    /// <summary>The day by which the payer must have the claim: a year less nothing for Medicare, else the payer's days; null when nobody knows.</summary>
    public static DateOnly? LastDay(PayerKind kind, int? filingDays, DateOnly service) =>
        // One calendar year; 29 February must be in by 28 February (Pub. 100-04 ch. 1 §70.1).
        kind == PayerKind.Medicare ? service.AddYears(1) : filingDays is { } days ? service.AddDays(days) : null;

    // The clocks of later payers and of corrections start with an answer, not with the service.
    private static bool IsFirst(ScrubFacts facts) => facts is { Level: 0, Frequency: not ("7" or "8"), DelayReason: null };

    private static IEnumerable<RuleHit> FiledInTime(ScrubFacts facts, bool isKnown)
    {
        if (!isKnown || !IsFirst(facts) || !facts.HasDay) yield break;
        // Of an institutional claim the through date counts (Pub. 100-04 ch. 1 §70.1).
        var service = facts.Form == Forms.Institutional && facts.StatementTo is { } to ? to : facts.Day;
        if (LastDay(facts.Coverage.Kind, facts.Coverage.FilingDays, service) is not { } last) yield break;
        var left = last.DayNumber - facts.Today.DayNumber;
        if (left < 0)
            yield return new(Date, $"{facts.Coverage.PayerName} had to have this claim by {last.InWords()}.");
        else if (left * 4 <= last.DayNumber - service.DayNumber)
            yield return new(Date, $"{facts.Coverage.PayerName} must have this claim by {last.InWords()}: {left} days are left.") { Severity = Severity.Warn, Fix = "Send it first." };
    }

    private static IEnumerable<RuleHit> Within(ScrubFacts facts, PayerKind kind, Func<DateOnly, DateOnly> last)
    {
        if (facts.Coverage.Kind == kind && facts.Coverage.FilingDays is null && IsFirst(facts) && facts.HasDay && last(facts.Day) < facts.Today)
            yield return new(Date, $"{facts.Coverage.PayerName} had to have this claim by {last(facts.Day).InWords()}.");
    }
}
