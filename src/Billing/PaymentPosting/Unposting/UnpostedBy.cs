using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Who unposted a check, or one claim of it, on which day of the practice, and why.</summary>
public sealed record UnpostedBy(string Actor, DateOnly On, string Reason, bool IsOneClaim)
{
    /// <summary>Every unposting of the check by a person, the latest first; also those after which it was posted again.</summary>
    public static async Task<IReadOnlyList<UnpostedBy>> Of(Tx tx, Id<Practice> practice, Id<PayerCheck> check, CancellationToken cancel = default)
    {
        var runs = await tx.Db.Set<PostingRun>().AsNoTracking().Where(r => r.Practice == practice && r.CheckId == check && (r.Kind == RunKind.Unpost || r.Kind == RunKind.UnpostClaim)).OrderByDescending(r => r.N).ToListAsync(cancel);
        var numbers = runs.ConvertAll(r => r.Id.Value.ToString(CultureInfo.InvariantCulture));
        var reasons = numbers.Count == 0 ? [] : await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && d.Kind == PersonDecisions.Unpost && numbers.Contains(d.Choice)).ToDictionaryAsync(d => d.Choice, cancel);
        return [.. runs.Select(r => (Run: r, Said: reasons.GetValueOrDefault(r.Id.Value.ToString(CultureInfo.InvariantCulture)))).Where(r => r.Said is not null)
            .Select(r => new UnpostedBy(r.Said!.Actor, r.Run.BookedOn, r.Said.Reason, r.Run.Kind == RunKind.UnpostClaim))];
    }
}
