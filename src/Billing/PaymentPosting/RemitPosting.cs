using System.Security.Cryptography;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12.Transactions;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What became of one check of a file: the line of `remit post` (CLI.md).</summary>
/// <param name="File">Null where no file was brought: a retry, an unposting.</param>
/// <param name="Outcome">"posted", "partly", "duplicate", "exception".</param>
/// <param name="Practice">Its key; null when the payee is none of ours.</param>
public sealed record RemitLine(
    string? File, string? TraceNumber, string? Payer, string? Practice, string Outcome, int Claims, int Posted, int Waiting, Money? Amount, Money? Difference, IReadOnlyList<string> Reasons)
{
    /// <summary>What a person should know though nothing waits for it: a segment that nobody knows, a claim paid twice, a payer on nobody's list.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
    /// <summary>In words, as every page names it; null where the file does not say.</summary>
    public string? PayerName { get; init; }
    /// <summary>The number of the check in its practice's book; null where nothing was taken.</summary>
    public long? CheckId { get; init; }
}

/// <summary>
/// Takes a file from bytes to posted checks: the one way in for command line, web and jobs. Each step is a unit of work of its own and everything is keyed, so that
/// calling it again after a stop at any instant finishes, and calling it once more says "duplicate".
/// </summary>
public static class RemitPosting
{
    public static async Task<IReadOnlyList<RemitLine>> PostFile(Work work, Scope scope, string name, byte[] bytes, CancellationToken cancel = default)
    {
        if (bytes.Length > RemittanceFile.BytesMax)
            return [Refused(name, $"The file has {bytes.Length:N0} bytes; at most {RemittanceFile.BytesMax:N0} are taken. Split it by transaction and send the parts.")];
        var sha = await work.Do(Right.Post, scope, Request.Once("remit.store"), tx => StoreRemittanceFile.Run(tx, name, bytes, cancel), cancel);
        CrashPoint.Hit("receive.file-stored");

        var file = RemittanceFile.Scan(bytes);
        var sets = file.Sets.Where(s => s.TransactionId == "835").ToDictionary(s => s.FromByte);
        if (sets.Count == 0)
        {
            var reason = await work.Do(Right.Post, scope, Request.Once("remit.refuse"), tx => StoreRemittanceFile.Refuse(tx, sha, file, cancel), cancel);
            return [Refused(name, reason)];
        }
        var lines = new List<RemitLine>();
        foreach (var document in Remittance835.Read(new MemoryStream(bytes, writable: false)))
            if (sets.Remove(document.Where.FirstByte, out var set)) lines.Add(await PostOne(work, scope, name, sha, set, From835.Of(document, sha), cancel));
        lines.AddRange(sets.Values.OrderBy(s => s.Ordinal).Select(s => Refused(name, $"Transaction {s.Ordinal} is an 835 of a version that is not read.")));
        return RemitNotes.With(lines, file);
    }

