using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
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
        var claims = await (from answer in tx.Db.Set<Adjudication>()
                            where answer.ClpStatus == "22"
                            join sent in tx.Db.Set<Record.Submission>() on new { answer.Practice, answer.PcnFolded } equals new { sent.Practice, sent.PcnFolded }
                            join claim in tx.Db.Set<Claim>() on new { sent.Practice, Id = sent.ClaimId } equals new { claim.Practice, claim.Id }
                            where tx.Db.Set<Record.Submission>().Any(s => s.Practice == claim.Practice && s.ClaimId == claim.Id && s.Level != PayerLevel.P)
                            select claim).ToListAsync(cancel);
        var due = new List<DueClaim>();
        foreach (var claim in claims.DistinctBy(c => c.Id).OrderBy(c => c.Id)) due.AddRange(await Of(tx, claim, cancel));
        return due;
    }

    private static async Task<List<DueClaim>> Of(Tx tx, Claim claim, CancellationToken cancel)
    {
        var version = await BuildClaim.LatestVersion(tx, claim, cancel);
        var snapshot = ClaimSnapshot.FromJson(version.Snapshot);
        var submissions = await DueClaims.Submissions(tx, claim, cancel);
        var answers = await Standing(tx, claim, submissions, cancel);
        var due = new List<DueClaim>();
        for (var level = 1; level < snapshot.Coverages.Count; level++)
        {
            var mine = submissions.FindAll(s => s.CoverageId.Value == snapshot.Coverages[level].CoverageId);
            if (mine.Count == 0 || await DueClaims.StatusOf(tx, mine[^1], cancel) != ClaimStatus.Adjudicated) continue;
            var before = snapshot.Coverages.Take(level).Select(c => c.CoverageId).ToHashSet();
            var answered = answers.FindLastIndex(a => a.Coverage == snapshot.Coverages[level].CoverageId && !a.TakesBack);
            if (answered < 0 || answers.FindLastIndex(a => before.Contains(a.Coverage) && a.TakesBack) < answered) continue;
            var prior = await PriorAnswers.Before(tx, claim, snapshot, level, submissions, cancel);
            var answer = await PriorAnswers.Latest(tx, claim, mine, cancel);
            due.Add(new DueClaim(claim, version.Id, snapshot, level, "7", answer?.Adjudication.PayerControl, mine[^1].Id, prior,
                await DueClaims.WhyHeld(tx, snapshot, level, submissions, prior, cancel) ?? DueClaims.TakesReplacement(snapshot.Coverages[level])));
        }
        return due;
    }

    /// <summary>The answers to the claim's submissions that stand, in the order of the record; a reversal counts once it is posted.</summary>
    private static async Task<List<(long Coverage, bool TakesBack)>> Standing(Tx tx, Claim claim, List<Record.Submission> submissions, CancellationToken cancel)
    {
        var numbers = submissions.ConvertAll(s => s.PcnFolded);
        var said = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == claim.Practice && numbers.Contains(a.PcnFolded)).OrderBy(a => a.Id).Select(a => new { a.Id, a.PcnFolded, a.ClpStatus }).ToListAsync(cancel);
        var standing = new List<(long, bool)>();
        foreach (var answer in said)
        {
            var posted = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == claim.Practice && e.FactKind == FactKind.Adjudication && e.FactId == answer.Id.Value)
                .OrderByDescending(e => e.Generation).Select(e => new { e.Reverses }).FirstOrDefaultAsync(cancel);
            var takesBack = answer.ClpStatus == "22";
            if (posted is null ? takesBack : posted.Reverses is not null) continue;
            standing.Add((submissions.First(s => s.PcnFolded == answer.PcnFolded).CoverageId.Value, takesBack));
        }
        return standing;
    }
}
