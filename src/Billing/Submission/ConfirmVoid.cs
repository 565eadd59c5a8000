using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>
/// A person's word that the payer has taken a void (frequency 8), by telephone or on its portal, where no acknowledgment comes: it counts as the payer's acceptance, so that a new claim of the same
/// services to that payer may go (<see cref="CorrectionPath"/>). What the payer paid is to come back all the same.
/// </summary>
public static class ConfirmVoid
{
    /// <param name="pcn">The control number of the void, or of the claim that it voids.</param>
    /// <exception cref="BadInputException">No void of it was sent, it is answered or rejected already, or the reason is missing.</exception>
    public static async Task<Record.Submission> Run(Tx tx, string pcn, string reason, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new BadInputException("reason", "The reason is missing.", "Say who at the payer said so and when, with the reference number of the call.");
        var named = await ReplaceClaim.ByPcn(tx, pcn, cancel);
        var claim = await tx.Db.Set<Claim>().FirstAsync(c => c.Practice == named.Practice && c.Id == named.ClaimId, cancel);
        await Roots.HoldClaims(tx, [claim.AccountId.Value], [claim.Id.Value]);
        var sent = await DueClaims.Submissions(tx, claim, cancel);
        var taking = sent.FindLast(s => s.Frequency == "8" && (s.Id == named.Id || s.ReplacesId == named.Id)) ?? throw new BadInputException("pcn", $"No void of {pcn} was sent.", "`claims list` shows the voids (frequency 8); `claim void PCN` sends one.");
        var status = await DueClaims.StatusOf(tx, taking, cancel);
        if (status != ClaimStatus.Sent) throw new BadInputException("pcn", $"The void {taking.Pcn} is {status} already.", status == ClaimStatus.Rejected ? "Send it again with `claim void`; a rejected one was never taken." : "Nothing is to be said of it.");
        var payer = await tx.Db.Set<Payer>().AsNoTracking().FirstAsync(p => p.Id == taking.PayerId, cancel);
        ClaimEvents.Add(tx, claim, taking.Id, ClaimEventKind.PayerAccepted, await tx.Today(claim.Practice), $"{payer.Name} has taken the void {taking.Pcn}, as {tx.Actor} was told: {reason.Trim()}");
        tx.Subject = $"claim {claim.Id}";
        return taking;
    }
}