    /// <summary>Posts what waits of the check that the exception belongs to, once more.</summary>
    /// <exception cref="BadInputException">The exception is of a whole file, so the file is to be posted again.</exception>
    public static async Task<RemitLine> Retry(Work work, Scope scope, Id<PostingException> exception, CancellationToken cancel = default)
    {
        var (practice, remittance) = await work.Read(scope, async tx =>
        {
            var row = await tx.Db.Set<PostingException>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == exception, cancel)
                ?? throw new BadInputException("exception", $"There is no exception {exception}.", "`exceptions list` shows the queue.");
            return row.RemittanceId is { } id ? (row.Practice, id)
                : throw new BadInputException("exception", "Nothing of this file was taken, so there is nothing to retry.", row.Kind == ExceptionKind.OtherPosting ? "Say what it is with `exceptions decide`." : "Mend the reason, then post the file again.");
        }, cancel);
        if (await work.Read(scope, tx => CheckDetail.WhyGone(tx, practice, remittance, cancel), cancel) is { } gone)
            throw new BadInputException("exception", $"Exception {exception} cannot be tried again. {gone}", "Unpost the check first if this is the remittance that counts, then post its file again.");
        return await Repost(work, scope, practice, remittance, cancel);
    }

    /// <summary>Puts a waiting answer to a claim by a person's word and posts it: its money leaves unapplied payer cash at once. Calling it again after a stop finishes.</summary>
    /// <exception cref="BadInputException">It cannot be this claim, or it differs and that was not confirmed.</exception>
    public static async Task<RemitLine> Match(Work work, Scope scope, Request request, MatchCommand command, CancellationToken cancel = default)
    {
        var matched = await work.Do(Right.Post, scope, request, tx => MatchAnswer.Run(tx, command, cancel), cancel);
        var (practice, remittance) = (new Id<Practice>(matched.Practice), new Id<RemittanceRow>(matched.Remittance));
        var (plan, _) = await Finish(work, scope, practice, remittance, retry: true, cancel);
        // A run that a stop had left half done may have passed the answer by before the word was given.
        while (plan.NextChunk > 1) (plan, _) = await Finish(work, scope, practice, remittance, retry: true, cancel);
        return await work.Read(scope, tx => RemitOutcome.Of(tx, null, plan, acted: true, cancel), cancel);
    }

    /// <summary>Takes a person's match back: where it had posted, the entries are mirrored and the money waits again.</summary>
    /// <exception cref="BadInputException">No person's match counts for it now.</exception>
    public static async Task<RemitLine> TakeBackMatch(Work work, Scope scope, Request request, long exception, string reason, CancellationToken cancel = default)
    {
        var taken = await work.Do(Right.Unpost, scope, request, tx => MatchAnswer.TakeBack(tx, exception, reason, cancel), cancel);
        return await work.Read(scope, async tx =>
        {
            var id = new Id<RemittanceRow>(taken.Remittance);
            var check = await tx.Db.Set<RemittanceRow>().AsNoTracking().Where(r => r.Practice == new Id<Practice>(taken.Practice) && r.Id == id).Select(r => r.CheckId).FirstAsync(cancel);
            return await RemitOutcome.Of(tx, null, new RunPlan(taken.Practice, check.Value, taken.Remittance, null, 0), acted: true, cancel);
        }, cancel);
    }

    /// <summary>Undoes a check, or one claim of it; posting it again gives the same balances.</summary>
    public static async Task<RemitLine> Unpost(Work work, Scope scope, UnpostCommand command, CancellationToken cancel = default)
    {
        RunPlan plan;
        do
        {
            plan = await work.Do(Right.Unpost, scope, Request.Once("remit.unpost", command), tx => UnpostRemittance.Begin(tx, command, cancel), cancel);
            await Drive(work, scope, plan, cancel);
        }
        while (plan.Run is not null && await MoreToUndo(work, scope, command, plan, cancel));
        var line = await work.Read(scope, tx => RemitOutcome.Of(tx, null, plan, acted: true, cancel), cancel);
        return line with { Reasons = [$"Unposted: {command.Reason}.", .. line.Reasons] };
    }

    /// <summary>Posts what an unposted or never finished check has, by its remittance: reposting after <see cref="Unpost"/>.</summary>
    public static async Task<RemitLine> Repost(Work work, Scope scope, Id<Practice> practice, Id<RemittanceRow> remittance, CancellationToken cancel = default)
    {
        var (plan, said) = await Finish(work, scope, practice, remittance, retry: true, cancel);
        return await Outcome(work, scope, null, plan, said, cancel);
    }

    /// <summary>A check of several parts is undone part by part; a run that a stop had left half done was finished first.</summary>
    private static async Task<bool> MoreToUndo(Work work, Scope scope, UnpostCommand command, RunPlan plan, CancellationToken cancel) =>
        command.Pcn is not null || await work.Read(scope, tx => LiveFacts.IsLive(tx, new(plan.Practice), new(plan.Check), cancel), cancel);

    private static async Task<RemitLine> PostOne(Work work, Scope scope, string name, string sha, SetInFile set, ReceivedPayment payment, CancellationToken cancel)
    {
        var receipt = await work.Do(Right.Post, scope, Request.Once("remit.receive", new { sha, set.Ordinal }), tx => ReceiveRemittance.Run(tx, new ReceiveCommand(sha, set, payment), cancel), cancel);
        if (receipt.RemittanceId is not { } id)
            return await work.Read(scope, tx => NotTaken(tx, name, payment, receipt, cancel), cancel);
        var (practice, remittance) = (new Id<Practice>(receipt.Practice), new Id<RemittanceRow>(id));
        await RecordAll(work, scope, practice, remittance, payment.Claims, cancel);
        // A claim that a person unposted is posted again with its file, as a whole check is; so is what waits and could post now.
        var retry = await work.Read(scope, tx => IsWorthARetry(tx, practice, remittance, cancel), cancel);
        var (plan, said) = await Finish(work, scope, practice, remittance, retry, cancel);
        var line = await Outcome(work, scope, name, plan, said, cancel);
        return line with { Notes = [.. line.Notes, .. RemitNotes.Of(set, payment)] };
    }

    internal static async Task<bool> IsWorthARetry(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance, CancellationToken cancel) =>
        await UnpostClaim.LeftClaims(tx, practice, remittance, cancel) || await FreedAnswers.Any(tx, practice, remittance, cancel);

    internal static async Task<RemitLine> Outcome(Work work, Scope scope, string? name, RunPlan plan, IReadOnlyList<string> said, CancellationToken cancel)
    {
        var line = await work.Read(scope, tx => RemitOutcome.Of(tx, name, plan, plan.Run is not null, cancel), cancel);
        return line with { Reasons = [.. line.Reasons, .. said] };
    }

    internal static async Task RecordAll(Work work, Scope scope, Id<Practice> practice, Id<RemittanceRow> remittance, IReadOnlyList<ReceivedClaim> claims, CancellationToken cancel)
    {
        var recorded = await work.Read(scope, tx => tx.Db.Set<Adjudication>().CountAsync(a => a.Practice == practice && a.RemittanceId == remittance, cancel), cancel);
        for (var from = recorded; from < claims.Count;)
        {
            var (start, count) = (from, RecordClaims.Reach(claims, from));
            // The key makes a racing twin, or the retry of a lost commit, find that these claims are recorded.
            await work.Do(Right.Post, scope, new Request("remit.record", $"remit.record:{remittance}:{start}", new { start, count }),
                tx => RecordClaims.Run(tx, practice, remittance, claims, start, count, cancel), cancel);
            CrashPoint.Hit("receive.chunk-recorded");
            from += count;
        }
    }

    /// <summary>Brings the remittance to where it is to be; then what waited for an answer of it is tried again, also after a stop in between.</summary>
    internal static async Task<(RunPlan Plan, IReadOnlyList<string> Said)> Finish(Work work, Scope scope, Id<Practice> practice, Id<RemittanceRow> remittance, bool retry, CancellationToken cancel)
    {
        var (plan, said) = await FinishOne(work, scope, practice, remittance, retry, cancel);
        return (plan, [.. said, .. await PostFreed(work, scope, practice, remittance, [remittance], cancel)]);
    }

    private static async Task<List<string>> PostFreed(Work work, Scope scope, Id<Practice> practice, Id<RemittanceRow> remittance, HashSet<Id<RemittanceRow>> tried, CancellationToken cancel)
    {
        var said = new List<string>();
        foreach (var freed in await work.Read(scope, tx => FreedAnswers.By(tx, practice, remittance, cancel), cancel))
        {
            if (!tried.Add(freed)) continue;
            var (plan, lines) = await FinishOne(work, scope, practice, freed, retry: true, cancel);
            var trace = await work.Read(scope, tx => tx.Db.Set<PayerCheck>().Where(c => c.Practice == practice && c.Id == new Id<PayerCheck>(plan.Check)).Select(c => c.Trn02).FirstAsync(cancel), cancel);
            said.AddRange([$"What waited for this in check {trace} was tried again by itself.", .. lines, .. await PostFreed(work, scope, practice, freed, tried, cancel)]);
        }
        return said;
    }

    /// <summary>Drives the check to where it is to be, and the remittance with it: runs that a stop left half done, what a decision takes away and brings, then its own.</summary>
    private static async Task<(RunPlan Plan, IReadOnlyList<string> Said)> FinishOne(Work work, Scope scope, Id<Practice> practice, Id<RemittanceRow> remittance, bool retry, CancellationToken cancel)
    {
        RunPlan? own = null;
        var said = new List<string>();
        while (true)
        {
            var again = retry && own is null;
            var plan = await work.Do(Right.Post, scope, Request.Once("remit.begin", remittance.Value), tx => PostingRuns.BeginPosting(tx, practice, remittance, again, cancel), cancel);
            if (plan.Run is null) return (own ?? plan, said);
            var (kind, lines, mine) = await Drive(work, scope, plan, cancel);
            said.AddRange(lines);
            if (!mine) plan = plan with { Run = null }; // somebody else finished it meanwhile: to this caller it was posted already
            if (kind != RunKind.Unpost && plan.Remittance == remittance.Value) own = plan;
            if (plan.Last) return (plan, said);
        }
    }

    internal static async Task<(string? Kind, IReadOnlyList<string> Said, bool Mine)> Drive(Work work, Scope scope, RunPlan plan, CancellationToken cancel)
    {
        if (plan.Run is not { } run) return (null, [], false);
        var (practice, id) = (new Id<Practice>(plan.Practice), new Id<PostingRun>(run));
        var kind = await work.Read(scope, tx => tx.Db.Set<PostingRun>().Where(r => r.Practice == practice && r.Id == id).Select(r => r.Kind).FirstAsync(cancel), cancel);
        var unpost = kind == RunKind.Unpost;
        var hand = RandomNumberGenerator.GetHexString(16);
        for (var n = plan.NextChunk; ; n++)
        {
            CrashPoint.Hit("post.before-chunk");
            var chunk = n;
            // Racing callers share the key of the chunk: one writes it, all get its outcome, which says by whose hand it is.
            var (outcome, by) = await work.Do(unpost ? Right.Unpost : Right.Post, scope, new Request("remit.chunk", $"post:{plan.Check}:{run}:{chunk}", null),
                async tx => new ChunkDone(unpost ? await UnpostRemittance.Run(tx, practice, id, chunk, cancel) : await PostRemittance.Run(tx, practice, id, chunk, cancel), hand), cancel);
            if (outcome.Last) return (kind, outcome.Said ?? [], by == hand);
        }
    }

    /// <summary>Absent data is null, never "".</summary>
    internal static string? Known(string text) => text.Length > 0 ? text : null;

    private sealed record ChunkDone(ChunkOutcome Outcome, string By);

    /// <summary>A check that was kept and not taken: its payer and practice where they are known, its amounts where they can be read.</summary>
    private static async Task<RemitLine> NotTaken(Tx tx, string name, ReceivedPayment payment, Receipt835 receipt, CancellationToken cancel)
    {
        var payee = await RemittanceParties.Payee(tx, payment, cancel);
        var payer = await RemittanceParties.Payer(tx, payment, cancel);
        // Settled as a duplicate before: nothing of it waits.
        var settled = receipt.Kind == "settled";
        return new RemitLine(name, Known(payment.Trn02), payer?.Key ?? Known(payment.Trn03), payee?.Key, settled ? "duplicate" : "exception", payment.Claims.Count, 0, settled ? 0 : payment.Claims.Count,
            payment.Dollars, payment.Dollars is null ? null : payment.Difference, receipt.Reasons)
        {
            PayerName = payer?.Name ?? Known(payment.PayerName), CheckId = receipt.CheckId,
        };
    }

    private static RemitLine Refused(string name, string reason) => new(name, null, null, null, "exception", 0, 0, 0, null, null, [reason]);
}
