using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A part of what a party owes for a visit: one line of it or all, an amount or all of it.</summary>
/// <param name="Visit">The visit's id.</param>
public sealed record VisitDebt(long Visit, Party Party, int? Line, Money? Amount);

public sealed record VisitWriteOff(VisitDebt Of, string Reason, string Note);

public sealed record VisitTransfer(VisitDebt Of, Party To, string Reason, string Note);

/// <summary>What was decided of one line; <paramref name="Id"/> is the number by which it can be taken back.</summary>
public sealed record DecidedPart(long Id, int Line, string Code, Money Amount);

/// <summary>What a party owes now for one charge.</summary>
public sealed record OwedPart(Id<Charge> Charge, int Line, string Code, Party Party, Money Amount);

/// <summary>A write-off or transfer of a visit as it stands in the record. <paramref name="To"/> is null for a write-off.</summary>
/// <param name="Stands">How much of it counts now: less than <paramref name="Amount"/> where the debt that it was decided about is not there now, as while the plan's answer is unposted; nothing once it was taken back.</param>
public sealed record BalanceDecision(long Id, int Line, string Code, Party From, Party? To, Money Amount, Money Stands, string Reason, string Note, DateOnly On, string Actor, bool TakenBack)
{
    public bool StandsInPart => !TakenBack && Stands != Amount;
}

/// <summary>Decides about a visit's debt line by line: an amount is taken from the lines in their order, each by a fact of its own.</summary>
public static class VisitBalance
{
    /// <exception cref="BadInputException">As <see cref="DecideBalance.WriteOff"/>.</exception>
    public static async Task<List<DecidedPart>> WriteOff(Tx tx, VisitWriteOff command, CancellationToken cancel = default)
    {
        var decided = new List<DecidedPart>();
        foreach (var part in await Parts(tx, command.Of, cancel))
            decided.Add(new DecidedPart(await DecideBalance.WriteOff(tx, new(part.Charge.Value, part.Party, part.Amount, command.Reason, command.Note), cancel), part.Line, part.Code, part.Amount));
        return decided;
    }

    /// <exception cref="BadInputException">As <see cref="DecideBalance.Transfer"/>.</exception>
    public static async Task<List<DecidedPart>> Transfer(Tx tx, VisitTransfer command, CancellationToken cancel = default)
    {
        var decided = new List<DecidedPart>();
        foreach (var part in await Parts(tx, command.Of, cancel))
            decided.Add(new DecidedPart(await DecideBalance.Transfer(tx, new(part.Charge.Value, part.Party, command.To, part.Amount, command.Reason, command.Note), cancel), part.Line, part.Code, part.Amount));
        return decided;
    }

    /// <summary>Who is meant by "guarantor" (the visit's), its key, a payer's key, or the key of one of the patient's coverages where the payer covers the patient under several.</summary>
    /// <exception cref="BadInputException">Nobody is.</exception>
    public static async Task<Party> PartyOf(Tx tx, Encounter visit, string place, string key, CancellationToken cancel = default)
    {
        var account = await tx.Db.Set<GuarantorAccount>().AsNoTracking().FirstAsync(a => a.Practice == visit.Practice && a.Id == visit.AccountId, cancel);
        if (key == "guarantor" || key == account.Key) return Party.Guarantor(account.Id.Value);
        if (await tx.Db.Set<Payer>().AsNoTracking().FirstOrDefaultAsync(p => p.Key == key, cancel) is { } payer) return Party.Payer(payer.Id.Value);
        return await tx.Db.Set<Coverage>().AsNoTracking().FirstOrDefaultAsync(c => c.Practice == visit.Practice && c.PatientId == visit.PatientId && c.Key == key, cancel) is { } plan ? PlanParties.Of(plan)
            : throw new BadInputException(place, $"There is no payer \"{key}\".", "Give the key of a payer, or of a coverage of the patient, or \"guarantor\".");
    }

