using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Audit;

/// <summary>Who touched a subject last, for somebody whose own edit comes after theirs.</summary>
public static class LastSaved
{
    /// <param name="tx">The transaction.</param>
    /// <param name="subject">As the audit names it: "visit 17".</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>The actor; null when nobody did.</returns>
    public static Task<string?> By(Tx tx, string subject, CancellationToken cancel) =>
        tx.Db.Set<AuditRow>().AsNoTracking().Where(a => a.Subject == subject).OrderByDescending(a => a.Id).Select(a => a.Actor).FirstOrDefaultAsync(cancel);
}
