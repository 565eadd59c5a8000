using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>What the rules look at, of a claim of ours.</summary>
public static class FactsOfClaim
{
    /// <summary>The claim as it goes to the payer of a level; what the record knows around it is added by who asks.</summary>
    public static ScrubFacts Of(ClaimSnapshot claim, int level, DateOnly today, ScrubCodes codes)
    {
        var (practice, patient) = (claim.Practice, claim.Patient);
        return new ScrubFacts
        {
            Today = today, Level = level, Codes = codes, Charge = claim.Charge, Charged = claim.Charge, Place = claim.Place, Day = claim.Date, Diagnoses = claim.Diagnoses, ContactMinutes = claim.ContactMinutes,
            Billing = new() { Npi = practice.Npi, TaxId = practice.TaxId, Taxonomy = practice.Taxonomy, LastName = practice.Name, Street = practice.Address.Line1, Zip = practice.Address.Zip },
            Rendering = new() { Npi = claim.Provider.Npi, Taxonomy = claim.Provider.Taxonomy, LastName = claim.Provider.LastName, FirstName = claim.Provider.FirstName },
            Patient = new() { LastName = patient.LastName, FirstName = patient.FirstName, MiddleName = patient.MiddleName, BirthDate = patient.BirthDate, Sex = patient.Sex },
            Coverages = [.. claim.Coverages.Select(c => Of(c, claim))], Accident = claim.Case is { } kase ? Of(kase) : null, Authorization = claim.Coverages[level].Authorization, Lines = [.. claim.Lines.Select(l => Of(l, claim))],
        };
    }

    private static ScrubCoverage Of(BilledCoverage coverage, ClaimSnapshot claim) => new()
    {
        PayerName = claim.NameOf(coverage), PayerNumber = coverage.PayerNumber, Kind = coverage.Kind, Filing = coverage.ClaimFiling, MemberId = coverage.MemberId, Relation = coverage.Relation,
        LastName = coverage.LastName, FirstName = coverage.FirstName, From = coverage.From, To = coverage.To, FilingDays = coverage.FilingDays,
    };

    private static ScrubAccident Of(BilledCase kase) => new(kase.Kind == CaseKind.WorkersComp, kase.Kind == CaseKind.Auto, kase.Date, kase.State, kase.ClaimNumber, kase.Employer);

    private static ScrubLine Of(BilledLine line, ClaimSnapshot claim) => new()
    {
        N = line.N, Code = line.Code, Modifiers = line.Modifiers, Charge = line.Charge, Units = line.Units, Pointers = line.Pointers, From = claim.Date, To = claim.Date, Place = claim.Place,
    };
}
