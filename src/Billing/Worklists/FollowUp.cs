using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Worklists;

/// <summary>A claim that waits for a person here and stands in no other queue: it was rejected, or its payer is silent.</summary>
/// <param name="Why">What happened: the words of the rejection, else when it was sent.</param>
public sealed record ClaimToFollow(Id<Claim> Claim, bool Rejected, string Why, NextStep Next);

/// <summary>How many claims wait for a person so, and how much hangs on them.</summary>
public sealed record FollowTotals(int Rejected, Money RejectedAtStake, int Silent, Money SilentAtStake)
{
    public int Count => Rejected + Silent;
    public Money AtStake => RejectedAtStake + SilentAtStake;
}

/// <summary>
/// The queue of claims to follow up (law 8): rejected, not answered in time, answered and still open with the payer. Read from the stored advice, and folded here and now for claims
/// whose facts moved a moment ago.
/// </summary>
public static class FollowUp
{
    /// <summary>The list holds so many, the most urgent.</summary>
    public const int Most = 100;
    /// <summary>Of more claims that moved a moment ago the advice is seconds old.</summary>
    private const int MostMoved = 500;

    public static async Task<FollowTotals> Totals(Tx tx, Id<Practice> practice, CancellationToken cancel = default)
    {
        var moved = await Moved(tx, practice, cancel);
        var stored = await Stored(tx, practice, moved).Select(c => new { Rejected = c.Status == ClaimStatus.Rejected, c.AtStake }).ToListAsync(cancel);
        var all = stored.Select(s => (s.Rejected, s.AtStake)).Concat((await Fold(tx, practice, moved, cancel)).Select(f => (f.Rejected, f.Next.AtStake))).ToLookup(w => w.Rejected, w => w.AtStake);
        return new FollowTotals(all[true].Count(), all[true].Sum(), all[false].Count(), all[false].Sum());
    }

    public static async Task<IReadOnlyList<ClaimToFollow>> Of(Tx tx, Id<Practice> practice, CancellationToken cancel = default)
    {
        var moved = await Moved(tx, practice, cancel);
        var stored = await Stored(tx, practice, moved).OrderBy(c => c.DueOn == null).ThenBy(c => c.DueOn).ThenBy(c => c.ClaimId).Select(c => c.ClaimId).Take(Most).ToListAsync(cancel);
        return [.. (await Fold(tx, practice, [.. stored, .. moved], cancel)).OrderBy(f => f.Next.DueOn ?? DateOnly.MaxValue).ThenBy(f => f.Claim).Take(Most)];
    }

    private static Task<List<Id<Claim>>> Moved(Tx tx, Id<Practice> practice, CancellationToken cancel) =>
        tx.Db.Set<Touched>().AsNoTracking().Where(t => t.Practice == practice).Select(t => t.ClaimId).Distinct().OrderBy(c => c).Take(MostMoved).ToListAsync(cancel);

    private static IQueryable<ClaimNow> Stored(Tx tx, Id<Practice> practice, List<Id<Claim>> moved) =>
        tx.Db.Set<ClaimNow>().AsNoTracking().Where(c => c.Practice == practice && c.Turn == "us" && NextAction.FollowUp.Contains(c.NextAction) && !moved.Contains(c.ClaimId));

    private static async Task<IEnumerable<ClaimToFollow>> Fold(Tx tx, Id<Practice> practice, IReadOnlyList<Id<Claim>> claims, CancellationToken cancel) =>
        claims.Count == 0 ? [] : (await ProjectClaims.View(tx, practice, claims, await tx.Today(practice), cancel)).Select(view => (View: view, Next: NextAction.Of(view)))
            .Where(c => NextAction.FollowUp.Contains(c.Next.Action)).Select(c => new ClaimToFollow(c.View.Claim.Id, NextAction.StatusOf(c.View) == ClaimStatus.Rejected, c.Next.Action == NextAction.BillMissing ? $"{c.View.Unbilled.ForPeople()} was charged for the visit and is on no claim that went." : Why(c.View), c.Next));

    private static string Why(ClaimView view) =>
        view.Events.LastOrDefault(e => e.Kind is ClaimEventKind.Rejected or ClaimEventKind.GroupRejected or ClaimEventKind.InterchangeRejected) is { } stopped && NextAction.StatusOf(view) == ClaimStatus.Rejected
            ? stopped.Detail : $"Sent on {view.Sent[^1].SentOn.InWords()}; {(ClaimStatus.IsPending(view.Sent[^1].Status) ? "no answer has come." : "answered, and some of it is still the payer's.")}";
}
