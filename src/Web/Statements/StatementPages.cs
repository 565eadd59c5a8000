using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Statements;

public sealed record SentStatement(Statement Statement, string Guarantor);

/// <summary>Who gets a statement today, who does not and why; the statements that went out.</summary>
internal static class StatementPages
{
    public static void MapStatements(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statements", (Desk desk, long? from) => List(desk, null, Money.Zero, [], from)).Needs(Right.See);
        routes.MapPost("/statements/run", Run).Needs(Right.IssueStatements);
    }

    private static async Task<IResult> List(Desk desk, int? issued, Money used, IReadOnlyList<StatementOutcome> held, long? from = null)
    {
        var practice = await desk.Practice();
        var today = desk.Today(practice);
        var candidates = await desk.Read(tx => IssueStatement.Candidates(tx, practice.Id, today, StatementPolicy.Default, desk.Cancel));
        var sent = await desk.Read(tx => Sent(tx, practice.Id, from, desk.Cancel));
        return new RazorComponentResult<StatementListPage>(new { Candidates = candidates, Sent = sent, Today = today, Issued = issued, Used = used, Held = held, Form = new FormState(), MayIssue = desk.May(Right.IssueStatements), MayRefund = desk.May(Right.Refund) });
    }

    private static async Task<IResult> Run(Desk desk, IFormCollection posted)
    {
        _ = FormState.Of(posted);
        var practice = await desk.Practice();
        var today = desk.Today(practice);
        // Whoever gets no statement today still has paid what we hold of theirs.
        var due = (await desk.Read(tx => IssueStatement.Candidates(tx, practice.Id, today, StatementPolicy.Default, desk.Cancel))).Where(c => c.WhyNot is null || c.Ahead > Money.Zero).ToList();
        var outcomes = new List<StatementOutcome>();
        foreach (var candidate in due) outcomes.Add(await StatementRun.One(desk.Work, desk.Here, practice.Id, candidate, today, desk.Cancel));
        return await List(desk, outcomes.Count(o => o.Issued is not null), due.Sum(c => c.Ahead), outcomes.FindAll(o => o.Issued is null && o.Candidate.WhyNot is null));
    }

    private static async Task<Paged<SentStatement>> Sent(Tx tx, Id<Practice> practice, long? from, CancellationToken cancel)
    {
        var all = tx.Db.Set<Statement>().AsNoTracking().Where(s => s.Practice == practice);
        var first = new Id<Statement>(from ?? long.MaxValue);
        var part = await Paging.Cut(all, all.Where(s => s.Id <= first).OrderByDescending(s => s.Id), from is null ? null : all.Where(s => s.Id > first).OrderBy(s => s.Id), s => s.Id.Value, cancel: cancel);
        var ids = part.Rows.Select(s => s.AccountId).Distinct().ToList();
        var accounts = await tx.Db.Set<GuarantorAccount>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancel);
        return part.As([.. part.Rows.Select(s => new SentStatement(s, accounts[s.AccountId].DisplayName))]);
    }
}
