using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Claims;

/// <summary>
/// Builds a claim that was sent anew from what the record says now, so that the next submission sends the correction by the payer's path
/// (rejected: a new claim; answered: a replacement). Nothing to correct is a fault, since the payer would deny it as a duplicate.
/// </summary>
public static class ReplaceClaim
{
    public static async Task<BuiltClaim> Run(Tx tx, string pcn, string reason, CancellationToken cancel = default)
    {
        var submission = await ByPcn(tx, pcn, cancel);
        var claim = await tx.Db.Set<Claim>().FirstAsync(c => c.Practice == submission.Practice && c.Id == submission.ClaimId, cancel);
        var events = await tx.Db.Set<ClaimEvent>().AsNoTracking().Where(e => e.Practice == claim.Practice && e.ClaimId == claim.Id && e.SubmissionId == submission.Id)
            .OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(cancel);
        // A rejected claim never reached adjudication: it may go again as it is, when the fault was in the envelope or at the receiver.
        var rejected = submission.Frequency != "8" && ClaimStatus.OfSubmission(events) == ClaimStatus.Rejected;
        var built = await BuildClaim.Run(tx, claim.EncounterId, again: rejected, cancel)
            ?? throw new BadInputException("claim", "The visit has no standing charge, or no coverage in force any more.", "Void the claim instead, or correct the visit or the coverage.");
        if (!built.IsNewVersion && await SaysTheSame(tx, submission, built, cancel))
            throw new BadInputException("claim", $"The claim {pcn} says already what the record says.", "Correct the visit, the patient or the coverage first, then replace the claim.");
        ClaimEvents.Add(tx, claim, null, ClaimEventKind.DenialWorked, await tx.Today(claim.Practice), $"Correction asked for: {reason}");
        tx.Subject = $"claim {claim.Id}";
        return built;
    }

    private static async Task<bool> SaysTheSame(Tx tx, Submission submission, BuiltClaim built, CancellationToken cancel)
    {
        if (submission.ClaimVersionId == built.VersionId) return true;
        var versions = await tx.Db.Set<ClaimVersion>().AsNoTracking().Where(v => v.Practice == submission.Practice && (v.Id == submission.ClaimVersionId || v.Id == built.VersionId)).ToDictionaryAsync(v => v.Id, cancel);
        return submission.Level == PayerLevel.P && LaterPayers.IsAllThatDiffers(versions[submission.ClaimVersionId], versions[built.VersionId]);
    }

    /// <summary>The submission with this control number, however the payer spells it.</summary>
    internal static async Task<Submission> ByPcn(Tx tx, string pcn, CancellationToken cancel)
    {
        var folded = Pcn.Fold(pcn);
        return await tx.Db.Set<Submission>().AsNoTracking().FirstOrDefaultAsync(s => s.PcnFolded == folded, cancel)
            ?? throw new BadInputException("pcn", $"No claim was sent as {pcn}.", "Take the patient control number from `claims list`.");
    }
}
