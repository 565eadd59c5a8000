using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A party's debt for one charge, as a person decides about it. <paramref name="Reason"/> is a code of <see cref="BalanceReasons"/>.</summary>
public sealed record WriteOffCommand(long ChargeId, Party Party, Money Amount, string Reason, string Note);

public sealed record TransferCommand(long ChargeId, Party From, Party To, Money Amount, string Reason, string Note);

/// <summary>
/// What people decide about a balance: not to ask for it, or to ask somebody else. Each by its own recorded fact, never a negative payment (MONEY 2).
/// <see cref="TakeBackDecision"/> undoes one.
/// </summary>
public static class DecideBalance
{
    public const int LongestNote = 500;

    /// <exception cref="BadInputException">The reason is unknown or lacks its note, or the party does not owe that much for the charge.</exception>
    public static async Task<long> WriteOff(Tx tx, WriteOffCommand command, CancellationToken cancel = default)
    {
        var reason = BalanceReasons.WriteOff(command.Reason) ?? throw Unknown(command.Reason, "write-off", BalanceReasons.WriteOffs);
        var note = Note(command.Note, needed: command.Reason != BalanceReasons.SmallBalance);
        var (charge, visit) = await Owed(tx, command.ChargeId, command.Party, command.Amount, cancel);
        var today = await tx.Today(charge.Practice);
        var row = tx.Add(new WriteOff
        {
            Practice = charge.Practice, Id = tx.NextId<WriteOff>(), ChargeId = charge.Id, PartyKind = command.Party.Kind, PartyId = command.Party.Id, Amount = command.Amount, Reason = command.Reason,
            Note = note, DecidedOn = today, Actor = tx.Actor,
        });
        var entry = BalanceEntries.Of(row, command.Amount, generation: 1, charge, visit, Source(tx, command.Reason, note));
        await Journal.Record(tx, charge.Practice, today, [entry], cancel);
        await Follow(tx, charge, visit, today, $"{command.Amount} of {charge.Code} written off: {reason.Words}. {note}".TrimEnd(), cancel);
        await CloseDenials(tx, charge, "writtenOff", cancel);
        return row.Id.Value;
    }

    /// <exception cref="BadInputException">The reason is unknown or lacks its note, the party does not owe that much for the charge, or the other may not be asked.</exception>
    public static async Task<long> Transfer(Tx tx, TransferCommand command, CancellationToken cancel = default)
    {
        var reason = BalanceReasons.Transfer(command.Reason) ?? throw Unknown(command.Reason, "transfer", BalanceReasons.Transfers);
        var note = Note(command.Note, needed: true);
        var (charge, visit) = await Owed(tx, command.ChargeId, command.From, command.Amount, cancel);
        await MayOwe(tx, visit, command, reason, cancel);
        var today = await tx.Today(charge.Practice);
        var row = tx.Add(new Transfer
        {
            Practice = charge.Practice, Id = tx.NextId<Transfer>(), ChargeId = charge.Id, FromKind = command.From.Kind, FromId = command.From.Id, ToKind = command.To.Kind, ToId = command.To.Id,
            Amount = command.Amount, Reason = command.Reason, DecidedOn = today, Actor = tx.Actor,
        });
        var toGuarantor = command.To.Kind == PartyKind.Guarantor;
        var entry = BalanceEntries.Of(row, command.Amount, generation: 1, charge, visit, Source(tx, command.Reason, note));
        await Journal.Record(tx, charge.Practice, today, [entry], cancel);
        await Follow(tx, charge, visit, today, $"{command.Amount} of {charge.Code} moved to {(toGuarantor ? "the guarantor" : "another plan")}: {reason.Words}. {note}", cancel);
        if (command.From.IsInsurer) await CloseDenials(tx, charge, "moved", cancel);
        if (toGuarantor) await MeetPrepaid(tx, charge, visit, today, row.Id.Value, cancel);
        return row.Id.Value;
    }

    /// <summary>Holds the visit's account and claims until commit: nobody else decides or posts about them meanwhile.</summary>
    internal static async Task Hold(Tx tx, Encounter visit, CancellationToken cancel)
    {
        await Roots.HoldAccount(tx, visit.AccountId);
        await Roots.HoldClaims(tx, [], (await ClaimsOf(tx, visit, cancel)).Select(c => c.Value));
    }

    internal static async Task<Money> OwedNow(Tx tx, Charge charge, Party party, CancellationToken cancel) =>
        (await OpenBalances.About(tx, charge.Practice, [$"charge:{charge.Id}"], cancel)).Where(b => b.Account == BalanceEntries.AccountOf(party) && b.Party == party).Sum(b => b.Amount);

    /// <summary>The story of the visit's claims gets the words, and the work list looks at them again.</summary>
    internal static async Task Follow(Tx tx, Charge charge, Encounter visit, DateOnly today, string words, CancellationToken cancel)
    {
        var claims = await ClaimsOf(tx, visit, cancel);
        var events = claims.ConvertAll(claim => new ClaimEvent
        {
            Practice = visit.Practice, Id = tx.NextId<ClaimEvent>(), ClaimId = claim, SubmissionId = null, Kind = ClaimEventKind.NoteAdded, HappenedOn = today, RecordedAt = tx.Now, Actor = tx.Actor,
            Detail = words, SourceSha256 = null, SourceFromSegment = null, SourceToSegment = null,
        });
        await ClaimEvents.AddMany(tx, visit.Practice, events, claims, cancel);
        await AwaitedAnswers.Review(tx, visit.Practice, claims, cancel);
        tx.Subject = $"charge {charge.Id}";
    }

