using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A receipt that the bank or the card network took back. <paramref name="On"/> is the day it says; null is today.</summary>
/// <param name="Reason">A code of <see cref="ReturnReceipt.Reasons"/>.</param>
public sealed record ReturnCommand(long Receipt, string Reason, string Note, DateOnly? On);

/// <summary>What the return did: how much of the receipt had paid debts, which are owed again, and how much had only been paid ahead.</summary>
/// <param name="PaidAtOnce">How much of what is owed again was paid in the same moment from other money of theirs that was paid ahead; the rest is to be asked for.</param>
/// <param name="GivenBack">How much of it had been given back to the guarantor: they have had it twice, as far as no other money of theirs covers it.</param>
/// <param name="Uncovered">What of that is left to ask for.</param>
/// <param name="Banked">The money was in the bank already: the book waits for the bank's line that takes it out.</param>
public sealed record ReceiptReturnedOutcome(long Receipt, Money Amount, Money OwedAgain, Money WasAhead, bool Banked, Money PaidAtOnce, Money GivenBack, Money Uncovered)
{
    public Money LeftToPay => OwedAgain - PaidAtOnce;
}

/// <summary>
/// A returned check or chargeback: what the receipt paid is owed again, and the receipt's own entry is mirrored (MONEY 2). No fee is added: a practice may only
/// where its financial policy and the state allow one, and no policy of ours names one. What of it had been given back is covered from what else we hold of theirs; the rest stands open in
/// refunds payable until they pay it, in a column of its own. Example: 45.00 by check, given back, then the check bounced: the guarantor has 45.00 of ours.
/// </summary>
public static class ReturnReceipt
{
    private const string Mistake = "enteredInError";

    public static readonly IReadOnlyList<(string Code, string Words)> Reasons =
    [
        ("insufficientFunds", "Not enough money in the account"), ("stopPayment", "Payment stopped by the payer"), ("closedAccount", "The account is closed"),
        ("chargeback", "Chargeback by the card holder"), ("counterfeit", "Not genuine"), (Mistake, "Entered by mistake"), ("other", "Another reason"),
    ];

    /// <summary>The receipt was a mistake of entry: its money never was at the desk, and never comes to the bank.</summary>
    internal static bool NeverWas(ReceiptReturned returned) => returned.Reason.StartsWith(Mistake, StringComparison.Ordinal);

    /// <exception cref="BadInputException">There is no such receipt, it was returned before, or the reason or day cannot be.</exception>
    public static async Task<ReceiptReturnedOutcome> Run(Tx tx, ReturnCommand command, CancellationToken cancel = default)
    {
        if (command.Reason.Length == 0) throw new BadInputException("reason", "The reason is missing.", "Choose one.");
        if (!Reasons.Any(r => r.Code == command.Reason))
            throw new BadInputException("reason", $"\"{command.Reason}\" is no reason for a return.", $"Use one of: {string.Join(", ", Reasons.Select(r => r.Code))}.");
        if (command.Reason is "other" or Mistake && string.IsNullOrWhiteSpace(command.Note))
            throw new BadInputException("note", "What happened is missing: a mistake of entry, or another reason, needs a few words.", "Say it, like \"entered twice\".");
        var note = DecideBalance.Note(command.Note, needed: false);
        var id = new Id<Receipt>(command.Receipt);
        var receipt = await tx.Db.Set<Receipt>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancel)
            ?? throw new BadInputException("receipt", $"There is no receipt {id}.", "Look it up with `receipt list`, or on the patient's page.");
        await Roots.HoldAccount(tx, receipt.AccountId);
        if (await tx.Db.Set<ReceiptReturned>().AnyAsync(r => r.Practice == receipt.Practice && r.ReceiptId == id, cancel))
            throw new BadInputException("receipt", $"Receipt {id} was returned before.", "Nothing is left to do.");
        var today = await tx.Today(receipt.Practice);
        var on = command.On ?? today;
        if (on < receipt.TakenOn || on > today) throw new BadInputException("on", $"{on.InWords()} is not between {receipt.TakenOn.InWords()}, when it was taken, and today.", "Give the day that the bank says.");
        var banked = await DepositItems.Standing(tx).AnyAsync(i => i.Practice == receipt.Practice && i.ReceiptId == id, cancel);
        if (banked && command.Reason == Mistake) throw new BadInputException("reason", $"Receipt {id} is in the bank, so it was no mistake of entry.", "Give the reason that the bank says; money to give back is a refund.");

