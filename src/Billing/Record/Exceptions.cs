using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Record;

public enum ExceptionKind
{
    NotX12, Truncated, NotOurPractice, OtherPosting, OutOfBalance, ClaimOutOfBalance, ClaimNotFound, ReversalOfNothing, CheckOutOfBalance, UnreadableAmount, AllOrNothing, Unposted, UnexplainedRecovery,
    TraceMissing, OtherPractice, CheckBelowZero, ForeignCurrency,
}

/// <summary>Something received that did not post, with the reason and the place, waiting for a person or a retry. Append-only.</summary>
public sealed class PostingException : PracticeRow
{
    public required Id<PostingException> Id { get; init; }
    public required ExceptionKind Kind { get; init; }
    public required string? FileSha256 { get; init; }
    public required Id<RemittanceRow>? RemittanceId { get; init; }
    public required Id<Adjudication>? AdjudicationId { get; init; }
    public required Money Amount { get; init; }
    public required Money Difference { get; init; }
    public required string Reason { get; init; }
    public required string NextStep { get; init; }
    public required Instant OpenedAt { get; init; }
}

/// <summary>How an exception ended. Append-only; an exception without one is open.</summary>
public sealed class ExceptionSettled : PracticeRow
{
    public required Id<PostingException> ExceptionId { get; init; }
    public required string How { get; init; }
    public required string Actor { get; init; }
    public required Instant At { get; init; }
}

/// <summary>How much of the queue waits: what came above zero, and what is taken back below it, apart.</summary>
public sealed record QueueTotal(int Came, Money Amount, int TakenBack, Money AmountBack)
{
    public int Count => Came + TakenBack;
}

/// <summary>The exception queue: what came and did not post, with reason and next step. An exception without a settling row is open.</summary>
public static class Exceptions
{
    public static PostingException Add(Tx tx, Id<Practice> practice, ExceptionKind kind, string? sha256, Id<RemittanceRow>? remittance, Id<Adjudication>? adjudication,
        Money amount, Money difference, string reason, string nextStep) => tx.Add(Row(tx, practice, kind, sha256, remittance, adjudication, amount, difference, reason, nextStep));

    public static PostingException Row(Tx tx, Id<Practice> practice, ExceptionKind kind, string? sha256, Id<RemittanceRow>? remittance, Id<Adjudication>? adjudication,
        Money amount, Money difference, string reason, string nextStep) => new()
        {
            Practice = practice, Id = tx.NextId<PostingException>(), Kind = kind, FileSha256 = sha256, RemittanceId = remittance, AdjudicationId = adjudication,
            Amount = amount, Difference = difference, Reason = reason, NextStep = nextStep, OpenedAt = tx.Now,
        };

    /// <summary>One open exception of a kind per file and reason, however often the file is sent.</summary>
    public static async Task AddOfFile(Tx tx, Id<Practice> practice, ExceptionKind kind, string sha256, Money amount, string reason, string nextStep, CancellationToken cancel)
    {
        var open = await Open(tx).AnyAsync(e => e.Practice == practice && e.FileSha256 == sha256 && e.Kind == kind && e.Reason == reason, cancel);
        if (!open) Add(tx, practice, kind, sha256, null, null, amount, Money.Zero, reason, nextStep);
    }

    public static IQueryable<PostingException> Open(Tx tx) => tx.Db.Set<PostingException>().AsNoTracking()
        .Where(e => !tx.Db.Set<ExceptionSettled>().Any(s => s.Practice == e.Practice && s.ExceptionId == e.Id));

    /// <summary>The whole queue of a practice, counted and added up by the database.</summary>
    public static async Task<QueueTotal> Total(Tx tx, Id<Practice> practice)
    {
        var rows = await tx.Session.Query(
            """
            select case when e.amount_cents < 0 then 1 else 0 end, count(*), sum(e.amount_cents) from posting_exception e
            where e.org = @p0 and e.practice = @p1 and not exists (select 1 from exception_settled s where s.org = e.org and s.practice = e.practice and s.exception_id = e.id)
            group by case when e.amount_cents < 0 then 1 else 0 end
            """,
            r => (Back: Number(r.GetValue(0)) == 1, Count: (int)Number(r.GetValue(1)), Amount: new Money(Number(r.GetValue(2)))), tx.Scope.Org.Value, practice.Value);
        var (came, back) = (rows.FirstOrDefault(r => !r.Back), rows.FirstOrDefault(r => r.Back));
        return new QueueTotal(came.Count, came.Amount, back.Count, back.Amount);
    }

    private static long Number(object value) => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What a chunk leaves behind, at once: exceptions that opened, and open ones that it settled.</summary>
    public static async Task WriteMany(Tx tx, IReadOnlyList<PostingException> opened, IReadOnlyList<ExceptionSettled> settled, CancellationToken cancel)
    {
        await tx.AddMany(settled, cancel);
        await tx.AddMany(opened, cancel);
    }

    /// <summary>Closes an exception with what became of it ("posted", "duplicate", …); a settled one stays as it is.</summary>
    public static async Task Settle(Tx tx, Id<Practice> practice, Id<PostingException> exception, string how, CancellationToken cancel)
    {
        if (await tx.Db.Set<ExceptionSettled>().AnyAsync(s => s.Practice == practice && s.ExceptionId == exception, cancel)) return;
        tx.Add(new ExceptionSettled { Practice = practice, ExceptionId = exception, How = how, Actor = tx.Actor, At = tx.Now });
    }
}
