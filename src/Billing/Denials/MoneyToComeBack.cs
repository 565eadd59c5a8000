using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Denials;

/// <summary>
/// What a payer paid for a claim that was voided, or beside which a new one went to another payer or for another member, is to be taken back: work with a day until its reversal is posted or a
/// person ends it (DESIGN law 8, MONEY 1.12). Follows from submissions and answers alone, whichever way the correction took.
/// </summary>
public static class MoneyToComeBack
{
    /// <summary>From the day on which the payer was told; recoveries come with a later check.</summary>
    private const int AskAfterDays = 30;

    private sealed record Awaited(Claim Claim, ClaimThere Gone, Id<Adjudication> Answer, Money Paid, string Why, DateOnly Since);

    public static async Task Review(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Claim>> claims, CancellationToken cancel = default)
    {
        var awaited = await Find(tx, practice, claims, cancel);
        var stands = new HashSet<Id<Adjudication>>();
        await OpenDenials.Close(tx, practice, claims, work =>
        {
            if (!VoidWork.Is(work)) return null;
            if (awaited.Exists(a => a.Answer == work.AdjudicationId)) return stands.Add(work.AdjudicationId) ? null : "twice";
            return "takenBack";
        }, cancel);
        var ended = (await EndWork.Ended(tx, practice, awaited.ConvertAll(a => a.Answer), cancel)).FindAll(VoidWork.Is).ConvertAll(d => d.AdjudicationId);
        await OpenDenials.Run(tx, practice, [.. awaited.Where(a => !stands.Contains(a.Answer) && !ended.Contains(a.Answer))
            .Select(a => new OpenedAmount(a.Claim.Id, a.Answer, a.Gone.Id, null, null, VoidWork.Codes, VoidWork.Codes, a.Paid, a.Why, a.Since, a.Since.AddDays(AskAfterDays)))], cancel);
    }

    private static async Task<List<Awaited>> Find(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Claim>> claims, CancellationToken cancel)
    {
        var ids = claims.Select(c => (Id<Claim>?)c).ToList();
        var cancelled = (await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == practice && ids.Contains(d.ClaimId) && d.Kind == PersonDecision.VisitCancelled).Select(d => d.ClaimId!.Value).ToListAsync(cancel)).ToHashSet();
        var several = (await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && claims.Contains(s.ClaimId) && (s.Frequency == "8" || (s.Level == PayerLevel.P && s.Frequency == "1" && s.ReplacesId == null)))
            .Select(s => new { s.ClaimId, s.Frequency, s.ReplacesId, s.At }).ToListAsync(cancel)).GroupBy(s => s.ClaimId).Where(g => g.Any(s => s.Frequency == "8") || g.Count() > 1 || cancelled.Contains(g.Key)).ToList();
        var found = new List<Awaited>();
        foreach (var sent in several)
        {
            var claim = await tx.Db.Set<Claim>().AsNoTracking().FirstAsync(c => c.Practice == practice && c.Id == sent.Key, cancel);
            var (there, counting) = (await ClaimsThere.Of(tx, claim, cancel), (await StandingAnswers.Of(tx, claim, cancel)).ToList().Counting());
            foreach (var gone in there.TakenFromPayers)
            {
                if (counting.LastOrDefault(a => a.Submission == gone.Id) is not { Decision.Paid: { IsZero: false } paid } answer) continue;
                var told = sent.Where(s => s.ReplacesId == gone.Id).Select(s => (Instant?)s.At).LastOrDefault();
                var ofCancelled = told is null && there.IsCancelled;
                var since = ofCancelled ? await tx.Today(practice) : DateOnly.FromDateTime((told ?? sent.Max(s => s.At)).ToDateTimeOffset().UtcDateTime);
                var why = $"{gone.To.PayerName} paid {paid} for {gone.Pcn}, which is {(ofCancelled ? "of a visit that was cancelled, and takes no void claims: give it back by its own form or telephone" : told is null ? $"billed otherwise since {since.InWords()}" : $"voided since {since.InWords()}")}."
                    + (there.First is var first && first.Id != gone.Id && first.To.CoverageId == gone.To.CoverageId && ClaimStatus.IsPending(first.Status) ? $" What the guarantor owes by that answer waits for {first.To.PayerName}: move it there until it has answered." : "");
                found.Add(new(claim, gone, answer.Answer, paid, why, since));
            }
        }
        return found;
    }
}
