using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Today;

/// <summary>One queue of the day: how many, how much (null where no money hangs on it), and where to go.</summary>
public sealed record TodayQueue(string Name, int Count, Money? Amount, string What, string Link, string Action);

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
            var ready = await SendClaims.Rehearse(desk.Work, desk.Here, cancel: desk.Cancel);
            queues = [.. Claims(ready), .. queues];
        }
        return new RazorComponentResult<TodayPage>(new { Practice = practice.Name, Today = today, Queues = queues });
    }

    private static IEnumerable<TodayQueue> Claims(SubmitOutcome ready)
    {
        var held = ready.Held.Where(h => h.Until is null).ToList();
        var forwarded = ready.Held.Where(h => h.Until is not null).ToList();
        yield return new TodayQueue("Claims ready to go", ready.Sent.Count, ready.Sent.Sum(s => s.Charge), "Checked, and nothing holds them", "/claims", "Send them");
        yield return new TodayQueue("Claims held", held.Count, held.Sum(h => h.Charge), "Something is to be mended first", "/claims", "See why");
        if (forwarded.Count > 0)
            yield return new TodayQueue("Claims forwarded", forwarded.Count, forwarded.Sum(f => f.Charge), $"The next payer has them; our own go from {DateTyped.Long(forwarded.Min(f => f.Until!.Value))}", "/claims", "See until when");
    }

    /// <summary>Debits and credits stand in rows of their own: what a payer paid too much never makes what is denied look less (MONEY 2).</summary>
    private static async Task<IReadOnlyList<TodayQueue>> Queues(Tx tx, Practice practice, DateOnly today, CancellationToken cancel)
    {
        var follow = await FollowUp.Totals(tx, practice.Id, cancel);
        var waiting = await Exceptions.Total(tx, practice.Id);
        var work = await OpenWork.Of(tx, OpenDenials.Open(tx).Where(d => d.Practice == practice.Id), cancel);
        var denied = work.Where(w => w is { Denial.ChargeId: not null, AtStake.IsNegative: false }).Select(w => w.AtStake).ToList();
        var credits = work.Where(w => w.AtStake.IsNegative).Select(w => w.AtStake).ToList();
        var other = work.Count - denied.Count - credits.Count;
        var candidates = await IssueStatement.Candidates(tx, practice.Id, today, StatementPolicy.Default, cancel);
        var (statements, free, twice) = (candidates.Where(c => c.WhyNot is null).ToList(), candidates.Where(c => c.Free > Money.Zero).ToList(), candidates.Where(c => c.GivenTwice > Money.Zero).ToList());
        var nobodys = await BankLines.Nobodys(tx, practice.Id, cancel);
        var toLeave = await FilesToLeave.Of(tx, cancel);
        var cameBack = await ReturnedInBank.Of(tx, practice.Id, cancel);
        TodayQueue?[] queues =
        [
            toLeave.Count == 0 ? null : new TodayQueue("Files that have not left", toLeave.Count, toLeave.Sum(f => f.Charge), "Written, and their folder takes nothing", "/claims", "See why"),
            follow.Rejected == 0 ? null : new TodayQueue("Claims rejected", follow.Rejected, follow.RejectedAtStake, "The clearinghouse or the payer sent them back unread", "/claims#follow", "Send them again"),
            follow.Silent == 0 ? null : new TodayQueue("Claims to ask about or correct", follow.Silent, follow.SilentAtStake, "The payer is silent or still owes after its answer, or the visit was corrected since", "/claims#follow", "See what to do"),
            follow.Credits == 0 ? null : new TodayQueue("Credits on claims", follow.Credits, follow.CreditsAtStake, "More was paid than is owed, and no answer says why", "/claims#follow", "Find out why"),
            new TodayQueue("Remittances waiting", waiting.Came, waiting.Amount, "Came, and did not post by themselves", "/payments#waiting", "Look at them"),
            waiting.TakenBack == 0 ? null : new TodayQueue("Takebacks waiting", waiting.TakenBack, waiting.AmountBack, "Taken back, and did not post by themselves", "/payments#waiting", "Look at them"),
            nobodys.Count == 0 ? null : new TodayQueue("Bank lines that are nobody's", nobodys.Count, nobodys.Sum(d => d.Amount), "The bank has the money, and nothing says whose it is", "/payments/bank", "Say whose"),
            cameBack.Count == 0 ? null : new TodayQueue("Payments that came back", cameBack.Count, cameBack.Sum(r => r.Amount), "The bank has the money and is still to take it out", "/payments/bank#back", "Look for its line"),
            new TodayQueue("Denied lines", denied.Count, denied.Sum(), "The payer answered and did not pay", "/denials", "Work on them"),
            credits.Count == 0 ? null : new TodayQueue("Payers' credits", credits.Count, credits.Sum(), "A payer paid more than it owed, or for a charge that was taken off", "/denials", "Find out why"),
            other == 0 ? null : new TodayQueue("Other work on claims", other, null, "An answer taken back, or a coverage to be added", "/denials", "Do it"),
            new TodayQueue("Statements due", statements.Count, statements.Sum(s => s.Owes), "What is left is the guarantor's to pay", "/statements", "Issue them"),
            free.Count == 0 ? null : new TodayQueue("Guarantors' credits", free.Count, -free.Sum(c => c.Free), "Paid ahead, and no visit needs it any more", "/statements", "See whose"),
            twice.Count == 0 ? null : new TodayQueue("Refunds to ask back", twice.Count, twice.Sum(c => c.GivenTwice), "Given back, and then the payment came back", "/statements", "Ask for them"),
        ];
        return [.. queues.OfType<TodayQueue>()];
    }
}
