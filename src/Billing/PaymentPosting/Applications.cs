using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What a guarantor owes for a charge after a posting moved it; below zero when a reversal took a debt away that was paid already.</summary>
public sealed record GuarantorMove(long ChargeId, long ClaimId, long EncounterId, long ProviderId, long AccountId, Money Balance, long CausedBy);

/// <summary>
/// Prepaid money meets the debt it was paid for (MONEY 1.6): receipts of the visit first, then those on account, oldest first. A debt that goes away
/// gives the money back to prepaid, the latest application first; never a credit inside guarantor receivable.
/// </summary>
public static class Applications
{
    public static async Task Settle(Tx tx, Id<Practice> practice, DateOnly bookedOn, IReadOnlyList<GuarantorMove> moves, CancellationToken cancel)
    {
        var owing = moves.Where(m => !m.Balance.IsZero).ToList();
        if (owing.Count == 0) return;
        var accounts = owing.Select(m => new Id<GuarantorAccount>(m.AccountId)).Distinct().ToList();
        var receipts = await tx.Db.Set<Receipt>().AsNoTracking().Where(r => r.Practice == practice && accounts.Contains(r.AccountId)
            && !tx.Db.Set<ReceiptReturned>().Any(x => x.Practice == practice && x.ReceiptId == r.Id)).OrderBy(r => r.TakenOn).ThenBy(r => r.Id).ToListAsync(cancel);
        if (receipts.Count == 0) return;
        var ids = receipts.ConvertAll(r => r.Id);
        var applied = await tx.Db.Set<ReceiptApplication>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.ReceiptId)).OrderBy(a => a.Id).ToListAsync(cancel);
        var made = new List<(ReceiptApplication Row, JournalEntry Entry)>();
        foreach (var move in owing) Meet(tx, practice, bookedOn, move, receipts, applied, made);
        await Book(tx, practice, bookedOn, made, cancel);
    }

    internal static async Task Book(Tx tx, Id<Practice> practice, DateOnly bookedOn, List<(ReceiptApplication Row, JournalEntry Entry)> made, CancellationToken cancel)
    {
        await tx.AddMany([.. made.Select(m => m.Row)], cancel);
        await Journal.Record(tx, practice, bookedOn, [.. made.Select(m => m.Entry)], cancel);
    }

    private static void Meet(Tx tx, Id<Practice> practice, DateOnly bookedOn, GuarantorMove move, List<Receipt> receipts, List<ReceiptApplication> applied, List<(ReceiptApplication, JournalEntry)> made)
    {
        var charge = new Id<Charge>(move.ChargeId);
        var rest = move.Balance;
        var mine = receipts.Where(r => r.AccountId.Value == move.AccountId && (r.EncounterId is null || r.EncounterId.Value.Value == move.EncounterId)).OrderBy(r => r.EncounterId is null).ToList();
        if (rest.IsNegative) mine.Reverse();
        foreach (var receipt in mine)
        {
            var part = rest.IsNegative
                ? Money.Max(rest, -applied.Where(a => a.ReceiptId == receipt.Id && a.ChargeId == charge).Sum(a => a.Amount))
                : Money.Min(rest, receipt.Amount - applied.Where(a => a.ReceiptId == receipt.Id).Sum(a => a.Amount));
            if (part.IsZero || part.IsNegative != rest.IsNegative) continue;
            var row = new ReceiptApplication
            {
                Practice = practice, Id = tx.NextId<ReceiptApplication>(), ReceiptId = receipt.Id, ChargeId = charge, AccountId = receipt.AccountId, Amount = part,
                AppliedOn = bookedOn, How = part.IsNegative ? "debtGone" : "debtArose", CausedBy = move.CausedBy,
            };
            applied.Add(row);
            made.Add((row, Entry(row, receipt, move.EncounterId, move.ClaimId, move.ProviderId)));
            rest -= part;
        }
    }

    /// <summary>Prepaid to the guarantor's debt: the entry of one application, or of one given back.</summary>
    public static JournalEntry Entry(ReceiptApplication row, Receipt receipt, long? encounterId, long? claimId, long? providerId)
    {
        var guarantor = Party.Guarantor(row.AccountId.Value);
        JournalLine Line(Account account, Money amount, string about) => new(account, guarantor, amount)
        {
            About = about, ChargeId = row.ChargeId.Value, EncounterId = encounterId, ClaimId = claimId, ProviderId = providerId,
        };
        return JournalEntry.Of(FactKind.ReceiptApplication, row.Id.Value, generation: 1, row.AppliedOn, $"receipt {receipt.Id} of {receipt.TakenOn:yyyy-MM-dd}", policyVersion: 1,
            [Line(Account.PatientPrepayments, row.Amount, PrepaidFor(receipt)), Line(Account.GuarantorReceivable, -row.Amount, $"charge:{row.ChargeId}")])!;
    }

    /// <summary>What a receipt is held for until it is owed: its visit, else the account.</summary>
    public static string PrepaidFor(Receipt receipt) => receipt.EncounterId is { } visit ? $"visit:{visit}" : $"account:{receipt.AccountId}";
}
