using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// How much of what is held ahead a debt may take: a new one all of it. One that comes back with an answer posted again takes what it had, since the rest may be another's whose answer
/// comes back after it; where the answer asks for more than it ever did, also what nobody had.
/// </summary>
public enum MayTake { WhatItHad, WhatIsFree, All }

/// <summary>What a guarantor owes for a charge after a posting moved it; below zero when a reversal or an unposting took a debt away that was paid already.</summary>
/// <param name="ClaimId">Null where no claim is behind it: a visit without a plan, or its correction.</param>
/// <param name="CausedBy">The answer or decision behind it; null for what an unposting itself releases.</param>
public sealed record GuarantorMove(long ChargeId, long? ClaimId, long EncounterId, long ProviderId, long AccountId, Money Balance, long? CausedBy, MayTake Takes = MayTake.All);

/// <summary>
/// Prepaid money meets the debt it was paid for (MONEY 1.6): what this very charge had while the same answers stood, so that postings undone and done again in whichever order leave
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
        var held = await HeldMoney.Read(tx, practice, [.. owing.Select(m => m.AccountId).Concat(standing?.Accounts ?? []).Distinct()], cancel);
        var made = new List<(ReceiptApplication Row, JournalEntry Entry)>();
        owing = GiveOrTakeAgain(owing);
        if (standing is not null)
        {
            standing.Restore();
            owing = GiveOrTakeAgain(standing.Owing(owing));
        }
        foreach (var move in owing.Where(m => m.Takes != MayTake.WhatItHad))
            Meet(tx, bookedOn, move, held, made, HeldMoney.Arose, (receipt, charge) => move.Takes == MayTake.All ? move.Balance : held.Free(receipt, charge));
        await Book(tx, practice, bookedOn, made, cancel);
        if (standing is not null) await standing.Write(tx, practice, bookedOn, cancel);

        List<GuarantorMove> GiveOrTakeAgain(List<GuarantorMove> due) => due.ConvertAll(m =>
        {
            var how = !m.Balance.IsNegative ? HeldMoney.Again : m.Takes == MayTake.All ? HeldMoney.Gone : HeldMoney.Undone;
            var met = Meet(tx, bookedOn, m, held, made, how, held.Had);
            standing?.Met(m, met);
            return m with { Balance = m.Balance - met };
        });
    }

    internal static async Task Book(Tx tx, Id<Practice> practice, DateOnly bookedOn, List<(ReceiptApplication Row, JournalEntry Entry)> made, CancellationToken cancel)
    {
        await tx.AddMany([.. made.Select(m => m.Row)], cancel);
        await Journal.Record(tx, practice, bookedOn, [.. made.Select(m => m.Entry)], cancel);
        await Touch(tx, practice, [.. made.Select(m => m.Row.ChargeId).Distinct()], cancel);
    }

    /// <summary>Who is asked next for a charge hangs on what was paid of it: the work list looks at its claims again.</summary>
    private static async Task Touch(Tx tx, Id<Practice> practice, List<Id<Charge>> charges, CancellationToken cancel)
    {
        if (charges.Count == 0) return;
        var claims = await (from charge in tx.Db.Set<Charge>()
                            where charge.Practice == practice && charges.Contains(charge.Id)
                            join claim in tx.Db.Set<Claim>() on new { charge.Practice, charge.EncounterId } equals new { claim.Practice, claim.EncounterId }
                            select claim.Id).Distinct().ToListAsync(cancel);
        await ClaimEvents.AddMany(tx, practice, [], claims, cancel);
    }

    /// <summary>How much of the move was met; of a receipt never more than <paramref name="most"/> to a debt.</summary>
    private static Money Meet(Tx tx, DateOnly bookedOn, GuarantorMove move, HeldMoney held, List<(ReceiptApplication, JournalEntry)> made, string how, Func<Receipt, Id<Charge>, Money> most)
    {
        var charge = new Id<Charge>(move.ChargeId);
        var rest = move.Balance;
        var mine = held.Receipts.Where(r => r.AccountId.Value == move.AccountId && (r.EncounterId is null || r.EncounterId.Value.Value == move.EncounterId)).OrderBy(r => r.EncounterId is null).ToList();
        if (rest.IsNegative) mine.Reverse();
        foreach (var receipt in mine)
        {
            var part = rest.IsNegative ? Money.Max(rest, -held.Applied(receipt, charge)) : Money.Min(Money.Min(rest, most(receipt, charge)), held.Rest(receipt));
            if (part.IsZero || part.IsNegative != rest.IsNegative) continue;
            var row = new ReceiptApplication
            {
                Practice = receipt.Practice, Id = tx.NextId<ReceiptApplication>(), ReceiptId = receipt.Id, ChargeId = charge, AccountId = receipt.AccountId, Amount = part,
                AppliedOn = bookedOn, How = how, CausedBy = move.CausedBy,
            };
            held.Add(row);
            made.Add((row, Entry(row, receipt, move.EncounterId, move.ClaimId, move.ProviderId)));
            rest -= part;
        }
        return move.Balance - rest;
    }

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
