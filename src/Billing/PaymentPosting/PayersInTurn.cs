using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A later payer's remittance may be posted before that of the payer who pays first: by then nothing was left to it, so what it says of the patient's share moves nothing. When the earlier payer
/// answers for the first time, the later ones' answers are decided again behind it, and who posts which file first changes no balance (MONEY 1.5, DESIGN law 7).
/// Example: the second pays 15.00 and leaves 5.00; then the first pays 80.00 of 160.00 and leaves 20.00: the guarantor owes 5.00.
/// </summary>
internal static class PayersInTurn
{
    public static async Task Follow(Tx tx, Id<Practice> practice, IReadOnlyCollection<(Id<Claim> Claim, long Later)> outOfTurn, CancellationToken cancel)
    {
        foreach (var claim in outOfTurn.GroupBy(o => o.Claim, o => o.Later))
        {
            var again = (await RedecideAnswers.Live(tx, practice, claim.Key, hold: true, cancel)).Standing().FindAll(l => claim.Contains(l.About));
            if (again.Count > 0) await RedecideAnswers.Run(tx, practice, again, "the payer before it has answered", "decidedAgain", cancel);
        }
    }

    /// <summary>
    /// Where a plan's answers are unposted, what later plans had said before it, and which was decided behind it, is decided as if it had not answered. What had come after it is its caller's.
    /// </summary>
    public static async Task Leave(Tx tx, Id<Practice> practice, IReadOnlyList<(long Fact, PostingDecision Was)> undone, Id<PayerCheck>? leaving, CancellationToken cancel)
    {
        var answers = undone.Where(u => u.Was is { Kind: DecisionKind.Answer, Plan: not null, ClaimId: not null }).ToLookup(u => u.Was.ClaimId!.Value);
        if (answers.Count == 0) return;
        var claims = answers.Select(g => (long?)g.Key).ToList();
        var rows = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && claims.Contains(d.MatchedClaimId)).ToListAsync(cancel);
        foreach (var claim in rows.GroupBy(d => d.MatchedClaimId!.Value).OrderBy(g => g.Key))
        {
            var order = PostingOrder.Of(claim).ToList();
            int Place(long fact) => order.FindIndex(p => p.Fact == fact);
            var standing = order.Where(p => p.Live is not null).Select(p => (p.Fact, Decision: PostingDecision.FromJson(p.Live!.Choices))).Where(l => l.Decision is { Kind: DecisionKind.Answer, Plan: not null }).ToList();
            bool IsBefore(long fact) => answers[claim.Key].Any(u => Place(fact) < Place(u.Fact) && !standing.Exists(o => o.Decision.Plan == u.Was.Plan));
            var others = standing.FindAll(o => o.Decision.CheckId != leaving?.Value && IsBefore(o.Fact));
            if (others.Count == 0) continue;
            var visit = new Id<Encounter>(others[0].Decision.EncounterId!.Value);
            var plans = (await PlansOfVisit.Of(tx, await tx.Db.Set<Encounter>().AsNoTracking().FirstAsync(e => e.Practice == practice && e.Id == visit, cancel), cancel)).Select(c => c.Plan).ToList();
            var first = answers[claim.Key].Min(u => plans.PlaceOf(u.Was.Plan!.Value));
            var later = others.Where(o => first >= 0 && plans.PlaceOf(o.Decision.Plan!.Value) > first).Select(o => o.Fact).ToHashSet();
            var again = (await RedecideAnswers.Live(tx, practice, new(claim.Key), hold: true, cancel)).Standing().FindAll(l => later.Contains(l.About));
            if (again.Count > 0) await RedecideAnswers.Run(tx, practice, again, "the payer before it has not answered any more", "decidedAgain", cancel);
        }
    }
}
