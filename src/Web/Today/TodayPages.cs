using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Today;

/// <summary>One queue of the day: how many, how much, and where to go.</summary>
public sealed record TodayQueue(string Name, int Count, Money Amount, string What, string Link, string Action);

/// <summary>The first page: what waits for somebody, in the order of the revenue cycle.</summary>
internal static class TodayPages
{
    public static void MapToday(this IEndpointRouteBuilder routes) => routes.MapGet("/", Show).Needs(Right.See);

    private static async Task<IResult> Show(Desk desk)
    {
        var practice = await desk.Practice();
        var today = desk.Today(practice);
        var queues = await desk.Read(tx => Queues(tx, practice, today, desk.Cancel));
        if (desk.May(Right.Submit))
        {
            var ready = await desk.Work.Rehearse(Right.Submit, desk.Scope, tx => SubmitBatch.Run(tx, new SubmitBatch.Command(), desk.Cancel), desk.Cancel);
            queues =
            [
                new TodayQueue("Claims ready to go", ready.Sent.Count, ready.Sent.Sum(s => s.Charge), "Scrubbed, nothing holds them", "/claims", "Send them"),
                new TodayQueue("Claims held", ready.Held.Count, ready.Held.Sum(h => h.Charge), "Something is to be mended first", "/claims", "See why"),
                .. queues,
            ];
        }
        return new RazorComponentResult<TodayPage>(new { Practice = practice.Name, Today = today, Queues = queues });
    }

    private static async Task<IReadOnlyList<TodayQueue>> Queues(Tx tx, Practice practice, DateOnly today, CancellationToken cancel)
    {
        var waiting = await Exceptions.Open(tx).Where(e => e.Practice == practice.Id).Select(e => e.Amount).ToListAsync(cancel);
        var denials = await tx.Db.Set<Denial>().AsNoTracking().Where(d => d.Practice == practice.Id && !tx.Db.Set<DenialClosed>().Any(c => c.Practice == d.Practice && c.DenialId == d.Id)).Select(d => d.AtStake).ToListAsync(cancel);
        var statements = (await IssueStatement.Candidates(tx, practice.Id, today, StatementPolicy.Default, cancel)).Where(c => c.WhyNot is null).ToList();
        return
        [
            new TodayQueue("Remittances waiting", waiting.Count, waiting.Sum(), "Came, and did not post by themselves", "/payments", "Look at them"),
            new TodayQueue("Denied lines", denials.Count, denials.Sum(), "Adjudicated, not paid", "/denials", "Work on them"),
            new TodayQueue("Statements due", statements.Count, statements.Sum(s => s.Owes), "Finally the guarantor's", "/statements", "Issue them"),
        ];
    }
}
