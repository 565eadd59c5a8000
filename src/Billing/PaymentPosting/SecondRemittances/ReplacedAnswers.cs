using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Answers of a remittance in whose place another one of the check is posted (<see cref="DecideSecondRemittance"/>).</summary>
internal static class ReplacedAnswers
{
    /// <summary>Those of the answers.</summary>
    public static async Task<HashSet<long>> Among(Tx tx, Id<Practice> practice, IReadOnlyCollection<long> answers, CancellationToken cancel)
    {
        if (answers.Count == 0) return [];
        var ids = answers.Select(a => new Id<Adjudication>(a)).ToList();
        var from = (await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.Id)).Select(a => new { a.Id, a.RemittanceId }).ToListAsync(cancel)).ToLookup(a => a.RemittanceId, a => a.Id.Value);
        var replaced = new HashSet<long>();
        foreach (var remittance in from)
            if (await CheckDetail.WhyGone(tx, practice, remittance.Key, cancel) is not null) replaced.UnionWith(remittance);
        return replaced;
    }
}
