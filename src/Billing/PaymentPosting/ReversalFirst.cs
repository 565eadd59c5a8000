using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A corrected answer may stand in the file before the reversal of the answer that it corrects, or come in an earlier check. It counts after the reversal all the same: decided while the first
/// answer stands, it would be a second payment of the same services, and nobody would owe what it says (DESIGN law 7). What is decided together is put in order first; what was
/// decided before the reversal came is decided again (<see cref="Follow"/>).
/// </summary>
internal static class ReversalFirst
{
    /// <summary>The chunk's answers in file order, but a reversal of what was posted before goes ahead of the corrected answers to its claim.</summary>
    public static List<Adjudication> InOrder(IReadOnlyList<Adjudication> answers, ChunkFacts facts)
    {
        Id<Claim>? ClaimOf(Adjudication answer) => facts.Matches.GetValueOrDefault(answer.Id)?.Claim;
        bool TakesBackPosted(Adjudication reversal) => facts.IsDue(reversal) && facts.Matches.TryGetValue(reversal.Id, out var match) && facts.ClaimOf(match) is { } claim
            && claim.Answers.Any(a => a.Decision.Kind == DecisionKind.Answer && a.Decision.Paid == -reversal.Paid);
        return Ahead(answers, a => a.ClpStatus == "22" && TakesBackPosted(a), (reversal, a) => a.ClpStatus != "22" && ClaimOf(a) == ClaimOf(reversal));
    }

    /// <summary>The same for answers that are decided again: a reversal goes ahead of that payer's answers which came after the one that it takes back.</summary>
    public static List<LiveAnswer> InOrder(IReadOnlyList<LiveAnswer> answers)
    {
        var places = answers.Select((a, i) => (a.Answer.Id.Value, i)).ToDictionary(a => a.Value, a => a.i);
        bool Corrects(LiveAnswer answer, PostingDecision reversal) => answer.Decision.Kind == DecisionKind.Answer && answer.Decision.Plan == reversal.Plan
            && reversal.Of is { } of && places.GetValueOrDefault(of, Unlisted(reversal)) < places[answer.Answer.Id.Value];
        // What a reversal takes back only in part stands, and was decided before all of these.
        static int Unlisted(PostingDecision reversal) => reversal.Part is null ? int.MaxValue : -1;
        return Ahead(answers, a => a.Decision.Kind == DecisionKind.Reversal, (reversal, a) => Corrects(a, reversal.Decision));
    }

    private static List<T> Ahead<T>(IReadOnlyList<T> answers, Func<T, bool> isReversal, Func<T, T, bool> isCorrectedBehind)
    {
        var ordered = answers.ToList();
        foreach (var reversal in answers.Where(isReversal))
        {
            var (from, at) = (ordered.IndexOf(reversal), ordered.FindIndex(a => isCorrectedBehind(reversal, a)));
            if (at < 0 || at > from) continue;
            ordered.RemoveAt(from);
            ordered.Insert(at, reversal);
        }
        return ordered;
    }

    /// <summary>
    /// Where one of these was a reversal that now stands, or no longer does: the corrected answers that came before it, and what counts after them, are decided again, without or with the answer
    /// that they correct. They may be of the same check, posted by an earlier chunk of its run.
    /// </summary>
    /// <param name="decided">What was posted or undone just now, in that order.</param>
    /// <param name="leaving">The check that is undone as a whole: its own answers go with its run.</param>
    public static async Task Follow(Tx tx, Id<Practice> practice, IReadOnlyList<(long Fact, PostingDecision Decision)> decided, Id<PayerCheck>? leaving, CancellationToken cancel)
    {
        var reversals = decided.Where(d => d.Decision is { Kind: DecisionKind.Reversal, Of: not null, ClaimId: not null }).ToLookup(d => d.Decision.ClaimId!.Value);
        if (reversals.Count == 0) return;
        var claims = reversals.Select(r => (long?)r.Key).ToList();
        var rows = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && claims.Contains(d.MatchedClaimId)).ToListAsync(cancel);
        var facts = decided.Select(d => d.Fact).ToList();
        var ids = reversals.Select(r => new Id<Claim>(r.Key)).ToList();
        var toFirst = await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && ids.Contains(s.ClaimId) && s.Level == PayerLevel.P).ToDictionaryAsync(s => s.Id.Value, s => new Plan(s.CoverageId.Value, s.PayerId.Value), cancel);
        foreach (var claim in rows.GroupBy(d => d.MatchedClaimId!.Value).OrderBy(g => g.Key))
        {
            var touched = Touched([.. PostingOrder.Of(claim)], [.. reversals[claim.Key]], facts, toFirst, leaving);
            if (touched.Count == 0) continue;
            var standing = (await RedecideAnswers.Live(tx, practice, new(claim.Key), hold: true, cancel)).Standing();
            var again = standing.SkipWhile(l => !touched.Contains(l.Answer.Id.Value)).Where(l => l.Check.Id != leaving).ToList();
            if (again.Count > 0) await RedecideAnswers.Run(tx, practice, again, "a reversal before it was posted or undone", "decidedAgain", cancel);
        }
    }

    /// <summary>
    /// The standing answers between what one of these reversals takes back and the reversal itself; of an undone one also what stands again, where an earlier answer does not. What was decided
    /// just now after the reversal has found it. Where another plan was put first after the one that takes its answer back, its answer to the first payer's claim corrects that one's in the same way (MONEY 1.12).
    /// </summary>
    private static HashSet<long> Touched(List<AnswerPlace> order, List<(long Fact, PostingDecision Decision)> reversals, List<long> decided, Dictionary<long, Plan> toFirst, Id<PayerCheck>? leaving)
    {
        int Place(long? fact) => order.FindIndex(p => p.Fact == fact);
        var live = order.Where(p => p.Live is not null).Select(p => (p.Fact, Decision: PostingDecision.FromJson(p.Live!.Choices))).ToList();
        var standing = live.FindAll(l => l.Decision.Kind == DecisionKind.Reversal);
        // A later payer may answer under the number that the first payer's claim had: what that one forwarded is no answer of a first payer.
        bool AnswersFirst(long? fact) => order.Find(p => p.Fact == fact)?.Live is { MatchedSubmissionId: { } sent } row && toFirst.TryGetValue(sent, out var plan) && PostingDecision.FromJson(row.Choices).Plan is { } by && by == (by.CoverageId is null ? plan with { CoverageId = null } : plan);
        bool Corrects(long fact, PostingDecision answer, PostingDecision reversal) => answer.Plan == reversal.Plan || (AnswersFirst(fact) && AnswersFirst(reversal.Of));
        bool StandsAlone(long fact, PostingDecision answer) => standing.Exists(r => r.Decision.Plan == answer.Plan && Place(r.Decision.Of) < Place(fact));
        bool IsBetween(long fact, PostingDecision answer, (long Fact, PostingDecision Decision) by) => Corrects(fact, answer, by.Decision) && Place(fact) < Place(by.Fact)
            && decided.IndexOf(fact) < decided.IndexOf(by.Fact) && (Place(fact) > Place(by.Decision.Of) || (fact == by.Decision.Of && StandsAlone(fact, answer)));
        return [.. live.Where(l => l.Decision.Kind == DecisionKind.Answer && l.Decision.CheckId != leaving?.Value && !standing.Exists(r => r.Decision.TakesBackWhole == l.Fact)
            && reversals.Exists(by => IsBetween(l.Fact, l.Decision, by))).Select(l => l.Fact)];
    }
}
