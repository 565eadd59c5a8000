using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Eligibility;

/// <summary>A payer's leave to render services: number, codes, units and days.</summary>
public sealed class Authorization : PracticeRow
{
    public required Id<Authorization> Id { get; init; }
    public required string Key { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required Id<Payer> PayerId { get; init; }
    public required string Number { get; set; }
    /// <summary>Codes joined by a blank; empty = any.</summary>
    public required string Codes { get; set; }
    public required int? Units { get; set; }
    public required DateOnly From { get; set; }
    public required DateOnly? To { get; set; }
}
