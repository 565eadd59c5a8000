using CleanClaim.Sandbox.Configuration;
using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Payers;

/// <summary>The person a claim is for, found among a payer's members.</summary>
internal sealed record Covered(Payer Payer, Plan Plan, Member Member, string PersonKey, string PrimaryElsewhere)
{
    public static Covered? Find(Payer payer, SubmittedClaim claim)
    {
        var member = payer.Members.FirstOrDefault(m => m.MemberId == claim.MemberId && Same(m.LastName, claim.Subscriber.LastName));
        if (member is null) return null;
        if (claim.PatientIsSubscriber)
            return member.BirthDate == claim.Patient.BirthDate && Same(member.FirstName, claim.Patient.FirstName)
                ? Of(payer, member, member.FirstName, member.BirthDate, member.PrimaryElsewhere) : null;
        var dependent = member.Dependents.FirstOrDefault(d =>
            d.BirthDate == claim.Patient.BirthDate && Same(d.FirstName, claim.Patient.FirstName) && Same(d.LastName, claim.Patient.LastName));
        return dependent is null ? null : Of(payer, member, dependent.FirstName, dependent.BirthDate, dependent.PrimaryElsewhere);
    }

    private static Covered Of(Payer payer, Member member, string firstName, DateOnly birthDate, string primaryElsewhere) =>
        new(payer, payer.PlanOf(member), member, $"{payer.PayerId}/{member.MemberId}/{firstName.ToUpperInvariant()}/{Dates.Format(birthDate)}", primaryElsewhere);

    public static bool Same(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
