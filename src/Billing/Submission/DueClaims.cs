using System.Text.Json;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>A claim whose turn it is to go to one of its payers. <paramref name="Hold"/> says why it cannot go, before any rule is asked; null when it may. <paramref name="Waits"/>: nothing is to be mended, the next payer has it already.</summary>
public sealed record DueClaim(
    Claim Claim, Id<ClaimVersion> VersionId, ClaimSnapshot Snapshot, int Level, string Frequency, string? PayerControl, Id<Record.Submission>? Replaces, IReadOnlyList<PriorAnswer> Prior, Fault? Hold, Forwarded? Waits = null)
{
    public BilledCoverage Coverage => Snapshot.Coverages[Level];
}

/// <summary>
/// What is to be sent: visits without a claim, claims never sent, corrected claims, and the next payer's claim where the payer before has answered and
/// left something to the next. A claim that the payer before forwarded itself waits for the next payer's answer, and goes when that has not come in 30 days (MONEY 4).
/// </summary>
public static class DueClaims
{
    public static async Task<List<DueClaim>> Find(Tx tx, CancellationToken cancel = default)
    {
        var due = new List<DueClaim>();
        foreach (var claim in await NeverSent(tx, cancel)) due.Add(await First(tx, claim, cancel));
        due = await AskedOfPlans(tx, due, cancel);
        due.AddRange(await Corrections(tx, cancel));
        due.AddRange(await NextPayers(tx, cancel));
        return due;
    }

    /// <summary>The first claim of one visit, while it never went; none where no plan was in force or nothing is charged.</summary>
    internal static async Task<List<DueClaim>> OfVisit(Tx tx, Id<Encounter> visit, CancellationToken cancel)
    {
        if (await BuildClaim.Run(tx, visit, cancel: cancel) is not { } built) return [];
        await tx.Db.SaveChangesAsync(cancel);
        return await AskedOfPlans(tx, [await First(tx, await tx.Db.Set<Claim>().FirstAsync(c => c.Id == built.ClaimId, cancel), cancel)], cancel);
    }

