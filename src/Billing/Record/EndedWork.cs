using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Record;

/// <summary>Work that a person has ended and nobody has taken up again. Of work that was ended, taken up and ended once more, the last.</summary>
public static class EndedWork
{
    /// <summary>How work ends that a person ends.</summary>
    public const string ByHand = "byHand";

    public static async Task<List<Denial>> Of(Tx tx, Id<Practice> practice, IQueryable<Denial> work, CancellationToken cancel)
    {
        var all = await work.AsNoTracking().OrderBy(d => d.Id).ToListAsync(cancel);
        var ids = all.ConvertAll(d => d.Id);
        var closed = await tx.Db.Set<DenialClosed>().AsNoTracking().Where(c => c.Practice == practice && ids.Contains(c.DenialId)).ToDictionaryAsync(c => c.DenialId, cancel);
        return [.. all.GroupBy(d => (d.ClaimId, d.AdjudicationId, d.ChargeId, d.Codes, d.Reason)).Where(g => g.All(d => closed.ContainsKey(d.Id)))
            .Select(g => g.OrderBy(d => closed[d.Id].At).ThenBy(d => d.Id).Last()).Where(d => closed[d.Id].How == ByHand)];
    }
}
