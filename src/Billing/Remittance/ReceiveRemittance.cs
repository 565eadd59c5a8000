using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Remittance;

/// <summary>One ST of a stored file, to be taken in.</summary>
public sealed record ReceiveCommand(string Sha256, SetInFile Set, ReceivedPayment Payment);

/// <summary>What became of it.</summary>
/// <param name="Kind">"received", "known" (this content is recorded already), "settled" (it repeats a posted check: a person said so, or it is the beginning of it in a file that was cut off), "refused" (in the queue, with reasons).</param>
public sealed record Receipt835(string Kind, long? RemittanceId, long? CheckId, long Practice, IReadOnlyList<string> Reasons);

/// <summary>
/// Takes one remittance in: whose it is, whether it is known, its check, its totals and provider adjustments. The claims follow in chunks
/// (<see cref="RecordClaims"/>). What cannot be taken becomes an exception with reason and next step; the file is kept in any case.
/// </summary>
public static class ReceiveRemittance
{
    public static async Task<Receipt835> Run(Tx tx, ReceiveCommand command, CancellationToken cancel = default)
    {
        await Roots.HoldFile(tx, command.Set.CanonicalHash);
        var (payment, set) = (command.Payment, command.Set);
        if (await Known(tx, command, cancel) is { } known) return known;
        if (!set.Complete && await CutOff.PostedWhole(tx, command, cancel) is { } posted) return await NothingMissing(tx, command, posted, cancel);
        if (Refusal(payment, set) is { } refusal) return await Refuse(tx, command, null, refusal.Kind, refusal.Reason, refusal.Next, cancel);
        if (await RemittanceParties.Payee(tx, payment, cancel) is not { } practice)
            return await Refuse(tx, command, null, ExceptionKind.NotOurPractice,
                $"The payee {payment.PayeeName} (NPI {payment.PayeeNpi ?? "none"}, tax id {payment.PayeeTaxId ?? "none"}) is none of our practices.",
                "If it is ours, correct the practice's NPI or tax id and post the file again; else send it back to the clearinghouse.", cancel);

        if (!Siblings.May(tx, practice.Id))
            return await Refuse(tx, command, null, ExceptionKind.OtherPractice,
                $"The check is paid to {practice.Name} (NPI {practice.Npi}), another practice of ours, where whoever brought the file has no rights.",
                $"Have the file posted by somebody with rights there: {await Siblings.WhoMay(tx, Right.Post, [practice.Id], cancel)}.", cancel);

        var payer = await RemittanceParties.Payer(tx, payment, cancel);
        var check = Check(tx.NextId<PayerCheck>(), command, practice, payer);
        if (await FindCheck(tx, check, cancel) is { } earlier)
        {
            if (await LiveFacts.IsLive(tx, practice.Id, earlier.Id, cancel)) return await Other(tx, command, practice, earlier, cancel);
            check = earlier; // its posting was undone: this file replaces the earlier detail
        }
        else tx.Add(check);
        return await Take(tx, command, practice.Id, check, cancel);
    }

    private static async Task<Receipt835> Take(Tx tx, ReceiveCommand command, Id<Practice> practice, PayerCheck check, CancellationToken cancel)
    {
        var remittance = await Record(tx, command, practice, check, cancel);
        if (Balancing.Of(command.Payment) is { } difference)
            Exceptions.Add(tx, practice, ExceptionKind.CheckOutOfBalance, command.Sha256, remittance.Id, null, command.Payment.Difference, command.Payment.Difference, difference,
                "The claims that balance post; the difference stays in unapplied payer cash of this check. Ask the payer for a corrected remittance.");
        await SettleRefusal(tx, command, "received", cancel);
        return new Receipt835("received", remittance.Id.Value, check.Id.Value, practice.Value, []);
    }

    /// <summary>What stood in the way of this transaction when it came before (its practice was unknown, its check was posted) does so no more.</summary>
    private static async Task SettleRefusal(Tx tx, ReceiveCommand command, string how, CancellationToken cancel)
    {
        var refusal = await tx.Db.Set<TransactionSet>().AsNoTracking().Where(s => s.Sha256 == command.Sha256 && s.StOrdinal == command.Set.Ordinal).Select(s => s.Outcome).FirstOrDefaultAsync(cancel);
        var open = await Exceptions.Open(tx).Where(e => e.FileSha256 == command.Sha256 && e.RemittanceId == null && e.Reason == refusal).ToListAsync(cancel);
        foreach (var exception in open) await Exceptions.Settle(tx, exception.Practice, exception.Id, how, cancel);
    }

