using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A later plan has answered, and by the record now one that was never asked pays before it: its claim is taken back, and when its reversal is posted the share goes to that one (<see cref="DecideByCoverage.Again"/>).
/// Example: the first plan left 40.00, Medicaid paid 3.00 of it and took the rest off; then a second plan is found: Medicaid takes the 3.00 back, and the second plan is asked for 40.00.
/// </summary>
/// <param name="Hold">What is to be done, in words.</param>
/// <param name="VoidPcn">The claim whose void is to go; null where its payer takes none.</param>
internal sealed record AnsweredTooEarly(string Hold, string? VoidPcn)
{
    /// <param name="now">What the claim says now, with the plans in the order of payment.</param>
    /// <returns>Null where every plan that has answered was asked in its turn, or the void went.</returns>
    public static async Task<AnsweredTooEarly?> Of(Tx tx, Claim claim, ClaimsThere there, ClaimSnapshot now, CancellationToken cancel)
    {
        var answered = (await StandingAnswers.Of(tx, claim, cancel)).Counting().Select(a => a.PlaceIn(now.Plans)).ToHashSet();
        var turn = Enumerable.Range(0, now.Plans.Count).FirstOrDefault(place => !answered.Contains(place));
        if (turn == 0 || there.WasAsked(now.Coverages[turn])) return null;
        int Place(CorrectionStep step) => now.Plans.PlaceOf(new Plan(step.To.CoverageId, step.To.PayerId));
        if (there.Voids().FirstOrDefault(v => Place(v) > turn && answered.Contains(Place(v))) is not { About: { } early } step) return null;
        var (first, name) = (now.NameOf(now.Coverages[turn]), early.Said.NameOf(early.To));
        return step.Hold is { } hold ? new($"{first} pays before {name} now, which has answered already. {hold.Message} {hold.Fix} When its reversal is posted, {first} is asked.", null)
            : new($"{first} pays before {name} now, which has answered already. If that is right, take its claim back (void): when its reversal is posted, {first} is asked.", early.Pcn);
    }
}
