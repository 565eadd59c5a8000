using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Whether the provider may bill this payer on that day.</summary>
internal static class ProviderRules
{
    private static readonly Spot Participation = new("provider.participation", "2310B NM1"), Taxonomy = new("provider.taxonomy", "2310B PRV03");

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        // Not yet effective: held until it is, never sent under a colleague's name (MONEY 1.11).
        new("PRV-PAR-01", Severity.Stop, "The rendering provider takes part with the payer on the day.", "Ask the payer for a retroactive date; do not send it under a colleague.", "The payer's network contract: participation by provider and date", ProviderTakesPart,
            f => f with { IsOfFile = false, Participation = ParticipationStanding.NotYet, ParticipatesFrom = new(2026, 5, 1) }, f => f),
        new("PRV-LEI-01", Severity.Stop, "No provider of the claim is excluded from federal programs.", "Stop the claim and call compliance: no federal payment is made for what an excluded person orders or furnishes.", "42 CFR 1001.1901 (effect of exclusion); OIG List of Excluded Individuals and Entities", NpiIsNotExcluded,
            f => f with { Rendering = f.Rendering! with { Npi = "1234567893" } }, f => f) { Needs = CodeList.Leie },
        new("PRV-LEI-02", Severity.Warn, "No provider of the claim bears the name of an excluded person whose NPI the list does not know.", "Verify by social security number on the OIG's own site; the name alone is no proof.", "42 CFR 1001.1901; OIG, tips for searching the LEIE", NameIsNotExcluded,
            f => f with { Rendering = f.Rendering! with { LastName = "Example", FirstName = "Evan" } }, f => f with { Rendering = f.Rendering! with { LastName = "Example", FirstName = "Eva" } }) { Needs = CodeList.Leie },
        ScrubRule.Claim("PRV-FAC-01", Severity.Warn, "Services in a hospital, surgery center or nursing home name the place.", "Add the place of service with its NPI (2310C).", "005010X222A1 2310C; CMS Pub. 100-04 ch. 26 §10.4 item 32", new("facility", "2310C NM1"),
            f => f is { IsOfFile: true, Facility: null, Place: "21" or "22" or "23" or "24" or "31" or "32" or "51" or "61" } ? $"The services were rendered at place {f.Place}, and the claim does not name it." : null,
            f => f.At("22"), f => f.At("22") with { Facility = new() { LastName = "Lake Hospital", Npi = "1881999019" } }) with { For = Forms.Professional },
        // An acupuncturist cannot enrol with Medicare; the patient pays with notice, or a plan after Medicare is billed directly.
        ScrubRule.Claim("PRV-MCR-01", Severity.Stop, "No claim to Medicare names an acupuncturist as the one who rendered.", "Bill the patient with notice, or bill the supplement directly with a statement that the provider type is not eligible to enrol.",
            "CMS NCD 30.3.3: who may furnish acupuncture; an acupuncturist only as auxiliary personnel, incident to a physician's service (42 CFR 410.26)", Taxonomy,
            f => f.Coverage.IsMedicare && f.Rendering?.Taxonomy == "171100000X" ? "Medicare pays no claim of a licensed acupuncturist: the provider type cannot enrol." : null,
            f => f.Medicare().By("171100000X").Billed("97810"), f => f.By("171100000X").Billed("97810")) with { For = Forms.Professional },
        ScrubRule.Claim("PRV-REF-01", Severity.Warn, "Laboratory and imaging for Medicare name who ordered them.", "Add the ordering or referring provider with their NPI.", "CMS Pub. 100-04 ch. 26 §10.4 item 17; 42 CFR 424.507(a)", new("referring", "2310A NM1"), NamesWhoOrdered,
            f => f.Medicare().Billed("71046-26"), f => f.Medicare().Billed("71046-26") with { Referring = new() { Npi = "1881999019", LastName = "Ray" } }) with { For = Forms.Professional },
        ScrubRule.Claim("PRV-REF-02", Severity.Stop, "A provider who ordered or referred for Medicare is named with an NPI.", "Look the NPI up in NPPES; the provider must be enrolled or have opted out.", "42 CFR 424.507(a)(1)", new("referring.npi", "2310A NM109"),
            f => f.Coverage.IsMedicare && f.Referring is { Npi: null or "" } ? $"The referring provider {f.Referring.Words} is named without an NPI." : null,
            f => f.Medicare() with { Referring = new() { LastName = "Ray" } }, f => f.Medicare() with { Referring = new() { LastName = "Ray", Npi = "1881999019" } }),
        ScrubRule.Claim("PRV-REN-01", Severity.Warn, "A claim does not repeat the biller as the one who rendered.", "Leave the rendering provider out where the biller rendered the service.", "005010X222A1 2310B: sent when the rendering provider is another than the billing provider", new("provider.npi", "2310B NM109"),
            f => f.IsOfFile && f.Rendering?.Npi is { } npi && npi == f.Billing.Npi ? $"The rendering provider has the biller's own NPI {npi}." : null,
            f => f with { Rendering = f.Rendering! with { Npi = f.Billing.Npi } }, f => f with { Rendering = null }) with { For = Forms.Professional },
    ];

    private static IEnumerable<RuleHit> ProviderTakesPart(ScrubFacts facts)
    {
        if (facts.IsOfFile) yield break;
        var (provider, payer) = (facts.Rendering?.Words ?? facts.Billing.Words, facts.Coverage.PayerName);
        if (facts.Participation == ParticipationStanding.NotYet)
            yield return new(Participation, $"{provider} takes part with {payer} only from {facts.ParticipatesFrom?.InWords()}.");
        else if (facts.Participation == ParticipationStanding.Ended)
            yield return new(Participation, $"{provider} no longer takes part with {payer} on the day of service.") { Severity = Severity.Warn, Fix = "Expect payment at the rate for providers outside the network." };
        else if (facts.Participation == ParticipationStanding.NotRecorded)
            yield return new(Participation, $"Nothing is recorded on whether {provider} takes part with {payer}.") { Severity = Severity.Warn, Fix = "Record the participation with its first day, or that there is none." };
    }

    private static IEnumerable<RuleHit> NpiIsNotExcluded(ScrubFacts facts)
    {
        foreach (var (party, spot) in Parties(facts))
            if (party.Npi is { Length: > 0 } npi && facts.Codes.Excluded!.TryGetValue(npi, out var from) && from <= facts.Day)
                yield return new(spot, $"{party.Words} (NPI {npi}) is excluded from federal programs since {from.InWords()}.");
    }

    private static IEnumerable<RuleHit> NameIsNotExcluded(ScrubFacts facts)
    {
        foreach (var (party, spot) in Parties(facts))
            if (party is { FirstName: { } first, LastName: { } last } && facts.Codes.Excluded!.TryGetValue($"{last}|{first}".ToUpperInvariant(), out var from) && from <= facts.Day)
                yield return new(spot, $"An excluded person bears the name {party.Words} (since {from.InWords()}); the list has no NPI for them.");
    }

    private static IEnumerable<(ScrubParty Party, Spot Spot)> Parties(ScrubFacts facts)
    {
        yield return (facts.Billing, new("practice.npi", "2010AA NM109"));
        if (facts.Rendering is { } rendering) yield return (rendering, new("provider.npi", "2310B NM109"));
        if (facts.Referring is { } referring) yield return (referring, new("referring.npi", "2310A NM109"));
        if (facts.Attending is { } attending) yield return (attending, new("attending.npi", "2310A NM109"));
    }

    private static string? NamesWhoOrdered(ScrubFacts facts)
    {
        if (!facts.IsOfFile || !facts.Coverage.IsMedicare || facts.Referring is not null) return null;
        var asked = facts.Lines.FirstOrDefault(l => !l.HasOrderer && (Codes.IsImaging(l.Code) || Codes.IsLaboratory(l.Code)));
        return asked is null ? null : $"Line {asked.N} ({asked.Code}) is a diagnostic test, and nobody is named who ordered it.";
    }
}
