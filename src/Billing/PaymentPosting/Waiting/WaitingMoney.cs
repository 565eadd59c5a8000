using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>One exception of the queue, opened: what came, why it waits or how it ended. <see cref="Check"/> and <see cref="Said"/> are null where the whole file waits.</summary>
public sealed record WaitingMoney(PostingException Exception, PayerCheck? Check, AnswerAsSaid? Said, ExceptionSettled? Settled)
{
    /// <summary>The name under which its file first came; null where it is about no file.</summary>
    public string? FileName { get; init; }
    /// <summary>A person's reason for putting it aside (<see cref="PutAside"/>); null when nobody did.</summary>
    public string? WhyAside { get; init; }

    /// <summary>Nothing of its file was taken, so no check's money hangs on it. A second remittance is a posted check's.</summary>
    public bool IsFileNotTaken => Exception.RemittanceId is null && Exception.Kind != ExceptionKind.OtherPosting;

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
        var number = id.Value.ToString(CultureInfo.InvariantCulture);
        return new WaitingMoney(row, check, said, settled)
        {
            FileName = row.FileSha256 is { } sha ? await tx.Db.Set<StoredFile>().Where(f => f.Sha256 == sha).Select(f => f.Name).FirstOrDefaultAsync(cancel) : null,
            WhyAside = settled?.How != PersonDecisions.Aside ? null
                : await tx.Db.Set<PersonDecision>().Where(d => d.Practice == row.Practice && d.Kind == PersonDecisions.Aside && d.Choice == number).Select(d => d.Reason).FirstOrDefaultAsync(cancel),
        };
    }
}
