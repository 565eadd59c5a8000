using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>A visit on whose day no plan is in force any more, of which payers have claims: what one has paid for is taken back first, and then the guarantor is asked.</summary>
/// <param name="Hold">Why the guarantor is not to be asked yet; null when they are.</param>
/// <param name="VoidPcn">The claim whose void is to go; null where none is, or the payer takes none.</param>
internal sealed record WithoutPlan(string? Hold, string? VoidPcn)
{
    private const string NoPlan = "No plan is in force on the day any more", Then = "when its reversal is posted, the guarantor is asked.";

    public static async Task<WithoutPlan> Of(Tx tx, Claim claim, ClaimsThere there, CancellationToken cancel)
    {
        var voids = there.Voids();
        if (voids.FirstOrDefault(v => v.About!.IsPending) is { About: { } pending })
            return new($"{NoPlan}. {pending.Said.NameOf(pending.To)} has the claim {pending.Pcn} and has not answered: wait for its answer.", null);
        var paid = (await StandingAnswers.Of(tx, claim, cancel)).Counting().Where(a => !a.Decision.Paid.IsZero).Select(a => a.Submission).ToHashSet();
        if (paid.Count == 0) return new(null, null);
        if (voids.FirstOrDefault(v => paid.Contains(v.About!.Id)) is not { About: { } gone } step) return new($"{NoPlan}, and the payer is to take its answer back: {Then}", null);
        return step.Hold is { } hold ? new($"{NoPlan}. {hold.Message} {hold.Fix} Post the reversal when it comes; then the guarantor is asked.", null)
            : new($"{NoPlan}, and {gone.Said.NameOf(gone.To)} has paid. If that is right, take the claim back (void): {Then}", gone.Pcn);
    }
}
