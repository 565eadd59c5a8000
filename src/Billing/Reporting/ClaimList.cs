using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Reporting;

/// <summary>A line of a listed claim; <paramref name="ControlNumber"/> is null as long as the claim was not sent.</summary>
public sealed record ListedLine(string Code, string? ControlNumber, Money Charge);

/// <summary>One submission, or a claim that was not sent as it now stands (then without a patient control number). Codes carry their modifiers: "97140:59".</summary>
public sealed record ListedClaim(
    string Visit, long Claim, string? PatientControlNumber, string Payer, string Level, string Frequency, string Status, Money Charge, IReadOnlyList<ListedLine> Lines,
    string Practice, string Patient, string? File);

/// <summary>`claims list` (CLI.md): every submission with where it stands, and what waits to be sent.</summary>
public static class ClaimList
{
    public static async Task<IReadOnlyList<ListedClaim>> Of(Tx tx, IReadOnlyList<Practice> practices, string? visit, CancellationToken cancel = default)
    {
        var listed = new List<ListedClaim>();
        foreach (var practice in practices) listed.AddRange(await OfPractice(tx, practice, visit, cancel));
        return listed;
    }

    private static async Task<List<ListedClaim>> OfPractice(Tx tx, Practice practice, string? visit, CancellationToken cancel)
    {
        var claims = await (from claim in tx.Db.Set<Claim>()
                            join encounter in tx.Db.Set<Encounter>() on new { claim.Practice, Id = claim.EncounterId } equals new { encounter.Practice, encounter.Id }
                            where claim.Practice == practice.Id && (visit == null || encounter.Key == visit)
                            orderby encounter.Date, claim.Id
                            select claim).AsNoTracking().ToListAsync(cancel);
        var ids = claims.ConvertAll(c => c.Id);
        var versions = (await tx.Db.Set<ClaimVersion>().AsNoTracking().Where(v => v.Practice == practice.Id && ids.Contains(v.ClaimId)).ToListAsync(cancel)).ToLookup(v => v.ClaimId);
        var submissions = (await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice.Id && ids.Contains(s.ClaimId)).OrderBy(s => s.Id).ToListAsync(cancel)).ToLookup(s => s.ClaimId);
        var events = (await tx.Db.Set<ClaimEvent>().AsNoTracking().Where(e => e.Practice == practice.Id && ids.Contains(e.ClaimId)).OrderBy(e => e.Id).ToListAsync(cancel)).ToLookup(e => e.ClaimId);
        var listed = new List<ListedClaim>();
        foreach (var claim in claims)
        {
            var sent = submissions[claim.Id].ToList();
            var snapshots = versions[claim.Id].ToDictionary(v => v.Id, v => (v.Version, Snapshot: ClaimSnapshot.FromJson(v.Snapshot)));
            listed.AddRange(sent.Select(s => Sent(practice, s, snapshots[s.ClaimVersionId].Snapshot, events[claim.Id])));
            var latest = snapshots.Values.MaxBy(s => s.Version);
            if (!sent.Exists(s => snapshots[s.ClaimVersionId].Version == latest.Version)) listed.Add(Unsent(practice, claim, latest.Snapshot, sent.Count > 0, events[claim.Id]));
        }
        return listed;
    }

    private static ListedClaim Sent(Practice practice, Submission submission, ClaimSnapshot snapshot, IEnumerable<ClaimEvent> events)
    {
        var status = ClaimStatus.OfSubmission(events.Where(e => e.SubmissionId == submission.Id).Select(e => e.Kind));
        var payer = snapshot.Coverages.First(c => c.CoverageId == submission.CoverageId.Value).PayerKey;
        return new ListedClaim(snapshot.VisitKey, submission.ClaimId.Value, submission.Pcn, payer, submission.Level.ToString(), submission.Frequency, status, submission.Charge,
            Lines(snapshot, submission.Pcn), practice.Key, Name(snapshot), submission.FileSha256);
    }

    private static ListedClaim Unsent(Practice practice, Claim claim, ClaimSnapshot snapshot, bool correction, IEnumerable<ClaimEvent> events)
    {
        var status = ClaimStatus.OfUnsent(events.Where(e => e.SubmissionId is null).Select(e => e.Kind));
        return new ListedClaim(snapshot.VisitKey, claim.Id.Value, null, snapshot.Coverages[0].PayerKey, nameof(PayerLevel.P), correction ? "7" : "1", status, snapshot.Charge,
            Lines(snapshot, null), practice.Key, Name(snapshot), null);
    }

    private static IReadOnlyList<ListedLine> Lines(ClaimSnapshot snapshot, string? pcn) =>
        [.. snapshot.Lines.Select(l => new ListedLine(string.Join(':', [l.Code, .. l.Modifiers]), pcn is null ? null : Pcn.Line(pcn, l.N), l.Charge))];

    private static string Name(ClaimSnapshot snapshot) => $"{snapshot.Patient.FirstName} {snapshot.Patient.LastName}";
}
