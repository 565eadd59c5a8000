using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Claims;

/// <summary>Adds what happened to a claim, and marks the claim for the work list.</summary>
public static class ClaimEvents
{
    /// <param name="source">The file and segments that say so, where it came in a file.</param>
    public static ClaimEvent Add(Tx tx, Claim claim, Id<Submission>? submission, ClaimEventKind kind, DateOnly happenedOn, string detail, FileRef? source = null)
    {
        tx.Add(new Touched { Practice = claim.Practice, Id = tx.NextId<Touched>(), ClaimId = claim.Id });
        return tx.Add(New(tx, claim, submission, kind, happenedOn, detail, source));
    }

    /// <summary>For <see cref="AddMany"/>.</summary>
    public static ClaimEvent New(Tx tx, Claim claim, Id<Submission>? submission, ClaimEventKind kind, DateOnly happenedOn, string detail, FileRef? source = null) => new()
    {
        Practice = claim.Practice, Id = tx.NextId<ClaimEvent>(), ClaimId = claim.Id, SubmissionId = submission, Kind = kind, HappenedOn = happenedOn, RecordedAt = tx.Now,
        Actor = tx.Actor, Detail = detail, SourceSha256 = source?.Sha256, SourceFromSegment = source?.FromSegment, SourceToSegment = source?.ToSegment,
    };

    /// <summary>What happened to many claims at once; <paramref name="touched"/> are all whose facts moved, those without an event too.</summary>
    public static async Task AddMany(Tx tx, Id<Practice> practice, IReadOnlyList<ClaimEvent> events, IEnumerable<Id<Claim>> touched, CancellationToken cancel)
    {
        await tx.AddMany(events, cancel);
        await tx.AddMany([.. touched.Distinct().Select(claim => new Touched { Practice = practice, Id = tx.NextId<Touched>(), ClaimId = claim })], cancel);
    }
}
