using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>For pages and commands: where answers went that are posted in a sibling practice's book.</summary>
public static class PostedElsewhere
{
    /// <summary>Null when the answer is not posted, or is posted in its own practice's book.</summary>
    public static async Task<PassedOn?> Of(Tx tx, Adjudication answer, CancellationToken cancel = default) => (await Of(tx, answer.Practice, [answer.Id.Value], cancel)).GetValueOrDefault(answer.Id.Value);

    public static async Task<IReadOnlyDictionary<long, PassedOn>> Of(Tx tx, Id<Practice> practice, IReadOnlyCollection<long> answers, CancellationToken cancel = default)
    {
        // Nearly every answer has matched a claim of the practice itself; only the others are read.
        var rows = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && answers.Contains(d.FactId) && d.MatchedClaimId == null).ToListAsync(cancel);
        return rows.GroupBy(d => d.FactId).Select(g => g.MaxBy(d => d.Generation)!).Where(d => d.Generation % 2 == 1)
            .Select(d => (d.FactId, PostingDecision.FromJson(d.Choices).PassedOn)).Where(d => d.PassedOn is not null).ToDictionary(d => d.FactId, d => d.PassedOn!);
    }
}
