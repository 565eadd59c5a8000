using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Record;

/// <summary>A posted answer of a payer to a claim. <paramref name="Submission"/> is the one whose number it came back under; null when a person found its claim without one.</summary>
/// <param name="At">When it was first posted: its place among the claim's answers.</param>
public sealed record StandingAnswer(Id<Adjudication> Answer, Id<Submission>? Submission, PostingDecision Decision, Instant At)
{
    public bool TakesBack => Decision.Kind == DecisionKind.Reversal;

    /// <summary>The payer forwarded the claim to the next one itself.</summary>
    public bool Forwarded => Decision.Next is { OwnClaim: false };
}

/// <summary>
/// What payers have answered to a claim and stands now: posted and not unposted, reversals among them, in the order in which they count. However an answer
/// found its claim, by our numbers, the payer's or a person's word, it stands here under the payer whose receivable it moved.
/// </summary>
public static class StandingAnswers
{
    public static async Task<IReadOnlyList<StandingAnswer>> Of(Tx tx, Claim claim, CancellationToken cancel) => [.. (await Of(tx, claim.Practice, [claim.Id], cancel))[claim.Id]];

    public static async Task<ILookup<Id<Claim>, StandingAnswer>> Of(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Claim>> claims, CancellationToken cancel)
    {
        var ids = claims.Select(c => (long?)c.Value).ToList();
        var rows = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && ids.Contains(d.MatchedClaimId)).ToListAsync(cancel);
        var posted = rows.GroupBy(d => d.MatchedClaimId!.Value).SelectMany(g => PostingOrder.Of(g).Where(p => p.Live is not null).Select(p => (Claim: new Id<Claim>(g.Key), Row: p.Live!, p.At)));
        return posted.ToLookup(p => p.Claim,
            p => new StandingAnswer(new(p.Row.FactId), p.Row.MatchedSubmissionId is { } s ? new Id<Submission>(s) : null, PostingDecision.FromJson(p.Row.Choices), p.At));
    }

    /// <summary>Those that no reversal among them has taken back, without the reversals; one of which some lines were taken back without these.</summary>
    public static List<StandingAnswer> Counting(this IReadOnlyCollection<StandingAnswer> answers)
    {
        var standing = PostingDecision.Standing([.. answers.Select(a => (a.Answer.Value, a.Decision))]).ToDictionary(s => s.Fact, s => s.Decision);
        return [.. answers.Where(a => standing.ContainsKey(a.Answer.Value)).Select(a => a with { Decision = standing[a.Answer.Value] })];
    }

    /// <summary>
    /// The last word of the plan at a place of the order of payment: its latest answer that it has not taken back; null when it has none. A reversal of one answer leaves another that stands, as
    /// where a second answer was a mistake, or the corrected one came first.
    /// </summary>
    public static StandingAnswer? LastOf(this IReadOnlyCollection<StandingAnswer> answers, IReadOnlyList<Plan> inOrder, int place) => answers.Counting().FindLast(a => a.PlaceIn(inOrder) == place);

    /// <summary>Which of these plans answered; -1 when none of them.</summary>
    public static int PlaceIn(this StandingAnswer answer, IReadOnlyList<Plan> inOrder) => answer.Decision.Plan is { } plan ? inOrder.PlaceOf(plan) : -1;
}
