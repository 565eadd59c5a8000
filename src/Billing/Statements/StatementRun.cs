using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Statements;

/// <summary>What became of one guarantor in a run: a statement, or the reason why none could be made.</summary>
public sealed record StatementOutcome(StatementCandidate Candidate, IssuedStatement? Issued, string? Held);

/// <summary>A batch of statements in which each guarantor stands alone: one whose statement cannot be made is held and told, the others get theirs.</summary>
public static class StatementRun
{
    /// <summary>Issues the statement of one guarantor; the key is account and day, so that a batch started twice, here or elsewhere, makes it once.</summary>
    public static async Task<StatementOutcome> One(Work work, Scope scope, Id<Parties.Practice> practice, StatementCandidate candidate, DateOnly day, CancellationToken cancel = default)
    {
        if (candidate.Ahead > Money.Zero) await Use(work, scope, practice, candidate, cancel);
        if (candidate.WhyNot is { } why) return new StatementOutcome(candidate, null, why);
        var command = new IssueStatement.Command(practice.Value, candidate.AccountId, day);
        try
        {
            var request = new Request("statement.issue", $"statement:{practice}:{candidate.AccountId}:{day:yyyy-MM-dd}", command);
            return new StatementOutcome(candidate, await work.Do(Right.IssueStatements, scope, request, tx => IssueStatement.Run(tx, command, cancel), cancel), null);
        }
        catch (BadInputException bad)
        {
            return new StatementOutcome(candidate, null, string.Join(' ', bad.Faults.Select(f => $"{f.Message} {f.Fix}".TrimEnd())));
        }
        // A fault of ours in drawing one sheet is that guarantor's alone; what the database or the person's right says is everybody's.
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            return new StatementOutcome(candidate, null, $"It could not be drawn: a fault of CleanClaim ({e.GetType().Name}). Please report it; nothing of it was kept.");
        }
    }

    /// <summary>Nobody is asked for money that we hold of theirs: it pays first, whether a statement follows or not.</summary>
    private static Task<Money> Use(Work work, Scope scope, Id<Parties.Practice> practice, StatementCandidate candidate, CancellationToken cancel) =>
        work.Do(Right.IssueStatements, scope, Request.Once("receipt.apply"), tx => ApplyPrepaid.Run(tx, practice, new(candidate.AccountId), cancel), cancel);
}
