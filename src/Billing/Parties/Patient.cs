using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Parties;

public sealed class Patient : PracticeRow
{
    public required Id<Patient> Id { get; init; }
    public required string Key { get; init; }
    public required string LastName { get; set; }
    public required string FirstName { get; set; }
    public required string? MiddleName { get; set; }
    /// <summary>Folded "last first" for range searches under row-level security (never LIKE).</summary>
    public required string NameKey { get; set; }
    public required DateOnly BirthDate { get; set; }
    /// <summary>F, M or U, as DMG03 has it.</summary>
    public required string Sex { get; set; }
    public required Address Address { get; set; }
    public required string? Phone { get; set; }
    public required string? Email { get; set; }
    public required string? Language { get; set; }
    public required string? ReasonForVisit { get; set; }
    /// <summary>The patient this record turned out to be; facts keep naming the record they were made with.</summary>
    public Id<Patient>? AliasOf { get; set; }
    /// <summary>Counts people's edits; a stale edit is answered with both versions.</summary>
    public required int Version { get; set; }

    /// <summary>Capitals without accents or marks; letters of every script are kept, so that a name in Chinese is found as it is written.</summary>
    public static string FoldName(string last, string first) =>
        new([.. $"{last} {first}".Normalize(System.Text.NormalizationForm.FormD).ToUpperInvariant().Where(c => char.IsLetterOrDigit(c) || c == ' ')]);
}

public enum GuarantorKind { Self, Parent, LegalRepresentative, Employer }

/// <summary>Who owes the bill: signed the financial responsibility form (MONEY 6). Never part of an 837. A guarantor has one account per practice.</summary>
public sealed class GuarantorAccount : PracticeRow
{
    public required Id<GuarantorAccount> Id { get; init; }
    public required string Key { get; init; }
    public required GuarantorKind Kind { get; set; }
    public required string? LastName { get; set; }
    public required string? FirstName { get; set; }
    public required string? OrganizationName { get; set; }
    public required Address Address { get; set; }
    public required DateOnly From { get; set; }
    /// <summary>Why the patient answered alone before being of age; null where nobody had to say so.</summary>
    public MinorAlone? MinorAlone { get; set; }
    public Id<GuarantorAccount>? AliasOf { get; set; }
    public required int Version { get; set; }

    public string DisplayName => OrganizationName ?? $"{FirstName} {LastName}".Trim();
}

/// <summary>From this day on the guarantor answers for new visits of the patient; the latest row on or before the visit counts. Old balances stay.</summary>
public sealed class GuarantorOfPatient : PracticeRow
{
    public required Id<GuarantorOfPatient> Id { get; init; }
    public required Id<GuarantorAccount> AccountId { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required DateOnly From { get; init; }
}

public enum Relation { Self, Spouse, Child, Other }

/// <summary>A dated coverage of a patient by a payer's plan. <see cref="Rank"/> 1 is primary; order is decided by a person (MONEY 4 proposes).</summary>
public sealed class Coverage : PracticeRow
{
    public required Id<Coverage> Id { get; init; }
    public required string Key { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required Id<Payer> PayerId { get; init; }
    public required string? Plan { get; set; }
    public required string MemberId { get; set; }
    public required string? GroupNumber { get; set; }
    public required int Rank { get; set; }
    public required Relation Relation { get; set; }
    public required string SubscriberLastName { get; set; }
    public required string SubscriberFirstName { get; set; }
    public required DateOnly SubscriberBirthDate { get; set; }
    public required string SubscriberSex { get; set; }
    public required Address SubscriberAddress { get; set; }
    public required DateOnly From { get; set; }
    public required DateOnly? To { get; set; }
    public required int Version { get; set; }
    /// <summary>
    /// Where the payer covers the patient under another plan at the same time: the coverage as which this plan owes apart from that one, itself or the one that it goes on from. Null for the plan that
    /// was registered first, whose debts are the payer's. Set once, so that no order, first or last day ever changes whose a debt is.
    /// </summary>
    public long? ApartId { get; set; }
}

public enum CaseKind { WorkersComp, Auto, Other }

/// <summary>An injury or other matter that decides who pays for its visits, whatever the coverage list says (MONEY 5).</summary>
public sealed class Case : PracticeRow
{
    public required Id<Case> Id { get; init; }
    public required string Key { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required CaseKind Kind { get; set; }
    public required Id<Payer> PayerId { get; set; }
    public required DateOnly Date { get; set; }
    public required string State { get; set; }
    public required string? ClaimNumber { get; set; }
    public required string? Employer { get; set; }
}
