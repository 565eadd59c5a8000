using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A run that is to be driven chunk by chunk. <see cref="Run"/> null: there is nothing to do. <see cref="Last"/>: with it the check is as it is to be.</summary>
public sealed record RunPlan(long Practice, long Check, long Remittance, long? Run, int NextChunk, bool Last = false);

/// <summary>A run that has not ended, and whether it posts or takes the posting back.</summary>
public sealed record HalfDoneRun(bool IsUnposting);

/// <summary>
/// Begins and resumes runs of a check. A run that a stop left half done is resumed with its next chunk, by whichever node comes first; a
/// new one takes back what the last run left in unapplied payer cash (MONEY 1.4).
/// </summary>
public static class PostingRuns
{
    /// <summary>Posts the check with this detail when it is not posted, or retries what waits when asked to.</summary>
    public static async Task<RunPlan> BeginPosting(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance, bool retry, CancellationToken cancel = default)
    {
        var detail = await tx.Db.Set<RemittanceRow>().AsNoTracking().FirstAsync(r => r.Practice == practice && r.Id == remittance, cancel);
        await Roots.HoldCheck(tx, detail.CheckId);
        if (await Unfinished(tx, practice, detail.CheckId, cancel) is { } unfinished) return unfinished;
        var whole = await CheckDetail.Of(tx, practice, detail.CheckId, cancel);
        // A decision about a second remittance comes first: what must go from the check goes, what is to come comes.
        if (whole.Next() is { } next && await AllRecorded(tx, whole, cancel))
        {
            // A reversal may have come between the decision and its being carried out.
            await StandingReversals.Refuse(tx, whole.Check, [.. whole.Posted.Except(whole.Wanted!)], null, cancel);
            return next.Unpost ? await UnpostRemittance.Start(tx, next.Remittance, cancel) : await BeginRun(tx, whole, next.Remittance, cancel);
        }
        var live = await LiveFacts.IsLive(tx, practice, detail.CheckId, cancel);
        var nothing = new RunPlan(practice.Value, detail.CheckId.Value, remittance.Value, null, 0);
        if (whole.Wanted is { } wanted && !wanted.Contains(remittance)) return nothing; // replaced, or a duplicate
        if (live && (!whole.Posted.Contains(remittance) || !retry || await LiveFacts.Posted(tx, practice, remittance) == detail.Claims)) return nothing;
        return await BeginRun(tx, whole, detail, cancel);
    }

    private static async Task<RunPlan> BeginRun(Tx tx, CheckDetail whole, RemittanceRow detail, CancellationToken cancel)
    {
        var check = whole.Check;
        var live = await LiveFacts.IsLive(tx, check.Practice, check.Id, cancel);
        var policy = await Policy.On(tx, await tx.Today(check.Practice), cancel);
        var kind = await MustHold(tx, check, detail, whole.Wanted is null ? detail.Difference : whole.Difference, policy, cancel) ? RunKind.Held
            : !live ? RunKind.Post : whole.Posted.Contains(detail.Id) ? RunKind.Retry : RunKind.Part;
        var run = await Add(tx, detail, kind, policy.Version, cancel);
        await TakeBackRemainder(tx, run, cancel);
        if (!live) await PostCheck(tx, check, detail, run, cancel);
        return new RunPlan(check.Practice.Value, check.Id.Value, detail.Id.Value, run.Id.Value, 1, whole.IsPlain);
    }

    /// <summary>A stop may have left the claims of a decided remittance half recorded: they are recorded before anything of the check moves.</summary>
    private static async Task<bool> AllRecorded(Tx tx, CheckDetail whole, CancellationToken cancel)
    {
        foreach (var remittance in whole.All.Where(r => whole.Wanted!.Contains(r.Id)))
            if (await tx.Db.Set<Adjudication>().CountAsync(a => a.Practice == remittance.Practice && a.RemittanceId == remittance.Id, cancel) < remittance.Claims) return false;
        return true;
    }

    /// <summary>A run of the check whose last chunk is not written yet.</summary>
    public static async Task<RunPlan?> Unfinished(Tx tx, Id<Practice> practice, Id<PayerCheck> check, CancellationToken cancel)
    {
        var run = await tx.Db.Set<PostingRun>().AsNoTracking().Where(r => r.Practice == practice && r.CheckId == check).OrderByDescending(r => r.N).FirstOrDefaultAsync(cancel);
        if (run is null) return null;
        var chunk = await tx.Db.Set<PostingChunk>().AsNoTracking().Where(c => c.Practice == practice && c.RunId == run.Id).OrderByDescending(c => c.N).FirstOrDefaultAsync(cancel);
        return chunk is { Last: true } ? null : new RunPlan(practice.Value, check.Value, run.RemittanceId.Value, run.Id.Value, (chunk?.N ?? 0) + 1);
    }