    /// <summary>What the guarantor owes for the charge meets what they have paid ahead; below zero it goes back to what is paid ahead.</summary>
    /// <returns>How much was met; below zero where it went back.</returns>
    internal static async Task<Money> MeetPrepaid(Tx tx, Charge charge, Encounter visit, DateOnly today, long causedBy, CancellationToken cancel)
    {
        var claim = (await ClaimsOf(tx, visit, cancel)).Select(c => (long?)c.Value).FirstOrDefault();
        var owed = await OwedNow(tx, charge, Party.Guarantor(visit.AccountId.Value), cancel);
        await Applications.Settle(tx, charge.Practice, today, [new GuarantorMove(charge.Id.Value, claim, visit.Id.Value, visit.ProviderId.Value, visit.AccountId.Value, owed, causedBy)], cancel);
        return owed - await OwedNow(tx, charge, Party.Guarantor(visit.AccountId.Value), cancel);
    }

    internal static Task<List<Id<Claim>>> ClaimsOf(Tx tx, Encounter visit, CancellationToken cancel) =>
        tx.Db.Set<Claim>().Where(c => c.Practice == visit.Practice && c.EncounterId == visit.Id).Select(c => c.Id).ToListAsync(cancel);

    internal static string Note(string? note, bool needed)
    {
        var text = (note ?? "").Trim();
        if (needed && text.Length == 0) throw new BadInputException("note", "The note is missing.", "Say what it rests on: who decided, which paper is in the file.");
        return text.Length <= LongestNote ? text : throw new BadInputException("note", $"The note has {text.Length} characters.", $"Keep it to {LongestNote}.");
    }

    private static async Task MayOwe(Tx tx, Encounter visit, TransferCommand command, BalanceReason reason, CancellationToken cancel)
    {
        if (command.From == command.To) throw new BadInputException("to", "The debt is with this party already.", "Name another party.");
        if (command.To.Kind == PartyKind.Guarantor)
        {
            if (command.To != Party.Guarantor(visit.AccountId.Value)) throw new BadInputException("to", "This is not the guarantor of the visit.", "A visit's debt goes to the guarantor it was made with.");
            if (!reason.OfGuarantor) throw new BadInputException("reason", $"\"{reason.Code}\" is no reason to ask the guarantor.", Use(BalanceReasons.Transfers.Where(r => r.OfGuarantor)));
            if (await GuarantorLaw.WhyNever(tx, visit, command.From, cancel) is { } never) throw new BadInputException("to", never, "Leave it with the payer, or write it off with its reason.");
            return;
        }
        if (!reason.OfPlan) throw new BadInputException("reason", $"\"{reason.Code}\" is no reason to ask a plan.", Use(BalanceReasons.Transfers.Where(r => r.OfPlan)));
        if (!(await PlansOfVisit.Of(tx, visit, cancel)).Any(p => p.Party == command.To))
            throw new BadInputException("to", $"The patient has no coverage with this plan on {visit.Date.InWords()}.", "Add the coverage first, with the day since when it is in force.");
    }

    private static async Task<(Charge, Encounter)> Owed(Tx tx, long chargeId, Party party, Money amount, CancellationToken cancel)
    {
        var charge = await tx.Db.Set<Charge>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == new Id<Charge>(chargeId), cancel)
            ?? throw new BadInputException("charge", $"There is no charge {chargeId}.", "Look it up on the visit.");
        var visit = await tx.Db.Set<Encounter>().AsNoTracking().FirstAsync(e => e.Practice == charge.Practice && e.Id == charge.EncounterId, cancel);
        await Hold(tx, visit, cancel);
        var owed = await OwedNow(tx, charge, party, cancel);
        if (amount <= Money.Zero || amount > owed) throw new BadInputException("amount", $"{amount} cannot be taken off: {owed} is owed.", "Give an amount above zero, at most what is owed.");
        return (charge, visit);
    }

    /// <summary>Where nothing of the charge is left with a plan, its denial is no work any more; what a plan has paid too much stays work.</summary>
    internal static async Task CloseDenials(Tx tx, Charge charge, string how, CancellationToken cancel)
    {
        var left = (await OpenBalances.About(tx, charge.Practice, [$"charge:{charge.Id}"], cancel)).Any(b => b.Account == Account.PayerReceivable && b.Amount > Money.Zero);
        if (left) return;
        var claims = await tx.Db.Set<Claim>().Where(c => c.Practice == charge.Practice && c.EncounterId == charge.EncounterId).Select(c => c.Id).ToListAsync(cancel);
        await OpenDenials.Close(tx, charge.Practice, claims, d => d.ChargeId == charge.Id && !d.AtStake.IsNegative ? how : null, cancel);
    }

    private static string Source(Tx tx, string reason, string note) => note.Length == 0 ? $"{tx.Actor}: {reason}" : $"{tx.Actor}: {reason}, {note}";

    private static BadInputException Unknown(string reason, string what, IEnumerable<BalanceReason> known) => reason.Length == 0
        ? new("reason", "The reason is missing.", "Choose one.") : new("reason", $"\"{reason}\" is no {what} reason.", Use(known));

    private static string Use(IEnumerable<BalanceReason> reasons) => $"Use one of: {string.Join(", ", reasons.Select(r => r.Code))}.";
}
