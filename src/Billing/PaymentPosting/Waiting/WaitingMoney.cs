using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

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
