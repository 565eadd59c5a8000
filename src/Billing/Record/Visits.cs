using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>The visit as rendered and documented.</summary>
public sealed class Encounter : PracticeRow
{
    public required Id<Encounter> Id { get; init; }
    public required string Key { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required Id<Provider> ProviderId { get; init; }
    /// <summary>The account of the guarantor who answers for it: who was named for its day when it was charged, or whom a person said since (<see cref="PersonDecision.Guarantor"/>).</summary>
    public required Id<GuarantorAccount> AccountId { get; set; }
    public required Id<Case>? CaseId { get; init; }
    /// <summary>CMS place of service code, two digits.</summary>
    public required string Place { get; init; }
    public required DateOnly Date { get; init; }
    /// <summary>ICD-10-CM codes without dots, joined by a blank, in order; the first is pointer 1.</summary>
    public required string Diagnoses { get; set; }
    public required int? ContactMinutes { get; set; }
    /// <summary>JSON of the needle sets (minutes, electrical, reinsertion), as documented; null when none.</summary>
    public required string? Sets { get; set; }
    public required string? Note { get; set; }
    public required int Version { get; set; }

    public IReadOnlyList<string> DiagnosisList => Diagnoses.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>
/// What was charged for one line of a visit. Append-only: a correction voids a charge by a negative one and adds another; where it says again what was billed, a positive one puts the void charge back.
/// A charge that names none stands while an even count of rows names it.
/// </summary>
public sealed class Charge : PracticeRow
{
    public required Id<Charge> Id { get; init; }
    public required Id<Encounter> EncounterId { get; init; }
    public required int Line { get; init; }
    public required string Code { get; init; }
    public required string Modifiers { get; init; }
    public required int Units { get; init; }
    public required Money Amount { get; init; }
    /// <summary>What the primary payer's contract allows, when it is on file on the date of service.</summary>
    public required Money? Expected { get; init; }
    /// <summary>Diagnosis pointers, 1-based, joined by a blank.</summary>
    public required string Pointers { get; init; }
    public required int? Minutes { get; init; }
    /// <summary>The charge that this row takes back (below zero), or puts back (above).</summary>
    public required Id<Charge>? VoidsChargeId { get; init; }

    public IReadOnlyList<string> ModifierList => Modifiers.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
