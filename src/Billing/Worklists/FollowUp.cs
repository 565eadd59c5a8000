using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Worklists;

/// <summary>A claim that waits for a person here and stands in no other queue: it was rejected, or its payer is silent.</summary>
/// <param name="Why">What happened: the words of the rejection, else when it was sent.</param>
public sealed record ClaimToFollow(Id<Claim> Claim, bool Rejected, string Why, NextStep Next);

/// <summary>The queue of claims to follow up (law 8): rejected, not answered in time, answered and still open with the payer.</summary>
public static class FollowUp
{
    /// <summary>Facts of so many claims that moved a moment ago are folded here and now; the advice of more than that is seconds old.</summary>
    private const int MostMoved = 500;

    /// <summary>How many and how much, as the stored advice has it.</summary>
    public static async Task<IReadOnlyList<ClaimToFollow>> Of(Tx tx, Id<Practice> practice, CancellationToken cancel = default)
    {
        var moved = await tx.Db.Set<Touched>().AsNoTracking().Where(t => t.Practice == practice).OrderBy(t => t.Id).Select(t => t.ClaimId).Take(MostMoved).ToListAsync(cancel);
        var stored = await tx.Db.Set<ClaimNow>().AsNoTracking().Where(c => c.Practice == practice && c.Turn == "us" && NextAction.FollowUp.Contains(c.NextAction)).Select(c => c.ClaimId).ToListAsync(cancel);
        var found = new List<ClaimToFollow>();
        foreach (var part in stored.Union(moved).Chunk(500))
        {
            foreach (var view in await ProjectClaims.View(tx, practice, part, await tx.Today(practice), cancel))
            {
                if (NextAction.Of(view) is var next && NextAction.FollowUp.Contains(next.Action)) found.Add(new ClaimToFollow(view.Claim.Id, NextAction.StatusOf(view) == ClaimStatus.Rejected, Why(view), next));
            }
        }
        return [.. found.OrderBy(f => f.Next.DueOn ?? DateOnly.MaxValue).ThenBy(f => f.Claim)];
    }

    private static string Why(ClaimView view) =>
        view.Events.LastOrDefault(e => e.Kind is ClaimEventKind.Rejected or ClaimEventKind.GroupRejected or ClaimEventKind.InterchangeRejected) is { } stopped && NextAction.StatusOf(view) == ClaimStatus.Rejected
            ? stopped.Detail : $"Sent on {view.Sent[^1].SentOn.InWords()}; {(ClaimStatus.IsPending(view.Sent[^1].Status) ? "no answer has come." : "answered, and some of it is still the payer's.")}";
}
