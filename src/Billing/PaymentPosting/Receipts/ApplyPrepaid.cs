using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// Money held ahead pays debts that stand: the oldest receipt and the oldest debt first; what was taken for a visit pays that visit alone. Money becomes free again when a
/// payer's new answer lowers a share that was paid; no guarantor is asked for what we hold of theirs (MONEY 1.6, 3). What is left then covers what they were given back twice (<see cref="RefundParts"/>).
/// </summary>
public static class ApplyPrepaid
{
    /// <returns>How much was applied to debts, or covers what they were given back twice; zero where nothing is held that may pay, or nothing is owed.</returns>
    public static async Task<Money> Run(Tx tx, Id<Practice> practice, Id<GuarantorAccount> account, CancellationToken cancel = default)
    {
        await Roots.HoldAccount(tx, account);
        var today = await tx.Today(practice);
        var applied = Money.Zero;
        foreach (var (receipt, held) in await Held(tx, practice, account, cancel)) applied += await Pay(tx, receipt, held, today, "held", cancel);
        applied += (await RefundParts.Cover(tx, practice, account, today, cancel)).Sum(c => c.Amount);
        tx.Subject = $"account {account}";
        return applied;
    }

    /// <summary>The same for each account that has paid for the patient.</summary>
    public static async Task<Money> OfPatient(Tx tx, Patient patient, CancellationToken cancel = default)
    {
        var accounts = await tx.Db.Set<Receipt>().Where(r => r.Practice == patient.Practice && r.PatientId == patient.Id).Select(r => r.AccountId).Distinct().ToListAsync(cancel);
        var applied = Money.Zero;
        foreach (var account in accounts.OrderBy(a => a.Value)) applied += await Run(tx, patient.Practice, account, cancel);
        tx.Subject = $"patient {patient.Id}";
        return applied;
    }

    /// <summary>How much <see cref="Run"/> would apply.</summary>
    public static async Task<Money> Usable(Tx tx, Id<Practice> practice, Id<GuarantorAccount> account, CancellationToken cancel = default)
    {
        var held = await Held(tx, practice, account, cancel);
        if (held.Count == 0) return Money.Zero;
        var debts = (await Debts(tx, practice, account, cancel)).ConvertAll(d => (d.Visit, d.Owed));
        var usable = Money.Zero;
        foreach (var (receipt, amount) in held)
        {
            var rest = amount;
            for (var i = 0; i < debts.Count; i++)
            {
                if (receipt.EncounterId is { } only && debts[i].Visit != only) continue;
                var part = Money.Min(rest, debts[i].Owed);
                (rest, debts[i]) = (rest - part, (debts[i].Visit, debts[i].Owed - part));
            }
            usable += amount - rest;
        }
        return usable;
    }

    /// <summary>Debts of the receipt's visit, or of the whole account oldest first, are paid from what it holds.</summary>
    internal static async Task<Money> Pay(Tx tx, Receipt receipt, Money held, DateOnly today, string how, CancellationToken cancel)
    {
        var (rest, made) = (held, new List<(ReceiptApplication, JournalEntry)>());
        foreach (var debt in await Debts(tx, receipt.Practice, receipt.AccountId, cancel))
        {
            if (receipt.EncounterId is { } only && debt.Visit != only) continue;
            var part = Money.Min(rest, debt.Owed);
            if (part.IsZero) break;
            var row = new ReceiptApplication
            {
                Practice = receipt.Practice, Id = tx.NextId<ReceiptApplication>(), ReceiptId = receipt.Id, ChargeId = debt.Charge, AccountId = receipt.AccountId, Amount = part, AppliedOn = today,
                How = how, CausedBy = null,
            };
            made.Add((row, Applications.Entry(row, receipt, debt.Visit.Value, null, debt.Provider.Value)));
            rest -= part;
        }
        await Applications.Book(tx, receipt.Practice, today, made, cancel);
        return held - rest;
    }

    private sealed record Debt(Id<Charge> Charge, Id<Encounter> Visit, Id<Provider> Provider, Money Owed);

    private static async Task<List<Debt>> Debts(Tx tx, Id<Practice> practice, Id<GuarantorAccount> account, CancellationToken cancel)
    {
        var open = (await OpenBalances.Of(tx, practice, Account.GuarantorReceivable, Party.Guarantor(account.Value), cancel)).Where(b => b.Amount > Money.Zero)
            .Select(b => (Charge: new Id<Charge>(b.ChargeId), b.Amount)).ToList();
        var ids = open.ConvertAll(d => d.Charge);
        var visits = await (from charge in tx.Db.Set<Charge>().AsNoTracking()
                            where charge.Practice == practice && ids.Contains(charge.Id)
                            join visit in tx.Db.Set<Encounter>() on new { charge.Practice, Id = charge.EncounterId } equals new { visit.Practice, visit.Id }
                            select new { charge.Id, Visit = visit.Id, visit.ProviderId }).ToDictionaryAsync(c => c.Id, cancel);
        return [.. open.Where(d => visits.ContainsKey(d.Charge)).Select(d => new Debt(d.Charge, visits[d.Charge].Visit, visits[d.Charge].ProviderId, d.Amount))];
    }

    private static async Task<List<(Receipt Receipt, Money Held)>> Held(Tx tx, Id<Practice> practice, Id<GuarantorAccount> account, CancellationToken cancel) =>
        (await HeldMoney.Read(tx, practice, [account.Value], cancel)).Ahead();
}
