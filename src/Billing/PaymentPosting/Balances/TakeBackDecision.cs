using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A write-off or transfer to take back, by its number, and why.</summary>
public sealed record TakeBackCommand(long Id, string Note);

/// <summary>What was taken back: a "writeOff" or a "transfer".</summary>
public sealed record TakenBack(long Id, string What, Money Amount);

/// <summary>
/// Undoes a wrong write-off or transfer by the mirror of its entry; the fact and both entries stay. What the guarantor had paid of a moved debt is paid ahead
/// again. What the new party has answered or settled since cannot be taken from under it.
/// </summary>
public static class TakeBackDecision
{
    private sealed record Found(FactKind Kind, Charge Charge, Encounter Visit, Party From, Party? To, Money Amount);

    /// <exception cref="BadInputException">There is no such decision, it was taken back before, or too little of it is left.</exception>
    public static async Task<TakenBack> Run(Tx tx, TakeBackCommand command, CancellationToken cancel = default)
    {
        var note = DecideBalance.Note(command.Note, needed: true);
        var found = await Find(tx, command.Id, cancel);
        await DecideBalance.Hold(tx, found.Visit, cancel);
        if (found is { From.Kind: PartyKind.Guarantor, To.Kind: PartyKind.Guarantor })
            throw new BadInputException("id", $"{command.Id} moved when another guarantor was named for the visit.", "Say who answers for the visit on its page (`visit guarantor`); the balance follows.");
        var practice = found.Charge.Practice;
        var standing = (await StandingDecisions.Read(tx, practice, [found.Charge.Id], cancel)).Find(d => d.Id == command.Id)
            ?? throw new BadInputException("id", $"{command.Id} was taken back before.", "Nothing is left to do.");
        await IsLeft(tx, standing, cancel);

        var today = await tx.Today(practice);
        PersonDecisions.TakeBack(tx, found.Charge, command.Id, note);
        if (standing.Stands > Money.Zero) await Journal.Reverse(tx, practice, today, [standing.Last.Id], $"{tx.Actor}: taken back, {note}", cancel);
        var what = found.Kind == FactKind.WriteOff ? "write-off" : "transfer";
        await DecideBalance.Follow(tx, found.Charge, found.Visit, today, $"The {what} of {found.Amount} of {found.Charge.Code} was taken back. {note}", cancel);
        if (found.From.Kind == PartyKind.Guarantor || found.To is { Kind: PartyKind.Guarantor }) await DecideBalance.MeetPrepaid(tx, found.Charge, found.Visit, today, command.Id, cancel);
        if (found.From.IsInsurer)
            await OpenDenials.Reopen(tx, practice, found.Charge.Id, await DecideBalance.OwedNow(tx, found.Charge, found.From, cancel), today, cancel);
        return new TakenBack(command.Id, found.Kind == FactKind.WriteOff ? "writeOff" : "transfer", found.Amount);
    }

    private static async Task<Found> Find(Tx tx, long id, CancellationToken cancel)
    {
        if (await tx.Db.Set<WriteOff>().AsNoTracking().FirstOrDefaultAsync(w => w.Id == new Id<WriteOff>(id), cancel) is { } off)
            return await About(FactKind.WriteOff, off.Practice, off.ChargeId, new Party(off.PartyKind, off.PartyId), null, off.Amount);
        if (await tx.Db.Set<Transfer>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == new Id<Transfer>(id), cancel) is { } move)
            return await About(FactKind.Transfer, move.Practice, move.ChargeId, new Party(move.FromKind, move.FromId), new Party(move.ToKind, move.ToId), move.Amount);
        throw new BadInputException("id", $"There is no write-off or transfer {id}.", "Look it up with `balance show --visit KEY`.");

        async Task<Found> About(FactKind kind, Id<Practice> practice, Id<Charge> chargeId, Party from, Party? to, Money amount)
        {
            var charge = await tx.Db.Set<Charge>().AsNoTracking().FirstAsync(c => c.Practice == practice && c.Id == chargeId, cancel);
            var visit = await tx.Db.Set<Encounter>().AsNoTracking().FirstAsync(e => e.Practice == practice && e.Id == charge.EncounterId, cancel);
            return new Found(kind, charge, visit, from, to, amount);
        }
    }

    /// <summary>Of a transfer, what it moved must still be there: owed, or with a guarantor paid from a receipt that can go back to paid ahead.</summary>
    private static async Task IsLeft(Tx tx, StandingDecision moved, CancellationToken cancel)
    {
        if (moved.To is not { } to) return;
        var left = await DecideBalance.OwedNow(tx, moved.Charge, to, cancel);
        if (to.Kind == PartyKind.Guarantor)
            left += (await tx.Db.Set<ReceiptApplication>().AsNoTracking().Where(a => a.Practice == moved.Charge.Practice && a.ChargeId == moved.Charge.Id).Select(a => a.Amount).ToListAsync(cancel)).Sum();
        if (left >= moved.Stands) return;
        throw new BadInputException("id", $"Of the {moved.Stands} that were moved, {Money.Max(left, Money.Zero)} is left; the rest was settled since.",
            to.Kind == PartyKind.Guarantor ? "Take back the write-off or transfer that followed it first." : "Unpost the plan's answer first, or move back what is left as a new transfer.");
    }
}
