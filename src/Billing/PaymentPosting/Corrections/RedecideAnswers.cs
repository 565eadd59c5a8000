using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A posted answer of a claim, with the check and remittance that it came in.</summary>
internal sealed record LiveAnswer(Adjudication Answer, PostingDecision Decision, PayerCheck Check, RemittanceRow Remittance)
{
    /// <summary>The answer itself; of a reversal the one that it takes back.</summary>
    public long About => Decision is { Kind: DecisionKind.Reversal, Of: { } of } ? of : Answer.Id.Value;
}

internal static class StandingLiveAnswers
{
    /// <summary>
    /// Those that no reversal among them has taken back, without such reversals. One that takes back some lines of an answer stands with it: where that is decided again, so is what is taken back of it.
    /// </summary>
    public static List<LiveAnswer> Standing(this List<LiveAnswer> live)
    {
        var takenBack = live.Select(l => l.Decision.TakesBackWhole).OfType<long>().ToHashSet();
        return live.FindAll(l => !takenBack.Contains(l.About));
    }
}

/// <summary>Answers of one claim whose postings were mirrored, with what is needed to decide them again.</summary>
internal sealed record MirroredAnswers(Id<Practice> Practice, Id<Claim> Claim, IReadOnlyList<LiveAnswer> Answers, DateOnly Today, Dictionary<Id<RemittanceRow>, PostingRun> Runs, IReadOnlyList<Denial> Work);

/// <summary>
/// Decides the posted answers of one claim again, from one answer on and in the order in which they counted, with what people have decided since: mirrored entries and
/// new ones in one transaction. The money of their checks is taken from clearing and put back to the cent, so no remainder moves.
/// </summary>
internal static class RedecideAnswers
{
    /// <summary>The claim's live answers in the order in which they count; with their checks held when something is about to be decided.</summary>
    public static async Task<List<LiveAnswer>> Live(Tx tx, Id<Practice> practice, Id<Claim> claim, bool hold, CancellationToken cancel)
    {
        if (!hold) return await Read(tx, practice, claim, cancel);
        foreach (var check in (await Read(tx, practice, claim, cancel)).Select(l => l.Check.Id).Distinct().Order()) await Roots.HoldCheck(tx, check);
        return await Read(tx, practice, claim, cancel); // what stands now that nobody else posts to these checks
    }

