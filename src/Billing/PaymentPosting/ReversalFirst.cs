using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A corrected answer may stand in the file before the reversal of the answer that it corrects, or come in an earlier check. It counts after the reversal all the same: decided while the first
/// answer stands, it would be a second payment of the same services, and nobody would owe what it says (DESIGN law 7).
/// </summary>
internal static class ReversalFirst
{
    /// <summary>The chunk's answers in file order, but a reversal of what was posted before goes ahead of the corrected answers to its claim.</summary>
    public static List<Adjudication> InOrder(IReadOnlyList<Adjudication> answers, ChunkFacts facts)
    {
        var ordered = answers.ToList();
        foreach (var reversal in answers.Where(a => a.ClpStatus == "22" && facts.IsDue(a)))
        {
            if (!facts.Matches.TryGetValue(reversal.Id, out var match) || facts.ClaimOf(match) is not { } claim) continue;
            if (!claim.Answers.Any(a => a.Decision.Kind == DecisionKind.Answer && a.Decision.Paid == -reversal.Paid)) continue;
            var at = ordered.FindIndex(a => a.Id != reversal.Id && a.ClpStatus != "22" && facts.Matches.GetValueOrDefault(a.Id)?.Claim == match.Claim);
            if (at < 0 || at > ordered.IndexOf(reversal)) continue;
            ordered.Remove(reversal);
            ordered.Insert(at, reversal);
        }
        return ordered;
    }

    /// <summary>Of the chunk, the reversals of a claim that has a corrected answer in another check already: that one is to be decided again before the rest of the chunk is.</summary>
    public static List<Adjudication> Ahead(IReadOnlyList<Adjudication> answers, ChunkFacts facts) => [.. answers.Where(a =>
        a.ClpStatus == "22" && facts.IsDue(a) && facts.Matches.TryGetValue(a.Id, out var match) && facts.ClaimOf(match) is { } claim
        && claim.Answers.SkipWhile(p => p.Decision.Kind != DecisionKind.Answer || p.Decision.Paid != -a.Paid).Skip(1).Any(p => p.Decision.Kind == DecisionKind.Answer))];

    /// <summary>The same for answers that are decided again: a reversal stands next to what it takes back, before that payer's corrected answer.</summary>
    public static List<LiveAnswer> InOrder(IReadOnlyList<LiveAnswer> answers)
    {
        var ordered = answers.ToList();
        foreach (var reversal in answers.Where(a => a.Decision.Kind == DecisionKind.Reversal))
        {
            var of = ordered.FindIndex(a => a.Answer.Id.Value == reversal.Decision.Of);
            var at = of < 0 ? -1 : ordered.FindIndex(of + 1, a => IsCorrected(a, reversal.Decision));
            if (at < 0 || at > ordered.IndexOf(reversal)) continue;
            ordered.Remove(reversal);
            ordered.Insert(at, reversal);
        }
        return ordered;
    }

    /// <summary>Where one of these was a reversal that now stands, or no longer does: the corrected answers that came before it are decided again, without or with the answer that they correct.</summary>
    /// <param name="busy">The check that is being posted or undone, whose answers are left to its run.</param>
    public static async Task Follow(Tx tx, Id<PayerCheck>? busy, Id<Practice> practice, IEnumerable<(long Fact, PostingDecision Decision)> decided, CancellationToken cancel)
    {
        foreach (var corrected in await Corrected(tx, busy, practice, decided, cancel))
            await RedecideAnswers.Run(tx, practice, corrected, "a reversal before it was posted or undone", "decidedAgain", cancel);
    }

    private static async Task<List<List<LiveAnswer>>> Corrected(Tx tx, Id<PayerCheck>? busy, Id<Practice> practice, IEnumerable<(long Fact, PostingDecision Decision)> decided, CancellationToken cancel)
    {
        var reversals = decided.Where(d => d.Decision is { Kind: DecisionKind.Reversal, Of: not null, ClaimId: not null }).ToLookup(d => d.Decision.ClaimId!.Value);
        if (reversals.Count == 0) return [];
        var claims = reversals.Select(r => (long?)r.Key).ToList();
        var rows = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && claims.Contains(d.MatchedClaimId)).ToListAsync(cancel);
        var corrected = new List<List<LiveAnswer>>();
        foreach (var claim in rows.GroupBy(d => d.MatchedClaimId!.Value).OrderBy(g => g.Key))
        {
            var touched = Touched([.. PostingOrder.Of(claim)], [.. reversals[claim.Key]], busy);
            if (touched.Count == 0) continue;
            var live = (await RedecideAnswers.Live(tx, practice, new(claim.Key), hold: true, cancel)).FindAll(l => touched.Contains(l.Answer.Id.Value));
            if (live.Count > 0) corrected.Add(live);
        }
        return corrected;
    }

    /// <summary>The answers between what one of these reversals takes back and the reversal itself; one that a standing reversal takes back is none, one that stands again is where an earlier one does not.</summary>
    private static HashSet<long> Touched(List<AnswerPlace> order, List<(long Fact, PostingDecision Decision)> reversals, Id<PayerCheck>? busy)
    {
        int Place(long? fact) => order.FindIndex(p => p.Fact == fact);
        var live = order.Where(p => p.Live is not null).Select(p => (p.Fact, Decision: PostingDecision.FromJson(p.Live!.Choices))).ToList();
        var standing = live.FindAll(l => l.Decision.Kind == DecisionKind.Reversal);
        bool StandsAlone(long fact, PostingDecision answer) => standing.Exists(r => r.Decision.PayerId == answer.PayerId && Place(r.Decision.Of) < Place(fact));
        bool IsBetween(long fact, PostingDecision answer, (long Fact, PostingDecision Decision) by) => answer.PayerId == by.Decision.PayerId && Place(fact) < Place(by.Fact)
            && (Place(fact) > Place(by.Decision.Of) || (fact == by.Decision.Of && StandsAlone(fact, answer)));
        return [.. live.Where(l => l.Decision.Kind == DecisionKind.Answer && l.Decision.CheckId != busy?.Value && !standing.Exists(r => r.Decision.Of == l.Fact)
            && reversals.Exists(by => IsBetween(l.Fact, l.Decision, by))).Select(l => l.Fact)];
    }

    private static bool IsCorrected(LiveAnswer answer, PostingDecision reversal) => answer.Decision.Kind == DecisionKind.Answer && answer.Decision.PayerId == reversal.PayerId;
}
