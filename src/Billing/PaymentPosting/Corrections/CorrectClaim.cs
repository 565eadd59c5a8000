using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A person corrects a claim that was sent: where another plan is to be asked first by now, the visit is charged to it (<see cref="AskOtherPlan"/>); then the claim is built anew (<see cref="ReplaceClaim"/>).</summary>
public static class CorrectClaim
{
    /// <inheritdoc cref="ReplaceClaim.Run"/>
    public static async Task<BuiltClaim> Run(Tx tx, string pcn, string reason, CancellationToken cancel = default)
    {
        var sent = await ReplaceClaim.ByPcn(tx, pcn, cancel);
        await AskOtherPlan.Run(tx, await tx.Db.Set<Claim>().FirstAsync(c => c.Practice == sent.Practice && c.Id == sent.ClaimId, cancel), cancel);
        return await ReplaceClaim.Run(tx, pcn, reason, cancel);
    }
}
