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
        var events = new List<ClaimEvent>();
        foreach (var sent in told.GroupBy(e => (e.ClaimId, Submission: e.SubmissionId!.Value)))
            if (Stands(ClaimStatus.OfSubmission(sent.Select(e => e.Kind)), counting[sent.Key.Submission].LastOrDefault()) is var (kind, detail))
                events.Add(new ClaimEvent
                {
                    Practice = practice, Id = tx.NextId<ClaimEvent>(), ClaimId = sent.Key.ClaimId, SubmissionId = sent.Key.Submission, Kind = kind, HappenedOn = on, RecordedAt = tx.Now, Actor = tx.Actor,
                    Detail = detail, SourceSha256 = null, SourceFromSegment = null, SourceToSegment = null,
                });
        await ClaimEvents.AddMany(tx, practice, events, events.Select(e => e.ClaimId), cancel);
    }

    /// <summary>What the story lacks; null where its status is that of the last answer that counts.</summary>
    private static (ClaimEventKind Kind, string Detail)? Stands(string status, StandingAnswer? last) => (status, last) switch
    {
        (ClaimStatus.Adjudicated or ClaimStatus.CrossedOver, null) => (ClaimEventKind.Reversed, "No answer to this claim stands now."),
        (ClaimStatus.Sent or ClaimStatus.Accepted, { Forwarded: true }) => (ClaimEventKind.CrossedOver, Words(last)),
        (ClaimStatus.Sent or ClaimStatus.Accepted, { }) => (ClaimEventKind.Adjudicated, Words(last)),
        _ => null,
    };

    private static string Words(StandingAnswer answer) => $"The payer's answer of {answer.Decision.HappenedOn.InWords()} stands.";
}