    /// <summary>The run over the check that has not ended: it runs at this moment, or was stopped half way. Null when none.</summary>
    public static async Task<HalfDoneRun?> HalfDone(Tx tx, Id<Practice> practice, Id<PayerCheck> check, CancellationToken cancel = default)
    {
        if (await Unfinished(tx, practice, check, cancel) is not { Run: { } run }) return null;
        var id = new Id<PostingRun>(run);
        return new HalfDoneRun(await tx.Db.Set<PostingRun>().AsNoTracking().AnyAsync(r => r.Practice == practice && r.Id == id && r.Kind == RunKind.Unpost, cancel));
    }

    /// <summary>Nothing of a check is taken apart while a run over it has not ended.</summary>
    /// <exception cref="BadInputException">One has not; how to go on with it, by page and by command, and what comes then.</exception>
    public static async Task RefuseHalfDone(Tx tx, PayerCheck check, string place, string then, CancellationToken cancel)
    {
        if (await HalfDone(tx, check.Practice, check.Id, cancel) is not { } run) return;
        var (what, command) = run.IsUnposting ? ("unposting", $"`remit unpost {check.Trn02} --reason TEXT`") : ("posting", "`remit post FILE` with its file once more");
        throw new BadInputException(place, $"The {what} of check {check.Trn02} has not ended: it runs at this moment, or was stopped half way.",
            $"Wait a minute. Where it stands still, press \"Go on\" on the check's page (Payments), or use {command}: both go on where it stopped. {then}");
    }

    public static async Task<PostingRun> Add(Tx tx, RemittanceRow remittance, string kind, int policyVersion, CancellationToken cancel)
    {
        var last = await tx.Db.Set<PostingRun>().AsNoTracking().Where(r => r.Practice == remittance.Practice && r.CheckId == remittance.CheckId).MaxAsync(r => (int?)r.N, cancel);
        var run = tx.Add(new PostingRun
        {
            Practice = remittance.Practice, Id = tx.NextId<PostingRun>(), CheckId = remittance.CheckId, RemittanceId = remittance.Id, N = (last ?? 0) + 1, PolicyVersion = policyVersion,
            Kind = kind, BookedOn = await tx.Today(remittance.Practice), At = tx.Now, Actor = tx.Actor,
        });
        tx.Subject = $"check {remittance.CheckId} run {run.N}";
        await tx.Db.SaveChangesAsync(cancel);
        return run;
    }

    /// <summary>What earlier runs moved from clearing to unapplied payer cash goes back to clearing.</summary>
    public static Task TakeBackRemainder(Tx tx, PostingRun run, CancellationToken cancel) => TakeBackRemainder(tx, run.Practice, run.CheckId, run.BookedOn, $"run {run.N} of the check", cancel);

    public static async Task TakeBackRemainder(Tx tx, Id<Practice> practice, Id<PayerCheck> check, DateOnly bookedOn, string why, CancellationToken cancel)
    {
        var runs = await tx.Db.Set<PostingRun>().AsNoTracking().Where(r => r.Practice == practice && r.CheckId == check).Select(r => r.Id).ToListAsync(cancel);
        await PostingBook.Undo(tx, practice, bookedOn, FactKind.RunRemainder, runs.ConvertAll(r => r.Value), why, cancel);
    }