        tx.Add(new ReceiptReturned { Practice = receipt.Practice, Id = tx.NextId<ReceiptReturned>(), ReceiptId = id, ReturnedOn = on, Reason = note.Length == 0 ? command.Reason : $"{command.Reason}: {note}", Actor = tx.Actor });
        var opened = await TakeBack(tx, receipt, today, cancel);
        var given = await RefundParts.PutBack(tx, receipt.Practice, tx.Db.Set<RefundPart>().Where(p => p.ReceiptId == id), today, RefundParts.Returned, cancel);
        var entries = await tx.Db.Set<JournalEntryRow>().Where(e => e.Practice == receipt.Practice && e.FactKind == FactKind.Receipt && e.FactId == id.Value).Select(e => e.Id).ToListAsync(cancel);
        await Journal.Reverse(tx, receipt.Practice, today, entries, $"{tx.Actor}: receipt {id} returned, {command.Reason}", cancel);
        var paid = await Follow(tx, receipt, opened, today, cancel);
        var covered = given.IsZero ? given : (await RefundParts.Cover(tx, receipt.Practice, receipt.AccountId, today, cancel)).Sum(c => c.Amount);
        tx.Subject = $"receipt {id}";
        var again = opened.Sum(o => o.Amount);
        return new ReceiptReturnedOutcome(id.Value, receipt.Amount, again, receipt.Amount - again - given, banked, paid, given, Money.Max(Money.Zero, given - covered));
    }

    private sealed record Opened(Charge Charge, Encounter Visit, Money Amount);

    /// <summary>
    /// Every application of the receipt gets its opposite, each with the cause of the one that it takes back: unposting that answer later finds nothing left of it.
    /// </summary>
    private static async Task<List<Opened>> TakeBack(Tx tx, Receipt receipt, DateOnly today, CancellationToken cancel)
    {
        var applied = (await tx.Db.Set<ReceiptApplication>().AsNoTracking().Where(a => a.Practice == receipt.Practice && a.ReceiptId == receipt.Id).OrderBy(a => a.Id).ToListAsync(cancel))
            .GroupBy(a => (a.ChargeId, a.AccountId, a.CausedBy)).Select(g => (g.Key.ChargeId, g.Key.AccountId, g.Key.CausedBy, Net: g.Sum(a => a.Amount))).Where(a => !a.Net.IsZero).ToList();
        var ids = applied.Select(a => a.ChargeId).Distinct().ToList();
        var charges = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == receipt.Practice && ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var visitIds = charges.Values.Select(c => c.EncounterId).Distinct().ToList();
        var visits = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == receipt.Practice && visitIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancel);
        await Applications.Book(tx, receipt.Practice, today, applied.ConvertAll(a =>
        {
            var row = new ReceiptApplication
            {
                Practice = receipt.Practice, Id = tx.NextId<ReceiptApplication>(), ReceiptId = receipt.Id, ChargeId = a.ChargeId, AccountId = a.AccountId, Amount = -a.Net, AppliedOn = today,
                How = "returned", CausedBy = a.CausedBy,
            };
            var visit = visits[charges[a.ChargeId].EncounterId];
            return (row, Applications.Entry(row, receipt, visit.Id.Value, null, visit.ProviderId.Value));
        }), cancel);
        return [.. applied.GroupBy(a => a.ChargeId).Select(g => new Opened(charges[g.Key], visits[charges[g.Key].EncounterId], g.Sum(a => a.Net))).Where(o => !o.Amount.IsZero)];
    }

    /// <summary>What is owed again meets what other receipts still hold; the visits' claims tell it and are looked at again.</summary>
    /// <returns>How much of it other receipts paid.</returns>
    private static async Task<Money> Follow(Tx tx, Receipt receipt, List<Opened> opened, DateOnly today, CancellationToken cancel)
    {
        var paid = Money.Zero;
        foreach (var (charge, visit, amount) in opened)
        {
            await DecideBalance.Follow(tx, charge, visit, today, $"Receipt {receipt.Id} of {receipt.TakenOn.InWords()} was returned: {amount} of {charge.Code} is owed again.", cancel);
            paid += Money.Min(amount, await DecideBalance.MeetPrepaid(tx, charge, visit, today, receipt.Id.Value, cancel));
        }
        return paid;
    }
}