    /// <summary>Builds the claims of visits that have none, and those never sent anew, so that corrections of the visit or the patient are in them.</summary>
    private static async Task<List<Claim>> NeverSent(Tx tx, CancellationToken cancel)
    {
        var visits = await tx.Db.Set<Encounter>().Where(e => !tx.Db.Set<Claim>().Any(c => c.Practice == e.Practice && c.EncounterId == e.Id)
                || tx.Db.Set<Claim>().Any(c => c.Practice == e.Practice && c.EncounterId == e.Id && !tx.Db.Set<Record.Submission>().Any(s => s.Practice == c.Practice && s.ClaimId == c.Id)))
            .OrderBy(e => e.Date).ThenBy(e => e.Id).Select(e => e.Id).ToListAsync(cancel);
        var built = new List<Id<Claim>>();
        foreach (var visit in visits)
        {
            if (await BuildClaim.Run(tx, visit, cancel: cancel) is { } claim) built.Add(claim.ClaimId);
        }
        await tx.Db.SaveChangesAsync(cancel);
        var claims = await tx.Db.Set<Claim>().Where(c => built.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        return built.ConvertAll(id => claims[id]);
    }

    private static async Task<DueClaim> First(Tx tx, Claim claim, CancellationToken cancel)
    {
        var version = await BuildClaim.LatestVersion(tx, claim, cancel);
        return new DueClaim(claim, version.Id, ClaimSnapshot.FromJson(version.Snapshot), 0, "1", null, null, [], null);
    }

    /// <summary>
    /// Those of which a plan owes something. Where all of a plan's part was written off or moved by a person nobody is to be asked (law 8: one next action); where it never was a plan's, sending would ask for it twice.
    /// </summary>
    private static async Task<List<DueClaim>> AskedOfPlans(Tx tx, List<DueClaim> due, CancellationToken cancel)
    {
        var asked = new List<DueClaim>();
        foreach (var practice in due.GroupBy(d => d.Claim.Practice))
        {
            var open = (await OpenBalances.About(tx, practice.Key, [.. practice.SelectMany(d => d.Snapshot.Lines).Select(l => $"charge:{l.ChargeId}")], cancel))
                .Where(b => b.Account == Account.PayerReceivable).ToLookup(b => b.ChargeId);
            foreach (var claim in practice)
            {
                var ofPlans = claim.Snapshot.Lines.SelectMany(l => open[l.ChargeId]).ToList();
                if (claim.Snapshot.Charge.IsZero || ofPlans.Exists(b => b.Amount > Money.Zero)) asked.Add(claim);
                else if (ofPlans.Count == 0) asked.Add(claim with { Hold = new Fault("charges", $"This visit is charged to the guarantor, not to {claim.Snapshot.NameOf(claim.Coverage)}.", "Save the patient's coverage once more: the visit is then charged to the plan, and what the guarantor paid is theirs again.") });
            }
        }
        return asked;
    }

    /// <summary>What the claims that were corrected since they went ask for (<see cref="CorrectionPath"/>): those of which the first payer has no claim of the latest version, and voids that are still to go.</summary>
    internal static async Task<List<DueClaim>> Corrections(Tx tx, CancellationToken cancel)
    {
        var candidates = await tx.Db.Set<Claim>().Where(c => c.Version > 1 && tx.Db.Set<Record.Submission>().Any(s => s.Practice == c.Practice && s.ClaimId == c.Id)
            && (!tx.Db.Set<Record.Submission>().Any(s => s.Practice == c.Practice && s.ClaimId == c.Id && s.Level == PayerLevel.P
                && tx.Db.Set<ClaimVersion>().Any(v => v.Practice == s.Practice && v.Id == s.ClaimVersionId && v.Version == c.Version))
                || tx.Db.Set<Record.Submission>().Count(s => s.Practice == c.Practice && s.ClaimId == c.Id && s.Level == PayerLevel.P && s.Frequency == "1" && s.ReplacesId == null) > 1)).ToListAsync(cancel);
        var cancelled = await tx.Db.Set<Claim>().Where(c => tx.Db.Set<PersonDecision>().Any(d => d.Practice == c.Practice && d.ClaimId == c.Id && d.Kind == PersonDecision.VisitCancelled)
            && tx.Db.Set<Record.Submission>().Any(s => s.Practice == c.Practice && s.ClaimId == c.Id)).ToListAsync(cancel);
        var due = new List<DueClaim>();
        foreach (var claim in candidates.Union(cancelled).OrderBy(c => c.Id)) due.AddRange(await Correction(tx, claim, cancel));
        return due;
    }

    /// <summary>A version that only names other plans after the first one is no correction of what that one has; a rejected claim goes again whatever it says.</summary>
    private static async Task<bool> IsCorrected(Tx tx, Claim claim, ClaimThere first, ClaimVersion latest, CancellationToken cancel)
    {
        if (first.VersionId == latest.Id || first.Status == ClaimStatus.Rejected) return first.VersionId != latest.Id;
        var sent = await tx.Db.Set<ClaimVersion>().AsNoTracking().FirstAsync(v => v.Practice == claim.Practice && v.Id == first.VersionId, cancel);
        return !LaterPayers.IsAllThatDiffers(sent, latest);
    }

    private static async Task<List<DueClaim>> Correction(Tx tx, Claim claim, CancellationToken cancel)
    {
        var version = await BuildClaim.LatestVersion(tx, claim, cancel);
        var snapshot = ClaimSnapshot.FromJson(version.Snapshot);
        var sent = await ClaimsThere.Of(tx, claim, cancel);
        if (sent.IsCancelled) return await Voids(tx, claim, sent, cancel);
        var steps = sent.VoidsLeft();
        if (await IsCorrected(tx, claim, sent.First, version, cancel)) steps.AddRange(sent.Path(snapshot));
        // A payer that takes no void gives work, not a claim that waits.
        return [.. steps.Where(s => s is not { IsVoid: true, Hold: not null }).Select(s => s is { IsVoid: true, About: { } gone }
            ? new DueClaim(claim, gone.VersionId, gone.Said, 0, "8", gone.Number, gone.Id, [], null)
            : new DueClaim(claim, version.Id, snapshot, 0, s.Frequency, s.Frequency == "7" ? s.About?.Number : null, s.About?.Id, [], s.Hold))];
    }

    /// <summary>Of a visit that was cancelled: what each payer has of it is taken back.</summary>
    private static async Task<List<DueClaim>> Voids(Tx tx, Claim claim, ClaimsThere sent, CancellationToken cancel)
    {
        var (submissions, standing, due) = (await Submissions(tx, claim, cancel), await StandingAnswers.Of(tx, claim, cancel), new List<DueClaim>());
        foreach (var step in sent.Voids().Where(s => s.To.AcceptsReplacement))
        {
            var gone = step.About!;
            var level = gone.Said.Coverages.ToList().IndexOf(gone.To);
            due.Add(new DueClaim(claim, gone.VersionId, gone.Said, level, "8", gone.Number, gone.Id, await PriorAnswers.Before(tx, claim, gone.Said, level, submissions, standing, cancel), step.Hold));
        }
        return due;
    }

    /// <summary>
    /// Claims of which the book has a balance with a payer that was not sent anything yet: the payer before answered and its patient responsibility moved on;
    /// and those that a later payer had answered when an earlier one took its answer back.
    /// </summary>
    internal static async Task<List<DueClaim>> NextPayers(Tx tx, CancellationToken cancel)
    {
        var open = await (from now in tx.Db.Set<OpenItemNow>()
                          join item in tx.Db.Set<OpenItem>() on new { now.Practice, Id = now.ItemId } equals new { item.Practice, item.Id }
                          where now.Account == Account.PayerReceivable && (now.PartyKind == PartyKind.Payer || now.PartyKind == PartyKind.Plan) && now.Amount > Money.Zero
                          select new { now.PartyKind, now.PartyId, item.About }).AsNoTracking().ToListAsync(cancel);
        var owed = open.Where(o => o.About.StartsWith("charge:", StringComparison.Ordinal))
            .Select(o => (Charge: new Id<Charge>(long.Parse(o.About.AsSpan(7), System.Globalization.CultureInfo.InvariantCulture)), Party: new Party(o.PartyKind, o.PartyId))).ToList();
        var due = new List<DueClaim>();
        foreach (var part in owed.Chunk(2_000))
        {
            var charges = part.Select(p => p.Charge).Distinct().ToList();
            var claims = await (from line in tx.Db.Set<ClaimLine>()
                                join version in tx.Db.Set<ClaimVersion>() on new { line.Practice, Id = line.ClaimVersionId } equals new { version.Practice, version.Id }
                                join claim in tx.Db.Set<Claim>() on new { version.Practice, Id = version.ClaimId } equals new { claim.Practice, claim.Id }
                                where charges.Contains(line.ChargeId) && version.Version == claim.Version
                                    && tx.Db.Set<Record.Submission>().Any(s => s.Practice == claim.Practice && s.ClaimId == claim.Id)
                                select new { claim, line.ChargeId }).ToListAsync(cancel);
            var patients = claims.Select(c => c.claim.PatientId).Distinct().ToList();
            var apart = await tx.Db.Set<Coverage>().AsNoTracking().Where(c => c.ApartId != null && patients.Contains(c.PatientId)).ToDictionaryAsync(c => c.Id.Value, PlanParties.Of, cancel);
            foreach (var group in claims.GroupBy(c => c.claim).OrderBy(g => g.Key.Id))
            {
                var mine = group.Select(g => g.ChargeId).ToHashSet();
                if (await Next(tx, group.Key, [.. part.Where(p => mine.Contains(p.Charge)).Select(p => p.Party)], apart, cancel) is { } next) due.Add(next);
            }
        }
        due.AddRange(await FollowReversal.Find(tx, cancel));
        return [.. due.DistinctBy(d => (d.Claim.Id, d.Level))];
    }

    private static async Task<DueClaim?> Next(Tx tx, Claim claim, HashSet<Party> owing, Dictionary<long, Party> apart, CancellationToken cancel)
    {
        var version = await BuildClaim.LatestVersion(tx, claim, cancel);
        var snapshot = ClaimSnapshot.FromJson(version.Snapshot);
        var submissions = await Submissions(tx, claim, cancel);
        for (var level = 1; level < snapshot.Coverages.Count; level++)
        {
            var coverage = snapshot.Coverages[level];
            if (!owing.Contains(apart.GetValueOrDefault(coverage.CoverageId, Party.Payer(coverage.PayerId)))) continue;
            var mine = submissions.FindAll(s => s.CoverageId.Value == coverage.CoverageId && s.Frequency != "8");
            var status = mine.Count > 0 ? await StatusOf(tx, mine[^1], cancel) : null;
            var (rejected, voided) = (status == ClaimStatus.Rejected && mine[^1].ClaimVersionId != version.Id, status == ClaimStatus.Voided);
            if (mine.Count > 0 && !rejected && !voided) continue;
            var standing = await StandingAnswers.Of(tx, claim, cancel);
            // It answered what was forwarded: what it left is work of its own. What it paid in another turn it takes back first.
            if (standing.LastOf(snapshot.Plans, level) is { } answered && !(voided && answered.Decision.Paid.IsZero)) continue;
            var waits = Forwarded.Of(snapshot, level, standing, await tx.Today(claim.Practice));
            var prior = await PriorAnswers.Before(tx, claim, snapshot, level, submissions, standing, cancel);
            return new DueClaim(claim, version.Id, snapshot, level, "1", null, rejected ? mine[^1].Id : null, prior,
                await WhyHeld(tx, snapshot, level, submissions, standing, prior, cancel), waits);
        }
        return null;
    }

    /// <summary>Why a later payer's claim cannot go with the earlier answers as they stand; null when it may.</summary>
    internal static async Task<Fault?> WhyHeld(Tx tx, ClaimSnapshot snapshot, int level, List<Record.Submission> submissions, IReadOnlyList<StandingAnswer> standing, List<PriorAnswer> prior, CancellationToken cancel) =>
        await Awaited(tx, snapshot, level, submissions, standing, cancel) ?? HoldOf(snapshot, level, prior);

    /// <summary>A payer before has a correction of the services to answer first: its answer goes with this claim (MONEY 4).</summary>
    private static async Task<Fault?> Awaited(Tx tx, ClaimSnapshot snapshot, int level, List<Record.Submission> submissions, IReadOnlyList<StandingAnswer> standing, CancellationToken cancel)
    {
        var latest = snapshot.Coverages.Take(level).Select((before, place) => (Place: place, Last: submissions.FindLast(s => s.CoverageId.Value == before.CoverageId && s.Frequency != "8")))
            .SelectMany(l => l.Last is { } last ? new[] { (l.Place, Last: last) } : []).ToList();
        var (statuses, sent) = (await StatusesOf(tx, latest.ConvertAll(l => l.Last), cancel), await SentSnapshots(tx, latest.ConvertAll(l => l.Last), cancel));
        foreach (var (place, last) in latest)
        {
            var corrected = JsonSerializer.Serialize(sent[last.ClaimVersionId].Lines) != JsonSerializer.Serialize(snapshot.Lines);
            // A payer may have answered what was forwarded to it after our own claim had gone: that answer counts.
            var answered = standing.LastOf(snapshot.Plans, place) is { } answer && answer.At.CompareTo(last.At) > 0;
            if (corrected || (!answered && ClaimStatus.IsPending(statuses[last.Id])))
                return new Fault("prior", $"{snapshot.NameOf(snapshot.Coverages[level])} pays after {snapshot.NameOf(snapshot.Coverages[place])}, which has a corrected claim to answer first.", "Wait for the answer; it goes with this claim.");
        }
        return null;
    }

    private static Fault? HoldOf(ClaimSnapshot snapshot, int level, List<PriorAnswer> prior)
    {
        if (prior.Count < level) return new Fault("prior", $"{snapshot.NameOf(snapshot.Coverages[level])} pays after {snapshot.NameOf(snapshot.Coverages[prior.Count])}, whose answer is not posted.", "Post the remittance first.");
        return prior.Select(p => p.Imbalance(snapshot)).FirstOrDefault(i => i is not null) is { } imbalance
            ? new Fault("prior", imbalance, "Compare with the payer's remittance; the next payer would reject a claim that does not balance.") : null;
    }

    internal static Task<List<Record.Submission>> Submissions(Tx tx, Claim claim, CancellationToken cancel) =>
        tx.Db.Set<Record.Submission>().AsNoTracking().Where(s => s.Practice == claim.Practice && s.ClaimId == claim.Id).OrderBy(s => s.Id).ToListAsync(cancel);

    /// <summary>What the claim said as these submissions sent it.</summary>
    internal static async Task<Dictionary<Id<ClaimVersion>, ClaimSnapshot>> SentSnapshots(Tx tx, List<Record.Submission> submissions, CancellationToken cancel)
    {
        if (submissions.Count == 0) return [];
        var (practice, versions) = (submissions[0].Practice, submissions.Select(s => s.ClaimVersionId).Distinct().ToList());
        return await tx.Db.Set<ClaimVersion>().AsNoTracking().Where(v => v.Practice == practice && versions.Contains(v.Id)).ToDictionaryAsync(v => v.Id, v => ClaimSnapshot.FromJson(v.Snapshot), cancel);
    }

    internal static async Task<string> StatusOf(Tx tx, Record.Submission submission, CancellationToken cancel) => (await StatusesOf(tx, [submission], cancel))[submission.Id];

    /// <summary>Where submissions of one claim stand, in one query.</summary>
    internal static async Task<Dictionary<Id<Record.Submission>, string>> StatusesOf(Tx tx, IReadOnlyList<Record.Submission> submissions, CancellationToken cancel)
    {
        if (submissions.Count == 0) return [];
        var (practice, claim) = (submissions[0].Practice, submissions[0].ClaimId);
        var events = (await tx.Db.Set<ClaimEvent>().AsNoTracking().Where(e => e.Practice == practice && e.ClaimId == claim && e.SubmissionId != null)
            .OrderBy(e => e.Id).Select(e => new { e.SubmissionId, e.Kind }).ToListAsync(cancel)).ToLookup(e => e.SubmissionId, e => e.Kind);
        return submissions.ToDictionary(s => s.Id, s => ClaimStatus.OfSubmission([.. events[s.Id]]));
    }
}