    /// <summary>What plans and guarantor owe for the visit's charges now, by line; credits are not among it.</summary>
    public static async Task<List<OwedPart>> Owed(Tx tx, Encounter visit, CancellationToken cancel = default)
    {
        var charges = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == visit.Practice && c.EncounterId == visit.Id).OrderBy(c => c.Line).ThenBy(c => c.Id).ToListAsync(cancel);
        var open = await OpenBalances.About(tx, visit.Practice, charges.ConvertAll(c => $"charge:{c.Id}"), cancel);
        return [.. from charge in charges
                   from balance in open
                   where balance.About == $"charge:{charge.Id}" && balance.Account is Account.PayerReceivable or Account.GuarantorReceivable && balance.Amount > Money.Zero
                   select new OwedPart(charge.Id, charge.Line, charge.Code, balance.Party, balance.Amount)];
    }

    /// <summary>What plans have paid beyond what they owe, charge by charge; below zero, or zero.</summary>
    public static async Task<Money> CreditOfPlans(Tx tx, Encounter visit, CancellationToken cancel = default)
    {
        var charges = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == visit.Practice && c.EncounterId == visit.Id).Select(c => c.Id).ToListAsync(cancel);
        return (await OpenBalances.About(tx, visit.Practice, charges.ConvertAll(c => $"charge:{c}"), cancel)).Where(b => b.Account == Account.PayerReceivable && b.Amount.IsNegative).Sum(b => b.Amount);
    }

    /// <summary>The write-offs and transfers of the visit, oldest first, those taken back too. What moved with its guarantor is none of them (<see cref="ChangeGuarantor"/>).</summary>
    public static async Task<List<BalanceDecision>> Decisions(Tx tx, Encounter visit, CancellationToken cancel = default)
    {
        var charges = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == visit.Practice && c.EncounterId == visit.Id).ToDictionaryAsync(c => c.Id, cancel);
        var ids = charges.Keys.ToList();
        var offs = await tx.Db.Set<WriteOff>().AsNoTracking().Where(w => w.Practice == visit.Practice && ids.Contains(w.ChargeId)).ToListAsync(cancel);
        var moves = await tx.Db.Set<Transfer>().AsNoTracking().Where(t => t.Practice == visit.Practice && ids.Contains(t.ChargeId) && t.Reason != BalanceReasons.AnotherGuarantor.Code).ToListAsync(cancel);
        var standing = (await StandingDecisions.Read(tx, visit.Practice, ids, cancel)).ToDictionary(d => d.Id, d => d.Stands);
        Money Stands(long id) => standing.GetValueOrDefault(id);
        // A transfer keeps its note in its entry: "who: reason, note".
        var facts = moves.ConvertAll(t => t.Id.Value);
        var notes = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == visit.Practice && e.FactKind == FactKind.Transfer && e.Generation == 1 && facts.Contains(e.FactId)).ToDictionaryAsync(e => e.FactId, e => e.Source, cancel);
        return
        [
            .. offs.Select(w => new BalanceDecision(w.Id.Value, charges[w.ChargeId].Line, charges[w.ChargeId].Code, new(w.PartyKind, w.PartyId), null, w.Amount, Stands(w.Id.Value), w.Reason, w.Note, w.DecidedOn,
                    w.Actor, !standing.ContainsKey(w.Id.Value)))
                .Concat(moves.Select(t => new BalanceDecision(t.Id.Value, charges[t.ChargeId].Line, charges[t.ChargeId].Code, new(t.FromKind, t.FromId), new(t.ToKind, t.ToId), t.Amount, Stands(t.Id.Value), t.Reason,
                    NoteIn(notes[t.Id.Value], t), t.DecidedOn, t.Actor, !standing.ContainsKey(t.Id.Value)))).OrderBy(d => d.Id),
        ];
    }

    private static string NoteIn(string source, Transfer transfer)
    {
        var before = $"{transfer.Actor}: {transfer.Reason}, ";
        return source.StartsWith(before, StringComparison.Ordinal) ? source[before.Length..] : "";
    }

    private static async Task<List<OwedPart>> Parts(Tx tx, VisitDebt of, CancellationToken cancel)
    {
        var visit = await tx.Db.Set<Encounter>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == new Id<Encounter>(of.Visit), cancel)
            ?? throw new BadInputException("visit", $"There is no visit {of.Visit}.", "Look it up on the patient's page.");
        await DecideBalance.Hold(tx, visit, cancel);
        var all = (await Owed(tx, visit, cancel)).FindAll(o => of.Line is null || o.Line == of.Line);
        var owed = all.FindAll(o => o.Party == of.Party);
        // A payer named as such, of whose plans it is not the first one that owes.
        if (owed.Count == 0 && of.Party.Kind == PartyKind.Payer && await PlanParties.Behind(tx, visit.Practice, all.Select(o => o.Party), cancel) is { Count: > 0 } apart)
            owed = all.FindAll(o => apart.TryGetValue(o.Party, out var plan) && plan.PayerId.Value == of.Party.Id);
        var total = owed.Sum(o => o.Amount);
        var rest = of.Amount ?? total;
        if (total.IsZero) throw new BadInputException("party", $"Nothing of {(of.Line is { } line ? $"line {line}" : "the visit")} is owed by this party.", "Look at `balance show`, or at the visit's page.");
        if (rest <= Money.Zero || rest > total) throw new BadInputException("amount", $"{rest} cannot be taken off: {total} is owed.", "Give an amount above zero, at most what is owed.");
        var parts = new List<OwedPart>();
        foreach (var part in owed.TakeWhile(_ => rest > Money.Zero))
        {
            parts.Add(part with { Amount = Money.Min(rest, part.Amount) });
            rest -= parts[^1].Amount;
        }
        return parts;
    }
}
