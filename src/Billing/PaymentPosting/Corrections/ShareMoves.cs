using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Who is asked for what of a visit, before and after something moved it, in words for a biller.</summary>
internal static class ShareMoves
{
    /// <summary>What plans and the guarantor owe for the visit's charges, and what the guarantor has paid ahead (as owed below zero).</summary>
    public static async Task<Dictionary<(Account Account, Party Party), Money>> Read(Tx tx, Encounter visit, CancellationToken cancel)
    {
        var charges = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == visit.Practice && c.EncounterId == visit.Id).Select(c => c.Id).ToListAsync(cancel);
        var owed = (await OpenBalances.About(tx, visit.Practice, charges.ConvertAll(c => $"charge:{c}"), cancel)).Where(b => b.Account is Account.PayerReceivable or Account.GuarantorReceivable);
        var ahead = await OpenBalances.Of(tx, visit.Practice, Account.PatientPrepayments, Party.Guarantor(visit.AccountId.Value), cancel);
        return owed.Concat(ahead).GroupBy(b => (b.Account, b.Party)).ToDictionary(g => g.Key, g => g.Sum(b => b.Amount));
    }

    public static async Task<string> Words(Tx tx, Id<Practice> practice, Dictionary<(Account Account, Party Party), Money> before, Dictionary<(Account Account, Party Party), Money> after, CancellationToken cancel)
    {
        var names = await PlanParties.Names(tx, practice, before.Keys.Union(after.Keys).Select(k => k.Party), cancel);
        var moved = before.Keys.Union(after.Keys).Select(k => (Key: k, By: after.GetValueOrDefault(k) - before.GetValueOrDefault(k))).Where(m => !m.By.IsZero)
            .OrderBy(m => m.Key.Account).ThenBy(m => m.By.IsNegative).Select(m => Words(m.Key.Account, m.By, names.GetValueOrDefault(m.Key.Party, "the guarantor"))).ToList();
        return moved.Count == 0 ? "The answers were decided again; nobody owes anything else." : string.Join(' ', moved);
    }

    private static string Words(Account account, Money by, string who) => (account, by.IsNegative) switch
    {
        (Account.PatientPrepayments, true) => $"{by.Abs} that the guarantor has paid is theirs again: it pays their next debt, or is given back.",
        (Account.PatientPrepayments, false) => $"{by} that the guarantor had paid ahead pays it.",
        (_, false) => $"{by} is asked of {who} now.",
        _ => $"{by.Abs} is not asked of {who} any more.",
    };
}
