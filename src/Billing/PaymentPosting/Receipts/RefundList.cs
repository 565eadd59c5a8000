using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A refund with what became of it.</summary>
/// <param name="Receipts">The receipts that cover it now.</param>
/// <param name="Uncovered">What the guarantor has had twice, since its payment came back.</param>
public sealed record RefundNow(Refund Refund, string Guarantor, IReadOnlyList<long> Receipts, Money Uncovered, RefundTakenBack? TakenBack);

/// <summary>What guarantors were given back, newest first; at most 200.</summary>
public static class RefundList
{
    private const int Most = 200;

    public static async Task<IReadOnlyList<RefundNow>> Of(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<GuarantorAccount>> accounts, CancellationToken cancel = default)
    {
        var parties = accounts.Select(a => a.Value).ToList();
        var refunds = await tx.Db.Set<Refund>().AsNoTracking().Where(r => r.Practice == practice && r.PartyKind == PartyKind.Guarantor && parties.Contains(r.PartyId))
            .OrderByDescending(r => r.PaidOn).ThenByDescending(r => r.Id).Take(Most).ToListAsync(cancel);
        if (refunds.Count == 0) return [];
        var ids = refunds.ConvertAll(r => r.Id);
        var back = await tx.Db.Set<RefundTakenBack>().AsNoTracking().Where(b => b.Practice == practice && ids.Contains(b.RefundId)).ToDictionaryAsync(b => b.RefundId, cancel);
        var parts = (await tx.Db.Set<RefundPart>().AsNoTracking().Where(p => p.Practice == practice && ids.Contains(p.RefundId)).ToListAsync(cancel)).ToLookup(p => p.RefundId);
        var names = await tx.Db.Set<GuarantorAccount>().AsNoTracking().Where(a => a.Practice == practice && accounts.Contains(a.Id)).ToDictionaryAsync(a => a.Id.Value, a => a.DisplayName, cancel);
        return refunds.ConvertAll(r => new RefundNow(r, names[r.PartyId], [.. parts[r.Id].GroupBy(p => p.ReceiptId.Value).Where(g => !g.Sum(p => p.Amount).IsZero).Select(g => g.Key).Order()],
            back.ContainsKey(r.Id) ? Money.Zero : r.Amount - parts[r.Id].Sum(p => p.Amount), back.GetValueOrDefault(r.Id)));
    }

    /// <summary>The accounts whose money came for the patient, or who answer or answered for them.</summary>
    public static async Task<List<GuarantorAccount>> Accounts(Tx tx, Patient patient, CancellationToken cancel = default)
    {
        var (practice, id) = (patient.Practice, patient.Id);
        return await tx.Db.Set<GuarantorAccount>().AsNoTracking().Where(a => a.Practice == practice && (tx.Db.Set<Receipt>().Any(r => r.Practice == practice && r.AccountId == a.Id && r.PatientId == id)
            || tx.Db.Set<GuarantorOfPatient>().Any(g => g.Practice == practice && g.AccountId == a.Id && g.PatientId == id) || tx.Db.Set<Encounter>().Any(e => e.Practice == practice && e.AccountId == a.Id && e.PatientId == id))).OrderBy(a => a.Id).ToListAsync(cancel);
    }

    /// <summary>Whose money is to go back: the one named, the receipt's, or the only one of whom something is paid ahead.</summary>
    /// <exception cref="BadInputException">The one named never answered for the patient, more than one may be meant, or nothing is paid ahead.</exception>
    public static async Task<Id<GuarantorAccount>> Whose(Tx tx, Patient patient, string? key, long? receipt, CancellationToken cancel = default)
    {
        var accounts = await Accounts(tx, patient, cancel);
        if (key is not null)
            return accounts.Find(a => a.Key == key)?.Id ?? throw new BadInputException("guarantor", $"No guarantor {key} answers for {patient.FirstName} {patient.LastName}.", $"It is one of: {string.Join(", ", accounts.Select(a => a.Key))}.");
        var held = (await HeldMoney.Read(tx, patient.Practice, [.. accounts.Select(a => a.Id.Value)], cancel)).Ahead().FindAll(h => receipt is null || h.Receipt.Id.Value == receipt);
        var whose = held.Select(h => h.Receipt.AccountId).Distinct().ToList();
        return whose switch
        {
            [var one] => one,
            [] => throw new BadInputException("amount", receipt is null ? "Nothing is paid ahead for this patient." : $"Receipt {receipt} holds nothing that is paid ahead.", "Look with `receipt list`; what has paid a debt is not theirs to have back while the debt stands."),
            _ => throw new BadInputException("guarantor", "We hold money of more than one.", $"Say whose goes back: {string.Join(" or ", accounts.Where(a => whose.Contains(a.Id)).Select(a => a.Key))}."),
        };
    }

    /// <summary>By which way it was paid out, in words: "check 1201".</summary>
    public static string How(Refund refund) => $"{refund.Method.ToString().ToLowerInvariant()}{(refund.Reference is { } number ? $" {number}" : "")}";

    /// <summary>A code of the reasons with its note, in words.</summary>
    public static string Why(IReadOnlyList<(string Code, string Words)> reasons, string reason)
    {
        var (code, note) = reason.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon ? (reason[..colon], reason[colon..]) : (reason, "");
        return $"{reasons.FirstOrDefault(r => r.Code == code).Words ?? code}{note}";
    }

    /// <summary>The refund that a line of money out is, which left cash in the book when it was given: by its number, else the only one of the amount. Null where none fits.</summary>
    internal static async Task<string?> InBank(Tx tx, Id<Practice> practice, BankLine line, CancellationToken cancel)
    {
        var amount = -line.Amount;
        var some = await tx.Db.Set<Refund>().AsNoTracking().Where(r => r.Practice == practice && r.Amount == amount && r.PaidOn <= line.Date && r.Method != PaymentMethod.Cash
            && !tx.Db.Set<RefundTakenBack>().Any(b => b.Practice == practice && b.RefundId == r.Id)).OrderBy(r => r.PaidOn).ThenBy(r => r.Id).ToListAsync(cancel);
        var named = some.FindAll(r => r.Reference is { } number && (number == line.Trace || line.Description.Contains(number, StringComparison.Ordinal)));
        return (named is [var one] ? one : some is [var only] ? only : null) is { } refund
            ? $"money out: it may be refund {refund.Id} of {refund.PaidOn.InWords()}, {How(refund)}, which is in the book since then; nothing is left to do if it is" : null;
    }
}