    /// <summary>The remittance with its totals and provider adjustments; its claims follow (<see cref="RecordClaims"/>).</summary>
    internal static async Task<RemittanceRow> Record(Tx tx, ReceiveCommand command, Id<Practice> practice, PayerCheck check, CancellationToken cancel)
    {
        var payment = command.Payment;
        var set = await SetRow(tx, command, command.Set.Miscounted is { } lost ? $"received; {lost}" : "received", cancel);
        var remittance = tx.Add(new RemittanceRow
        {
            Practice = practice, Id = tx.NextId<RemittanceRow>(), CheckId = check.Id, TransactionSetId = set.Id, FileSha256 = command.Sha256, ClaimsPaid = payment.ClaimsPaid,
            ProviderAdjustments = payment.Adjusted, Difference = payment.Difference, Claims = payment.Claims.Count, ReceivedAt = tx.Now,
        });
        foreach (var adjustment in payment.ProviderAdjustments)
            tx.Add(new ProviderAdjustment
            {
                Practice = practice, Id = tx.NextId<ProviderAdjustment>(), RemittanceId = remittance.Id, Reason = adjustment.Reason, ReferenceRaw = adjustment.Reference,
                Amount = adjustment.Amount ?? Money.Zero, ClaimId = null, Segment = adjustment.Segment,
            });
        await tx.Db.SaveChangesAsync(cancel);
        tx.Subject = $"remittance {remittance.Id}";
        return remittance;
    }

    /// <summary>The same content, in the same file or in another envelope, recorded before.</summary>
    private static async Task<Receipt835?> Known(Tx tx, ReceiveCommand command, CancellationToken cancel)
    {
        var found = await (from s in tx.Db.Set<TransactionSet>().AsNoTracking()
                           where s.CanonicalHash == command.Set.CanonicalHash
                           join r in tx.Db.Set<RemittanceRow>() on s.Id equals r.TransactionSetId
                           orderby r.Id descending
                           select new { r.Id, r.CheckId, r.Practice, Set = s.Id }).FirstOrDefaultAsync(cancel);
        if (found is null) return null;
        if (await LiveFacts.IsLive(tx, found.Practice, found.CheckId, cancel)) await CutOff.Settle(tx, command.Payment.Trn02, found.Set, cancel);
        return new Receipt835("known", found.Id.Value, found.CheckId.Value, found.Practice.Value, []);
    }

    /// <summary>A cut file whose check came whole before: nobody has anything to do, neither now nor for an exception that it opened while the check was not posted.</summary>
    private static async Task<Receipt835> NothingMissing(Tx tx, ReceiveCommand command, PayerCheck check, CancellationToken cancel)
    {
        await SettleRefusal(tx, command, "its check came whole and is posted", cancel);
        var reason = $"The file was cut off within check {check.Trn02}, which came whole before and is posted: nothing is missing.";
        await SetRow(tx, command, reason, cancel);
        return new Receipt835("settled", null, null, check.Practice.Value, [reason]);
    }

    private static (ExceptionKind Kind, string Reason, string Next)? Refusal(ReceivedPayment payment, SetInFile set)
    {
        if (!set.Complete)
            return (ExceptionKind.Truncated, $"The transaction ends before its SE, after byte {set.ToByte}: the file was cut off{(payment.Trn02.Length > 0 ? $"{CutOff.Within(payment.Trn02)}{(payment.PayerName.Length > 0 ? payment.PayerName : "a payer that it does not name")}" : "")}.", "Fetch the file again; nothing of this transaction was taken.");
        if (payment.Amount is null)
            return (ExceptionKind.UnreadableAmount, payment.Faults.FirstOrDefault(f => f.Place.Contains("BPR", StringComparison.Ordinal)) is { } f ? $"{f.Place}: {f.Message}" : "The amount of the check (BPR02) is missing.", "Ask the payer for a corrected remittance.");
        if (payment.Date is null) return (ExceptionKind.UnreadableAmount, "The date of the check (BPR16) is missing or unreadable.", "Ask the payer for a corrected remittance.");
        // TRN is required (005010X221A1, heading): a check without a trace could neither be named for unposting nor tied to the bank's line.
        if (payment.Trn02.Length == 0)
            return (ExceptionKind.TraceMissing, $"The remittance of {(payment.PayerName.Length > 0 ? payment.PayerName : "a payer that it does not name")} has no trace number (TRN02), so its check cannot be told from another or found at the bank.", "Ask the payer for the remittance with its trace number and post that; nothing of this one was taken.");
        // CUR (005010X221A1, heading) is sent where the amounts are not US dollars; the book is in US dollars alone, and the rate is the bank's.
        if (payment.Foreign is { } foreign)
            return (ExceptionKind.ForeignCurrency, $"Check {payment.Trn02} of {(payment.PayerName.Length > 0 ? payment.PayerName : "a payer that it does not name")} is {(foreign.Code.Length > 0 ? $"in {foreign.Code}" : "in a currency that it does not name")} (CUR, segment {foreign.Segment}): its {payment.Amount} are not US dollars.",
                "Ask the payer for the remittance in US dollars, as the bank credits it, and post that; nothing of this one was taken.");
        return payment.ProviderAdjustments.FirstOrDefault(a => a.Amount is null) is { } bad
            ? (ExceptionKind.UnreadableAmount, $"segment {bad.Segment} (PLB {bad.Reason}): the amount is missing or not whole cents.", "Ask the payer for a corrected remittance.") : null;
    }

