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
public sealed record UnpostCommand(string Trace, string? Payer, DateOnly? Date, string? Pcn, string Reason, string? Practice = null);

/// <summary>Why an answer waits for a person, and what next.</summary>
internal sealed record ExceptionWords(ExceptionKind Kind, string Reason, string NextStep);

/// <summary>
/// Undoes a posting by mirrored entries of the next generation; nothing is changed or removed. Prepaid money that it applied goes back, denials that it
/// opened are closed. Runs in chunks like posting, so that a check of any size keeps the book usable.
/// </summary>
public static class UnpostRemittance
{
    /// <summary>Finds the check and begins; one claim is undone at once, a whole check chunk by chunk.</summary>
    /// <exception cref="BadInputException">There is no such posted check, more than one, no such posted claim in it, or a later check that stands takes an answer of it back.</exception>
    public static async Task<RunPlan> Begin(Tx tx, UnpostCommand command, CancellationToken cancel = default)
    {
        var check = await Find(tx, command, cancel);
        await Roots.HoldCheck(tx, check.Id);
        if (await PostingRuns.Unfinished(tx, check.Practice, check.Id, cancel) is { } unfinished) return unfinished;
        if (!await LiveFacts.IsLive(tx, check.Practice, check.Id, cancel)) throw new BadInputException("trace", $"Check {command.Trace} is not posted.", "Nothing is to be unposted.");
        var whole = await CheckDetail.Of(tx, check.Practice, check.Id, cancel);
        if (command.Pcn is { } pcn) return await OneClaim(tx, whole, pcn, command.Reason, cancel);
        await StandingReversals.Refuse(tx, check, whole.Posted, null, cancel);
        // The parts of a check go one after the other, the latest first; with the last one goes the check.
        return await Start(tx, whole.All.LastOrDefault(r => whole.Posted.Contains(r.Id)) ?? whole.All[^1], cancel);
    }

    /// <summary>Begins to undo one remittance of a check.</summary>
    /// <exception cref="BadInputException">Part of it is in a book where the actor has no rights.</exception>
    internal static async Task<RunPlan> Start(Tx tx, RemittanceRow remittance, CancellationToken cancel)
    {
        await PassOn.MayTakeBack(tx, await CheckOf(tx, remittance.Practice, remittance.CheckId, cancel), cancel);
        var run = await Run(tx, remittance, RunKind.Unpost, cancel);
        return new RunPlan(remittance.Practice.Value, remittance.CheckId.Value, remittance.Id.Value, run.Id.Value, 1);
    }

    private static async Task<PostingRun> Run(Tx tx, RemittanceRow remittance, string kind, CancellationToken cancel)
    {
        var policy = await tx.Db.Set<PostingRun>().AsNoTracking().Where(r => r.Practice == remittance.Practice && r.CheckId == remittance.CheckId).OrderByDescending(r => r.N).Select(r => r.PolicyVersion).FirstAsync(cancel);
        var run = await PostingRuns.Add(tx, remittance, kind, policy, cancel);
        await PostingRuns.TakeBackRemainder(tx, run, cancel);
        return run;
    }

