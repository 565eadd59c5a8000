using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Whose plan it is, whether it held on the day, and in which order plans pay.</summary>
internal static class CoverageRules
{
    private static readonly Spot MemberId = new("coverage.memberId", "2010BA NM109"), Order = new("coverage.order", "SBR01"), Other = new("coverage.order", "2320");
    private static readonly DateOnly MbiBegan = new(2020, 1, 1);

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        ScrubRule.Claim("SUB-MID-01", Severity.Stop, "The claim gives the member id.", "Copy the member id from the card into the coverage.", "005010X222A1 2010BA NM109", MemberId,
            f => string.IsNullOrWhiteSpace(f.Coverage.MemberId) && f.Coverage.Kind is not (PayerKind.WorkersComp or PayerKind.Auto) ? $"The claim names no member id with {f.Coverage.PayerName}." : null,
            f => f.Covered(c => c with { MemberId = "" }), f => f),
        ScrubRule.Claim("SUB-MBI-01", Severity.Stop, "A Medicare member id has the form of a Medicare beneficiary identifier.", "Copy it from the red, white and blue card, without dashes; the number of a Medicare Advantage card is another.",
            "CMS, Understanding the Medicare Beneficiary Identifier (MBI) format; claims need the MBI since 1 January 2020", MemberId,
            f => f.Coverage is { IsMedicare: true, MemberId: { Length: > 0 } id } && f.HasDay && f.Day >= MbiBegan && !IsMbi(id) ? $"{id} has not the form of a Medicare number (11 characters such as 1EG4TE5MK73)." : null,
            f => f.Medicare().Covered(c => c with { MemberId = "123456789A" }), f => f.Medicare()),
        ScrubRule.Claim("SUB-REL-01", Severity.Stop, "With Medicare the patient is the subscriber.", "Bill under the patient's own Medicare number.", "CMS 837 professional companion guide: Medicare has no dependents (SBR02 is 18, no loop 2000C)", new("coverage.relation", "SBR02"),
            f => f.Coverage.IsMedicare && f.Coverage.Relation != Relation.Self ? "The claim to Medicare says that the patient is a dependent; everybody with Medicare has their own number." : null,
            f => f.Medicare().Covered(c => c with { Relation = Relation.Spouse }), f => f.Medicare()),
        ScrubRule.Claim("SUB-COV-01", Severity.Stop, "The coverage was in force on the day of service.", "Check eligibility on that day and bill the plan that was in force.", "CARC 26 and 27 (service before or after coverage)", new("coverage.from", "2010BA"),
            f => f.Coverage.From is { } from && !new DateRange(from, f.Coverage.To).Holds(f.Day) ? $"The coverage with {f.Coverage.PayerName} runs {from.InWords()} to {f.Coverage.To?.InWords() ?? "further"}; the service was on {f.Day.InWords()}." : null,
            f => f.Covered(c => c with { To = new(2026, 2, 28) }), f => f.Covered(c => c with { To = new(2026, 3, 2) })),
        ScrubRule.Claim("SUB-MSP-01", Severity.Warn, "Where Medicare pays after another, the reason is the right one.", "Ask the Medicare secondary payer questions; with kidney failure the reason is 13 for 30 months.",
            "005010X222A1 2000B SBR05, which Medicare asks for when it is not first (NGS, Populating MSP Insurance Type Code); 42 CFR 411 subparts E to H", Order, MedicareSecondaryType,
            f => (f with { IsOfFile = false, Coverages = [f.Coverage, f.Medicare().Coverage with { From = null }] }) with { Level = 1 }, f => f with { Coverages = [f.Medicare().Coverage, f.Coverage] }),
        ScrubRule.Claim("SUB-MSP-02", Severity.Stop, "A claim to Medicare as second payer says why it is second.", "Ask the Medicare secondary payer questions and give 12, 13, 14, 15, 16, 41, 42, 43 or 47 in SBR05.", "005010X222A1 2000B SBR05; 42 CFR 411 subparts E to H (Medicare secondary payer)", new("coverage.order", "SBR05"),
            f => f is { IsOfFile: true, Level: > 0 } && f.Coverage is { IsMedicare: true, SecondaryReason: null } ? "Medicare pays after another here, and the claim does not say why (SBR05)." : null,
            f => (f with { Coverages = [f.Coverage with { Paid = new(5000) }, f.Medicare().Coverage] }) with { Level = 1 }, f => (f with { Coverages = [f.Coverage with { Paid = new(5000) }, f.Medicare().Coverage with { SecondaryReason = "12" }] }) with { Level = 1 }),
        ScrubRule.Claim("SUB-COB-01", Severity.Stop, "A claim to a later payer tells what the earlier ones paid.", "Add the earlier payer with its payment and adjustments (2320, 2430), or send it first.", "005010X222A1 1.4.4 and 2320 AMT*D, 2430 SVD: payer-to-payer and provider-to-payer coordination", Other,
            f => f is { IsOfFile: true, Level: > 0, Frequency: "1" or "7" } && f.Coverages.Take(f.Level).All(c => c.Paid is null) ? $"{f.Coverage.PayerName} is not the first payer, and no earlier payer's answer stands in the claim." : null,
            f => (f with { Coverages = [f.Coverage, f.Coverage with { PayerNumber = "88001" }] }) with { Level = 1 }, f => (f with { Coverages = [f.Coverage with { Paid = Money.Zero }, f.Coverage with { PayerNumber = "88001" }] }) with { Level = 1 }),
        ScrubRule.Claim("SUB-COB-02", Severity.Warn, "Earlier payers together paid at most the charge.", "Check the amounts of the earlier payers' remittances.", "005010X222A1 1.4.4: charge less adjustments is the payment, for each payer and line", new("coverage.order", "2320 AMT*D"),
            f => f.Coverages.Take(f.Level).Sum(c => c.Paid ?? Money.Zero) is var paid && paid > f.Charge ? $"Earlier payers paid {paid}, more than the charge of {f.Charge}." : null,
            f => (f with { Coverages = [f.Coverage with { Paid = new(15000) }, f.Coverage with { PayerNumber = "88001" }] }) with { Level = 1 }, f => (f with { Coverages = [f.Coverage with { Paid = new(9000) }, f.Coverage with { PayerNumber = "88001" }] }) with { Level = 1 }),
        ScrubRule.Claim("SUB-MCD-01", Severity.Warn, "Medicaid pays after every other plan.", "Bill the other plan first, or remove it where it has ended.", "42 U.S.C. 1396a(a)(25); 42 CFR 433.139 (payment when a third party is liable)", Order,
            f => f is { Level: 0, Coverage.Kind: PayerKind.Medicaid, Coverages.Count: > 1 } ? $"Medicaid is billed first although {f.Coverages[1].PayerName} covers the patient too." : null,
            f => f.Payer(PayerKind.Medicaid, "MC") with { Coverages = [f.Payer(PayerKind.Medicaid, "MC").Coverage, f.Coverage with { PayerNumber = "88001" }] }, f => f.Payer(PayerKind.Medicaid, "MC")),
        ScrubRule.Claim("SUB-DUP-01", Severity.Warn, "No plan stands twice on a claim.", "Remove one of the two.", "005010X222A1 2320: other payers than the one that is billed", Other,
            f => f.Coverages.GroupBy(c => (c.PayerNumber, c.MemberId)).FirstOrDefault(g => g.Key.PayerNumber.Length > 0 && g.Count() > 1) is { } twice ? $"{twice.First().PayerName} stands on the claim twice with member id {twice.Key.MemberId}." : null,
            f => f with { Coverages = [f.Coverage, f.Coverage] }, f => f with { Coverages = [f.Coverage, f.Coverage with { MemberId = "EGH999" }] }),
    ];

    private static string? MedicareSecondaryType(ScrubFacts facts)
    {
        if (facts.IsOfFile || facts.Level == 0 || !facts.Coverage.IsMedicare) return null;
        var adult = facts.Patient.AgeOn(facts.Day) >= 65;
        return $"Medicare pays after {facts.Coverages[0].PayerName}; the claim gives the reason {(adult ? "12 (works at 65 or over, or the spouse does)" : "43 (disabled, under a large group plan)")}.";
    }

    /// <summary>Eleven characters: 1 to 9, letter, letter or digit, digit, letter, letter or digit, digit, letter, letter, digit, digit; no S, L, O, I, B, Z.</summary>
    internal static bool IsMbi(string id)
    {
        if (id.Length != 11 || id[0] == '0') return false;
        const string Shape = "9AX9AX9AA99";
        for (var i = 0; i < id.Length; i++)
        {
            var isLetter = id[i] is >= 'A' and <= 'Z' and not ('S' or 'L' or 'O' or 'I' or 'B' or 'Z');
            var isRight = Shape[i] switch { '9' => char.IsAsciiDigit(id[i]), 'A' => isLetter, _ => isLetter || char.IsAsciiDigit(id[i]) };
            if (!isRight) return false;
        }

        return true;
    }
}
