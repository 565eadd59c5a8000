using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>
/// Money that one practice of the organization paid another for what was due between their books. One row in each of the two books, under one number, and none points into the other's. Append-only.
/// </summary>
public sealed class PracticeSettlement : PracticeRow
{
    public required Id<PracticeSettlement> Id { get; init; }
    /// <summary>The same in both books.</summary>
    public required long Number { get; init; }
    public required Id<Practice> OtherPractice { get; init; }
    /// <summary>Above zero this practice paid, below it was paid; zero where debts of both were set off alone, or the row undoes another.</summary>
    public required Money Amount { get; init; }
    public required DateOnly PaidOn { get; init; }
    /// <summary>What the bank shows of it: a check or transfer number, words.</summary>
    public required string Reference { get; init; }
    /// <summary>The number of the settlement that counts no more by this row.</summary>
    public required long? Undoes { get; init; }
    /// <summary>Why it was undone.</summary>
    public required string? Reason { get; init; }
    public required string Actor { get; init; }
    public required Instant At { get; init; }
}
