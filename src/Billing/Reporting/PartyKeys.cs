using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Reporting;

/// <summary>The keys by which scripts know the parties of journal lines: a payer's, under whichever plan it owes, a guarantor's or practice's; a payer known only from its file by TRN03.</summary>
public sealed class PartyKeys
{
    private readonly Dictionary<Party, (string Key, string Name)> _known = [];

    /// <summary>Null where the money is nobody's that is known: an unidentified receipt, a check whose payer has neither key nor TRN03.</summary>
    public string? KeyOf(Party party) => _known.TryGetValue(party, out var known) && known.Key.Length > 0 ? known.Key : null;
    public string NameOf(Party party) => _known.TryGetValue(party, out var known) ? known.Name : "nobody";

    public static async Task<PartyKeys> Of(Tx tx, Id<Practice> practice, IEnumerable<Party> parties, CancellationToken cancel = default)
    {
        var keys = new PartyKeys();
        var wanted = parties.Distinct().ToLookup(p => p.Kind, p => p.Id);
        var plans = await PlanParties.Behind(tx, practice, wanted[PartyKind.Plan].Select(Party.Plan), cancel);
        var payers = wanted[PartyKind.Payer].Select(i => new Id<Payer>(i)).Concat(plans.Values.Select(p => p.PayerId)).ToList();
        foreach (var payer in await tx.Db.Set<Payer>().AsNoTracking().Where(p => payers.Contains(p.Id)).ToListAsync(cancel))
        {
            keys._known[Party.Payer(payer.Id.Value)] = (payer.Key, payer.Name);
            foreach (var (party, plan) in plans.Where(p => p.Value.PayerId == payer.Id)) keys._known[party] = (payer.Key, PlanParties.NameOf(plan, payer.Name));
        }
        var accounts = wanted[PartyKind.Guarantor].Select(i => new Id<GuarantorAccount>(i)).ToList();
        foreach (var account in await tx.Db.Set<GuarantorAccount>().AsNoTracking().Where(a => a.Practice == practice && accounts.Contains(a.Id)).ToListAsync(cancel))
            keys._known[Party.Guarantor(account.Id.Value)] = (account.Key, account.DisplayName);
        foreach (var own in await tx.Db.Set<Practice>().AsNoTracking().ToListAsync(cancel))
            keys._known[Party.Practice(own.Id.Value)] = (own.Key, own.Name);
        var checks = wanted[PartyKind.UnknownPayer].Select(i => new Id<PayerCheck>(i)).ToList();
        // A payer that is on nobody's list stands in the journal by the check that named it.
        foreach (var check in await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Practice == practice && checks.Contains(c.Id)).ToListAsync(cancel))
            keys._known[new Party(PartyKind.UnknownPayer, check.Id.Value)] = (check.Trn03, check.PayerName);
        return keys;
    }
}
