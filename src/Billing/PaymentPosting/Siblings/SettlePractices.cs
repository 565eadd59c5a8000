using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <param name="From">Key of the practice that paid.</param>
/// <param name="To">Key of the practice that was paid.</param>
/// <param name="Reference">What the bank shows of it: a check or transfer number, words.</param>
public sealed record SettleCommand(string From, string To, Money Amount, DateOnly On, string Reference);

/// <param name="SetOff">What the paid practice owed the other way and is settled with it.</param>
/// <param name="Left">What is still due from the one that paid.</param>
public sealed record PracticesSettled(long Number, string From, string To, Money Amount, Money SetOff, Money Left);

/// <summary>
/// One practice of the organization pays another what is due between their books (MONEY 2: both sides shown). The payer's book: due to / cash. The paid one's: payments in transit / due from, until
/// its bank brings the money. Both in one transaction. Undone, both are mirrored.
/// </summary>
public static class SettlePractices
{
    /// <summary>The beginning of what an item in transit is about.</summary>
    internal const string About = "settlement:";
    private const int ReferenceMax = 100;

    /// <exception cref="BadInputException">That much is not due, the actor has no rights for one of the two, or it was recorded before.</exception>
    public static async Task<PracticesSettled> Run(Tx tx, SettleCommand command, CancellationToken cancel = default)
    {
        var (from, to) = await Both(tx, command, cancel);
        await Hold(tx, from.Id, to.Id);
        await RefuseTwice(tx, from, to, command, cancel);
        var due = await PracticeDues.Between(tx, from.Id, to.Id);
        var (paid, setOff) = Split(command.Amount, due, from, to);
        var number = await tx.NextNumber("practice.settlement", cancel);
        var (ours, theirs) = (Row(tx, from, to, number, command, command.Amount), Row(tx, to, from, number, command, -command.Amount));
        await tx.Db.SaveChangesAsync(cancel);
        await Book(tx, ours, [new(Account.DueTo, Party.Practice(to.Id.Value), paid), new(Account.DueFrom, Party.Practice(to.Id.Value), -setOff), new(Account.Cash, Party.Practice(from.Id.Value), -command.Amount)], cancel);
        await Book(tx, theirs,
        [
            new JournalLine(Account.PaymentsInTransit, Party.Practice(from.Id.Value), command.Amount) { About = $"{About}{theirs.Id}" },
            new(Account.DueFrom, Party.Practice(from.Id.Value), -paid), new(Account.DueTo, Party.Practice(from.Id.Value), setOff),
        ], cancel);
        tx.Subject = $"settlement {number} between practices {from.Id} and {to.Id}";
        return new PracticesSettled(number, from.Key, to.Key, command.Amount, Money.Max(setOff, Money.Zero), due.Owes - command.Amount - due.IsOwed);
    }

