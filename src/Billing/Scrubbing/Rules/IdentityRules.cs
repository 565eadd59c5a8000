using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>Who bills, who rendered, who was treated.</summary>
internal static class IdentityRules
{
    private static readonly Spot BirthDate = new("patient.birthDate", "DMG02"), Sex = new("patient.sex", "DMG03"), Zip = new("practice.address.zip", "2010AA N403"), TaxId = new("practice.taxId", "2010AA REF*EI");

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        new("PRV-NPI-01", Severity.Stop, "The NPI of the billing and of the rendering provider has ten digits and a right check digit.", "Correct the NPI, then build the claim again.",
            "45 CFR 162.406 (NPI with check digit); 005010X222A1 2010AA and 2310B NM109", NpiHasItsCheckDigit,
            f => f with { Rendering = f.Rendering! with { Npi = "1425773087" } }, f => f with { Rendering = f.Rendering! with { Npi = "1234567893" }, Codes = f.Codes with { Excluded = null } }),
        new("PRV-NPI-02", Severity.Stop, "The NPI of a referring or attending provider and of the place of service has a right check digit.", "Correct the NPI.",
            "45 CFR 162.406; 005010X222A1 2310A and 2310C, 005010X223A2 2310A NM109", OthersHaveTheirCheckDigit,
            f => f with { Referring = new() { Npi = "1425773087", LastName = "Ray" } }, f => f with { Referring = new() { Npi = "1881999019", LastName = "Ray" } }),
        ScrubRule.Claim("PRV-NPI-03", Severity.Stop, "The claim gives the biller's NPI.", "Enter the NPI; only providers that do not furnish health care (taxis, home alterations) have none.",
            "45 CFR 162.410(a)(2): a provider uses its NPI on all standard transactions", new("practice.npi", "2010AA NM109"), f => string.IsNullOrEmpty(f.Billing.Npi) ? $"The billing provider {f.Billing.Words} is named without an NPI." : null,
            f => f with { Billing = f.Billing with { Npi = null } }, f => f),
        ScrubRule.Claim("PRV-ZIP-01", Severity.Stop, "The biller's address has a ZIP code of nine digits.", "Look up ZIP+4 of the practice's address at the Postal Service.", "005010X222A1 2010AA N403: all nine digits for an address in the US", Zip,
            f => f.Billing is { IsAbroad: false, Zip: var zip } && (zip is null || zip.Length != 9 || !zip.All(char.IsAsciiDigit)) ? zip is null or "" ? "The practice's address has no ZIP code; a claim needs all nine digits." : $"The practice's ZIP code {zip} has not nine digits, which a claim needs." : null,
            f => f with { Billing = f.Billing with { Zip = "60601" } }, f => f),
        ScrubRule.Claim("PRV-ADR-01", Severity.Warn, "The biller's address is a street, not a post office box.", "Give the street address; a post office box for payments goes into the pay-to address (2010AB).", "005010X222A1 2010AA N3: a street address; boxes go to 2010AB", new("practice.address.line1", "2010AA N301"),
            f => IsBox(f.Billing.Street) ? $"The billing address is \"{f.Billing.Street}\", a post office box." : null,
            f => f with { Billing = f.Billing with { Street = "PO Box 1123" } }, f => f with { Billing = f.Billing with { Street = "12 Boxwood Lane" } }),
        ScrubRule.Claim("PRV-TIN-01", Severity.Stop, "The biller's tax id has nine digits.", "Enter the employer identification number or social security number under which the practice is paid.", "26 CFR 301.7701-12 and 301.6109-1 (nine digits); 005010X222A1 2010AA REF*EI, REF*SY", TaxId,
            f => f.Billing.TaxId is { Length: > 0 } id && (id.Replace("-", "", StringComparison.Ordinal) is not { Length: 9 } digits || !digits.All(char.IsAsciiDigit)) ? $"The tax id {id} has not nine digits." : null,
            f => f with { Billing = f.Billing with { TaxId = "3612345" } }, f => f with { Billing = f.Billing with { TaxId = "36-1234567" } }),
        ScrubRule.Claim("PRV-TIN-02", Severity.Stop, "The claim gives the biller's tax id.", "Enter the tax id under which the practice is paid.", "005010X222A1 2010AA REF*EI or REF*SY (required)", TaxId,
            f => string.IsNullOrEmpty(f.Billing.TaxId) ? "The billing provider is named without a tax id." : null, f => f with { Billing = f.Billing with { TaxId = null } }, f => f),
        new("PRV-TAX-01", Severity.Stop, "A taxonomy code is one of the NUCC list.", "Take the code from the provider's NPPES record.", "Health Care Provider Taxonomy code set (NUCC); 005010X222A1 2000A and 2310B PRV03", TaxonomyIsListed,
            f => f with { Rendering = f.Rendering! with { Taxonomy = "207Q00009X" } }, f => f) { Needs = CodeList.Taxonomy },
        new("PRV-TAX-02", Severity.Stop, "A taxonomy code has ten letters and digits, the last an X.", "Take the code from the provider's NPPES record.", "Health Care Provider Taxonomy code set (NUCC): form of the codes", TaxonomyHasItsForm,
            f => f with { Codes = f.Codes with { Taxonomies = null }, Rendering = f.Rendering! with { Taxonomy = "207Q" } }, f => f),
        ScrubRule.Claim("PAT-DOB-01", Severity.Stop, "The patient was born before the service.", "Correct the birth date or the date of service.", "005010X222A1 2010BA and 2010CA DMG02 against 2400 DTP*472", BirthDate,
            f => f.HasDay && f.Patient.BirthDate > f.Day ? $"The patient was born on {f.Patient.BirthDate.Value.InWords()}, after the service on {f.Day.InWords()}." : null,
            f => f.Born(2027), f => f.Born(1980)),
        ScrubRule.Claim("PAT-DOB-02", Severity.Stop, "The claim gives the patient's birth date.", "Enter the birth date as the payer has it.", "005010X222A1 2010BA and 2010CA DMG02 (required of the patient)", BirthDate,
            f => f.Patient.BirthDate is null ? "The patient's birth date is missing." : null, f => f with { Patient = f.Patient with { BirthDate = null } }, f => f),
        ScrubRule.Claim("PAT-DOB-03", Severity.Warn, "The patient is at most 124 years old.", "Check the birth date, its century first.", "Medicare Code Editor definitions manual: invalid age (0 to 124 years)", BirthDate,
            f => f.HasDay && f.Patient.AgeOn(f.Day) is > 124 and var age ? $"By the birth date the patient is {age} years old." : null, f => f.Born(1878), f => f.Born(1930)),
        ScrubRule.Claim("PAT-SEX-01", Severity.Warn, "The patient's sex is told as F, M or U.", "Enter what the payer has on record.", "005010X222A1 2010BA and 2010CA DMG03", Sex,
            f => f.Patient.Sex is not ("F" or "M" or "U") ? f.Patient.Sex is null ? "The patient's sex is not told." : $"The patient's sex is told as \"{f.Patient.Sex}\"." : null,
            f => f with { Patient = f.Patient with { Sex = "X" } }, f => f with { Patient = f.Patient with { Sex = "U" } }),
        ScrubRule.Claim("PAT-DTH-01", Severity.Stop, "No service was rendered after the patient's death.", "Check both days; the payer denies what lies after.", "005010X222A1 2000B PAT06; CARC 13 (date of death before date of service)", new("patient.diedOn", "PAT06"),
            f => f.Patient.DiedOn is { } died && f.Lines.Any(l => f.DayOf(l) > died) ? $"The patient died on {died.InWords()}, before a service of the claim." : null,
            f => f with { Patient = f.Patient with { DiedOn = new(2026, 2, 27) } }, f => f with { Patient = f.Patient with { DiedOn = new(2026, 3, 2) } }),
        ScrubRule.Claim("PAT-REL-01", Severity.Warn, "The provider is not the patient.", "Charges of a provider for treating themselves or their household are excluded by Medicare and most plans.", "42 CFR 411.12 (charges by an immediate relative or member of the household)", new("provider.lastName", "2310B NM103"),
            f => f.Rendering is { FirstName: { } first, LastName: { } last } && Same(first, f.Patient.FirstName) && Same(last, f.Patient.LastName) ? $"{first} {last} is both the patient and the rendering provider." : null,
            f => f with { Rendering = f.Rendering! with { FirstName = "THOMAS", LastName = "Whitfield" } }, f => f with { Rendering = f.Rendering! with { LastName = "Whitfield" } }),
        new("PAT-NAM-01", Severity.Stop, "The patient's name can be written in a claim file.", "Enter the name in Latin letters, as on the card.", "ASC X12.6 and 005010X222A1 appendix B: basic and extended character sets; 2010BA and 2010CA NM103 to NM105", PatientsNameCanBeSent,
            f => f with { IsOfFile = false, Patient = f.Patient with { FirstName = "小龙" } }, f => f with { Patient = f.Patient with { FirstName = "Łukasz" } }) { MayPass = false },
        new("SUB-NAM-01", Severity.Stop, "The subscribers' names can be written in a claim file.", "Enter the name in Latin letters, as on the card.", "ASC X12.6 and 005010X222A1 appendix B: basic and extended character sets; 2010BA and 2330A NM103, NM104", SubscribersNameCanBeSent,
            f => (f with { IsOfFile = false }).Covered(c => c with { Relation = Relation.Spouse, LastName = "Иванова" }), f => f.Covered(c => c with { Relation = Relation.Spouse, LastName = "Nguyễn" })) { MayPass = false },
        ScrubRule.Claim("PAT-NAM-02", Severity.Stop, "The patient is named.", "Enter last and first name as on the card.", "005010X222A1 2010BA and 2010CA NM103, NM104", new("patient.lastName", "2010BA NM103"),
            f => string.IsNullOrWhiteSpace(f.Patient.LastName) ? "The patient has no name." : null, f => f with { Patient = f.Patient with { LastName = " " } }, f => f),
    ];

    private static IEnumerable<RuleHit> NpiHasItsCheckDigit(ScrubFacts facts) =>
        Faults([(new("practice.npi", "2010AA NM109"), "billing provider", facts.Billing), (new("provider.npi", "2310B NM109"), "rendering provider", facts.Rendering)]);

    private static IEnumerable<RuleHit> OthersHaveTheirCheckDigit(ScrubFacts facts) => Faults(
    [
        (new("referring.npi", "2310A NM109"), "referring provider", facts.Referring), (new("attending.npi", "2310A NM109"), "attending provider", facts.Attending), (new("facility.npi", "2310C NM109"), "place of service", facts.Facility),
        .. facts.Lines.Where(l => l.Rendering is not null).Select(l => (new Spot($"lines[{l.N - 1}].provider.npi", "2420A NM109", l.N), "rendering provider of the line", l.Rendering)),
    ]);

    private static List<RuleHit> Faults(ReadOnlySpan<(Spot Spot, string Who, ScrubParty? Party)> parties)
    {
        List<RuleHit> hits = [];
        foreach (var (spot, who, party) in parties)
            if (party?.Npi is { Length: > 0 } npi && Npi.Fault(npi) is { } fault) hits.Add(new(spot, $"NPI {npi} of the {who}: {fault}"));
        return hits;
    }

    private static IEnumerable<RuleHit> TaxonomyIsListed(ScrubFacts facts) => Taxonomies(facts, code => HasForm(code) && !facts.Codes.Taxonomies!.Contains(code), "is not in the taxonomy list that is held");

    private static IEnumerable<RuleHit> TaxonomyHasItsForm(ScrubFacts facts) => Taxonomies(facts, code => !HasForm(code), "is no taxonomy code");

    private static IEnumerable<RuleHit> Taxonomies(ScrubFacts facts, Func<string, bool> isWrong, string words)
    {
        if (facts.Billing.Taxonomy is { Length: > 0 } billing && isWrong(billing)) yield return new(new("practice.taxonomy", "2000A PRV03"), $"{billing} of the billing provider {words}.");
        if (facts.Rendering?.Taxonomy is { Length: > 0 } rendering && isWrong(rendering)) yield return new(new("provider.taxonomy", "2310B PRV03"), $"{rendering} of the rendering provider {words}.");
    }

    private static bool HasForm(string code) => code.Length == 10 && code[^1] == 'X' && code.All(char.IsAsciiLetterOrDigit);

    private static IEnumerable<RuleHit> PatientsNameCanBeSent(ScrubFacts facts) => facts.IsOfFile ? [] : Unsendable(
        [("patient.lastName", "patient's last name", facts.Patient.LastName), ("patient.firstName", "patient's first name", facts.Patient.FirstName), ("patient.middleName", "patient's middle name", facts.Patient.MiddleName)], facts.Coverage.PayerName);

    /// <summary>Every subscriber of the claim but the patient: the file names those of the other payers too.</summary>
    private static IEnumerable<RuleHit> SubscribersNameCanBeSent(ScrubFacts facts) => facts.IsOfFile ? [] : facts.Coverages.Where(c => c.Relation != Relation.Self)
        .SelectMany(c => Unsendable([("coverage.subscriber.lastName", $"subscriber's last name ({c.PayerName})", c.LastName), ("coverage.subscriber.firstName", $"subscriber's first name ({c.PayerName})", c.FirstName)], c.PayerName));

    private static IEnumerable<RuleHit> Unsendable(IEnumerable<(string Place, string What, string? Name)> names, string payer)
    {
        foreach (var (place, what, name) in names)
        {
            if (name is not null && X12Spelling.FirstUnsendable(name) is not null)
                yield return new(new(place, "NM1"), $"The {what} is \"{name}\"; a claim file carries Latin letters only.") { Fix = $"Enter the {what} in Latin letters, as on {payer}'s card." };
        }
    }

    private static bool IsBox(string? street)
    {
        if (street is null) return false;
        var plain = street.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return plain.StartsWith("POBOX", StringComparison.OrdinalIgnoreCase) || plain.StartsWith("LOCKBOX", StringComparison.OrdinalIgnoreCase) || plain.StartsWith("POSTOFFICEBOX", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
