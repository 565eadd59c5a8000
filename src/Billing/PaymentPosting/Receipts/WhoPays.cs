using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>One whose money may come for a patient, by key and name, and what they owe.</summary>
public sealed record MayPay(Id<GuarantorAccount> Account, string Key, string Guarantor, Money Owes);

/// <summary>Whose a payment at the desk is. One guarantor's money never pays another's debt unasked (MONEY 6): where more than one comes into question, a person says it.</summary>
public static class WhoPays
{
    /// <summary>Who answers for the patient on the day, first, and whoever owes for visits of theirs.</summary>
    public static async Task<List<MayPay>> Of(Tx tx, Patient patient, DateOnly on, CancellationToken cancel = default)
    {
        var links = await tx.Db.Set<GuarantorOfPatient>().AsNoTracking().Where(g => g.Practice == patient.Practice && g.PatientId == patient.Id).OrderByDescending(g => g.From).ThenByDescending(g => g.Id).ToListAsync(cancel);
        var answers = links.Find(l => l.From <= on)?.AccountId;
        return [.. (await All(tx, patient, links, cancel)).FindAll(p => p.Account == answers || p.Owes > Money.Zero).OrderBy(p => p.Account != answers).ThenBy(p => p.Account.Value)];
    }

    /// <summary>The account of a payment that is for no visit.</summary>
    /// <param name="key">The account that was named; null where nobody said.</param>
    /// <exception cref="BadInputException">The one named never answered for the patient, more than one may be meant, or nobody answers.</exception>
    internal static async Task<Id<GuarantorAccount>> Account(Tx tx, Patient patient, string? key, DateOnly on, CancellationToken cancel)
    {
        if (key is not null)
        {
            var links = await tx.Db.Set<GuarantorOfPatient>().AsNoTracking().Where(g => g.Practice == patient.Practice && g.PatientId == patient.Id).ToListAsync(cancel);
            return (await All(tx, patient, links, cancel)).Find(p => p.Key == key)?.Account
                ?? throw new BadInputException("guarantor", $"No guarantor {key} answers for {patient.FirstName} {patient.LastName}.", "Name one of the patient's guarantors.");
        }
        var may = await Of(tx, patient, on, cancel);
        if (may.Count > 1)
            throw new BadInputException("guarantor", $"More than one may be meant: {string.Join("; ", may.Select(p => $"{p.Guarantor} owes {p.Owes.ForPeople()}"))}.", $"Say whose payment it is: {string.Join(" or ", may.Select(p => p.Key))}.");
        return may is [var only] ? only.Account : (await NameGuarantor.ForVisit(tx, patient, on, cancel))?.Id
            ?? throw new BadInputException("patient", "The patient is a minor and has no guarantor on that day.", "Name the guarantor first.");
    }

    private static async Task<List<MayPay>> All(Tx tx, Patient patient, List<GuarantorOfPatient> links, CancellationToken cancel)
    {
        var visits = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == patient.Practice && e.PatientId == patient.Id).Select(e => e.AccountId).Distinct().ToListAsync(cancel);
        var ids = links.Select(l => l.AccountId).Union(visits).ToList();
        var accounts = await tx.Db.Set<GuarantorAccount>().AsNoTracking().Where(a => a.Practice == patient.Practice && ids.Contains(a.Id)).ToListAsync(cancel);
        var all = new List<MayPay>();
        foreach (var account in accounts)
        {
            var open = await OpenBalances.Of(tx, patient.Practice, Ledger.Account.GuarantorReceivable, Party.Guarantor(account.Id.Value), cancel);
            all.Add(new MayPay(account.Id, account.Key, account.DisplayName, open.Where(o => o.Amount > Money.Zero).Sum(o => o.Amount)));
        }
        return all;
    }
}
