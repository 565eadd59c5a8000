using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Rules on who bills whom for whom.</summary>
public static class PartyRules
{
    public static IEnumerable<RuleHit> NpiHasItsCheckDigit(ScrubFacts facts)
    {
        foreach (var (place, who, npi) in new[] { ("practice.npi", "billing provider", facts.Claim.Practice.Npi), ("provider.npi", "rendering provider", facts.Claim.Provider.Npi) })
        {
            if (Npi.Fault(npi) is { } fault) yield return new(Severity.Stop, place, $"NPI {npi} of the {who}: {fault}", "Correct the NPI, then build the claim again.");
        }
    }

    public static IEnumerable<RuleHit> MemberIdIsThere(ScrubFacts facts)
    {
        if (string.IsNullOrWhiteSpace(facts.Coverage.MemberId))
            yield return new(Severity.Stop, "coverage.memberId", $"The claim names no member id with {facts.Coverage.PayerName}.", "Copy the member id from the card into the coverage.");
    }

    public static IEnumerable<RuleHit> PatientIsBornBeforeTheService(ScrubFacts facts)
    {
        if (facts.Claim.Patient.BirthDate > facts.Claim.Date)
            yield return new(Severity.Stop, "patient.birthDate", $"The patient was born on {facts.Claim.Patient.BirthDate.InWords()}, after the service on {facts.Claim.Date.InWords()}.", "Correct the birth date or the date of service.");
    }

    public static IEnumerable<RuleHit> PatientsNameCanBeSent(ScrubFacts facts)
    {
        var patient = facts.Claim.Patient;
        return Unsendable([("patient.lastName", "patient's last name", patient.LastName), ("patient.firstName", "patient's first name", patient.FirstName), ("patient.middleName", "patient's middle name", patient.MiddleName)], facts.Coverage);
    }

    /// <summary>Every subscriber of the claim but the patient: the file names those of the other payers too.</summary>
    public static IEnumerable<RuleHit> SubscribersNameCanBeSent(ScrubFacts facts) => facts.Claim.Coverages.Where(c => c.Relation != Relation.Self)
        .SelectMany(c => Unsendable([("coverage.subscriber.lastName", $"subscriber's last name ({c.PayerName})", c.LastName), ("coverage.subscriber.firstName", $"subscriber's first name ({c.PayerName})", c.FirstName)], c));

    private static IEnumerable<RuleHit> Unsendable(IEnumerable<(string Place, string What, string? Name)> names, BilledCoverage coverage)
    {
        foreach (var (place, what, name) in names)
        {
            if (name is not null && X12Spelling.FirstUnsendable(name) is not null)
                yield return new(Severity.Stop, place, $"The {what} is \"{name}\"; a claim file carries Latin letters only.", $"Enter the {what} in Latin letters, as on {coverage.PayerName}'s card.");
        }
    }

    public static IEnumerable<RuleHit> CoverageIsInForceOnTheDay(ScrubFacts facts)
    {
        var (from, to, day) = (facts.Coverage.From, facts.Coverage.To, facts.Claim.Date);
        if (!new DateRange(from, to).Holds(day))
            yield return new(Severity.Stop, "coverage.from", $"The coverage with {facts.Coverage.PayerName} runs {from.InWords()} to {to?.InWords() ?? "further"}; the service was on {day.InWords()}.", "Check eligibility on that day and bill the plan that was in force.");
    }

    /// <summary>Not yet effective: held until it is, never sent under a colleague's name (MONEY 1.11).</summary>
    public static IEnumerable<RuleHit> ProviderTakesPart(ScrubFacts facts)
    {
        var (provider, payer) = ($"{facts.Claim.Provider.FirstName} {facts.Claim.Provider.LastName}", facts.Coverage.PayerName);
        if (facts.Participation == ParticipationStanding.NotYet)
            yield return new(Severity.Stop, "provider.participation", $"{provider} takes part with {payer} only from {facts.ParticipatesFrom?.InWords()}.", "Ask the payer for a retroactive date; do not send it under a colleague.");
        else if (facts.Participation == ParticipationStanding.Ended)
            yield return new(Severity.Warn, "provider.participation", $"{provider} no longer takes part with {payer} on the day of service.", "Expect payment at the rate for providers outside the network.");
        else if (facts.Participation == ParticipationStanding.NotRecorded)
            yield return new(Severity.Warn, "provider.participation", $"Nothing is recorded on whether {provider} takes part with {payer}.", "Record the participation with its first day, or that there is none.");
    }

    public static IEnumerable<RuleHit> BillingAddressHasNineDigits(ScrubFacts facts)
    {
        if (facts.Claim.Practice.Address.Zip.Length != 9)
            yield return new(Severity.Stop, "practice.address.zip", $"The practice's ZIP code {facts.Claim.Practice.Address.Zip} has five digits; a claim needs all nine.", "Look up ZIP+4 of the practice's address at the Postal Service.");
    }

    /// <summary>An acupuncturist cannot enrol with Medicare; the patient pays with notice, or a plan after Medicare is billed directly.</summary>
    public static IEnumerable<RuleHit> MedicareTakesNoAcupuncturist(ScrubFacts facts)
    {
        if (facts.Coverage.Kind == PayerKind.Medicare && facts.Claim.Provider.Taxonomy == "171100000X")
            yield return new(Severity.Stop, "provider.taxonomy", "Medicare pays no claim of a licensed acupuncturist: the provider type cannot enrol.", "Bill the patient with notice, or bill the supplement directly with a statement that the provider type is not eligible to enrol.");
    }

    public static IEnumerable<RuleHit> MedicareSecondaryTypeIsPlausible(ScrubFacts facts)
    {
        if (facts.Level == 0 || facts.Coverage.Kind != PayerKind.Medicare) yield break;
        var adult = facts.Claim.Patient.BirthDate.AddYears(65) <= facts.Claim.Date;
        yield return new(Severity.Warn, "coverage.order", $"Medicare pays after {facts.Claim.Coverages[0].PayerName}; the claim gives the reason {(adult ? "12 (works at 65 or over, or the spouse does)" : "43 (disabled, under a large group plan)")}.", "Ask the Medicare secondary payer questions; with kidney failure the reason is 13 for 30 months.");
    }
}
