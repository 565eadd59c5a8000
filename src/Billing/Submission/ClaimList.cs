using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

public sealed record ClaimRowLine(string Code, string? ControlNumber, Money Charge);

/// <summary>One submission, or a claim that waits to be one (then without a patient control number).</summary>
public sealed record ClaimRow(string Visit, long Claim, string? PatientControlNumber, string Payer, string Level, string Frequency, string Status, Money Charge, IReadOnlyList<ClaimRowLine> Lines);

/// <summary>Claims by visit with where each submission stands; of one visit when its key is given.</summary>
public static class ClaimList
{
    public static async Task<List<ClaimRow>> Run(Tx tx, string? visitKey = null, CancellationToken cancel = default)
    {
        var visits = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => visitKey == null || e.Key == visitKey).Select(e => new { e.Practice, e.Id, e.Key, e.Date }).ToListAsync(cancel);
        if (visitKey is not null && visits.Count == 0) throw new BadInputException("visit", $"There is no visit \"{visitKey}\".", "Use the key of the book file.");
        var ids = visits.ConvertAll(v => v.Id);
        var claims = await tx.Db.Set<Claim>().AsNoTracking().Where(c => ids.Contains(c.EncounterId)).ToListAsync(cancel);
        var claimIds = claims.ConvertAll(c => c.Id);
        var versions = await tx.Db.Set<ClaimVersion>().AsNoTracking().Where(v => claimIds.Contains(v.ClaimId)).ToDictionaryAsync(v => v.Id, cancel);
        var submissions = (await tx.Db.Set<Record.Submission>().AsNoTracking().Where(s => claimIds.Contains(s.ClaimId)).OrderBy(s => s.Id).ToListAsync(cancel)).ToLookup(s => s.ClaimId);
        var events = (await tx.Db.Set<ClaimEvent>().AsNoTracking().Where(e => claimIds.Contains(e.ClaimId)).OrderBy(e => e.Id).ToListAsync(cancel)).ToLookup(e => e.ClaimId);
        // What the payer before forwarded is no claim of ours yet: its submission says "crossedOver".
        var next = (await DueClaims.NextPayers(tx, cancel)).Where(d => d.Waits is null).ToLookup(d => d.Claim.Id);
        var corrections = (await DueClaims.Corrections(tx, cancel)).ToLookup(d => d.Claim.Id);
        var rows = new List<ClaimRow>();
        foreach (var visit in visits.OrderBy(v => v.Date).ThenBy(v => v.Id))
        {
            foreach (var claim in claims.Where(c => c.Practice == visit.Practice && c.EncounterId == visit.Id))
            {
                rows.AddRange(submissions[claim.Id].Select(s => Sent(visit.Key, s, ClaimSnapshot.FromJson(versions[s.ClaimVersionId].Snapshot), events[claim.Id])));
                var latest = versions.Values.First(v => v.ClaimId == claim.Id && v.Version == claim.Version);
                var unsent = ClaimStatus.OfUnsent(events[claim.Id].Where(e => e.SubmissionId is null).Select(e => e.Kind));
                if (!submissions[claim.Id].Any()) rows.Add(Waiting(visit.Key, claim, ClaimSnapshot.FromJson(latest.Snapshot), 0, "1", unsent));
                rows.AddRange(corrections[claim.Id].Select(d => Waiting(visit.Key, claim, d.Snapshot, d.Level, d.Frequency, unsent)));
                rows.AddRange(next[claim.Id].Select(d => Waiting(visit.Key, claim, d.Snapshot, d.Level, d.Frequency, d.Hold is null && unsent != ClaimStatus.Held ? ClaimStatus.Ready : ClaimStatus.Held)));
            }
        }
        return rows;
    }

    private static ClaimRow Sent(string visit, Record.Submission s, ClaimSnapshot snapshot, IEnumerable<ClaimEvent> events)
    {
        var payer = snapshot.Coverages.First(c => c.CoverageId == s.CoverageId.Value).PayerKey;
        var status = ClaimStatus.OfSubmission(events.Where(e => e.SubmissionId == s.Id).Select(e => e.Kind));
        return new ClaimRow(visit, s.ClaimId.Value, s.Pcn, payer, s.Level.ToString(), s.Frequency, status, s.Charge,
            [.. snapshot.Lines.Select(l => new ClaimRowLine(l.Code, Pcn.Line(s.Pcn, l.N), l.Charge))]);
    }

    private static ClaimRow Waiting(string visit, Claim claim, ClaimSnapshot snapshot, int level, string frequency, string status) => new(
        visit, claim.Id.Value, null, snapshot.Coverages[level].PayerKey, OutboundClaim.Responsibility(level), frequency, status, snapshot.Charge,
        [.. snapshot.Lines.Select(l => new ClaimRowLine(l.Code, null, l.Charge))]);
}
