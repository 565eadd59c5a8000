using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Worklists;

/// <summary>A claim that waits for a person here and stands in no other queue: it was rejected, or its payer is silent.</summary>
/// <param name="Why">What happened: the words of the rejection, else when it was sent.</param>
/// <param name="Payer">Whom it is about, in words: who has the claim that was rejected or is not answered; of what is open, whose open item it is.</param>
public sealed record ClaimToFollow(Id<Claim> Claim, bool Rejected, string Why, string Payer, NextStep Next);

/// <summary>How many claims wait for a person so, and how much hangs on them.</summary>
/// <param name="Silent">Those that were not rejected and are no credit: the payer is silent, or the visit was corrected since it answered.</param>
public sealed record FollowTotals(int Rejected, Money RejectedAtStake, int Silent, Money SilentAtStake)
{
    /// <summary>Credits that no answer's work is about, never taken off what is at stake elsewhere (MONEY 1.9).</summary>
    public int Credits { get; init; }
    /// <summary>Below zero.</summary>
    public Money CreditsAtStake { get; init; }

    public int Count => Rejected + Silent + Credits;
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
        var all = stored.Select(s => (s.Rejected, s.AtStake)).Concat((await Fold(tx, practice, moved, cancel)).Select(f => (f.Rejected, f.Next.AtStake))).ToList();
        var (credits, atStake) = (all.FindAll(w => w.AtStake.IsNegative).ConvertAll(w => w.AtStake), all.FindAll(w => !w.AtStake.IsNegative).ToLookup(w => w.Rejected, w => w.AtStake));
        return new FollowTotals(atStake[true].Count(), atStake[true].Sum(), atStake[false].Count(), atStake[false].Sum()) { Credits = credits.Count, CreditsAtStake = credits.Sum() };
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

    private static async Task<IEnumerable<ClaimToFollow>> Fold(Tx tx, Id<Practice> practice, IReadOnlyList<Id<Claim>> claims, CancellationToken cancel)
    {
        if (claims.Count == 0) return [];
        var found = (await ProjectClaims.View(tx, practice, claims, await tx.Today(practice), cancel)).Select(view => (View: view, Next: NextAction.Of(view)))
            .Where(c => NextAction.FollowUp.Contains(c.Next.Action)).Select(c => (c.View, c.Next, Of: About(c.View, c.Next))).ToList();
        var names = await PlanParties.Names(tx, practice, found.SelectMany(f => f.Of), cancel);
        return found.Select(c => new ClaimToFollow(c.View.Claim.Id, NextAction.StatusOf(c.View) == ClaimStatus.Rejected, NextAction.AsksForCorrection(c.Next) ? WhyCorrected(c.View) : Why(c.View, c.Next, c.Of),
            string.Join(" and ", c.Of.Select(party => names[party])), c.Next));
    }

    /// <summary>
    /// Whom a biller turns to: a corrected claim goes to the first payer; a debt or a credit is its plan's, whoever was asked last. Example: 15.00 of the guarantor's moved to the first plan
    /// after the second had answered: the first plan.
    /// </summary>
    private static List<Party> About(ClaimView view, NextStep next)
    {
        if (NextAction.AsksForCorrection(next)) return [PayerOf(view.Sent.Last(s => s.Submission is { Level: PayerLevel.P, Frequency: not "8" }))];
        var open = NextAction.IsAboutOpenItem(next) ? view.Open.Where(o => o.Account == Account.PayerReceivable && o.Amount.IsNegative == next.AtStake.IsNegative).Select(o => o.Party).Distinct().ToList() : [];
        return open.Count > 0 ? open : [PayerOf(view.Sent[^1])];
    }

    private static Party PayerOf(SentClaim sent) => Party.Payer(sent.Submission.PayerId.Value);

    /// <summary>What of the visit the claim that went does not say, and what was paid for what is void.</summary>
    public static string WhyCorrected(ClaimView view) => string.Join(' ', new[]
    {
        view.Unbilled > Money.Zero ? $"{view.Unbilled.ForPeople()} was charged for the visit and is on no claim that went." : null,
        view.BillsVoid ? $"The claim that went has a charge that was taken off the visit since.{(view.CreditOfVoid.IsZero ? "" : $" {(-view.CreditOfVoid).ForPeople()} was paid for it: that is a credit until the corrected claim is answered.")}" : null,
    }.OfType<string>());

    private static string Why(ClaimView view, NextStep next, List<Party> about) => next.AtStake.IsNegative ? "More was paid than is owed." :
        view.Events.LastOrDefault(e => e.Kind is ClaimEventKind.Rejected or ClaimEventKind.GroupRejected or ClaimEventKind.InterchangeRejected) is { } stopped && NextAction.StatusOf(view) == ClaimStatus.Rejected
            ? stopped.Detail : WhySent(view.Sent.LastOrDefault(s => about.Contains(PayerOf(s))) ?? view.Sent[^1]);

    private static string WhySent(SentClaim sent) => $"Sent on {sent.SentOn.InWords()}; {(ClaimStatus.IsPending(sent.Status) ? "no answer has come." : "answered, and some of it is still the payer's.")}";
}
