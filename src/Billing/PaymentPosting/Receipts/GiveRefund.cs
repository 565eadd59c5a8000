using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Money that a guarantor paid ahead goes back to them. <paramref name="On"/> is the day it was paid out; null is today.</summary>
/// <param name="Account">Id of the guarantor's account.</param>
/// <param name="Receipt">The receipt that it comes from; null takes the oldest money first.</param>
/// <param name="Number">The check's number, needed for a check; else what the terminal printed, or null.</param>
/// <param name="Reason">A code of <see cref="GiveRefund.Reasons"/>.</param>
public sealed record RefundCommand(long Account, Money Amount, PaymentMethod Method, string? Number, DateOnly? On, string Reason, string Note, long? Receipt = null);

/// <param name="Amount">What of the refund came from this receipt.</param>
public sealed record RefundedReceipt(long Receipt, DateOnly TakenOn, Money Amount);

/// <summary>What was given back, to whom and of which receipts; what is still paid ahead, and what they owe.</summary>
public sealed record RefundGiven(long Refund, string Guarantor, Money Amount, IReadOnlyList<RefundedReceipt> From, Money StillAhead, Money Owes);

/// <summary>A receipt that holds money ahead of a debt, which its guarantor could be given back.</summary>
public sealed record HeldReceipt(Receipt Receipt, Money Held);

/// <summary>
/// Gives a guarantor back what they paid ahead (MONEY 1.6: a liability until it is owed; 2: refunds payable). Each receipt's part leaves what is prepaid for refunds payable, and the refund pays
/// it out of cash: the day's payments go to the bank whole, and what is given in cash comes from the cash box. Never more than their receipts still hold; money that pays a debt is not ahead.
/// What is given back pays nothing any more: a debt that comes later is the guarantor's. What they have had twice is covered first.
/// </summary>
public static class GiveRefund
{
    private const int NumberMax = 40;

    public static readonly IReadOnlyList<(string Code, string Words)> Reasons =
    [
        ("overpaid", "They paid more than they owed"), ("planPaid", "A plan paid what they had paid"), ("visitCancelled", "The visit did not take place"),
        ("asked", "They asked for what they had paid ahead"), ("other", "Another reason"),
    ];

    /// <exception cref="BadInputException">There is no such account, it holds less, or method, day or reason cannot be.</exception>
    public static async Task<RefundGiven> Run(Tx tx, RefundCommand command, CancellationToken cancel = default)
    {
        var id = new Id<GuarantorAccount>(command.Account);
        var account = await tx.Db.Set<GuarantorAccount>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancel)
            ?? throw new BadInputException("guarantor", $"There is no guarantor account {id}.", "Open it from the patient's page, or name the patient.");
        await Roots.HoldAccount(tx, id);
        var today = await tx.Today(account.Practice);
        var on = command.On ?? today;
        var covered = (await RefundParts.Cover(tx, account.Practice, id, today, cancel)).Sum(c => c.Amount);
        var held = await Of(tx, account, cancel);
        var faults = Faults(command, on, today, held, covered);
        if (await GivenBefore(tx, account, command, cancel) is { } known) faults.Add(new Fault("number", $"Check {command.Number} is recorded already, as refund {known}.", "Give the number of this check."));
        if (faults.Count > 0) throw new BadInputException(faults);
        var parts = Parts(command, on, held);

