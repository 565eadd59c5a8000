using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What one chunk of a run did. <see cref="Last"/>: the run is finished. <see cref="Said"/>: lines for the person who posts.</summary>
public sealed record ChunkOutcome(int Posted, int Waiting, bool Last, IReadOnlyList<string>? Said = null);

/// <summary>
/// Posts the next chunk of a run: reads its answers in bulk, decides them in order, writes decisions, entries, events and work in bulk. The chunk balances by
/// itself against the check's clearing. The last chunk posts the provider adjustments and moves what is left to unapplied payer cash.
/// </summary>
public static class PostRemittance
{
    /// <summary>Adjudicated lines in one transaction, so that claims of very many lines keep it short.</summary>
    private const int LinesMax = 2_000;

    public static async Task<ChunkOutcome> Run(Tx tx, Id<Practice> practice, Id<PostingRun> runId, int n, CancellationToken cancel = default)
    {
        var run = await tx.Db.Set<PostingRun>().AsNoTracking().FirstAsync(r => r.Practice == practice && r.Id == runId, cancel);
        await Roots.HoldCheck(tx, run.CheckId);
        var check = await tx.Db.Set<PayerCheck>().AsNoTracking().FirstAsync(c => c.Practice == practice && c.Id == run.CheckId, cancel);
        var remittance = await tx.Db.Set<RemittanceRow>().AsNoTracking().FirstAsync(r => r.Practice == practice && r.Id == run.RemittanceId, cancel);
        var bookedOn = await PostingBook.BookingDay(tx, practice, run.BookedOn, cancel);
        var (answers, from, last) = await NextAnswers(tx, run, n, cancel);
        if (last) CrashPoint.Hit("post.before-last");

        var behind = await TakeBackBehind(tx, check, answers, cancel);
        var posted = await Post(tx, run, check, remittance, answers, bookedOn, cancel);
        await DecideBehind(tx, behind, bookedOn, cancel);
        await Review(tx, practice, [.. posted.Reversed.Union(behind.Select(b => b.Claim))], bookedOn, cancel);
        IReadOnlyList<string> said = [];
        if (last)
        {
            await PostProviderAdjustments.Run(tx, check, remittance, run, bookedOn, cancel);
            await PostingRuns.MoveRemainder(tx, check, run, bookedOn, cancel);
            await ConnectDeposit.ByTrace(tx, check, cancel);
            await BankedCheck.Review(tx, check, remittance.Id, cancel);
            await CheckBelowZero.Review(tx, check, remittance.Id, cancel);
            await SettleSecond.Run(tx, await CheckDetail.Of(tx, practice, check.Id, cancel), cancel);
            if (run.Kind is not (RunKind.Retry or RunKind.Held)) said = await SettleTruncated.Run(tx, check, remittance, cancel);
        }
        tx.Add(new PostingChunk
        {
            Practice = practice, RunId = runId, N = n, FromOrdinal = from, ToOrdinal = answers.Count == 0 ? from - 1 : answers[^1].Ordinal,
            Posted = posted.Posted, Waiting = posted.Waiting, Last = last,
        });
        tx.Subject = $"check {check.Id} run {run.N} chunk {n}";
        await tx.Db.SaveChangesAsync(cancel);
        CrashPoint.Hit("post.chunk-written");
        return new ChunkOutcome(posted.Posted, posted.Waiting, last, said);
    }

    private static async Task<ChunkPosting> Post(Tx tx, PostingRun run, PayerCheck check, RemittanceRow remittance, List<Adjudication> answers, DateOnly bookedOn, CancellationToken cancel)
    {
        var facts = await ChunkFacts.Load(tx, check, remittance, answers, cancel);
        var again = answers.Where(a => facts.Generations.ContainsKey(a.Id.Value)).Select(a => a.Id).ToList();
        var posting = new ChunkPosting(tx, run, facts, await PassOn.Answers(tx, run, facts, answers, cancel)) { Ended = await EndWork.Ended(tx, run.Practice, again, cancel) };
        foreach (var answer in ReversalFirst.InOrder(answers, facts)) posting.Post(answer);
        await posting.Write(bookedOn, cancel);
        await ReversalFirst.Follow(tx, run.Practice, posting.Facts, leaving: null, cancel);
        await PayersInTurn.Follow(tx, run.Practice, posting.OutOfTurn, cancel);
        await DecideByCoverage.Again(tx, run.Practice, posting.TakenBackOutOfOrder, cancel);
        return posting;
    }

