using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting.Cases;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// Of provider adjustments whose reference names a claim of a sibling practice, whose it is: by our number or by the payer's number of an answer that was posted there. One that names a
/// claim of the payee stays there, and so does the balance that the payer carries to the payee's next check.
/// </summary>
internal sealed record AdjustmentOwners(IReadOnlyDictionary<Id<ProviderAdjustment>, Id<Practice>> Open, IReadOnlyDictionary<Id<ProviderAdjustment>, Practice> Closed)
{
    public static async Task<AdjustmentOwners> Of(Tx tx, PayerCheck check, IReadOnlyList<ProviderAdjustment> adjustments, CancellationToken cancel)
    {
        var open = new Dictionary<Id<ProviderAdjustment>, Id<Practice>>();
        var closed = new Dictionary<Id<ProviderAdjustment>, Practice>();
        var naming = adjustments.Where(a => a.ReferenceRaw is not null && !ForwardBalance.Takes(a.Reason)).ToList();
        if (naming.Count == 0 || PassedCheck.Of(check) is not null) return new(open, closed);
        var siblings = await Siblings.Of(tx, check.Practice, cancel);
        List<Id<Practice>> ours = [check.Practice, .. siblings.Open.Select(p => p.Id)];
        var sent = await Sent(tx, ours, naming, cancel);
        var answered = await Answered(tx, ours, naming, cancel);
        var owners = await siblings.Owners(tx, [.. naming.Select(a => Pcn.Fold(a.ReferenceRaw!)).Distinct()]);
        foreach (var plb in naming)
            if (sent[Pcn.Fold(plb.ReferenceRaw!)].Concat(answered[plb.ReferenceRaw!]).Distinct().ToList() is [var one])
            {
                if (one != check.Practice) open[plb.Id] = one;
            }
            else if (owners.TryGetValue(Pcn.Fold(plb.ReferenceRaw!), out var owner)) closed[plb.Id] = owner;
        return new(open, closed);
    }

    private static async Task<ILookup<string, Id<Practice>>> Sent(Tx tx, List<Id<Practice>> ours, List<ProviderAdjustment> naming, CancellationToken cancel)
    {
        var numbers = naming.Select(a => Pcn.Fold(a.ReferenceRaw!)).Where(n => n.Length > 0).Distinct().ToList();
        return (await tx.Db.Set<Submission>().AsNoTracking().Where(s => ours.Contains(s.Practice) && numbers.Contains(s.PcnFolded)).Select(s => new { s.Practice, s.PcnFolded }).ToListAsync(cancel))
            .ToLookup(s => s.PcnFolded, s => s.Practice, StringComparer.Ordinal);
    }

    private static async Task<ILookup<string, Id<Practice>>> Answered(Tx tx, List<Id<Practice>> ours, List<ProviderAdjustment> naming, CancellationToken cancel)
    {
        var numbers = naming.Select(a => a.ReferenceRaw).Distinct().ToList();
        var said = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => ours.Contains(a.Practice) && numbers.Contains(a.PayerControl)).Select(a => new { a.Practice, a.Id, a.PayerControl }).ToListAsync(cancel);
        var facts = said.ConvertAll(a => a.Id.Value);
        // An answer that was passed on has matched no claim of the payee: the sibling's own row of it names the owner.
        var matched = (await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => ours.Contains(d.Practice) && d.FactKind == FactKind.Adjudication && facts.Contains(d.FactId) && d.MatchedClaimId != null)
            .Select(d => d.FactId).Distinct().ToListAsync(cancel)).ToHashSet();
        return said.Where(a => matched.Contains(a.Id.Value)).ToLookup(a => a.PayerControl!, a => a.Practice, StringComparer.Ordinal);
    }
}
