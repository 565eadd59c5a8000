using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>What one payer asks beyond the rest, as a row.</summary>
/// <param name="Payers">Its ids at clearinghouses; empty where the kind tells.</param>
/// <param name="Codes">The codes that it is about.</param>
/// <param name="With">The codes beside which it does not pay them; empty where it is about units or a modifier.</param>
/// <param name="Modifier">The modifier that it asks for; null when none.</param>
/// <param name="Cap">The most units a day; 0 when none.</param>
internal sealed record PayerPolicy(IReadOnlyList<string> Payers, PayerKind? Kind, IReadOnlyList<string> Codes, IReadOnlyList<string> With, string? Modifier, int Cap, string Source)
{
    /// <summary>The policies that are known. A row more is a rule more: nothing else changes.</summary>
    public static IReadOnlyList<PayerPolicy> All { get; } =
    [
        new(["87726", "UHC", "39026"], null, ["97014", "97032", "G0283"], ["97813", "97814"], null, 0, "UnitedHealthcare policy 2025R6006A"),
        new(["87726", "UHC", "39026"], null, ["A4212", "A4215"], ["97810", "97813"], null, 0, "UnitedHealthcare policy 2025R6006A"),
        new(["87726", "UHC", "39026"], null, ["97110", "97112", "97116", "97140", "97530", "97035", "97032"], [], "GP", 0, "UnitedHealthcare: GP, GO or GN on always therapy codes since 1 April 2020 (ANJC, spring 2020)"),
        new(["87726", "UHC", "39026"], null, ["S8930"], [], null, 3, "UnitedHealthcare policy 2025R6006A"),
        new([], PayerKind.Va, ["97811", "97814"], [], null, 1, "VA standardized episode of care, acupuncture initial (SEOC 1666): one additional unit a visit"),
    ];

    public bool IsOf(ScrubCoverage coverage) => Kind is { } kind ? coverage.Kind == kind : Payers.Contains(coverage.PayerNumber);
}