    /// <summary>
    /// What is left at the end of a run moves to unapplied payer cash: of clearing, which is zero after every finished run, and of payments in transit what the bank has brought while
    /// nothing of the check is posted (MONEY 1.4: money and detail part ways).
    /// </summary>
    public static async Task MoveRemainder(Tx tx, PayerCheck check, PostingRun run, DateOnly bookedOn, CancellationToken cancel)
    {
        var party = ChunkFacts.CheckParty(check);
        var open = (await OpenBalances.About(tx, check.Practice, [$"check:{check.Id}"], cancel)).FindAll(b => b.Party == party);
        var clearing = open.Where(b => b.Account == Account.RemittanceClearing).Sum(b => b.Amount);
        var banked = Money.Min(open.Where(b => b.Account == Account.PaymentsInTransit).Sum(b => b.Amount), Money.Zero);
        if (clearing.IsZero && banked.IsZero) return;
        DecidedLine[] lines =
        [
            new(Account.RemittanceClearing, party.Kind, party.Id, -clearing.Cents), new(Account.PaymentsInTransit, party.Kind, party.Id, -banked.Cents),
            new(Account.UnappliedPayerCash, party.Kind, party.Id, (clearing + banked).Cents),
        ];
        var decision = new PostingDecision
        {
            Kind = DecisionKind.Remainder, HappenedOn = check.Date, CheckId = check.Id.Value, PayerId = check.PayerId?.Value,
            Source = banked.IsZero ? $"what run {run.N} of check {check.Trn02} could not post"
                : check.Amount.IsNegative ? $"check {check.Trn02} is below zero: nothing of it comes to the bank" : $"the bank has the money of check {check.Trn02}, which is not posted",
            Lines = [.. lines.Where(l => l.Cents != 0)],
        };
        var generation = (int)await LiveFacts.Generation(tx, check.Practice, FactKind.RunRemainder, run.Id.Value) + 1;
        await PostingBook.Record(tx, check.Practice, bookedOn, [PostingBook.Row(tx, check.Practice, FactKind.RunRemainder, run.Id.Value, generation, run.PolicyVersion, decision)], cancel);
    }

    /// <summary>The check as a fact: money announced, to be explained by its claims (MONEY 1.3, 1.4); of what a sibling passed on, money that the sibling owes us.</summary>
    private static async Task PostCheck(Tx tx, PayerCheck check, RemittanceRow remittance, PostingRun run, CancellationToken cancel)
    {
        var party = ChunkFacts.CheckParty(check);
        var from = PassedCheck.Of(check) is { } passed ? new DecidedLine(Account.DueFrom, PartyKind.Practice, passed.Payee.Value, check.Amount.Cents) : new(Account.PaymentsInTransit, party.Kind, party.Id, check.Amount.Cents);
        var decision = new PostingDecision
        {
            Kind = DecisionKind.Check, HappenedOn = check.Date, Source = remittance.FileSha256 is { } sha ? $"835 {sha[..12]} check {check.Trn02}" : $"EOB of check {check.Trn02}",
            CheckId = check.Id.Value, PayerId = check.PayerId?.Value,
            Lines = [from, new(Account.RemittanceClearing, party.Kind, party.Id, -check.Amount.Cents)],
        };
        var generation = (int)await LiveFacts.Generation(tx, check.Practice, FactKind.Check, check.Id.Value) + 1;
        await PostingBook.Record(tx, check.Practice, run.BookedOn, [PostingBook.Row(tx, check.Practice, FactKind.Check, check.Id.Value, generation, run.PolicyVersion, decision)], cancel);
    }

    /// <summary>A payer of the all-or-nothing list, and something of this check could not post.</summary>
    private static async Task<bool> MustHold(Tx tx, PayerCheck check, RemittanceRow remittance, Money difference, Policy policy, CancellationToken cancel)
    {
        // Only what posts is passed on by a sibling: the whole check was judged there.
        if (policy.AllOrNothing.Count == 0 || check.PayerId is not { } payerId || PassedCheck.Of(check) is not null) return false;
        var key = await tx.Db.Set<Payer>().Where(p => p.Id == payerId).Select(p => p.Key).FirstAsync(cancel);
        if (!policy.AllOrNothing.Contains(key, StringComparer.Ordinal)) return false;
        if (!difference.IsZero) return true;
        var answers = tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == check.Practice && a.RemittanceId == remittance.Id);
        if (await answers.AnyAsync(a => a.DifferenceAt != null, cancel)) return true;
        List<Id<Practice>> ours = [check.Practice, .. (await Siblings.Of(tx, check.Practice, cancel)).Open.Select(p => p.Id)];
        var unknown = await answers.Where(a => !tx.Db.Set<Submission>().Any(s => ours.Contains(s.Practice) && s.PcnFolded == a.PcnFolded)).Select(a => a.Id).ToListAsync(cancel);
        return unknown.Count > 0 && (await PersonDecisions.Matches(tx, check.Practice, unknown, cancel)).DistinctBy(d => d.AdjudicationId).Count() < unknown.Count;
    }
}
