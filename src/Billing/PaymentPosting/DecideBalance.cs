using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A party's debt for one charge, as a person decides about it.</summary>
public sealed record WriteOffCommand(long ChargeId, Party Party, Money Amount, string Reason, string Note);

public sealed record TransferCommand(long ChargeId, Party From, Party To, Money Amount, string Reason);

/// <summary>What people decide about a balance: not to ask for it, or to ask somebody else. Each by its own recorded fact, never a negative payment (MONEY 2).</summary>
public static class DecideBalance
{
    /// <summary>Each administrative reason is an account of its own; bad debt is an expense.</summary>
    public static readonly string[] Reasons =
        ["timelyFiling", "noAuthorization", "notCredentialed", "bundled", "noMedicalNecessity", "smallBalance", "hardship", "courtesy", "selfPay", "promptPay", "badDebt"];

    /// <exception cref="BadInputException">The reason is unknown, or the party does not owe that much for the charge.</exception>
    public static async Task<long> WriteOff(Tx tx, WriteOffCommand command, CancellationToken cancel = default)
    {
        if (!Reasons.Contains(command.Reason, StringComparer.Ordinal))
            throw new BadInputException("reason", $"\"{command.Reason}\" is no write-off reason.", $"Use one of: {string.Join(", ", Reasons)}.");
        var (charge, visit) = await Owed(tx, command.ChargeId, command.Party, command.Amount, cancel);
        var today = await tx.Today(charge.Practice);
        var row = tx.Add(new WriteOff
        {
            Practice = charge.Practice, Id = tx.NextId<WriteOff>(), ChargeId = charge.Id, PartyKind = command.Party.Kind, PartyId = command.Party.Id, Amount = command.Amount, Reason = command.Reason,
            Note = command.Note, DecidedOn = today, Actor = tx.Actor,
        });
        var (account, detail) = command.Reason switch
        {
            "badDebt" => (Account.BadDebt, (string?)null),
            "selfPay" or "promptPay" or "hardship" or "courtesy" => (Account.SelfPayDiscount, command.Reason),
            _ => (Account.WriteOff, command.Reason),
        };
        var entry = JournalEntry.Of(FactKind.WriteOff, row.Id.Value, generation: 1, today, $"{tx.Actor}: {command.Reason}, {command.Note}", policyVersion: 1,
        [
            new(account, Party.Practice(charge.Practice.Value), command.Amount) { Detail = detail, ChargeId = charge.Id.Value, EncounterId = visit.Id.Value, ProviderId = visit.ProviderId.Value },
            Receivable(command.Party, -command.Amount, charge, visit),
        ])!;
        return await Book(tx, charge, visit, today, entry, row.Id.Value, cancel);
    }

    /// <exception cref="BadInputException">The party does not owe that much for the charge.</exception>
    public static async Task<long> Transfer(Tx tx, TransferCommand command, CancellationToken cancel = default)
    {
        var (charge, visit) = await Owed(tx, command.ChargeId, command.From, command.Amount, cancel);
        if (command.From == command.To) throw new BadInputException("to", "The debt is with this party already.", "Name another party.");
        var today = await tx.Today(charge.Practice);
        var row = tx.Add(new Transfer
        {
            Practice = charge.Practice, Id = tx.NextId<Transfer>(), ChargeId = charge.Id, FromKind = command.From.Kind, FromId = command.From.Id, ToKind = command.To.Kind, ToId = command.To.Id,
            Amount = command.Amount, Reason = command.Reason, DecidedOn = today, Actor = tx.Actor,
        });
        var to = Receivable(command.To, command.Amount, charge, visit) with { AgeFrom = command.To.Kind == PartyKind.Guarantor ? today : visit.Date, Detail = command.To.Kind == PartyKind.Guarantor ? command.Reason : null };
        var entry = JournalEntry.Of(FactKind.Transfer, row.Id.Value, generation: 1, today, $"{tx.Actor}: {command.Reason}", policyVersion: 1, [Receivable(command.From, -command.Amount, charge, visit), to])!;
        var id = await Book(tx, charge, visit, today, entry, row.Id.Value, cancel);
        if (command.To.Kind == PartyKind.Guarantor)
        {
            var owed = (await OpenBalances.About(tx, charge.Practice, [$"charge:{charge.Id}"], cancel)).Where(b => b.Account == Account.GuarantorReceivable && b.Party == command.To).Sum(b => b.Amount);
            await Applications.Settle(tx, charge.Practice, today, [new GuarantorMove(charge.Id.Value, 0, visit.Id.Value, visit.ProviderId.Value, command.To.Id, owed, row.Id.Value)], cancel);
        }
        return id;
    }

    private static async Task<(Charge, Encounter)> Owed(Tx tx, long chargeId, Party party, Money amount, CancellationToken cancel)
    {
        var charge = await tx.Db.Set<Charge>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == new Id<Charge>(chargeId), cancel)
            ?? throw new BadInputException("charge", $"There is no charge {chargeId}.", "Look it up on the visit.");
        var visit = await tx.Db.Set<Encounter>().AsNoTracking().FirstAsync(e => e.Practice == charge.Practice && e.Id == charge.EncounterId, cancel);
        await Roots.HoldAccount(tx, visit.AccountId);
        var claims = await tx.Db.Set<Claim>().Where(c => c.Practice == charge.Practice && c.EncounterId == visit.Id).Select(c => c.Id).ToListAsync(cancel);
        await Roots.HoldClaims(tx, [], claims.Select(c => c.Value));
        var owed = (await OpenBalances.About(tx, charge.Practice, [$"charge:{chargeId}"], cancel)).Where(b => b.Account == AccountOf(party) && b.Party == party).Sum(b => b.Amount);
        if (amount <= Money.Zero || amount > owed) throw new BadInputException("amount", $"{amount} cannot be taken off: {owed} is owed.", "Give an amount above zero, at most what is owed.");
        return (charge, visit);
    }

    private static Account AccountOf(Party party) => party.Kind == PartyKind.Guarantor ? Account.GuarantorReceivable : Account.PayerReceivable;

    private static JournalLine Receivable(Party party, Money amount, Charge charge, Encounter visit) => new(AccountOf(party), party, amount)
    {
        About = $"charge:{charge.Id}", ChargeId = charge.Id.Value, EncounterId = visit.Id.Value, ProviderId = visit.ProviderId.Value,
    };

    private static async Task<long> Book(Tx tx, Charge charge, Encounter visit, DateOnly today, JournalEntry entry, long fact, CancellationToken cancel)
    {
        await Journal.Record(tx, charge.Practice, today, [entry], cancel);
        var claims = await tx.Db.Set<Claim>().Where(c => c.Practice == charge.Practice && c.EncounterId == visit.Id).Select(c => c.Id).ToListAsync(cancel);
        await ClaimEvents.AddMany(tx, charge.Practice, [], claims, cancel);
        tx.Subject = $"charge {charge.Id}";
        return fact;
    }
}
