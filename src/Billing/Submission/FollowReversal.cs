using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>
/// A later payer's claim that was answered before an earlier payer took its answer back goes again as a replacement (frequency 7) with the new answer and the
/// later payer's own number (MONEY 3). One that is pending is not sent a second time; without the earlier payer's new answer it is held.
/// </summary>
internal static class FollowReversal
{
    public static async Task<List<DueClaim>> Find(Tx tx, CancellationToken cancel)
    {
        var work = await OpenDenials.Open(tx).Where(d => d.Codes == TakenBackWork.Codes).Select(d => new { d.Practice, d.ClaimId, Reversal = d.AdjudicationId }).Distinct().ToListAsync(cancel);
        var due = new List<DueClaim>();
        foreach (var job in work.OrderBy(w => w.ClaimId).ThenBy(w => w.Reversal))
        {
            var said = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == job.Practice && d.FactKind == FactKind.Adjudication && d.FactId == job.Reversal.Value)
                .OrderByDescending(d => d.Generation).FirstAsync(cancel);
            var claim = await tx.Db.Set<Claim>().FirstAsync(c => c.Practice == job.Practice && c.Id == job.ClaimId, cancel);
            due.AddRange(await After(tx, claim, PostingDecision.FromJson(said.Choices).PayerId, cancel));
        }
        return [.. due.DistinctBy(d => (d.Claim.Id, d.Level))];
    }

    /// <summary>The claims of the payers after the one that took its answer back.</summary>
    private static async Task<List<DueClaim>> After(Tx tx, Claim claim, long? payer, CancellationToken cancel)
    {
        var version = await BuildClaim.LatestVersion(tx, claim, cancel);
        var snapshot = ClaimSnapshot.FromJson(version.Snapshot);
        var submissions = await DueClaims.Submissions(tx, claim, cancel);
        var due = new List<DueClaim>();
        for (var level = 1; level < snapshot.Coverages.Count; level++)
        {
            if (!snapshot.Coverages.Take(level).Any(c => c.PayerId == payer)) continue;
            var mine = submissions.FindAll(s => s.CoverageId.Value == snapshot.Coverages[level].CoverageId);
            if (mine.Count == 0 || await DueClaims.StatusOf(tx, mine[^1], cancel) != ClaimStatus.Adjudicated) continue;
            var prior = await PriorAnswers.Before(tx, claim, snapshot, level, submissions, cancel);
            var answer = await PriorAnswers.Latest(tx, claim, mine, cancel);
            due.Add(new DueClaim(claim, version.Id, snapshot, level, "7", answer?.Adjudication.PayerControl, mine[^1].Id, prior,
                await DueClaims.WhyHeld(tx, snapshot, level, submissions, prior, cancel) ?? DueClaims.TakesReplacement(snapshot.Coverages[level])));
        }
        return due;
    }
}
