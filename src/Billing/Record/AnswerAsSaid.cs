using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Record;

/// <summary>A payer's answer with everything it says.</summary>
public sealed record AnswerAsSaid(Adjudication Answer, IReadOnlyList<AdjudicationLine> Lines, IReadOnlyList<Adjustment> Adjustments, IReadOnlyList<Remark> Remarks)
{
    internal static async Task<AnswerAsSaid?> Of(Tx tx, Id<Practice> practice, Id<Adjudication> id, CancellationToken cancel)
    {
        var answer = await tx.Db.Set<Adjudication>().AsNoTracking().FirstOrDefaultAsync(a => a.Practice == practice && a.Id == id, cancel);
        return answer is null ? null : new AnswerAsSaid(answer,
            await tx.Db.Set<AdjudicationLine>().AsNoTracking().Where(l => l.Practice == practice && l.AdjudicationId == id).OrderBy(l => l.N).ToListAsync(cancel),
            await tx.Db.Set<Adjustment>().AsNoTracking().Where(a => a.Practice == practice && a.AdjudicationId == id).OrderBy(a => a.Id).ToListAsync(cancel),
            await tx.Db.Set<Remark>().AsNoTracking().Where(r => r.Practice == practice && r.AdjudicationId == id).OrderBy(r => r.Id).ToListAsync(cancel));
    }
}