    /// <summary>The next chunk of undoing a whole check; the last one undoes its provider adjustments and the check itself.</summary>
    public static async Task<ChunkOutcome> Run(Tx tx, Id<Practice> practice, Id<PostingRun> runId, int n, CancellationToken cancel = default)
    {
        var run = await tx.Db.Set<PostingRun>().AsNoTracking().FirstAsync(r => r.Practice == practice && r.Id == runId, cancel);
        await Roots.HoldCheck(tx, run.CheckId);
        var bookedOn = await PostingBook.BookingDay(tx, practice, run.BookedOn, cancel);
        var (answers, from, last) = await PostRemittance.NextAnswers(tx, run, n, cancel);
        var undone = await UndoAnswers(tx, run.CheckId, practice, bookedOn, answers.ConvertAll(a => a.Id), $"unposted by {run.Actor}", cancel);
        if (last)
        {
            var whole = await CheckDetail.Of(tx, practice, run.CheckId, cancel);
            await TakeBackPassedOn(tx, practice, run.CheckId, await PostProviderAdjustments.Undo(tx, whole.Check, run, bookedOn, cancel), cancel);
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

    private static async Task<PayerCheck> Find(Tx tx, UnpostCommand command, CancellationToken cancel)
    {
        var found = await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Trn02 == command.Trace && (command.Date == null || c.Date == command.Date)).ToListAsync(cancel);
        if (command.Payer is { } key)
        {
            var payer = await tx.Db.Set<Payer>().Where(p => p.Key == key || p.PayerId == key).Select(p => (Id<Payer>?)p.Id).FirstOrDefaultAsync(cancel);
            found = found.FindAll(c => c.Trn03 == key || (payer is not null && c.PayerId == payer));
        }
        if (command.Practice is { } book)
        {
            var practice = await tx.Db.Set<Practice>().Where(p => p.Key == book).Select(p => (Id<Practice>?)p.Id).FirstOrDefaultAsync(cancel);
            found = found.FindAll(c => c.Practice == practice);
        }
        var paidHere = found.FindAll(c => PassedCheck.Of(c) is null);
        return paidHere switch
        {
            [var one] => one,
            [] when found.Count > 0 => throw await PaidElsewhere(tx, found[0], cancel),
            [] => throw new BadInputException("trace", $"There is no check {command.Trace}{(command.Payer is { } p ? $" of {p}" : "")}{(command.Date is { } d ? $" of {d.InWords()}" : "")}.", "Look the trace number up in the list of checks."),
            _ => throw new BadInputException("trace", $"{paidHere.Count} checks have the trace number {command.Trace}.", "Name the payer and the date too."),
        };
    }

    private static async Task<BadInputException> PaidElsewhere(Tx tx, PayerCheck passed, CancellationToken cancel)
    {
        var payee = PassedCheck.Of(passed)!.Payee;
        var name = await tx.Db.Set<Practice>().Where(p => p.Id == payee).Select(p => p.Name).FirstAsync(cancel);
        return new BadInputException("trace", $"Check {passed.Trn02} was paid to {name}, another practice of ours; what stands here was passed on from there.",
            $"It is unposted there, and this goes with it: {await Siblings.WhoMay(tx, Right.Unpost, [payee, passed.Practice], cancel)} may do it.");
    }

    private static async Task<RunPlan> OneClaim(Tx tx, CheckDetail whole, string pcn, string reason, CancellationToken cancel)
    {
        var (check, folded) = (whole.Check, Pcn.Fold(pcn));
        var byHand = await MatchedByHand(tx, check.Practice, folded, cancel);
        var parts = whole.Posted.ToList();
        var found = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == check.Practice && parts.Contains(a.RemittanceId) && (a.PcnFolded == folded || byHand.Contains(a.Id))).OrderBy(a => a.Ordinal).ToListAsync(cancel);
        var posted = new List<Adjudication>();
        foreach (var answer in found)
            if (await LiveFacts.Generation(tx, check.Practice, FactKind.Adjudication, answer.Id.Value) % 2 == 1) posted.Add(answer);
        await StandingReversals.Refuse(tx, check, whole.Posted, posted.ConvertAll(a => a.Id), cancel);
        RunPlan? plan = null;
        // A claim may be answered in two parts of a check; each is a run of its own.
        foreach (var remittance in whole.All.Where(r => posted.Exists(a => a.RemittanceId == r.Id)))
        {
            var run = await Run(tx, remittance, RunKind.UnpostClaim, cancel);
            await Undone(tx, check, remittance, run, posted.FindAll(a => a.RemittanceId == remittance.Id), $"unposted by {run.Actor}: {reason}",
                new(ExceptionKind.Unposted, $"Unposted by {tx.Actor}: {reason}", "Mend what was wrong, then retry."), cancel);
            await tx.Db.SaveChangesAsync(cancel);
            plan = new RunPlan(check.Practice.Value, check.Id.Value, remittance.Id.Value, null, 1);
        }
        return plan ?? throw new BadInputException("claim", $"No posted claim of check {check.Trn02} has the number {pcn}.", "Look the patient control number up in the check.");
    }

    /// <summary>Whether claims of the remittance wait because a person unposted them one by one.</summary>
    internal static Task<bool> LeftClaims(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance, CancellationToken cancel) =>
        Exceptions.Open(tx).AnyAsync(e => e.Practice == practice && e.RemittanceId == remittance && e.Kind == ExceptionKind.Unposted, cancel);

