using System.Collections.Frozen;

namespace CleanClaim.Billing.Acknowledgments;

/// <summary>What a claim status code is about, in our own short words, and the field of ours where it is mended.</summary>
public sealed record StatusMeaning(string Words, string Field, string Fix);

/// <summary>
/// Claim status codes that stop claims most often (X12 code source 508; the numbers only, the words are ours). A code that is not here is shown by its
/// number with what the sender wrote, never hidden.
/// </summary>
public static class StatusWords
{
    private static readonly FrozenDictionary<string, StatusMeaning> Codes = new Dictionary<string, StatusMeaning>(StringComparer.Ordinal)
    {
        ["19"] = new("received", "", ""),
        ["20"] = new("accepted for processing", "", ""),
        ["21"] = new("information is missing or invalid", "claim", "Read the further codes and the message beside it."),
        ["33"] = new("the subscriber is not found", "coverage.memberId", "Compare member id, name and birth date with the card."),
        ["54"] = new("the claim was sent before", "claim", "Find the first one; send a replacement if it must change."),
        ["78"] = new("the claim, or a line of it, is there already and waits to be processed", "claim", "Wait for the answer to the first one; add modifier 76, 59 or an X modifier only as documented."),
        ["88"] = new("the patient is not eligible on the day", "coverage.from", "Check eligibility on the day of service."),
        ["116"] = new("it went to the wrong payer", "coverage.payer", "Choose the payer on the card and its payer id."),
        ["125"] = new("a name", "patient.lastName", "Spell the name as the payer has it on file."),
        ["126"] = new("an address", "patient.address", "Correct the address."),
        ["128"] = new("the tax id", "practice.taxId", "Compare the tax id with the enrolment at the payer."),
        ["145"] = new("the specialty", "provider.taxonomy", "Use the taxonomy that the payer enrolled."),
        ["153"] = new("an id of the entity", "provider.npi", "Compare the id with the enrolment at the payer."),
        ["158"] = new("the birth date", "patient.birthDate", "Compare the birth date with the card."),
        ["164"] = new("the member id", "coverage.memberId", "Copy the member id from the card."),
        ["178"] = new("the charge", "claim.charge", "Compare the total with the lines."),
        ["187"] = new("the date of service", "visit.date", "Correct the date of service."),
        ["228"] = new("the type of bill", "claim.frequency", "Send it as the payer's path of correction says."),
        ["249"] = new("the place of service", "visit.place", "Use the place where the service was rendered."),
        ["254"] = new("the main diagnosis", "visit.diagnoses", "Use the full code of the year of service."),
        ["255"] = new("a diagnosis", "visit.diagnoses", "Use the full code of the year of service."),
        ["286"] = new("the other payer's answer", "prior", "Send the answer of the payer before."),
        ["400"] = new("the amounts do not add up", "claim.charge", "The total is the sum of the lines."),
        ["453"] = new("a modifier", "visit.lines.modifiers", "Correct the modifier of the line."),
        ["454"] = new("a procedure code", "visit.lines.code", "Use a code that is valid on the day."),
        ["464"] = new("the payer's number of the claim", "claim.payerControl", "Take it from the payer's remittance."),
        ["476"] = new("the units", "visit.lines.units", "Compare the units with the documented minutes."),
        ["477"] = new("a line's pointer to a diagnosis", "visit.lines.pointers", "Point to a diagnosis of the claim."),
        ["481"] = new("the form of the claim", "claim", "Read the message beside it."),
        ["496"] = new("the submitter is not approved for it", "practice.enrollment", "Enrol the practice for electronic claims with this payer."),
        ["500"] = new("a ZIP code", "address.zip", "Look the ZIP code up; the practice's has nine digits."),
        ["507"] = new("a HCPCS code", "visit.lines.code", "Use a code that is valid on the day."),
        ["538"] = new("the number of the claim", "claim", "Give each claim a number of its own."),
        ["535"] = new("the frequency code", "claim.frequency", "Send it as the payer's path of correction says."),
        ["562"] = new("an NPI", "provider.npi", "Compare the NPI with the enrolment at the payer."),
        ["583"] = new("the charge of a line", "visit.lines.charge", "Compare the line's charge with the fee schedule."),
        ["672"] = new("the other payer's amounts do not add up", "prior", "Send the answer of the payer before as it came."),
        ["673"] = new("the patient's reason for the visit", "visit.diagnoses", "Give the diagnosis that brought the patient."),
        ["684"] = new("the file was faulty at this claim", "claim", "Read the 999 to the same file."),
        ["718"] = new("it came too late", "visit.date", "Send proof of timely filing, or ask for an exception."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Entities = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["85"] = "the billing provider", ["82"] = "the rendering provider", ["IL"] = "the subscriber", ["QC"] = "the patient", ["PR"] = "the payer", ["77"] = "the facility",
        ["DN"] = "the referring provider", ["41"] = "the submitter", ["40"] = "the receiver", ["AY"] = "the clearinghouse", ["36"] = "the employer", ["GB"] = "the other subscriber",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static StatusMeaning? Of(string status) => Codes.GetValueOrDefault(status);

    public static string? Entity(string? code) => code is null ? null : Entities.GetValueOrDefault(code, $"entity {code}");
}
