using CleanClaim.Billing;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Claims;

public sealed record ClaimRow(Id<Claim> Claim, string Patient, DateOnly Service, string Payer, string Level, string Frequency, string Pcn, string Status, Money Charge);

internal static class ClaimList
{
    /// <summary>One row per submission, the newest first, from the one with this number on.</summary>
    public static async Task<Paged<ClaimRow>> Page(Tx tx, long? from, CancellationToken cancel)
    {
        var all = tx.Db.Set<Submission>().AsNoTracking();
        var first = new Id<Submission>(from ?? long.MaxValue);
        var part = await Paging.Cut(all, all.Where(s => s.Id <= first).OrderByDescending(s => s.Id), from is null ? null : all.Where(s => s.Id > first).OrderBy(s => s.Id), s => s.Id.Value, cancel: cancel);
        return part.As(await Rows(tx, part.Rows, cancel));
    }

    private static async Task<IReadOnlyList<ClaimRow>> Rows(Tx tx, IReadOnlyList<Submission> sent, CancellationToken cancel)
    {
        var claimIds = sent.Select(s => s.ClaimId).Distinct().ToList();
        var claims = await tx.Db.Set<Claim>().AsNoTracking().Where(c => claimIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var visitIds = claims.Values.Select(c => c.EncounterId).ToList();
        var visits = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => visitIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancel);
        var patientIds = claims.Values.Select(c => c.PatientId).Distinct().ToList();
        var patients = await tx.Db.Set<Patient>().AsNoTracking().Where(p => patientIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => $"{p.LastName}, {p.FirstName}", cancel);
        var payers = await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        var events = (await tx.Db.Set<ClaimEvent>().AsNoTracking().Where(e => claimIds.Contains(e.ClaimId) && e.SubmissionId != null).OrderBy(e => e.Id).ToListAsync(cancel)).ToLookup(e => e.SubmissionId!.Value);
        return [.. sent.Select(s => new ClaimRow(s.ClaimId, patients[claims[s.ClaimId].PatientId], visits[claims[s.ClaimId].EncounterId].Date, payers[s.PayerId], LevelWords.Of(s.Level),
            LevelWords.OfFrequency(s.Frequency), s.Pcn, ClaimStatus.OfSubmission(events[s.Id].Select(e => e.Kind)), s.Charge))];
    }
}

public sealed record FollowRow(ClaimToFollow Work, string Patient, DateOnly Service);

internal static class FollowList
{
    /// <summary>Claims that wait for a person and stand in no other queue, the most urgent first.</summary>
    public static async Task<IReadOnlyList<FollowRow>> Of(Tx tx, Id<Practice> practice, CancellationToken cancel)
    {
        var work = await FollowUp.Of(tx, practice, cancel);
        var ids = work.Select(w => w.Claim).ToList();
        var rows = await (from claim in tx.Db.Set<Claim>().AsNoTracking()
                          where claim.Practice == practice && ids.Contains(claim.Id)
                          join visit in tx.Db.Set<Encounter>() on new { claim.Practice, Id = claim.EncounterId } equals new { visit.Practice, visit.Id }
                          join patient in tx.Db.Set<Patient>() on new { claim.Practice, Id = claim.PatientId } equals new { patient.Practice, patient.Id }
                          select new { claim.Id, visit.Date, Patient = patient.LastName + ", " + patient.FirstName }).ToDictionaryAsync(r => r.Id, cancel);
        return [.. work.Select(w => new FollowRow(w, rows[w.Claim].Patient, rows[w.Claim].Date))];
    }
}

/// <summary>The people and payers of what is due: verbs name visits and payers by key, pages by name.</summary>
public sealed record DueNames(IReadOnlyDictionary<string, (Id<Encounter> Id, string Patient, DateOnly Service)> Visits, IReadOnlyDictionary<string, string> Payers)
{
    public string Payer(string key) => Payers.GetValueOrDefault(key, key);

    internal static async Task<DueNames> Of(Tx tx, SubmitOutcome? due, CancellationToken cancel)
    {
        var keys = due is null ? [] : due.Sent.Select(s => s.Visit).Concat(due.Held.Select(h => h.Visit)).Distinct().ToList();
        var visits = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => keys.Contains(e.Key)).ToListAsync(cancel);
        var ids = visits.Select(v => v.PatientId).Distinct().ToList();
        var patients = await tx.Db.Set<Patient>().AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => (p.Practice, p.Id), p => $"{p.LastName}, {p.FirstName}", cancel);
        return new DueNames(visits.GroupBy(v => v.Key).ToDictionary(g => g.Key, g => (g.First().Id, patients[(g.First().Practice, g.First().PatientId)], g.First().Date)),
            await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Key, p => p.Name, cancel));
    }
}

