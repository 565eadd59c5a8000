using CleanClaim.Billing.Access;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Which check to unpost, or which one claim of it, and why. <paramref name="Payer"/> is the payer's key, or TRN03 for one on nobody's list; <paramref name="Practice"/> the key of
/// the practice in whose book to look, null for all.</summary>
public sealed record UnpostCommand(string Trace, string? Payer, DateOnly? Date, string? Pcn, string Reason, string? Practice = null, long? Check = null);

/// <summary>
/// Undoes a posting by mirrored entries of the next generation; nothing is changed or removed. Prepaid money that it applied goes back, denials that it
/// opened are closed. Runs in chunks like posting, so that a check of any size keeps the book usable.
/// </summary>
public static class UnpostRemittance
{
    /// <summary>Finds the check and begins; one claim is undone at once, a whole check chunk by chunk.</summary>
    /// <exception cref="BadInputException">There is no such posted check, more than one, no such posted claim in it, no reason is given, or a later check that stands takes an answer of it back.</exception>
    public static async Task<RunPlan> Begin(Tx tx, UnpostCommand command, CancellationToken cancel = default)
    {
        var check = await UnpostableCheck.Find(tx, command, cancel);
        await Roots.HoldCheck(tx, check.Id);
        if (await PostingRuns.Unfinished(tx, check.Practice, check.Id, cancel) is { } unfinished) return unfinished;
        if (!await LiveFacts.IsLive(tx, check.Practice, check.Id, cancel)) throw new BadInputException("trace", $"Check {command.Trace} is not posted.", "Nothing is to be unposted.");
        var whole = await CheckDetail.Of(tx, check.Practice, check.Id, cancel);
        var reason = PersonDecisions.Reason(command.Reason);
        if (command.Pcn is { } pcn) return await UnpostClaim.Run(tx, whole, pcn, reason, cancel);
        await StandingReversals.Refuse(tx, check, whole.Posted, null, cancel);
        // The parts of a check go one after the other, the latest first; with the last one goes the check.
        var plan = await Start(tx, whole.All.LastOrDefault(r => whole.Posted.Contains(r.Id)) ?? whole.All[^1], cancel);
        PersonDecisions.Unposted(tx, check.Practice, plan.Run!.Value, reason);
        return plan;
    }

    /// <summary>Begins to undo one remittance of a check.</summary>
    /// <exception cref="BadInputException">Part of it is in a book where the actor has no rights.</exception>
    internal static async Task<RunPlan> Start(Tx tx, RemittanceRow remittance, CancellationToken cancel)
    {
        await PassOn.MayTakeBack(tx, await tx.Db.Set<PayerCheck>().AsNoTracking().FirstAsync(c => c.Practice == remittance.Practice && c.Id == remittance.CheckId, cancel), cancel);
        var run = await UndoAnswers.BeginRun(tx, remittance, RunKind.Unpost, cancel);
        return new RunPlan(remittance.Practice.Value, remittance.CheckId.Value, remittance.Id.Value, run.Id.Value, 1);
    }

    /// <summary>The next chunk of undoing a whole check; the last one undoes its provider adjustments and the check itself.</summary>
    public static async Task<ChunkOutcome> Run(Tx tx, Id<Practice> practice, Id<PostingRun> runId, int n, CancellationToken cancel = default)
    {
        var run = await tx.Db.Set<PostingRun>().AsNoTracking().FirstAsync(r => r.Practice == practice && r.Id == runId, cancel);
        await Roots.HoldCheck(tx, run.CheckId);
        var bookedOn = await PostingBook.BookingDay(tx, practice, run.BookedOn, cancel);
        var (answers, from, last) = await PostRemittance.NextAnswers(tx, run, n, cancel);
        var undone = await UndoAnswers.Run(tx, run, bookedOn, answers.ConvertAll(a => a.Id), $"unposted by {run.Actor}", cancel);
        if (last)
        {
            var whole = await CheckDetail.Of(tx, practice, run.CheckId, cancel);
            await UndoAnswers.TakeBackPassedOn(tx, run, await PostProviderAdjustments.Undo(tx, whole.Check, run, bookedOn, cancel), cancel);
            if (whole.Posted.All(r => r == run.RemittanceId)) await PostingBook.Undo(tx, practice, bookedOn, FactKind.Check, [run.CheckId.Value], $"unposted by {run.Actor}", cancel);
            await PostingRuns.MoveRemainder(tx, whole.Check, run, bookedOn, cancel);
            await BankedCheck.Review(tx, whole.Check, run.RemittanceId, cancel);
            await CheckBelowZero.Review(tx, whole.Check, run.RemittanceId, cancel);
            await SettleSecond.Run(tx, whole, cancel);
        }
        tx.Add(new PostingChunk
        {
            Practice = practice, RunId = runId, N = n, FromOrdinal = from, ToOrdinal = answers.Count == 0 ? from - 1 : answers[^1].Ordinal, Posted = 0, Waiting = undone, Last = last,
        });
        tx.Subject = $"check {run.CheckId} run {run.N} chunk {n}";
        await tx.Db.SaveChangesAsync(cancel);
        CrashPoint.Hit("post.chunk-written");
        return new ChunkOutcome(0, undone, last);
    }
}
