using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

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

/// <summary>One exception of the queue, opened: what came, why it waits or how it ended. <see cref="Check"/> and <see cref="Said"/> are null where the whole file waits.</summary>
public sealed record WaitingMoney(PostingException Exception, PayerCheck? Check, AnswerAsSaid? Said, ExceptionSettled? Settled)
{
    public static async Task<WaitingMoney?> Of(Tx tx, Id<PostingException> id, CancellationToken cancel = default)
    {
        if (await tx.Db.Set<PostingException>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, cancel) is not { } row) return null;
        var settled = await tx.Db.Set<ExceptionSettled>().AsNoTracking().FirstOrDefaultAsync(s => s.Practice == row.Practice && s.ExceptionId == id, cancel);
        var check = row.RemittanceId is not { } remittance ? null : await (
            from detail in tx.Db.Set<RemittanceRow>().AsNoTracking()
            where detail.Practice == row.Practice && detail.Id == remittance
            join paid in tx.Db.Set<PayerCheck>() on new { detail.Practice, Id = detail.CheckId } equals new { paid.Practice, paid.Id }
            select paid).FirstAsync(cancel);
        var said = row.AdjudicationId is { } answer ? await AnswerAsSaid.Of(tx, row.Practice, answer, cancel) : null;
        return new WaitingMoney(row, check, said, settled);
    }
}