/// <summary>Workers' compensation, automobile insurers, the VA, and payers' policies by row.</summary>
internal static class PayerRules
{
    private const string Casualty = "005010X222A1 2010CA REF*Y4 (property and casualty claim number); ";
    private static readonly Spot Number = new("case.claimNumber", "REF*Y4"), Day = new("case.date", "DTP*439"), Cause = new("case", "CLM11"), Authorization = new("authorization", "REF*G1");

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        ScrubRule.Claim("WCP-NUM-01", Severity.Stop, "A claim to workers' compensation has the insurer's claim number.", "Ask the employer or the adjuster for it.", Casualty + "NUCC 1500 manual item 11", Number, f => f.Coverage.Kind == PayerKind.WorkersComp && string.IsNullOrWhiteSpace(f.Accident?.ClaimNumber) ? "The insurer's claim number is missing." : null,
            f => Work(f, a => a with { ClaimNumber = null }), f => Work(f, a => a)),
        ScrubRule.Claim("WCP-DOI-01", Severity.Stop, "A claim to workers' compensation tells the day of the injury.", "Enter the day of the injury from the report.", "005010X222A1 2300 DTP*439 (required with an accident); NUCC 1500 manual item 14", Day, f => f.Coverage.Kind == PayerKind.WorkersComp && f.Accident?.On is null ? "The day of the injury is missing." : null,
            f => Work(f, a => a with { On = null, IsWork = false }), f => Work(f, a => a)),
        ScrubRule.Claim("WCP-EMP-01", Severity.Warn, "A claim to workers' compensation names the employer.", "Enter the employer; in a claim file the employer is the subscriber.", "005010X222A1 2010BA NM102 (the subscriber of workers' compensation is the employer); NUCC 1500 manual item 4", new("case.employer", "2010BA NM103"), f => f.Coverage.Kind == PayerKind.WorkersComp && string.IsNullOrWhiteSpace(f.Accident?.Employer) ? "The employer is not named." : null,
            f => Work(f, a => a with { Employer = null }), f => Work(f, a => a)),
        ScrubRule.Claim("WCP-CAU-01", Severity.Warn, "A claim to workers' compensation says that the condition is of employment.", "Mark the claim as related to employment.", "005010X222A1 2300 CLM11 EM; NUCC 1500 manual item 10a", Cause, f => f.IsOfFile && f.Coverage.Kind == PayerKind.WorkersComp && f.Accident is not { IsWork: true } && f.Accident?.On is not null ? "The claim does not say that the condition is of employment (CLM11 EM)." : null,
            f => Work(f, a => a with { IsWork = false }), f => Work(f, a => a)),
        ScrubRule.Claim("WCP-OTH-01", Severity.Warn, "A condition of employment is billed to workers' compensation first.", "Bill the employer's insurer; where it has denied, send its denial.", "42 CFR 411.40 to 411.47 (Medicare and workers' compensation); CARC 19", Cause, f => f is { Level: 0, Accident.IsWork: true } && f.Coverage.Kind is PayerKind.Commercial or PayerKind.Medicare or PayerKind.Medicaid ? $"The condition is of employment, and {f.Coverage.PayerName} is billed first." : null,
            f => f with { Accident = new(true, false, new(2026, 2, 20), null, null, null) }, f => Work(f, a => a)),
        ScrubRule.Claim("AUT-ACC-01", Severity.Warn, "Care after an accident on the road is billed to the automobile insurer first where it pays for care.", "Ask whether the policy pays for care (personal injury protection, medical payments) and bill it first.", "42 CFR 411.50 (Medicare and no-fault); CARC 20, 21", Cause, f => f is { Level: 0, Accident.IsAuto: true } && f.Coverage.Kind is PayerKind.Commercial or PayerKind.Medicare or PayerKind.Medicaid ? $"The condition is of an accident on the road, and {f.Coverage.PayerName} is billed first." : null,
            f => f with { Accident = new(false, true, new(2026, 2, 20), "IL", null, null) }, f => f),
        ScrubRule.Claim("AUT-STA-01", Severity.Stop, "An accident on the road tells its state.", "Enter the state in which it happened.", "005010X222A1 2300 CLM11-4 (required with AA)", new("case.state", "CLM11-4"), f => f.Accident is { IsAuto: true, State: null or "" } ? "The state of the accident is missing." : null,
            f => Auto(f) with { Accident = Auto(f).Accident! with { State = null } }, Auto),
        ScrubRule.Claim("AUT-NUM-01", Severity.Stop, "A claim to an automobile insurer has its claim number.", "Ask the patient or the adjuster for it.", Casualty + "NUCC 1500 manual item 11", Number, f => f.Coverage.Kind == PayerKind.Auto && string.IsNullOrWhiteSpace(f.Accident?.ClaimNumber) ? "The insurer's claim number is missing." : null,
            f => Auto(f) with { Accident = Auto(f).Accident! with { ClaimNumber = null } }, Auto),
        ScrubRule.Claim("AUT-DAY-01", Severity.Stop, "An accident has its day.", "Enter the day of the accident.", "005010X222A1 2300 DTP*439 (required with CLM11 AA or OA)", Day, f => f.IsOfFile && f.Accident is { On: null, IsAuto: true } || (f.Coverage.Kind == PayerKind.Auto && f.Accident?.On is null) ? "The day of the accident is missing." : null,
            f => Auto(f) with { Accident = Auto(f).Accident! with { On = null } }, Auto),
        ScrubRule.Claim("VET-AUT-01", Severity.Stop, "A claim to the VA's network has the referral number.", "Take the number from the referral; care without one is not paid.", "38 CFR 17.4020(a) (authorized care); VA Office of Integrated Veteran Care: referral number in REF G1 or box 23", Authorization, f => f.Coverage.Kind == PayerKind.Va && string.IsNullOrWhiteSpace(f.Authorization) ? "The VA's referral number is missing." : null,
            f => f.Payer(PayerKind.Va, "VA"), Veteran),
        ScrubRule.Claim("VET-AUT-02", Severity.Warn, "A VA referral number is VA and ten digits.", "Copy it from the referral.", "VA Office of Integrated Veteran Care, provider guidance: referral number of ten digits behind VA", Authorization, f => f.Coverage.Kind == PayerKind.Va && f.Authorization is { Length: > 0 } number && !IsReferral(number) ? $"{number} has not the form of a VA referral number." : null,
            f => Veteran(f) with { Authorization = "1234" }, Veteran),
        new("PAY-BUN-01", Severity.Warn, "A payer's policy does not pay the code beside another.", "Remove it, or bill it with what the note shows was apart.", "The payer's policy, named with the finding", f => Policies(f, p => p.With.Count > 0, (p, l) => f.Lines.Any(o => p.With.Contains(o.Code)) ? $"{f.Coverage.PayerName} does not pay {l.Code} beside {string.Join(" or ", p.With.Where(w => f.Lines.Any(o => o.Code == w)))}" : null),
            f => f.Payer(PayerKind.Commercial, "CI", "87726").Billed("97813", "97032-GP"), f => f.Payer(PayerKind.Commercial, "CI", "87726").Billed("97810", "97032-GP")),
        new("PAY-MOD-01", Severity.Warn, "A payer's policy asks for a modifier.", "Add the modifier.", "The payer's policy, named with the finding", f => Policies(f, p => p.Modifier is not null, (p, l) => !l.HasAny(p.Modifier!, "GO", "GN") ? $"{f.Coverage.PayerName} asks for modifier {p.Modifier} on {l.Code}" : null),
            f => f.Payer(PayerKind.Commercial, "CI", "87726").Billed("97110"), f => f.Payer(PayerKind.Commercial, "CI", "87726").Billed("97110-GP")),
        new("PAY-CAP-01", Severity.Warn, "A payer's policy pays at most so many units a day.", "Bill the most that is paid, or expect a denial of the rest.", "The payer's policy, named with the finding", f => Policies(f, p => p.Cap > 0, (p, l) => l.Units > p.Cap ? $"{f.Coverage.PayerName} pays {p.Cap} of {l.Code} a day; {l.Units} are billed" : null),
            f => Veteran(f).Billed("97810", "97811x2"), f => Veteran(f).Billed("97810", "97811")),
    ];

    private static IEnumerable<RuleHit> Policies(ScrubFacts facts, Func<PayerPolicy, bool> isAsked, Func<PayerPolicy, ScrubLine, string?> what)
    {
        foreach (var policy in PayerPolicy.All)
        {
            if (!isAsked(policy) || !policy.IsOf(facts.Coverage)) continue;
            foreach (var line in facts.Lines)
                if (policy.Codes.Contains(line.Code) && what(policy, line) is { } said) yield return RuleHit.Of(line, line.OfCode, $"{said} ({policy.Source})");
        }
    }

    private static bool IsReferral(string number)
    {
        var digits = number.StartsWith("VA", StringComparison.OrdinalIgnoreCase) ? number.AsSpan(2) : number;
        if (digits.Length != 10) return false;
        foreach (var digit in digits)
            if (!char.IsAsciiDigit(digit)) return false;
        return true;
    }

    private static ScrubFacts Work(ScrubFacts facts, Func<ScrubAccident, ScrubAccident> change) =>
        facts.Payer(PayerKind.WorkersComp, "WC") with { Accident = change(new(true, false, new(2026, 2, 20), null, "WC-2026-118", "Lake Foundry")) };

    private static ScrubFacts Auto(ScrubFacts facts) => facts.Payer(PayerKind.Auto, "AM") with { Accident = new(false, true, new(2026, 2, 20), "IL", "AU-77", null) };

    private static ScrubFacts Veteran(ScrubFacts facts) => facts.Payer(PayerKind.Va, "VA") with { Authorization = "VA0012345678" };
}
