using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What a guarantor owes for a charge after a posting moved it; below zero when a reversal or an unposting took a debt away that was paid already.</summary>
/// <param name="CausedBy">The answer or decision that undoing must find again; null for what an unposting itself releases.</param>
public sealed record GuarantorMove(long ChargeId, long ClaimId, long EncounterId, long ProviderId, long AccountId, Money Balance, long? CausedBy);

/// <summary>
/// Prepaid money meets the debt it was paid for (MONEY 1.6): what was given back from this very charge first, so that a posting undone and done again leaves
/// the same open items; then receipts of the visit, then those on account, oldest first. A debt that goes away gives the money back to prepaid, the latest
/// application first; never a credit inside guarantor receivable.
/// </summary>
public static class Applications
{
    /// <param name="standing">Where answers moved the debts: people's decisions about them, which give way before a receipt does and come back after what was given back of one.</param>
    internal static async Task Settle(Tx tx, Id<Practice> practice, DateOnly bookedOn, IReadOnlyList<GuarantorMove> moves, CancellationToken cancel, StandingDecisions? standing = null)
    {
        standing?.Cut();
        var owing = (standing?.Owing(moves) ?? moves).Where(m => !m.Balance.IsZero).ToList();
        if (owing.Count == 0 && standing is null) return;
        var (receipts, applied) = await Read(tx, practice, [.. owing.Select(m => m.AccountId).Concat(standing?.Accounts ?? []).Distinct()], cancel);
        var made = new List<(ReceiptApplication Row, JournalEntry Entry)>();
        owing = GiveOrTakeAgain(owing);
        if (standing is not null)
        {
            standing.Restore();
            owing = GiveOrTakeAgain(standing.Owing(owing));
        }
        foreach (var move in owing) Meet(tx, bookedOn, move, receipts, applied, made, (_, _) => move.Balance);
        await Book(tx, practice, bookedOn, made, cancel);
        if (standing is not null) await standing.Write(tx, practice, bookedOn, cancel);

        List<GuarantorMove> GiveOrTakeAgain(List<GuarantorMove> due) => due.ConvertAll(m =>
        {
            var met = Meet(tx, bookedOn, m, receipts, applied, made, (receipt, charge) => GivenBack(applied, receipt, charge));
            standing?.Met(m, met);
            return m with { Balance = m.Balance - met };
        });
    }

    /// <summary>What the accounts' receipts that were not returned hold, oldest first, and what was applied of them so far.</summary>
    private static async Task<(List<Receipt> Receipts, List<ReceiptApplication> Applied)> Read(Tx tx, Id<Practice> practice, IReadOnlyCollection<long> accounts, CancellationToken cancel)
    {
        var of = accounts.Select(a => new Id<GuarantorAccount>(a)).ToList();
        var receipts = of.Count == 0 ? [] : await tx.Db.Set<Receipt>().AsNoTracking().Where(r => r.Practice == practice && of.Contains(r.AccountId)
            && !tx.Db.Set<ReceiptReturned>().Any(x => x.Practice == practice && x.ReceiptId == r.Id)).OrderBy(r => r.TakenOn).ThenBy(r => r.Id).ToListAsync(cancel);
        if (receipts.Count == 0) return ([], []);
        var ids = receipts.ConvertAll(r => r.Id);
        return (receipts, await tx.Db.Set<ReceiptApplication>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.ReceiptId)).OrderBy(a => a.Id).ToListAsync(cancel));
    }

    internal static async Task Book(Tx tx, Id<Practice> practice, DateOnly bookedOn, List<(ReceiptApplication Row, JournalEntry Entry)> made, CancellationToken cancel)
    {
        await tx.AddMany([.. made.Select(m => m.Row)], cancel);
        await Journal.Record(tx, practice, bookedOn, [.. made.Select(m => m.Entry)], cancel);
    }

    /// <summary>How much of the move was met; of a receipt never more than <paramref name="most"/> to a debt.</summary>
    private static Money Meet(Tx tx, DateOnly bookedOn, GuarantorMove move, List<Receipt> receipts, List<ReceiptApplication> applied, List<(ReceiptApplication, JournalEntry)> made, Func<Receipt, Id<Charge>, Money> most)
    {
        var charge = new Id<Charge>(move.ChargeId);
        var rest = move.Balance;
        var mine = receipts.Where(r => r.AccountId.Value == move.AccountId && (r.EncounterId is null || r.EncounterId.Value.Value == move.EncounterId)).OrderBy(r => r.EncounterId is null).ToList();
        if (rest.IsNegative) mine.Reverse();
        foreach (var receipt in mine)
        {
            var part = rest.IsNegative
                ? Money.Max(rest, -applied.Where(a => a.ReceiptId == receipt.Id && a.ChargeId == charge).Sum(a => a.Amount))
                : Money.Min(Money.Min(rest, most(receipt, charge)), receipt.Amount - applied.Where(a => a.ReceiptId == receipt.Id).Sum(a => a.Amount));
            if (part.IsZero || part.IsNegative != rest.IsNegative) continue;
            var row = new ReceiptApplication
            {
                Practice = receipt.Practice, Id = tx.NextId<ReceiptApplication>(), ReceiptId = receipt.Id, ChargeId = charge, AccountId = receipt.AccountId, Amount = part,
                AppliedOn = bookedOn, How = part.IsNegative ? "debtGone" : "debtArose", CausedBy = move.CausedBy,
            };
            applied.Add(row);
            made.Add((row, Entry(row, receipt, move.EncounterId, move.ClaimId, move.ProviderId)));
            rest -= part;
        }
        return move.Balance - rest;
    }

    /// <summary>What the charge had of the receipt until it was last given back.</summary>
    private static Money GivenBack(List<ReceiptApplication> applied, Receipt receipt, Id<Charge> charge) =>
        -applied.Where(a => a.ReceiptId == receipt.Id && a.ChargeId == charge).Reverse().TakeWhile(a => a.Amount.IsNegative).Sum(a => a.Amount);

    /// <summary>Prepaid to the guarantor's debt: the entry of one application, or of one given back.</summary>
    public static JournalEntry Entry(ReceiptApplication row, Receipt receipt, long? encounterId, long? claimId, long? providerId)
    {
        var guarantor = Party.Guarantor(row.AccountId.Value);
        JournalLine Line(Account account, Money amount, string about) => new(account, guarantor, amount)
        {
            About = about, ChargeId = row.ChargeId.Value, EncounterId = encounterId, ClaimId = claimId, ProviderId = providerId,
        };
        return JournalEntry.Of(FactKind.ReceiptApplication, row.Id.Value, generation: 1, row.AppliedOn, $"receipt {receipt.Id} of {receipt.TakenOn.InWords()}", policyVersion: 1,
            [Line(Account.PatientPrepayments, row.Amount, PrepaidFor(receipt)), Line(Account.GuarantorReceivable, -row.Amount, $"charge:{row.ChargeId}")])!;
    }

    /// <summary>What a receipt is held for until it is owed: its visit, else the account.</summary>
    public static string PrepaidFor(Receipt receipt) => receipt.EncounterId is { } visit ? $"visit:{visit}" : $"account:{receipt.AccountId}";
}
