using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// Reversals that wait because the answer they take back is not posted. The corrected answer that follows such a reversal waits with it: posted alone it would be a second answer to
/// the first one, and a credit that the payer never gave.
/// </summary>
internal sealed class WaitingReversals
{
    private sealed record Waiting(Adjudication Answer, PayerCheck Check, RemittanceRow Remittance);

    private readonly List<Waiting> _waiting = [];

    /// <summary>Those of the queue under these numbers (folded).</summary>
    public static async Task<WaitingReversals> Of(Tx tx, Id<Practice> practice, IReadOnlyCollection<string> pcns, CancellationToken cancel)
    {
        var reversals = new WaitingReversals();
        var found = await (from waits in Exceptions.Open(tx)
                           where waits.Practice == practice && waits.Kind == ExceptionKind.ReversalOfNothing
                           join answer in tx.Db.Set<Adjudication>() on new { waits.Practice, Id = waits.AdjudicationId } equals new { answer.Practice, Id = (Id<Adjudication>?)answer.Id }
                           where answer.ClpStatus == "22" && pcns.Contains(answer.PcnFolded)
                           join remittance in tx.Db.Set<RemittanceRow>() on new { answer.Practice, Id = answer.RemittanceId } equals new { remittance.Practice, remittance.Id }
                           join check in tx.Db.Set<PayerCheck>() on new { remittance.Practice, Id = remittance.CheckId } equals new { check.Practice, check.Id }
                           select new { answer, check, remittance }).ToListAsync(cancel);
        foreach (var f in found) reversals.Add(f.answer, f.check, f.remittance);
        return reversals;
    }

    public void Add(Adjudication reversal, PayerCheck check, RemittanceRow remittance)
    {
        Remove(reversal.Id);
        _waiting.Add(new Waiting(reversal, check, remittance));
    }

    public void Remove(Id<Adjudication> posted) => _waiting.RemoveAll(w => w.Answer.Id == posted);

    /// <summary>Why the answer waits behind a reversal of the same payer; null when it follows none.</summary>
    /// <param name="pcns">The numbers (folded) of its claim.</param>
    /// <param name="order">What was ever posted to its claim, in the order in which it counts.</param>
    public ExceptionWords? Before(Adjudication answer, PayerCheck check, RemittanceRow remittance, IEnumerable<string> pcns, List<long> order) =>
        answer.ClpStatus is "22" or "25" ? null : _waiting.Find(w => pcns.Contains(w.Answer.PcnFolded) && w.Check.PayerId == check.PayerId && w.Check.Trn03 == check.Trn03 && Follows(answer, check, remittance, w, order)) is { } before
            ? new(ExceptionKind.ReversalOfNothing, $"It follows the reversal of {before.Answer.Paid.Abs} in check {before.Check.Trn02}, which waits.", "Nothing is to be done here: it posts by itself once that reversal does.")
            : null;

    /// <summary>
    /// The corrected answer comes with the reversal or after it; the one that is taken back came before, with the money that the reversal names. What was posted before keeps its place: it
    /// stood without a reversal that never has, and follows only one that was posted before it. Example: 80.00 taken back and 70.00 posted, then a check that takes back 75.00, which is
    /// nowhere: unposted and posted again, the 70.00 does not wait behind the 75.00.
    /// </summary>
    private static bool Follows(Adjudication answer, PayerCheck check, RemittanceRow remittance, Waiting reversal, List<long> order)
    {
        var (mine, its) = (order.IndexOf(answer.Id.Value), order.IndexOf(reversal.Answer.Id.Value));
        if (mine >= 0) return its >= 0 && its < mine;
        if (remittance.Id == reversal.Remittance.Id) return answer.Ordinal > reversal.Answer.Ordinal;
        if (check.Date != reversal.Check.Date) return check.Date > reversal.Check.Date;
        return remittance.ReceivedAt.Micros >= reversal.Remittance.ReceivedAt.Micros && answer.Paid != -reversal.Answer.Paid;
    }
}