    /// <summary>Answers that carry another number and that a person has put to the claim of this one.</summary>
    private static async Task<List<Id<Adjudication>>> MatchedByHand(Tx tx, Id<Practice> practice, string folded, CancellationToken cancel)
    {
        var claims = (await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && s.PcnFolded == folded).Select(s => s.ClaimId).ToListAsync(cancel)).ConvertAll(c => (long?)c.Value);
        var elsewhere = await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && d.Kind == PersonDecisions.Match && d.ClaimId == null).Select(d => new { d.AdjudicationId, d.Choice }).ToListAsync(cancel);
        var facts = claims.Count == 0 ? [] : await tx.Db.Set<PostingDecisionRow>().AsNoTracking()
            .Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && claims.Contains(d.MatchedClaimId) && d.MatchHow == Match.Person).Select(d => d.FactId).Distinct().ToListAsync(cancel);
        return [.. facts.Select(f => new Id<Adjudication>(f)), .. elsewhere.Where(e => Pcn.Fold(e.Choice) == folded).Select(e => e.AdjudicationId!.Value)];
    }

    /// <summary>Undoes one posted answer of a check in a run of its own; its money waits again, for the reason given.</summary>
    internal static async Task OneAnswer(Tx tx, PayerCheck check, Adjudication answer, string why, ExceptionWords waits, CancellationToken cancel)
    {
        var remittance = await tx.Db.Set<RemittanceRow>().AsNoTracking().FirstAsync(r => r.Practice == check.Practice && r.Id == answer.RemittanceId, cancel);
        await StandingReversals.Refuse(tx, check, [remittance.Id], [answer.Id], cancel);
        await Undone(tx, check, remittance, await Run(tx, remittance, RunKind.UnpostClaim, cancel), [answer], why, waits, cancel);
    }

    private static async Task<int> Undone(Tx tx, PayerCheck check, RemittanceRow remittance, PostingRun run, List<Adjudication> answers, string why, ExceptionWords waits, CancellationToken cancel)
    {
        var undone = await UndoAnswers(tx, check.Id, check.Practice, run.BookedOn, answers.ConvertAll(a => a.Id), why, cancel);
        if (undone == 0) return 0;
        foreach (var answer in answers)
            Exceptions.Add(tx, check.Practice, waits.Kind, remittance.FileSha256, remittance.Id, answer.Id, answer.Paid, Money.Zero, waits.Reason, waits.NextStep);
        await PostingRuns.MoveRemainder(tx, check, run, run.BookedOn, cancel);
        tx.Add(new PostingChunk { Practice = check.Practice, RunId = run.Id, N = 1, FromOrdinal = answers[0].Ordinal, ToOrdinal = answers[^1].Ordinal, Posted = 0, Waiting = undone, Last = true });
        return undone;
    }

    /// <summary>Mirrors the entries of live answers; prepaid money that they applied goes back. What it leads to for people is the caller's.</summary>
    internal static async Task<List<(long Fact, PostingDecision Was)>> Mirror(Tx tx, Id<Practice> practice, DateOnly bookedOn, List<Id<Adjudication>> answers, string why, CancellationToken cancel)
    {
        var undone = await PostingBook.Undo(tx, practice, bookedOn, FactKind.Adjudication, answers.ConvertAll(a => a.Value), why, cancel);
        if (undone.Count == 0) return undone;
        await Release(tx, practice, bookedOn, undone.ConvertAll(u => u.Was), cancel);
        return undone;
    }

    private static async Task<int> UndoAnswers(Tx tx, Id<PayerCheck> check, Id<Practice> practice, DateOnly bookedOn, List<Id<Adjudication>> answers, string why, CancellationToken cancel)
    {
        var behind = await RedecideAnswers.Behind(tx, check, practice, answers, cancel);
        await HoldClaims(tx, practice, answers, cancel);
        var all = await Mirror(tx, practice, bookedOn, answers, why, cancel);
        await TakeBackPassedOn(tx, practice, check, all, cancel);
        var undone = all.FindAll(u => u.Was.PassedOn is null);
        if (undone.Count == 0) return all.Count;
        var claims = undone.Select(u => new Id<Claim>(u.Was.ClaimId!.Value)).Distinct().ToList();
        var mine = undone.Select(u => u.Fact).ToHashSet();
        await OpenDenials.Close(tx, practice, claims, d => mine.Contains(d.AdjudicationId.Value) ? "unposted" : null, cancel);
        var events = undone.ConvertAll(u => new ClaimEvent
        {
            Practice = practice, Id = tx.NextId<ClaimEvent>(), ClaimId = new(u.Was.ClaimId!.Value), SubmissionId = null, Kind = ClaimEventKind.NoteAdded, HappenedOn = bookedOn,
            RecordedAt = tx.Now, Actor = tx.Actor, Detail = $"The posting of the answer of {u.Was.HappenedOn.InWords()} was undone: {why}.", SourceSha256 = null, SourceFromSegment = null, SourceToSegment = null,
        });
        await ClaimEvents.AddMany(tx, practice, events, claims, cancel);
        await ReversalFirst.Follow(tx, check, practice, undone, cancel);
        // What came later is decided as if this had not been. A reversal stays as it is: it would find nothing to take back, and finds it again when the answer is reposted.
        foreach (var later in behind.Where(b => !b.Exists(l => l.Decision.Kind == DecisionKind.Reversal)))
            await RedecideAnswers.Run(tx, practice, later, "an earlier answer was unposted", "decidedAgain", cancel);
        await PostRemittance.Review(tx, practice, claims, bookedOn, cancel);
        return all.Count;
    }

    /// <summary>What had gone on to sibling practices comes back from their books.</summary>
    private static async Task TakeBackPassedOn(Tx tx, Id<Practice> practice, Id<PayerCheck> check, List<(long Fact, PostingDecision Was)> undone, CancellationToken cancel)
    {
        foreach (var passed in undone.Select(u => u.Was.PassedOn).OfType<PassedOn>()) await PassOn.TakeBack(tx, await CheckOf(tx, practice, check, cancel), passed, cancel);
    }

    private static Task<PayerCheck> CheckOf(Tx tx, Id<Practice> practice, Id<PayerCheck> check, CancellationToken cancel) => tx.Db.Set<PayerCheck>().AsNoTracking().FirstAsync(c => c.Practice == practice && c.Id == check, cancel);

    /// <summary>Nobody decides about the debts of these answers while they are undone.</summary>
    private static async Task HoldClaims(Tx tx, Id<Practice> practice, List<Id<Adjudication>> answers, CancellationToken cancel)
    {
        if (tx.Work.Database.Kind != "postgres") return; // the one writer of SQLite is alone
        var ids = answers.ConvertAll(a => a.Value);
        var matched = (await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && ids.Contains(d.FactId) && d.MatchedClaimId != null)
            .Select(d => d.MatchedClaimId!.Value).Distinct().ToListAsync(cancel)).ConvertAll(c => new Id<Claim>(c));
        var accounts = await tx.Db.Set<Claim>().AsNoTracking().Where(c => c.Practice == practice && matched.Contains(c.Id)).Select(c => c.AccountId).Distinct().ToListAsync(cancel);
        await Roots.HoldClaims(tx, accounts.Select(a => a.Value), matched.Select(c => c.Value));
    }

    /// <summary>
    /// What the guarantor paid for a debt that is gone with its answer is paid ahead again, and what was written off or moved of it is not any more: never a credit in the
    /// receivable (MONEY 1.6, 3). Where it was a reversal, the debt is back and has what it had.
    /// </summary>
    private static async Task Release(Tx tx, Id<Practice> practice, DateOnly bookedOn, List<PostingDecision> was, CancellationToken cancel)
    {
        var owed = was.SelectMany(w => w.Lines.Where(l => l.Account == Account.GuarantorReceivable).Select(l => (Line: l, Was: w))).DistinctBy(o => (o.Line.ChargeId, o.Line.PartyId)).ToList();
        var standing = await StandingDecisions.Of(tx, practice, was, undone: true, cancel);
        if (owed.Count == 0 && standing is null) return;
        var now = (await OpenBalances.About(tx, practice, [.. owed.Select(o => $"charge:{o.Line.ChargeId}").Distinct()], cancel)).Where(b => b.Account == Account.GuarantorReceivable).ToLookup(b => (b.About, b.Party), b => b.Amount);
        var moves = owed.ConvertAll(o => new GuarantorMove(o.Line.ChargeId!.Value, o.Was.ClaimId!.Value, o.Was.EncounterId!.Value, o.Was.ProviderId!.Value, o.Line.PartyId, now[($"charge:{o.Line.ChargeId}", o.Line.Party)].Sum(), CausedBy: null, MayTake.WhatItHad));
        await Applications.Settle(tx, practice, bookedOn, moves, cancel, standing);
    }
}