        var note = DecideBalance.Note(command.Note, needed: false);
        var refund = tx.Add(new Refund
        {
            Practice = account.Practice, Id = tx.NextId<Refund>(), PartyKind = PartyKind.Guarantor, PartyId = command.Account, ChargeId = null, ReceiptId = command.Receipt is { } chosen ? new(chosen) : null,
            Amount = command.Amount, Method = command.Method, Reference = Number(command), Reason = note.Length == 0 ? command.Reason : $"{command.Reason}: {note}", PaidOn = on, Actor = tx.Actor,
        });
        await tx.Db.SaveChangesAsync(cancel); // its parts name it
        await RefundParts.Book(tx, account.Practice, today, refund, parts, RefundParts.Given, cancel);
        await Journal.Record(tx, account.Practice, today, [Entry(refund)], cancel);
        tx.Subject = $"refund {refund.Id}";
        var owes = (await OpenBalances.Of(tx, account.Practice, Account.GuarantorReceivable, Party.Guarantor(command.Account), cancel)).Where(o => o.Amount > Money.Zero).Sum(o => o.Amount);
        return new RefundGiven(refund.Id.Value, account.DisplayName, command.Amount, parts.ConvertAll(p => new RefundedReceipt(p.Receipt.Id.Value, p.Receipt.TakenOn, p.Amount)), held.Sum(h => h.Held) - command.Amount, owes);
    }

    /// <summary>Paid out: what the guarantor is owed leaves cash.</summary>
    public static JournalEntry Entry(Refund refund) =>
        JournalEntry.Of(FactKind.Refund, refund.Id.Value, generation: 1, refund.PaidOn, $"refund {refund.Id}, {RefundList.How(refund)}", policyVersion: 1,
        [
            new(Account.RefundsPayablePatient, new(refund.PartyKind, refund.PartyId), refund.Amount) { About = RefundParts.ItemOf(refund.Id) },
            new(Account.Cash, Party.Practice(refund.Practice.Value), -refund.Amount),
        ])!;

    /// <summary>The account's receipts that hold something ahead, oldest first.</summary>
    public static async Task<List<HeldReceipt>> Of(Tx tx, GuarantorAccount account, CancellationToken cancel = default) =>
        (await HeldMoney.Read(tx, account.Practice, [account.Id.Value], cancel)).Ahead().ConvertAll(h => new HeldReceipt(h.Receipt, h.Held));

    /// <summary>Pure: what cannot be, in the order of the form.</summary>
    /// <param name="covered">What covers an earlier refund whose payment came back, and is ahead no more.</param>
    private static List<Fault> Faults(RefundCommand command, DateOnly on, DateOnly today, List<HeldReceipt> held, Money covered)
    {
        var faults = new List<Fault>();
        var ahead = From(command, held).Sum(h => h.Held);
        if (command.Amount <= Money.Zero) faults.Add(new Fault("amount", "A refund is above zero.", "Give the amount that goes back, like 45.00."));
        else if (command.Amount > ahead)
            faults.Add(new Fault("amount", (ahead.IsZero, command.Receipt) switch
            {
                (true, null) => "Nothing of this guarantor's is paid ahead.",
                (true, { } none) => $"Receipt {none} of this guarantor's holds nothing that is paid ahead.",
                (false, { } chosen) => $"{ahead.ForPeople()} is paid ahead of receipt {chosen}; {command.Amount.ForPeople()} is more.",
                _ => $"{ahead.ForPeople()} is paid ahead; {command.Amount.ForPeople()} is more.",
            }, covered.IsZero ? "Give back at most what is paid ahead; what has paid a debt is not theirs to have back while the debt stands." : $"{covered.ForPeople()} of theirs covers what they were given back of a payment that came back: give back at most what is left."));
        if (command.Method == PaymentMethod.Check && Number(command) is null) faults.Add(new Fault("number", "The number of the check is missing.", "Copy it from the check."));
        if (Number(command) is { Length: > NumberMax } number) faults.Add(new Fault("number", $"The number has {number.Length} characters.", $"Keep it to {NumberMax}."));
        if (on > today) faults.Add(new Fault("on", $"{on.InWords()} has not come yet.", "Give the day on which it was paid out."));
        if (command.Reason.Length == 0) faults.Add(new Fault("reason", "The reason is missing.", "Choose one."));
        else if (!Reasons.Any(r => r.Code == command.Reason)) faults.Add(new Fault("reason", $"\"{command.Reason}\" is no reason for a refund.", $"Use one of: {string.Join(", ", Reasons.Select(r => r.Code))}."));
        if (command.Reason == "other" && string.IsNullOrWhiteSpace(command.Note)) faults.Add(new Fault("note", "What happened is missing: another reason needs a few words.", "Say it, like \"paid for a family member\"."));
        return faults;
    }

    /// <summary>The refund that has this number of a check and stands.</summary>
    private static async Task<Id<Refund>?> GivenBefore(Tx tx, GuarantorAccount account, RefundCommand command, CancellationToken cancel)
    {
        if (command.Method != PaymentMethod.Check || Number(command) is not { } number) return null;
        return await tx.Db.Set<Refund>().AsNoTracking().Where(r => r.Practice == account.Practice && r.Method == PaymentMethod.Check && r.Reference == number
            && !tx.Db.Set<RefundTakenBack>().Any(b => b.Practice == r.Practice && b.RefundId == r.Id)).Select(r => (Id<Refund>?)r.Id).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Pure: which receipts give how much.</summary>
    private static List<(Receipt Receipt, Money Amount)> Parts(RefundCommand command, DateOnly on, List<HeldReceipt> held)
    {
        var parts = RefundParts.Take(From(command, held).ConvertAll(h => (h.Receipt, h.Held)), command.Amount);
        return parts.Find(p => p.Receipt.TakenOn > on).Receipt is { } later
            ? throw new BadInputException("on", $"Receipt {later.Id} was taken on {later.TakenOn.InWords()}, after {on.InWords()}.", "Give the day on which it was paid out, or choose an older receipt.") : parts;
    }

    private static List<HeldReceipt> From(RefundCommand command, List<HeldReceipt> held) => command.Receipt is { } chosen ? held.FindAll(h => h.Receipt.Id.Value == chosen) : held;

    private static string? Number(RefundCommand command) => string.IsNullOrWhiteSpace(command.Number) ? null : command.Number.Trim();
}
