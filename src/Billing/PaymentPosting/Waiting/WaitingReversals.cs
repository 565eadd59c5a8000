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
    private sealed record Waiting(Id<Adjudication> Answer, string Pcn, Money Paid, PayerCheck Check, Id<RemittanceRow> Remittance, int Ordinal);

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
                           select new { answer, check }).ToListAsync(cancel);
        foreach (var f in found) reversals.Add(f.answer, f.check);
        return reversals;
    }

    public void Add(Adjudication reversal, PayerCheck check)
    {
        Remove(reversal.Id);
        _waiting.Add(new Waiting(reversal.Id, reversal.PcnFolded, reversal.Paid, check, reversal.RemittanceId, reversal.Ordinal));
    }

    public void Remove(Id<Adjudication> posted) => _waiting.RemoveAll(w => w.Answer == posted);

    /// <summary>Why the answer waits behind a reversal of the same payer; null when it follows none. <paramref name="pcns"/> are the numbers (folded) of its claim.</summary>
    public ExceptionWords? Before(Adjudication answer, PayerCheck check, IEnumerable<string> pcns) =>
        answer.ClpStatus is "22" or "25" ? null : _waiting.Find(w => pcns.Contains(w.Pcn) && w.Check.PayerId == check.PayerId && w.Check.Trn03 == check.Trn03 && Follows(answer, check, w)) is { } before
            ? new(ExceptionKind.ReversalOfNothing, $"It follows the reversal of {-before.Paid} in check {before.Check.Trn02}, which waits.", "Nothing is to be done here: it posts by itself once that reversal does.")
            : null;

    /// <summary>The corrected answer comes with the reversal or after it; the one that is taken back came before, with the money that the reversal names.</summary>
    private static bool Follows(Adjudication answer, PayerCheck check, Waiting reversal) =>
        answer.RemittanceId == reversal.Remittance ? answer.Ordinal > reversal.Ordinal
        : check.Date != reversal.Check.Date ? check.Date > reversal.Check.Date : answer.Paid != -reversal.Paid;
}
