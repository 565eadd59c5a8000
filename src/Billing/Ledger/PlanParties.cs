using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Ledger;

/// <summary>
/// As which party a plan owes. A payer that covers a patient under two plans (a child whose parents both have it) owes for each apart, so that passing a share from one to the other, a credit of one
/// and a write-off of the other are what they are between two payers.
/// </summary>
public static class PlanParties
{
    public static Party Of(Coverage coverage) => coverage.ApartId is { } apart ? Party.Plan(apart) : Party.Payer(coverage.PayerId.Value);

    /// <summary>What a decision keeps of a party beside its payer; null where the payer's name says it all.</summary>
    public static long? ApartOf(Party party) => party.Kind == PartyKind.Plan ? party.Id : null;

    /// <summary>As what these coverages owe.</summary>
    public static async Task<Dictionary<Id<Coverage>, Party>> Of(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Coverage>> coverages, CancellationToken cancel) =>
        await tx.Db.Set<Coverage>().AsNoTracking().Where(c => c.Practice == practice && coverages.Contains(c.Id)).ToDictionaryAsync(c => c.Id, Of, cancel);

    /// <summary>The payer behind a party; null where it is none.</summary>
    public static async Task<Id<Payer>?> PayerOf(Tx tx, Id<Practice> practice, Party party, CancellationToken cancel) =>
        party.Kind == PartyKind.Payer ? new Id<Payer>(party.Id) : (await Behind(tx, practice, [party], cancel)).GetValueOrDefault(party)?.PayerId;

    /// <summary>Of those of the parties that are plans apart, the coverage that names them.</summary>
    public static async Task<Dictionary<Party, Coverage>> Behind(Tx tx, Id<Practice> practice, IEnumerable<Party> parties, CancellationToken cancel)
    {
        var ids = parties.Where(p => p.Kind == PartyKind.Plan).Select(p => new Id<Coverage>(p.Id)).Distinct().ToList();
        return ids.Count == 0 ? [] : await tx.Db.Set<Coverage>().AsNoTracking().Where(c => c.Practice == practice && ids.Contains(c.Id)).ToDictionaryAsync(c => Party.Plan(c.Id.Value), cancel);
    }

    /// <summary>What insurers are called; a plan apart with its member id, by which its payer's plans are told apart.</summary>
    public static async Task<Dictionary<Party, string>> Names(Tx tx, Id<Practice> practice, IEnumerable<Party> parties, CancellationToken cancel)
    {
        var insurers = parties.Where(p => p.IsInsurer).Distinct().ToList();
        var plans = await Behind(tx, practice, insurers, cancel);
        var ids = insurers.ConvertAll(p => plans.GetValueOrDefault(p)?.PayerId ?? new Id<Payer>(p.Id));
        var payers = await tx.Db.Set<Payer>().AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        return insurers.ToDictionary(p => p, p => plans.GetValueOrDefault(p) is { } plan ? NameOf(plan, payers[plan.PayerId]) : payers.GetValueOrDefault(new(p.Id), "payer"));
    }

    public static string NameOf(Coverage plan, string payer) => $"{payer} ({plan.MemberId})";
}