    /// <summary>Mirrors the entries of both books; what was settled is due again.</summary>
    /// <exception cref="BadInputException">There is no such settlement, it was undone before, or the bank has brought it.</exception>
    public static async Task<PracticesSettled> Undo(Tx tx, long number, string reason, CancellationToken cancel = default)
    {
        var why = PersonDecisions.Reason(reason);
        var rows = await tx.Db.Set<PracticeSettlement>().AsNoTracking().Where(s => s.Number == number && s.Undoes == null).OrderByDescending(s => s.Amount).ToListAsync(cancel);
        if (rows.Count == 0) throw new BadInputException("number", $"There is no payment {number} between practices.", "`practice due` shows them.");
        var practices = await tx.Db.Set<Practice>().AsNoTracking().ToDictionaryAsync(p => p.Id, cancel);
        var (from, to) = rows[0].Amount.IsNegative ? (practices[rows[0].OtherPractice], practices[rows[0].Practice]) : (practices[rows[0].Practice], practices[rows[0].OtherPractice]);
        await RefuseWithoutRights(tx, Right.Unpost, from, to, cancel);
        await Hold(tx, from.Id, to.Id);
        if (await tx.Db.Set<PracticeSettlement>().AnyAsync(s => s.Undoes == number, cancel)) throw new BadInputException("number", $"Payment {number} between practices was undone before.", "Nothing is left to do.");
        if ((await PracticeDues.Banked(tx, to.Id, [.. rows.Where(r => r.Practice == to.Id).Select(r => (long?)r.Id.Value)], cancel)).Count > 0)
            throw new BadInputException("number", $"The bank of {to.Name} has brought payment {number}.", "Take the bank's line back first (`bank unmatch`), then undo it.");
        var undone = await tx.NextNumber("practice.settlement", cancel);
        foreach (var row in rows)
        {
            tx.Add(new PracticeSettlement
            {
                Practice = row.Practice, Id = tx.NextId<PracticeSettlement>(), Number = undone, OtherPractice = row.OtherPractice, Amount = Money.Zero, PaidOn = row.PaidOn, Reference = row.Reference, Undoes = number, Reason = why,
                Actor = tx.Actor, At = tx.Now,
            });
            var entries = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == row.Practice && e.FactKind == FactKind.PracticeSettlement && e.FactId == row.Id.Value).Select(e => e.Id).ToListAsync(cancel);
            await Journal.Reverse(tx, row.Practice, await tx.Today(row.Practice), entries, $"{tx.Actor}: payment {number} between practices undone, {why}", cancel);
        }
        tx.Subject = $"settlement {number} undone";
        var due = await PracticeDues.Between(tx, from.Id, to.Id);
        return new PracticesSettled(number, from.Key, to.Key, rows[0].Amount.Abs, Money.Zero, due.Owes - due.IsOwed);
    }

    /// <summary>
    /// What of the payment settles the payer's debt, and what of the other's debt goes off with it: a payment of the difference settles both, one up to the debt that debt alone. A debt below
    /// zero is the other's: the payer of a check took back what had been passed on.
    /// </summary>
    private static (Money Paid, Money SetOff) Split(Money amount, PracticeDue due, Practice from, Practice to)
    {
        if (due is { Owes.IsNegative: false, IsOwed.IsNegative: false } && amount == due.Owes - due.IsOwed) return (due.Owes, due.IsOwed);
        var (own, taken) = (Money.Max(due.Owes, Money.Zero), Money.Max(-due.IsOwed, Money.Zero));
        if (amount > own + taken)
            throw new BadInputException("amount", (own + taken).IsZero ? $"Nothing is due from {from.Name} to {to.Name}." : $"{(own + taken).ForPeople()} is due from {from.Name} to {to.Name}; {amount.ForPeople()} is more.",
                "Record what was paid for it; what was paid for anything else is no settlement.");
        var paid = Money.Min(amount, own);
        return (paid, paid - amount);
    }

    private static async Task<(Practice From, Practice To)> Both(Tx tx, SettleCommand command, CancellationToken cancel)
    {
        var practices = await tx.Db.Set<Practice>().AsNoTracking().ToListAsync(cancel);
        Practice Named(string field, string key) => practices.Find(p => p.Key == key)
            ?? throw new BadInputException(field, key.Length == 0 ? "The practice is missing." : $"There is no practice \"{key}\".", $"It is one of {string.Join(", ", practices.Select(p => p.Key))}.");
        var (from, to) = (Named("from", command.From), Named("to", command.To));
        if (from.Id == to.Id) throw new BadInputException("to", $"{from.Name} cannot pay itself.", "Name the practice that was paid.");
        await RefuseWithoutRights(tx, Right.Post, from, to, cancel);
        var faults = new List<Fault>();
        if (command.Amount.IsZero || command.Amount.IsNegative) faults.Add(new Fault("amount", "The amount is not above zero.", "Write what was paid, like 64.00."));
        if (command.On > await tx.Today(from.Id)) faults.Add(new Fault("on", $"{command.On.InWords()} has not come yet.", "Give the day on which it was paid."));
        if (command.Reference.Trim() is not { Length: > 0 and <= ReferenceMax }) faults.Add(new Fault("reference", $"The reference is missing, or longer than {ReferenceMax} characters.", "Write what the bank shows of it: the number of the check or transfer."));
        return faults.Count > 0 ? throw new BadInputException(faults) : (from, to);
    }

    private static async Task RefuseWithoutRights(Tx tx, Right right, Practice from, Practice to, CancellationToken cancel)
    {
        if (new[] { from, to }.FirstOrDefault(p => !Siblings.May(tx, p.Id)) is { } closed)
            throw new BadInputException("practice", $"It stands in the book of {closed.Name} too, where {tx.Actor} has no rights.", $"Have it done by somebody with rights for both: {await Siblings.WhoMay(tx, right, [from.Id, to.Id], cancel)}.");
    }

    private static async Task RefuseTwice(Tx tx, Practice from, Practice to, SettleCommand command, CancellationToken cancel)
    {
        var (reference, on, amount) = (command.Reference.Trim(), command.On, command.Amount);
        if (await tx.Db.Set<PracticeSettlement>().AsNoTracking().Where(s => s.Practice == from.Id && s.OtherPractice == to.Id && s.PaidOn == on && s.Reference == reference && s.Amount == amount
                && !tx.Db.Set<PracticeSettlement>().Any(u => u.Practice == s.Practice && u.Undoes == s.Number)).Select(s => (long?)s.Number).FirstOrDefaultAsync(cancel) is { } known)
            throw new BadInputException("reference", $"This payment is recorded already, as number {known}.", "If it is another one, give its own reference.");
    }

    /// <summary>Both sides are decided about one after the other, whichever is named first.</summary>
    private static Task Hold(Tx tx, Id<Practice> one, Id<Practice> other) => tx.Hold($"between:{Math.Min(one.Value, other.Value)}:{Math.Max(one.Value, other.Value)}");

    private static PracticeSettlement Row(Tx tx, Practice book, Practice other, long number, SettleCommand command, Money amount) => tx.Add(new PracticeSettlement
    {
        Practice = book.Id, Id = tx.NextId<PracticeSettlement>(), Number = number, OtherPractice = other.Id, Amount = amount, PaidOn = command.On, Reference = command.Reference.Trim(), Undoes = null, Reason = null,
        Actor = tx.Actor, At = tx.Now,
    });

    private static async Task Book(Tx tx, PracticeSettlement row, IReadOnlyList<JournalLine> lines, CancellationToken cancel)
    {
        var entry = JournalEntry.Of(FactKind.PracticeSettlement, row.Id.Value, generation: 1, row.PaidOn, $"payment {row.Number} between practices, {row.Reference}", policyVersion: 1, lines);
        await Journal.Record(tx, row.Practice, await tx.Today(row.Practice), entry is null ? [] : [entry], cancel);
    }
}
