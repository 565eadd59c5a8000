using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <param name="Reason">A code of <see cref="TakeBackRefund.Reasons"/>.</param>
/// <param name="On">The day the check was stopped or the mistake seen; null is today.</param>
public sealed record TakeBackRefundCommand(long Refund, string Reason, string Note, DateOnly? On);

/// <param name="Ahead">What is paid ahead again; what a debt, or another refund whose payment came back, took of it at once is <paramref name="Applied"/>, and what the bank took back of its receipt is neither.</param>
public sealed record RefundTakenBackOutcome(long Refund, Money Amount, Money Ahead, Money Applied);

/// <summary>A refund that was entered by mistake, or whose check nobody cashed: its entry is mirrored, each receipt holds its part again, and that meets what is owed.</summary>
public static class TakeBackRefund
{
    public static readonly IReadOnlyList<(string Code, string Words)> Reasons =
    [
        ("notCashed", "The check was never cashed, and is stopped"), ("cameBack", "It came back to us"), ("enteredInError", "Entered by mistake"), ("other", "Another reason"),
    ];

    /// <exception cref="BadInputException">There is no such refund, it was taken back before, or the reason or day cannot be.</exception>
    public static async Task<RefundTakenBackOutcome> Run(Tx tx, TakeBackRefundCommand command, CancellationToken cancel = default)
    {
        if (command.Reason.Length == 0) throw new BadInputException("reason", "The reason is missing.", "Choose one.");
        if (!Reasons.Any(r => r.Code == command.Reason))
            throw new BadInputException("reason", $"\"{command.Reason}\" is no reason to take a refund back.", $"Use one of: {string.Join(", ", Reasons.Select(r => r.Code))}.");
        if (command.Reason is "other" or "enteredInError" && string.IsNullOrWhiteSpace(command.Note))
            throw new BadInputException("note", "What happened is missing: a mistake of entry, or another reason, needs a few words.", "Say it, like \"entered twice\".");
        var note = DecideBalance.Note(command.Note, needed: false);
        var id = new Id<Refund>(command.Refund);
        var refund = await tx.Db.Set<Refund>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancel)
            ?? throw new BadInputException("refund", $"There is no refund {id}.", "Look it up with `refund list`, or on the patient's page.");
        var account = new Id<GuarantorAccount>(refund.PartyId);
        await Roots.HoldAccount(tx, account);
        if (await tx.Db.Set<RefundTakenBack>().AnyAsync(b => b.Practice == refund.Practice && b.RefundId == id, cancel))
            throw new BadInputException("refund", $"Refund {id} was taken back before.", "Nothing is left to do.");
        var today = await tx.Today(refund.Practice);
        var on = command.On ?? today;
        if (on < refund.PaidOn || on > today) throw new BadInputException("on", $"{on.InWords()} is not between {refund.PaidOn.InWords()}, when it was given, and today.", "Give the day on which it was stopped or came back.");

        tx.Add(new RefundTakenBack { Practice = refund.Practice, Id = tx.NextId<RefundTakenBack>(), RefundId = id, TakenBackOn = on, Reason = note.Length == 0 ? command.Reason : $"{command.Reason}: {note}", Actor = tx.Actor });
        var entries = await tx.Db.Set<JournalEntryRow>().Where(e => e.Practice == refund.Practice && e.FactKind == FactKind.Refund && e.FactId == id.Value).Select(e => e.Id).ToListAsync(cancel);
        await Journal.Reverse(tx, refund.Practice, today, entries, $"{tx.Actor}: refund {id} taken back, {command.Reason}", cancel);
        var ahead = await RefundParts.PutBack(tx, refund.Practice, tx.Db.Set<RefundPart>().Where(p => p.RefundId == id), today, RefundParts.TakenBack, cancel);
        var applied = await ApplyPrepaid.Run(tx, refund.Practice, account, cancel);
        tx.Subject = $"refund {id}";
        return new RefundTakenBackOutcome(id.Value, refund.Amount, ahead - applied, applied);
    }
}
