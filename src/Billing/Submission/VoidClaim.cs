using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>Takes a claim back from the payer that answered it: the same claim again with frequency 8 and the payer's number (005010X222A1 CLM05-3, REF*F8).</summary>
public static class VoidClaim
{
    public static async Task<SubmitOutcome> Run(Tx tx, string pcn, CancellationToken cancel = default)
    {
        var submission = await ReplaceClaim.ByPcn(tx, pcn, cancel);
        var claim = await tx.Db.Set<Claim>().FirstAsync(c => c.Practice == submission.Practice && c.Id == submission.ClaimId, cancel);
        var status = await DueClaims.StatusOf(tx, submission, cancel);
        var before = (await DueClaims.Submissions(tx, claim, cancel)).FindLast(s => s.Frequency == "8" && s.ReplacesId == submission.Id);
        var again = before is not null && await DueClaims.StatusOf(tx, before, cancel) == ClaimStatus.Rejected;
        if (status == ClaimStatus.Replaced || (status == ClaimStatus.Voided && !again)) throw new BadInputException("pcn", $"The claim {pcn} is {status} already.", "Look at the latest claim of the visit.");
        if (status == ClaimStatus.Rejected) throw new BadInputException("pcn", $"The claim {pcn} was rejected: the payer has nothing to take back.", "Correct it and send it again, or leave it.");
        var version = await tx.Db.Set<ClaimVersion>().AsNoTracking().FirstAsync(v => v.Practice == claim.Practice && v.Id == submission.ClaimVersionId, cancel);
        var snapshot = ClaimSnapshot.FromJson(version.Snapshot);
        var level = snapshot.Coverages.ToList().FindIndex(c => c.CoverageId == submission.CoverageId.Value);
        var submissions = await DueClaims.Submissions(tx, claim, cancel);
        var standing = await StandingAnswers.Of(tx, claim, cancel);
        var number = standing.LastOf(snapshot.Plans, level) is { } answer ? await PriorAnswers.NumberOf(tx, claim, answer, cancel) : null;
        var hold = ClaimStatus.IsPending(status)
            ? new Fault("claim", $"The claim {pcn} is not answered yet.", "Wait for the answer: the void must name the payer's number.")
            : snapshot.Coverages[level].AcceptsReplacement ? null : new Fault("claim", $"{snapshot.Coverages[level].PayerName} takes no void claims.", "Refund by its own form or telephone.");
        var prior = await PriorAnswers.Before(tx, claim, snapshot, level, submissions, standing, cancel);
        return await SubmitBatch.Send(tx, [new DueClaim(claim, version.Id, snapshot, level, "8", number, submission.Id, prior, hold)], cancel);
    }
}
