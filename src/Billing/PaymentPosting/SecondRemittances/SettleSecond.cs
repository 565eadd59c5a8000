using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// The end of a decision about a second remittance, or of posting another file to a check that was unposted, in the transaction of the last chunk: once what is posted to the check is what was decided, the exception is settled,
/// those of what was replaced are too, and the check is balanced over its parts. Until then it stays in the queue, so that a stop in between hides nothing.
/// </summary>
internal static class SettleSecond
{
    public static async Task Run(Tx tx, CheckDetail whole, CancellationToken cancel)
    {
        if (whole.IsPlain || whole.Posted.Count == 0 || !whole.IsSettled) return;
        if (whole.Decision is { } decision) await Exceptions.Settle(tx, whole.Check.Practice, new(decision.ExceptionId), SecondRemittance.Word(decision.Choice), cancel);
        var gone = whole.All.Where(r => whole.WhyGone(r.Id) is not null).Select(r => (Id<RemittanceRow>?)r.Id).ToList();
        foreach (var exception in await Exceptions.Open(tx).Where(e => e.Practice == whole.Check.Practice && gone.Contains(e.RemittanceId)).ToListAsync(cancel))
            await Exceptions.Settle(tx, exception.Practice, exception.Id, $"another remittance of check {whole.Check.Trn02} is posted in its place", cancel);
        await Balance(tx, whole, cancel);
    }

    /// <summary>One open exception when the parts together do not make the check, none when they do.</summary>
    private static async Task Balance(Tx tx, CheckDetail whole, CancellationToken cancel)
    {
        var (check, parts) = (whole.Check, whole.All.Where(r => whole.Posted.Contains(r.Id)).ToList());
        var difference = whole.DifferenceOf(whole.Posted);
        var ids = parts.ConvertAll(r => (Id<RemittanceRow>?)r.Id);
        var open = await Exceptions.Open(tx).Where(e => e.Practice == check.Practice && e.Kind == ExceptionKind.CheckOutOfBalance && ids.Contains(e.RemittanceId)).ToListAsync(cancel);
        if (open.Count == 1 && !difference.IsZero && open[0].Difference == difference) return;
        foreach (var exception in open) await Exceptions.Settle(tx, exception.Practice, exception.Id, difference.IsZero ? "the parts make the check" : "another part came", cancel);
        if (difference.IsZero || parts.Count == 0) return;
        Exceptions.Add(tx, check.Practice, ExceptionKind.CheckOutOfBalance, parts[^1].FileSha256, parts[^1].Id, null, difference, difference,
            $"The check is {check.Amount}, but its {(parts.Count == 1 ? "remittance makes" : $"{parts.Count} remittances make")} {check.Amount - difference} of it: {difference} differs (BPR02).",
            "The difference stays in unapplied payer cash of this check. Ask the payer for the rest of the remittance.");
    }
}