    /// <summary>The trace is no key where no money moved: then the content is (MONEY 1.8).</summary>
    internal static PayerCheck Check(Id<PayerCheck> id, ReceiveCommand command, Practice practice, Payer? payer)
    {
        var payment = command.Payment;
        var noKey = payment.Amount!.Value.IsZero || payment.Method == "NON" || payment.Trn02.Length == 0;
        return new PayerCheck
        {
            Practice = practice.Id, Id = id, PayerId = payer?.Id, PayerName = payer?.Name ?? payment.PayerName, Trn02 = payment.Trn02, Trn03 = payment.Trn03,
            Date = payment.Date!.Value, Amount = payment.Amount.Value, Method = payment.Method, PayeeNpi = payment.PayeeNpi ?? practice.Npi, DupSalt = noKey ? command.Set.CanonicalHash : "",
        };
    }

    internal static async Task<PayerCheck?> FindCheck(Tx tx, PayerCheck check, CancellationToken cancel) =>
        await tx.Db.Set<PayerCheck>().FirstOrDefaultAsync(c => c.Practice == check.Practice && c.Trn03 == check.Trn03 && c.Trn02 == check.Trn02 && c.PayeeNpi == check.PayeeNpi
            && c.Date == check.Date && c.Amount == check.Amount && c.DupSalt == check.DupSalt, cancel);

    private static async Task<Receipt835> Other(Tx tx, ReceiveCommand command, Practice practice, PayerCheck earlier, CancellationToken cancel)
    {
        if (await SecondDecision.OfContent(tx, practice.Id, earlier.Id, command.Set.CanonicalHash, cancel) is { Decision.Choice: SecondChoice.Duplicate } settled)
            return new Receipt835("settled", null, null, practice.Id.Value, [$"Settled as a duplicate of check {earlier.Trn02} by {settled.Row.Actor}: {settled.Row.Reason}"]);
        var first = await tx.Db.Set<RemittanceRow>().AsNoTracking().Where(r => r.Practice == practice.Id && r.CheckId == earlier.Id).OrderByDescending(r => r.Id).FirstAsync(cancel);
        var (now, then) = (command.Payment, first);
        var reason = $"Check {earlier.Trn02} of {earlier.Date.InWords()} over {earlier.Amount} is posted with other content: then {Count(then.Claims)} paying {then.ClaimsPaid} and provider adjustments of {then.ProviderAdjustments}, "
            + $"now {Count(now.Claims.Count)} paying {now.ClaimsPaid} and {now.Adjusted}{(command.Set.Ordinal > 1 ? $" (transaction {command.Set.Ordinal} of the file)" : "")}.";
        return await Refuse(tx, command, practice.Id, ExceptionKind.OtherPosting, reason,
            "Look at what differs, then say what it is: a duplicate, a part of the same check, or its replacement.", cancel);
    }

    private static string Count(int claims) => claims == 1 ? "1 claim" : $"{claims} claims";

    private static async Task<Receipt835> Refuse(Tx tx, ReceiveCommand command, Id<Practice>? practice, ExceptionKind kind, string reason, string next, CancellationToken cancel)
    {
        var place = practice ?? (await RemittanceParties.Reception(tx, cancel)).Id;
        await SetRow(tx, command, reason, cancel);
        await Exceptions.AddOfFile(tx, place, kind, command.Sha256, command.Payment.Dollars ?? Money.Zero, reason, next, cancel);
        return new Receipt835("refused", null, null, place.Value, [reason]);
    }

    private static async Task<TransactionSet> SetRow(Tx tx, ReceiveCommand command, string outcome, CancellationToken cancel)
    {
        var set = command.Set;
        if (await tx.Db.Set<TransactionSet>().FirstOrDefaultAsync(s => s.Sha256 == command.Sha256 && s.StOrdinal == set.Ordinal, cancel) is { } known) return known;
        return tx.Add(new TransactionSet
        {
            Id = tx.NextId<TransactionSet>(), Sha256 = command.Sha256, StOrdinal = set.Ordinal, Type = "835", CanonicalHash = set.CanonicalHash, FromByte = set.FromByte,
            ToByte = set.ToByte, Outcome = outcome,
        });
    }
}
