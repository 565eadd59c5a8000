using System.Text.Json;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Remittance;

/// <summary>
/// What a person said of a second remittance for a check: kept as the choice of a <see cref="PersonDecision"/>. The latest counts, so that another choice undoes this one.
/// </summary>
/// <param name="ExceptionId">The exception it answers.</param>
/// <param name="CanonicalHash">The content decided about: the same content in another envelope is decided too.</param>
/// <param name="RemittanceId">The second remittance once it is recorded; null while it only waits as a file.</param>
/// <param name="Before">What was posted to the check when it was first decided: what "duplicate" goes back to.</param>
/// <param name="Wanted">What is to be posted to the check from now on.</param>
internal sealed record SecondDecision(long ExceptionId, SecondChoice Choice, long CheckId, string CanonicalHash, long? RemittanceId, IReadOnlyList<long> Before, IReadOnlyList<long> Wanted)
{
    public const string Kind = "secondRemittance";

    /// <summary>When the row was written: decisions and the receiving of remittances are compared by it.</summary>
    private Instant At { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>All decisions of the practice about second remittances, oldest first; there are few.</summary>
    public static async Task<List<(PersonDecision Row, SecondDecision Decision)>> All(Tx tx, Id<Practice> practice, CancellationToken cancel) =>
        (await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && d.Kind == Kind).OrderBy(d => d.At).ThenBy(d => d.Id).ToListAsync(cancel))
            .ConvertAll(r => (r, JsonSerializer.Deserialize<SecondDecision>(r.Choice)! with { At = r.At }));

    /// <summary>The latest decision about this content for the check, in whatever envelope it comes.</summary>
    public static async Task<(PersonDecision Row, SecondDecision Decision)?> OfContent(Tx tx, Id<Practice> practice, Id<PayerCheck> check, string canonicalHash, CancellationToken cancel) =>
        (await All(tx, practice, cancel)).Where(d => d.Decision.CheckId == check.Value && d.Decision.CanonicalHash == canonicalHash).Select(d => ((PersonDecision, SecondDecision)?)d).LastOrDefault();

    public static async Task<(PersonDecision Row, SecondDecision Decision)?> OfException(Tx tx, PostingException exception, CancellationToken cancel) =>
        (await All(tx, exception.Practice, cancel)).Where(d => d.Decision.ExceptionId == exception.Id.Value).Select(d => ((PersonDecision, SecondDecision)?)d).LastOrDefault();

    /// <summary>
    /// The decision in force for a check. A remittance that came later and was taken, since nothing was posted then, speaks last: nobody's decision binds it.
    /// </summary>
    public static async Task<SecondDecision?> Latest(Tx tx, Id<Practice> practice, PayerCheck check, IReadOnlyList<RemittanceRow> all, CancellationToken cancel)
    {
        if (all.Count < 2) return null;
        var latest = (await All(tx, practice, cancel)).Select(d => d.Decision).LastOrDefault(d => d.CheckId == check.Id.Value);
        if (latest is null) return null;
        return all.Any(r => r.ReceivedAt.CompareTo(latest.At) > 0 && !latest.Wanted.Contains(r.Id.Value) && !latest.Before.Contains(r.Id.Value) && r.Id.Value != latest.RemittanceId) ? null : latest;
    }
}
