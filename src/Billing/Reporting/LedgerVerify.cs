using CleanClaim.Billing.Ledger;

namespace CleanClaim.Billing.Reporting;

/// <summary>One invariant as it was found: what it says, the rows looked at, the first violations, and how many there are in all.</summary>
public sealed record Verified(string Id, string Says, long Rows, long Violations, IReadOnlyList<string> Examples, string? Note)
{
    public bool Holds => Violations == 0;
}

/// <summary>`cleanclaim ledger verify`: every invariant of the book, the record, the posting and its facts, each looked at over all rows of the organization.</summary>
public static class LedgerVerify
{
    private const int MaxExamples = 10;

    public static IReadOnlyList<Invariant> Invariants(bool postgres) =>
    [
        BookInvariants.EntriesBalance, BookInvariants.LineDates, BookInvariants.ItemLines, BookInvariants.ItemBalances, BookInvariants.MonthTotals(postgres),
        BookInvariants.ControlAccounts, BookInvariants.Generations, BookInvariants.EntryHashes, BookInvariants.SealChain, BookInvariants.ClosedMonths,
        PostingInvariants.Clearing, PostingInvariants.CheckMoney, PostingInvariants.InTransit, PostingInvariants.RemittanceSums, PostingInvariants.Deposits, PostingInvariants.Adjudications,
        PostingInvariants.Charges, PostingInvariants.Intercompany,
        FactInvariants.Facts, FactInvariants.Decisions, FactInvariants.AnswerLines, FactInvariants.AnswerMoney, FactInvariants.Receipts, FactInvariants.ReturnedReceipts, FactInvariants.ReceiptApplications,
        FactInvariants.Refunds, FactInvariants.RefundParts, FactInvariants.RefundCover,
        FactInvariants.WriteOffs, FactInvariants.Transfers, FactInvariants.Settlements,
        ClaimInvariants.References, ClaimInvariants.Billed(postgres), ClaimInvariants.Story, ClaimInvariants.Work(postgres), ClaimInvariants.Advice,
        RecordInvariants.Guards, RecordInvariants.FileBytes, RecordInvariants.AuditHashes, RecordInvariants.AuditChain, RecordInvariants.Outcomes,
    ];

    /// <summary>All in one snapshot: call it inside <see cref="Work.Read{T}"/>.</summary>
    public static async Task<IReadOnlyList<Verified>> Run(Tx tx, CancellationToken cancel = default)
    {
        var found = new List<Verified>();
        foreach (var invariant in Invariants(tx.Work.Database.Kind == "postgres"))
        {
            var seen = await invariant.Check(tx, cancel);
            found.Add(new(invariant.Id, invariant.Says, seen.Rows, seen.Violations.Count, [.. seen.Violations.Take(MaxExamples)], seen.Note));
        }
        return found;
    }
}
