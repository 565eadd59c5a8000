using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What one remittance of the check had posted before and after, in claims.</summary>
public sealed record RemittanceMove(long Remittance, string? File, bool IsNew, Money Paid, long PostedBefore, long PostedAfter);

/// <summary>By how much an account would move, debit positive.</summary>
public sealed record AccountMove(string Account, Money Amount);

/// <summary>What a decision about a second remittance did, or would do.</summary>
/// <param name="Accounts">Of a rehearsal: what the book would move. Empty once it is done; `ledger show` has the entries.</param>
/// <param name="Line">The check afterwards.</param>
public sealed record SecondOutcome(SecondChoice Choice, IReadOnlyList<RemittanceMove> Moves, IReadOnlyList<AccountMove> Accounts, RemitLine Line);

/// <summary>
/// Decides a second remittance and carries it out: record, take back, post, in units of work of their own. Called again after a stop at any instant it finishes; called once more
/// it changes nothing.
/// </summary>
public static class SecondPosting
{
    /// <summary>A replacement takes postings back, which is a right of its own.</summary>
    private static Right RightFor(SecondChoice choice) => choice == SecondChoice.Replacement ? Right.Unpost : Right.Post;

    /// <param name="key">The form's or caller's key; null for a command, which nobody repeats.</param>
    public static async Task<SecondOutcome> Decide(Work work, Scope scope, SecondCommand command, string? key = null, CancellationToken cancel = default)
    {
        var before = await work.Read(scope, async tx => await Counts(tx, (await SecondRemittance.Of(tx, new(command.Exception), cancel)).Check, cancel), cancel);
        var request = key is null ? Request.Once("exception.decide", command) : new Request("exception.decide", key, command);
        var decided = await work.Do(RightFor(command.Choice), scope, request, tx => DecideSecondRemittance.Run(tx, command, cancel), cancel);
        CrashPoint.Hit("second.decided");
        var practice = new Id<Practice>(decided.Practice);
        if (decided.Remittance is { } taken)
        {
            var second = await work.Read(scope, tx => SecondRemittance.Of(tx, new(command.Exception), cancel), cancel);
            await RemitPosting.RecordAll(work, scope, practice, new(taken), second.Received.Payment.Claims, cancel);
            await RemitPosting.Finish(work, scope, practice, new(taken), retry: false, cancel);
        }
        return await work.Read(scope, tx => Outcome(tx, command.Choice, decided, before, cancel), cancel);
    }

    /// <summary>The whole way in one transaction that is never committed (`--dry-run`).</summary>
    /// <exception cref="BadInputException">It has more claims than a rehearsal takes, or the choice is refused.</exception>
    public static Task<SecondOutcome> Rehearse(Work work, Scope scope, SecondCommand command, CancellationToken cancel = default) =>
        work.Rehearse(RightFor(command.Choice), scope, async tx =>
        {
            var second = await SecondRemittance.Of(tx, new(command.Exception), cancel);
            var claims = second.Received.Payment.Claims;
            if (claims.Count + second.Comparison.Posted.Claims > RehearsePosting.ClaimsMax)
                throw new BadInputException("exception", $"A dry run takes at most {RehearsePosting.ClaimsMax:N0} claims.", "Decide it: another choice undoes this one.");
            var before = await Counts(tx, second.Check, cancel);
            var today = await tx.Today(second.Check.Practice);
            var book = await BookBalances.BookedOn(tx, second.Check.Practice, today);
            var decided = await DecideSecondRemittance.Run(tx, command, cancel);
            if (decided.Remittance is { } taken) await Carry(tx, new(decided.Practice), new(taken), claims, cancel);
            var outcome = await Outcome(tx, command.Choice, decided, before, cancel);
            return outcome with { Accounts = Moved(book, await BookBalances.BookedOn(tx, second.Check.Practice, today)) };
        }, cancel);

    private static async Task Carry(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance, IReadOnlyList<ReceivedClaim> claims, CancellationToken cancel)
    {
        var recorded = await tx.Db.Set<Adjudication>().CountAsync(a => a.Practice == practice && a.RemittanceId == remittance, cancel);
        await RecordClaims.Run(tx, practice, remittance, claims, recorded, claims.Count - recorded, cancel);
        while (await PostingRuns.BeginPosting(tx, practice, remittance, retry: false, cancel) is { Run: { } id } plan)
        {
            var run = await tx.Db.Set<PostingRun>().AsNoTracking().FirstAsync(r => r.Practice == practice && r.Id == new Id<PostingRun>(id), cancel);
            for (var n = plan.NextChunk; !(run.Kind == RunKind.Unpost ? await UnpostRemittance.Run(tx, practice, run.Id, n, cancel) : await PostRemittance.Run(tx, practice, run.Id, n, cancel)).Last; n++) { }
        }
    }

    private static async Task<Dictionary<long, long>> Counts(Tx tx, PayerCheck check, CancellationToken cancel)
    {
        var counts = new Dictionary<long, long>();
        foreach (var id in await tx.Db.Set<RemittanceRow>().AsNoTracking().Where(r => r.Practice == check.Practice && r.CheckId == check.Id).Select(r => r.Id).ToListAsync(cancel))
            counts[id.Value] = await LiveFacts.Posted(tx, check.Practice, id);
        return counts;
    }

    private static async Task<SecondOutcome> Outcome(Tx tx, SecondChoice choice, SecondDecided decided, Dictionary<long, long> before, CancellationToken cancel)
    {
        var detail = await CheckDetail.Of(tx, new(decided.Practice), new(decided.Check), cancel);
        var after = await Counts(tx, detail.Check, cancel);
        var moves = detail.All.Select(r => new RemittanceMove(r.Id.Value, r.FileSha256, r.Id.Value == decided.Remittance, r.ClaimsPaid - r.ProviderAdjustments, before.GetValueOrDefault(r.Id.Value), after[r.Id.Value])).ToList();
        var shown = detail.All.LastOrDefault(r => detail.Posted.Contains(r.Id)) ?? detail.All[^1];
        var line = await RemitOutcome.Of(tx, null, new RunPlan(decided.Practice, decided.Check, shown.Id.Value, null, 0), acted: true, cancel);
        return new SecondOutcome(choice, moves, [], line);
    }

    private static List<AccountMove> Moved(IReadOnlyDictionary<Account, Money> before, IReadOnlyDictionary<Account, Money> after) =>
        [.. after.Select(a => new AccountMove(Chart.Key(a.Key), a.Value - before.GetValueOrDefault(a.Key))).Where(m => !m.Amount.IsZero)];
}
