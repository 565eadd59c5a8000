using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Denials;

/// <summary>
/// Once the plan that pays first now has our claim, what its change asked for is done: from then on the answer of the plan that was first is money to come back (<see cref="MoneyToComeBack"/>),
/// and nothing else asks for an act; so too once its claim was taken back because no plan was in force (DESIGN law 8: one next action).
/// </summary>
public static class BilledInOrder
{
    public static async Task Review(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Claim>> claims, CancellationToken cancel = default)
    {
        var open = await OpenDenials.Open(tx).Where(d => d.Practice == practice && claims.Contains(d.ClaimId) && d.Codes == PayerOrderWork.Codes).Select(d => d.ClaimId).Distinct().ToListAsync(cancel);
        var billed = new List<Id<Claim>>();
        foreach (var id in open)
        {
            var claim = await tx.Db.Set<Claim>().AsNoTracking().FirstAsync(c => c.Practice == practice && c.Id == id, cancel);
            var (counting, there) = ((await StandingAnswers.Of(tx, claim, cancel)).Counting(), await ClaimsThere.Of(tx, claim, cancel));
            if (counting is not [var answer, ..] || there.First is not { Status: not ClaimStatus.Rejected } first) continue;
            // A later plan's money is to come back: that is work of its own.
            var laterIsTaken = there.VoidedLater.Any(v => counting.Exists(a => a.Submission == v.Id && !a.Decision.Paid.IsZero));
            if (first.Status == ClaimStatus.Voided || laterIsTaken)
            {
                billed.Add(id);
                continue;
            }
            // An answer of the time when the payer had one plan names none.
            var isOthers = answer.Decision.Plan?.CoverageId is { } plan ? first.To.CoverageId != plan : first.To.PayerId != answer.Decision.PayerId;
            if (isOthers) billed.Add(id);
        }
        await OpenDenials.Close(tx, practice, billed, work => PayerOrderWork.Is(work) ? "billed" : null, cancel);
    }
}