public static class LevelWords
{
    public static string Of(PayerLevel level) => level switch { PayerLevel.P => "first", PayerLevel.S => "second", _ => "third" };
    public static string OfFrequency(string frequency) => frequency switch { "1" => "new", "7" => "corrected", "8" => "void", var other => other };

    /// <summary>How a status is shown: its word and its tone.</summary>
    public static (string Words, string Tone) OfStatus(string status) => status switch
    {
        ClaimStatus.Accepted => ("accepted by the payer", "info"),
        ClaimStatus.Rejected => ("rejected", "stop"),
        ClaimStatus.Adjudicated => ("answered", "good"),
        ClaimStatus.CrossedOver => ("answered and forwarded", "good"),
        ClaimStatus.Held => ("held", "attention"),
        var other => (other, ""),
    };
}

public sealed record SubmissionRow(Submission Sent, string Payer, string Status);

/// <summary>What the claim page shows.</summary>
public sealed record ClaimView(
    Claim Claim, Patient Patient, Encounter Visit, ClaimSnapshot Snapshot, IReadOnlyList<SubmissionRow> Submissions, IReadOnlyList<ClaimEvent> Events, IReadOnlyList<OpenWork> Work, IReadOnlyList<Denial> Ended, IReadOnlySet<Id<Denial>> MayEnd, bool IsCorrected, NextStep Next)
{
    /// <summary>What of the visit the claim that went does not say; empty where it says all.</summary>
    public string WhyCorrected { get; init; } = "";
    /// <summary>The reversal of what the latest void takes back is posted: the payer has taken it.</summary>
    public bool VoidTaken { get; init; }
    /// <summary>The claim or its debt is not what the record says; null where it is, or where the visit was corrected, which has its own words.</summary>
    public DifferingClaim? Differs { get; init; }

    /// <summary>The claim as the first payer has it.</summary>
    public Submission LastToFirst => Submissions.LastOrDefault(s => s.Sent is { Level: PayerLevel.P, Frequency: not "8" })?.Sent ?? Submissions[^1].Sent;

    /// <summary>What may be taken back from the first payer: answered, and neither replaced nor voided; null where nothing is, or its void is due already.</summary>
    public SubmissionRow? MayVoid => Next.Action == NextAction.SendVoid ? null : Submissions.LastOrDefault(s => s is { Sent: { Level: PayerLevel.P, Frequency: not "8" }, Status: ClaimStatus.Adjudicated or ClaimStatus.CrossedOver });

    public static async Task<ClaimView?> Of(Tx tx, Id<Claim> id, DateOnly today, CancellationToken cancel)
    {
        var claim = await tx.Db.Set<Claim>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancel);
        if (claim is null) return null;
        var practice = claim.Practice;
        var version = await BuildClaim.LatestVersion(tx, claim, cancel);
        var payers = await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        var sent = await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && s.ClaimId == id).OrderBy(s => s.Id).ToListAsync(cancel);
        var events = await tx.Db.Set<ClaimEvent>().AsNoTracking().Where(e => e.Practice == practice && e.ClaimId == id).OrderBy(e => e.Id).ToListAsync(cancel);
        var bySubmission = events.Where(e => e.SubmissionId is not null).ToLookup(e => e.SubmissionId!.Value);
        var snapshot = ClaimSnapshot.FromJson(version.Snapshot);
        var work = await OpenWork.Of(tx, OpenDenials.Open(tx).Where(d => d.Practice == practice && d.ClaimId == id), cancel);
        var visit = await tx.Db.Set<Encounter>().AsNoTracking().FirstAsync(e => e.Practice == practice && e.Id == claim.EncounterId, cancel);
        var folded = (await ProjectClaims.View(tx, practice, [id], today, cancel))[0];
        var next = NextAction.Of(folded);
        return new ClaimView(
            claim, await tx.Db.Set<Patient>().AsNoTracking().FirstAsync(p => p.Practice == practice && p.Id == claim.PatientId, cancel),
            visit, snapshot,
            [.. sent.Select(s => new SubmissionRow(s, snapshot.Coverages.FirstOrDefault(c => c.CoverageId == s.CoverageId.Value) is { } to ? snapshot.NameOf(to) : payers[s.PayerId], ClaimStatus.OfSubmission(bySubmission[s.Id].Select(e => e.Kind))))], events,
            work, await EndWork.Ended(tx, practice, id, cancel), await EndWork.May(tx, practice, id, [.. work.Select(w => w.Denial)], cancel), sent.Count > 0 && sent.All(s => s.ClaimVersionId != version.Id),
            next)
        {
            WhyCorrected = FollowUp.WhyCorrected(folded), VoidTaken = folded.VoidTaken, Differs = NextAction.AsksForCorrection(next) ? null : await ClaimsThatDiffer.Of(tx, visit, cancel),
        };
    }
}