    /// <summary>Where what stands does not follow from the chunk alone: the claims' story, and the work behind a reversal that no new answer has followed.</summary>
    internal static async Task Review(Tx tx, Id<Practice> practice, List<Id<Claim>> claims, DateOnly on, CancellationToken cancel)
    {
        await StandingStory.Tell(tx, practice, claims, on, cancel);
        await AwaitedAnswers.Review(tx, practice, claims, cancel);
    }

    /// <summary>Every chunk of a run in this one transaction: a rehearsal, what is passed on to a sibling.</summary>
    internal static async Task All(Tx tx, RunPlan plan, CancellationToken cancel)
    {
        for (var n = plan.NextChunk; plan.Run is { } run && !(await Run(tx, new(plan.Practice), new(run), n, cancel)).Last; n++) { }
    }

    /// <summary>An answer that is posted again takes its old place: those that count after it make room, and are decided again once it stands.</summary>
    private static async Task<List<MirroredAnswers>> TakeBackBehind(Tx tx, PayerCheck check, List<Adjudication> answers, CancellationToken cancel)
    {
        var taken = new List<MirroredAnswers>();
        foreach (var claim in await RedecideAnswers.Behind(tx, check.Id, check.Practice, answers.ConvertAll(a => a.Id), toPost: true, cancel))
            taken.Add(await RedecideAnswers.TakeBack(tx, check.Practice, claim, $"an earlier answer, of check {check.Trn02}, is posted again", cancel));
        return taken;
    }

    /// <summary>What made room is decided again; what no longer finds what it takes back waits, and its money with it.</summary>
    private static async Task DecideBehind(Tx tx, List<MirroredAnswers> behind, DateOnly bookedOn, CancellationToken cancel)
    {
        var waits = new List<(PayerCheck Check, PostingRun Run)>();
        foreach (var claim in behind) waits.AddRange(await RedecideAnswers.Again(tx, claim, "decidedAgain", cancel, mayWait: true));
        foreach (var (check, run) in waits.Where(w => w.Run.Kind == RunKind.Redecide)) await PostingRuns.MoveRemainder(tx, check, run, bookedOn, cancel); // once all of them stand or wait; a run that goes on does so at its end
    }

    /// <summary>The answers after those of the chunk before, as many as one transaction should take; and whether they are the last.</summary>
    internal static async Task<(List<Adjudication> Answers, int From, bool Last)> NextAnswers(Tx tx, PostingRun run, int n, CancellationToken cancel)
    {
        var before = await tx.Db.Set<PostingChunk>().AsNoTracking().Where(c => c.Practice == run.Practice && c.RunId == run.Id && c.N == n - 1).Select(c => (int?)c.ToOrdinal).FirstOrDefaultAsync(cancel) ?? 0;
        var most = tx.Work.Database.ClaimsAtOnce;
        var answers = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == run.Practice && a.RemittanceId == run.RemittanceId && a.Ordinal > before)
            .OrderBy(a => a.Ordinal).Take(most + 1).ToListAsync(cancel);
        var ids = answers.ConvertAll(a => a.Id);
        var lines = await tx.Db.Set<AdjudicationLine>().AsNoTracking().Where(l => l.Practice == run.Practice && ids.Contains(l.AdjudicationId))
            .GroupBy(l => l.AdjudicationId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var (taken, sum) = (0, 0);
        while (taken < Math.Min(most, answers.Count) && (taken == 0 || sum + lines.GetValueOrDefault(ids[taken]) <= LinesMax)) sum += lines.GetValueOrDefault(ids[taken++]);
        // What a payer says of one claim in a row, as a reversal and its corrected answer, is decided together.
        var whole = taken;
        while (whole > 1 && taken < answers.Count && answers[whole].PcnFolded == answers[whole - 1].PcnFolded) whole--;
        if (whole > 1) taken = whole;
        return (answers.GetRange(0, taken), before + 1, taken == answers.Count);
    }
}
