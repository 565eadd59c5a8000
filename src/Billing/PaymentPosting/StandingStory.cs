using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A claim's status is folded from its story, in the order in which things were done; answers count in the order in which they were first posted. Where an unposting or a late reversal
/// makes the two differ, the story is told what stands.
/// </summary>
internal static class StandingStory
{
    public static async Task Tell(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Claim>> claims, DateOnly on, CancellationToken cancel)
    {
        if (claims.Count == 0) return;
        var counting = (await StandingAnswers.Of(tx, practice, claims, cancel)).SelectMany(g => g.ToList().Counting()).Where(a => a.Submission is not null).ToLookup(a => a.Submission!.Value);
        var told = await tx.Db.Set<ClaimEvent>().AsNoTracking().Where(e => e.Practice == practice && claims.Contains(e.ClaimId) && e.SubmissionId != null).OrderBy(e => e.Id)
            .Select(e => new { e.ClaimId, e.SubmissionId, e.Kind }).ToListAsync(cancel);
        var lacking = told.GroupBy(e => (e.ClaimId, Submission: e.SubmissionId!.Value))
            .Select(g => (g.Key.ClaimId, g.Key.Submission, Stands: Stands(ClaimStatus.OfSubmission(g.Select(e => e.Kind)), counting[g.Key.Submission].LastOrDefault()))).Where(s => s.Stands is not null).ToList();
        if (lacking.Count == 0) return;
        var ids = lacking.ConvertAll(s => s.Submission);
        // Each of the payer's plans has a claim of its own: the number says which one is meant.
        var numbers = await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Pcn, cancel);
        var events = lacking.ConvertAll(s => new ClaimEvent
        {
            Practice = practice, Id = tx.NextId<ClaimEvent>(), ClaimId = s.ClaimId, SubmissionId = s.Submission, Kind = s.Stands!.Value.Kind, HappenedOn = on, RecordedAt = tx.Now, Actor = tx.Actor,
            Detail = Words(s.Stands.Value.Answer, numbers[s.Submission]), SourceSha256 = null, SourceFromSegment = null, SourceToSegment = null,
        });
        await ClaimEvents.AddMany(tx, practice, events, events.Select(e => e.ClaimId), cancel);
    }

    /// <summary>What the story lacks; null where its status is that of the last answer that counts.</summary>
    private static (ClaimEventKind Kind, StandingAnswer? Answer)? Stands(string status, StandingAnswer? last) => (status, last) switch
    {
        (ClaimStatus.Adjudicated or ClaimStatus.CrossedOver, null) => (ClaimEventKind.Reversed, null),
        (ClaimStatus.Sent or ClaimStatus.Accepted, { Forwarded: true }) => (ClaimEventKind.CrossedOver, last),
        (ClaimStatus.Sent or ClaimStatus.Accepted, { }) => (ClaimEventKind.Adjudicated, last),
        _ => null,
    };

    private static string Words(StandingAnswer? answer, string pcn) => answer is null ? $"No answer to claim {pcn} stands now." : $"The payer's answer of {answer.Decision.HappenedOn.InWords()} to claim {pcn} stands.";
}