    /// <summary>
    /// Of each claim that one of these answers was ever posted to: the live answers of other checks that count after it. An answer keeps its place in the order when it is
    /// unposted and posted again (MONEY 1.2), so these are decided again with it, or without it.
    /// </summary>
    /// <param name="toPost">The answers are about to be posted: those that stand already move nothing.</param>
    public static async Task<List<List<LiveAnswer>>> Behind(Tx tx, Id<PayerCheck> check, Id<Practice> practice, IReadOnlyList<Id<Adjudication>> answers, bool toPost, CancellationToken cancel)
    {
        var ids = answers.Select(a => a.Value).ToList();
        var mine = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && ids.Contains(d.FactId) && d.MatchedClaimId != null)
            .OrderBy(d => d.Generation).ToListAsync(cancel);
        if (toPost) mine = [.. mine.GroupBy(d => d.FactId).Where(g => g.Max(d => d.Generation) % 2 == 0).SelectMany(g => g)];
        var claims = mine.Select(d => d.MatchedClaimId).Distinct().ToList();
        if (claims.Count == 0) return [];
        var rows = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && claims.Contains(d.MatchedClaimId)).ToListAsync(cancel);
        var behind = new List<List<LiveAnswer>>();
        foreach (var claim in rows.GroupBy(d => d.MatchedClaimId).OrderBy(g => g.Key))
        {
            var order = PostingOrder.Of(claim).ToList();
            var first = await FirstPlace(tx, practice, order, mine.ToLookup(d => d.FactId), cancel);
            if (first < 0 || !order.Skip(first + 1).Any(p => p.Live is not null && !ids.Contains(p.Fact))) continue;
            var live = await Live(tx, practice, new(claim.Key!.Value), hold: true, cancel);
            var places = order.Select((o, i) => (o.Fact, i)).ToDictionary(o => o.Fact, o => o.i);
            var here = mine.Where(d => d.MatchedClaimId == claim.Key && d.Generation % 2 == 1).Select(d => PostingDecision.FromJson(d.Choices)).ToList();
            // What takes back an answer before these stays: a corrected answer comes after it, wherever it stands in the files (ReversalFirst).
            bool Stays(LiveAnswer l) => l.Decision is { Kind: DecisionKind.Reversal, Of: { } of } && here.TrueForAll(d => d.Kind == DecisionKind.Answer && d.Plan == l.Decision.Plan)
                && !ids.Contains(of) && places.GetValueOrDefault(of, int.MaxValue) < first;
            var after = live.FindAll(l => l.Check.Id != check && places[l.Answer.Id.Value] > first && !Stays(l));
            if (after.Count > 0) behind.Add(after);
        }
        return behind;
    }

    /// <summary>
    /// The first place in the claim's order that one of the answers has; -1 where none has. A reversal is never placed before what it takes back: one whose answer was replaced by another
    /// remittance of its check (<see cref="DecideSecondRemittance"/>) takes back the one that came in its place, and counts after it.
    /// </summary>
    private static async Task<int> FirstPlace(Tx tx, Id<Practice> practice, List<AnswerPlace> order, ILookup<long, PostingDecisionRow> mine, CancellationToken cancel)
    {
        for (var i = 0; i < order.Count; i++)
        {
            if (mine[order[i].Fact].LastOrDefault(d => d.Generation % 2 == 1) is not { } last) continue;
            if (PostingDecision.FromJson(last.Choices) is not { Kind: DecisionKind.Reversal, Of: { } of }) return i;
            var at = order.FindIndex(p => p.Fact == of);
            if (at > i) continue;
            if (at >= 0 && order[at].Live is not null) return i;
            if ((await ReplacedAnswers.Among(tx, practice, [of], cancel)).Count == 0) return i;
        }
        return -1;
    }

    /// <param name="ended">How work that the new decisions no longer open is closed.</param>
    /// <param name="stays">Work that is open all the same, though they do not open it.</param>
    /// <exception cref="BadInputException">One of the answers could not post any more.</exception>
    public static async Task<DateOnly> Run(Tx tx, Id<Practice> practice, IReadOnlyList<LiveAnswer> answers, string why, string ended, CancellationToken cancel, Func<Denial, bool>? stays = null)
    {
        var taken = await TakeBack(tx, practice, answers, why, cancel);
        await Again(tx, taken, ended, cancel, stays: stays);
        return taken.Today;
    }

    /// <summary>The first half of <see cref="Run"/>: the answers do not count until <see cref="Again"/> decides them in the same transaction.</summary>
    public static async Task<MirroredAnswers> TakeBack(Tx tx, Id<Practice> practice, IReadOnlyList<LiveAnswer> answers, string why, CancellationToken cancel)
    {
        var today = await tx.Today(practice);
        var claim = new Id<Claim>(answers[0].Decision.ClaimId!.Value);
        var runs = await Runs(tx, practice, answers, today, cancel);
        // What a person has ended is not opened again by deciding the same anew.
        List<Denial> work = [.. await OpenDenials.Open(tx).Where(d => d.Practice == practice && d.ClaimId == claim).ToListAsync(cancel), .. await EndWork.Ended(tx, practice, claim, cancel)];
        await UndoAnswers.Mirror(tx, practice, today, [.. answers.Select(a => a.Answer.Id)], why, cancel);
        await ReversalFirst.Follow(tx, practice, [.. answers.Select(a => (a.Answer.Id.Value, a.Decision))], leaving: null, cancel);
        return new MirroredAnswers(practice, claim, answers, today, runs, work);
    }

    /// <param name="mayWait">
    /// A reversal that had taken back what an earlier one has taken back again waits, and the corrected answer behind it with it, as they did before the earlier one was unposted.
    /// </param>
    /// <returns>The checks whose money waits now, with the run: what clearing is left with is theirs.</returns>
    /// <exception cref="BadInputException">One of the answers could not post any more.</exception>
    public static async Task<List<(PayerCheck Check, PostingRun Run)>> Again(Tx tx, MirroredAnswers taken, string ended, CancellationToken cancel, bool mayWait = false, Func<Denial, bool>? stays = null)
    {
        var (practice, claim, answers, today, runs, work) = taken;
        var waits = new List<(PayerCheck Check, PostingRun Run)>();
        var opened = new List<(Id<Adjudication> Answer, OpenAmount Open)>();
        var outOfTurn = new HashSet<(Id<Claim> Claim, long Later)>();
        foreach (var (live, place) in ReversalFirst.InOrder(answers).Select((a, i) => (a, i)))
        {
            var facts = await ChunkFacts.Load(tx, live.Check, live.Remittance, [live.Answer], cancel);
            var posting = new ChunkPosting(tx, runs[live.Remittance.Id], facts) { At = new Instant(tx.Now.Micros + place), Again = work, MayWait = waits.Count > 0 };
            posting.Post(live.Answer);
            if (posting.Waiting > 0 && mayWait) waits.Add((live.Check, runs[live.Remittance.Id]));
            else if (posting.Waiting > 0)
                throw new BadInputException("claim", $"The answer of {live.Check.PayerName} (check {live.Check.Trn02}) cannot be posted again: {string.Join(' ', posting.WhyWaiting)}", "Mend that first.");
            await posting.Write(today, cancel);
            await ReversalFirst.Follow(tx, practice, posting.Facts, leaving: null, cancel);
            outOfTurn.UnionWith(posting.OutOfTurn);
            opened.AddRange(posting.Decisions.SelectMany(d => d.Open).Select(o => (live.Answer.Id, o)));
        }
        await SettleGone(tx, practice, today, answers, cancel);
        var mine = answers.Select(a => a.Answer.Id).ToHashSet();
        await OpenDenials.Close(tx, practice, [claim], d => mine.Contains(d.AdjudicationId) && !TakenBackWork.IsAnswer(d) && stays?.Invoke(d) != true && !opened.Exists(o => ChunkPosting.IsSame(d, o.Answer, o.Open)) ? ended : null, cancel);
        await PayersInTurn.Follow(tx, practice, outOfTurn, cancel);
        return waits;
    }

    /// <summary>A run for each remittance: of a check whose run goes on, that one (the next chunk finds what stands by then); else one that begins and ends here.</summary>
    private static async Task<Dictionary<Id<RemittanceRow>, PostingRun>> Runs(Tx tx, Id<Practice> practice, IReadOnlyList<LiveAnswer> answers, DateOnly today, CancellationToken cancel)
    {
        var policy = await Policy.On(tx, today, cancel);
        var runs = new Dictionary<Id<RemittanceRow>, PostingRun>();
        foreach (var part in answers.GroupBy(a => a.Remittance.Id))
        {
            var (check, ordinals) = (part.First().Check, part.Select(a => a.Answer.Ordinal).ToList());
            if (await PostingRuns.Unfinished(tx, practice, check.Id, cancel) is { Run: { } goesOn })
            {
                runs[part.Key] = await tx.Db.Set<PostingRun>().AsNoTracking().FirstAsync(r => r.Practice == practice && r.Id == new Id<PostingRun>(goesOn), cancel);
                continue;
            }
            var run = runs[part.Key] = await PostingRuns.Add(tx, part.First().Remittance, RunKind.Redecide, policy.Version, cancel);
            tx.Add(new PostingChunk { Practice = practice, RunId = run.Id, N = 1, FromOrdinal = ordinals.Min(), ToOrdinal = ordinals.Max(), Posted = ordinals.Count, Waiting = 0, Last = true });
            await tx.Db.SaveChangesAsync(cancel);
        }
        return runs;
    }

    /// <summary>A debt of the guarantor that is gone gives back what was paid for it: paid ahead, never a credit in the receivable (MONEY 1.6).</summary>
    private static async Task SettleGone(Tx tx, Id<Practice> practice, DateOnly today, IReadOnlyList<LiveAnswer> answers, CancellationToken cancel)
    {
        var owed = answers.SelectMany(a => a.Decision.Lines.Where(l => l.Account == Account.GuarantorReceivable).Select(l => (Line: l, a.Decision, a.Answer))).DistinctBy(x => x.Line.ChargeId).ToList();
        if (owed.Count == 0) return;
        var now = (await OpenBalances.About(tx, practice, [.. owed.Select(o => $"charge:{o.Line.ChargeId}")], cancel)).Where(b => b.Account == Account.GuarantorReceivable).ToLookup(b => b.About, b => b);
        var moves = owed.Select(o => new GuarantorMove(o.Line.ChargeId!.Value, o.Decision.ClaimId!.Value, o.Decision.EncounterId!.Value, o.Decision.ProviderId!.Value, o.Line.PartyId,
            now[$"charge:{o.Line.ChargeId}"].Where(b => b.Party == o.Line.Party).Sum(b => b.Amount), o.Answer.Id.Value, MayTake.WhatItHad)).Where(m => m.Balance.IsNegative).ToList();
        await Applications.Settle(tx, practice, today, moves, cancel);
    }

    private static async Task<List<LiveAnswer>> Read(Tx tx, Id<Practice> practice, Id<Claim> claim, CancellationToken cancel)
    {
        var rows = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && d.MatchedClaimId == claim.Value).ToListAsync(cancel);
        var live = PostingOrder.Of(rows).Select(p => p.Live).OfType<PostingDecisionRow>().ToList();
        var ids = live.ConvertAll(d => new Id<Adjudication>(d.FactId));
        var found = await (from answer in tx.Db.Set<Adjudication>().AsNoTracking()
                           where answer.Practice == practice && ids.Contains(answer.Id)
                           join remittance in tx.Db.Set<RemittanceRow>() on new { answer.Practice, Id = answer.RemittanceId } equals new { remittance.Practice, remittance.Id }
                           join check in tx.Db.Set<PayerCheck>() on new { remittance.Practice, Id = remittance.CheckId } equals new { check.Practice, check.Id }
                           select new { answer, remittance, check }).ToDictionaryAsync(f => f.answer.Id.Value, cancel);
        return live.ConvertAll(d => new LiveAnswer(found[d.FactId].answer, PostingDecision.FromJson(d.Choices), found[d.FactId].check, found[d.FactId].remittance));
    }
}
