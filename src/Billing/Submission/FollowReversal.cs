using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
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
        // The work that such a reversal leaves names the claims; a reversal that nobody had followed, and one whose work is done, cost nothing.
        var claims = await (from work in TakenBackWork.ClaimsToCorrect(tx)
                            join claim in tx.Db.Set<Claim>() on new { work.Practice, Id = work.ClaimId } equals new { claim.Practice, claim.Id }
                            select claim).Distinct().ToListAsync(cancel);
        var due = new List<DueClaim>();
        foreach (var claim in claims.OrderBy(c => c.Id)) due.AddRange(await Of(tx, claim, cancel));
        return due;
    }

    private static async Task<List<DueClaim>> Of(Tx tx, Claim claim, CancellationToken cancel)
    {
        var version = await BuildClaim.LatestVersion(tx, claim, cancel);
        var snapshot = ClaimSnapshot.FromJson(version.Snapshot);
        var submissions = await DueClaims.Submissions(tx, claim, cancel);
        var answers = (await StandingAnswers.Of(tx, claim, cancel)).ToList();
        var due = new List<DueClaim>();
        for (var level = 1; level < snapshot.Coverages.Count; level++)
        {
            var mine = submissions.FindAll(s => s.CoverageId.Value == snapshot.Coverages[level].CoverageId);
            var status = mine.Count > 0 ? await DueClaims.StatusOf(tx, mine[^1], cancel) : ClaimStatus.Adjudicated;
            var mended = status == ClaimStatus.Rejected && mine[^1].ClaimVersionId != version.Id;
            if (status != ClaimStatus.Adjudicated && !mended) continue;
            var answered = answers.FindLastIndex(a => a.PlaceIn(snapshot.Plans) == level && !a.TakesBack);
            var reversal = answers.FindLast(a => a.TakesBack && a.PlaceIn(snapshot.Plans) is >= 0 and var place && place < level);
            if (answered < 0 || reversal is null || !RestsOnOld(answers, answered, reversal, submissions)) continue;
            var prior = await PriorAnswers.Before(tx, claim, snapshot, level, submissions, answers, cancel);
            var number = await PriorAnswers.NumberOf(tx, claim, answers[answered], cancel);
            due.Add(new DueClaim(claim, version.Id, snapshot, level, "7", number, mine.Count > 0 ? mine[^1].Id : null, prior,
                await DueClaims.WhyHeld(tx, snapshot, level, submissions, answers, prior, cancel) ?? CorrectionPath.TakesReplacement(snapshot.Coverages[level]),
                Forwarded.Of(snapshot, level, answers, await tx.Today(claim.Practice))));
        }
        return due;
    }

    /// <summary>The later payer answered before the reversal, or after it to a claim that had gone before.</summary>
    private static bool RestsOnOld(List<StandingAnswer> answers, int answered, StandingAnswer reversal, List<Record.Submission> submissions) =>
        answered < answers.IndexOf(reversal) || (submissions.Find(s => s.Id == answers[answered].Submission) is { } sent && sent.At.CompareTo(reversal.At) <= 0);
}
