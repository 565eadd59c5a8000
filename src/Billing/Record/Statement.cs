using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>A bill sent to a guarantor; the PDF is a stored file. Append-only.</summary>
public sealed class Statement : PracticeRow
{
    public required Id<Statement> Id { get; init; }
    public required Id<GuarantorAccount> AccountId { get; init; }
    /// <summary>1, 2, 3… per account and cycle of debt.</summary>
    public required int N { get; init; }
    public required string Number { get; init; }
    public required DateOnly IssuedOn { get; init; }
    public required DateOnly DueOn { get; init; }
    public required Money Amount { get; init; }
    public required string FileSha256 { get; init; }
}

/// <summary>What a statement asked for one charge. Append-only.</summary>
public sealed class StatementLine : PracticeRow
{
    public required Id<StatementLine> Id { get; init; }
    public required Id<Statement> StatementId { get; init; }
    public required Id<Encounter> EncounterId { get; init; }
    public required Id<Charge> ChargeId { get; init; }
    public required Money Amount { get; init; }
}
