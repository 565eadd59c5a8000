using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// Which remittances explain a check: those that are posted to it now, and those that are to be, by the latest decision about a second one. Where both are the same
/// the check is settled; where they differ, <see cref="Next"/> says the next run.
/// </summary>
internal sealed record CheckDetail(PayerCheck Check, IReadOnlyList<RemittanceRow> All, IReadOnlySet<Id<RemittanceRow>> Posted, SecondDecision? Decision)
{
    /// <summary>A check with one remittance, and no decision about another: nearly every one.</summary>
    public bool IsPlain => All.Count < 2 && Decision is null;

    /// <summary>Null where nobody decided: then whichever remittance is brought is posted.</summary>
    public IReadOnlySet<Id<RemittanceRow>>? Wanted => Decision?.Wanted.Select(w => new Id<RemittanceRow>(w)).ToHashSet();

    public bool IsSettled => Wanted is not { } wanted || wanted.SetEquals(Posted);

    /// <summary>What the remittances that belong to the check leave unexplained of it.</summary>
    public Money Difference => DifferenceOf(Wanted ?? Posted);

    public Money DifferenceOf(IEnumerable<Id<RemittanceRow>> which) => Check.Amount - All.Where(r => which.Contains(r.Id)).Sum(r => r.ClaimsPaid - r.ProviderAdjustments);

    /// <summary>Why nothing of the remittance can post: another one is posted to its check and no decision wants this one. Null when it may.</summary>
    public string? WhyGone(Id<RemittanceRow> remittance) => Posted.Count == 0 || Posted.Contains(remittance) || Wanted?.Contains(remittance) == true ? null
        : $"Another remittance of check {Check.Trn02} is posted in its place.";

    /// <summary>First what must go, latest first; then what is to come, in the order in which it was received.</summary>
    public (RemittanceRow Remittance, bool Unpost)? Next()
    {
        if (Wanted is not { } wanted) return null;
        if (All.LastOrDefault(r => Posted.Contains(r.Id) && !wanted.Contains(r.Id)) is { } gone) return (gone, true);
        return All.FirstOrDefault(r => wanted.Contains(r.Id) && !Posted.Contains(r.Id)) is { } due ? (due, false) : null;
    }

    public static async Task<string?> WhyGone(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance, CancellationToken cancel)
    {
        var check = await tx.Db.Set<RemittanceRow>().AsNoTracking().Where(r => r.Practice == practice && r.Id == remittance).Select(r => r.CheckId).FirstAsync(cancel);
        return (await Of(tx, practice, check, cancel)).WhyGone(remittance);
    }

    public static async Task<CheckDetail> Of(Tx tx, Id<Practice> practice, Id<PayerCheck> check, CancellationToken cancel)
    {
        var row = await tx.Db.Set<PayerCheck>().AsNoTracking().FirstAsync(c => c.Practice == practice && c.Id == check, cancel);
        var all = await tx.Db.Set<RemittanceRow>().AsNoTracking().Where(r => r.Practice == practice && r.CheckId == check).ToListAsync(cancel);
        var runs = await tx.Db.Set<PostingRun>().AsNoTracking().Where(r => r.Practice == practice && r.CheckId == check).OrderBy(r => r.N).Select(r => new { r.RemittanceId, r.Kind }).ToListAsync(cancel);
        var last = runs.GroupBy(r => r.RemittanceId).ToDictionary(g => g.Key, g => g.Last().Kind);
        var posted = new HashSet<Id<RemittanceRow>>(last.Where(l => l.Value != RunKind.Unpost).Select(l => l.Key));
        // A posted claim of a remittance whose last run took another claim back: it still belongs to the check.
        foreach (var (id, _) in last.Where(l => l.Value == RunKind.Unpost))
            if (await LiveFacts.Posted(tx, practice, id) > 0) posted.Add(id);
        return new CheckDetail(row, [.. all.OrderBy(r => r.ReceivedAt).ThenBy(r => r.Id)], posted, await SecondDecision.Latest(tx, practice, row, all, cancel));
    }
}

/// <summary>The kinds of a <see cref="PostingRun"/>.</summary>
internal static class RunKind
{
    public const string Post = "post";
    public const string Retry = "retry";
    /// <summary>A further remittance of a check whose money is announced already.</summary>
    public const string Part = "part";
    /// <summary>All or nothing, and not all could post.</summary>
    public const string Held = "held";
    public const string Unpost = "unpost";
    /// <summary>One claim taken back; the remittance stays with its check.</summary>
    public const string UnpostClaim = "unpostClaim";
    /// <summary>Posted answers of one claim decided again, because a person decided something about it.</summary>
    public const string Redecide = "redecide";
}
