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

/// <summary>What is due is looked at in this order.</summary>
public enum DueKind { First, Correction, NextPayer }

/// <summary>The last that was looked at; <paramref name="Id"/> is a visit of <paramref name="Date"/> among first claims, else a claim.</summary>
public sealed record DueUpTo(DueKind Kind, DateOnly? Date, long Id);

/// <summary>
/// What is to be sent: visits without a claim, claims never sent, corrected claims, and the next payer's claim where the payer before has answered and
/// left something to the next. A claim that the payer before forwarded itself waits for the next payer's answer, and goes when that has not come in 30 days (MONEY 4).
/// </summary>
public static class DueClaims
{
    public static async Task<List<DueClaim>> Find(Tx tx, CancellationToken cancel = default) => (await Part(tx, null, int.MaxValue, cancel)).Due;

    /// <summary>Of the next <paramref name="atMost"/> visits and claims that may be due, those that are, and up to where they were looked at; null when no more are there.</summary>
    internal static async Task<(List<DueClaim> Due, DueUpTo? UpTo)> Part(Tx tx, DueUpTo? after, int atMost, CancellationToken cancel)
    {
        var due = new List<DueClaim>();
        if (after is null or { Kind: DueKind.First })
        {
            var visits = await NeverSent(tx, after, atMost, cancel);
            due.AddRange(await FirstClaims(tx, visits, cancel));
            if (visits.Count == atMost) return (due, new DueUpTo(DueKind.First, visits[^1].Date, visits[^1].Id.Value));
            (atMost, after) = (atMost - visits.Count, null);
        }
        if (after is null or { Kind: DueKind.Correction })
        {
            var corrected = await Corrected(tx, after, atMost, cancel);
            foreach (var claim in corrected) due.AddRange(await Correction(tx, claim, cancel));
            if (corrected.Count == atMost) return (due, new DueUpTo(DueKind.Correction, null, corrected[^1].Id.Value));
            (atMost, after) = (atMost - corrected.Count, null);
        }
        var (next, looked) = await NextPayers(tx, after, atMost, cancel);
        if (looked.Count == atMost) return ([.. due, .. next], new DueUpTo(DueKind.NextPayer, null, looked[^1].Value));
        return ([.. due, .. await WithReplacements(tx, next, cancel)], null);
    }

    /// <summary>The first claim of one visit, while it never went; none where no plan was in force or nothing is charged.</summary>
    internal static async Task<List<DueClaim>> OfVisit(Tx tx, Id<Encounter> visit, CancellationToken cancel) =>
        await FirstClaims(tx, await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Id == visit).ToListAsync(cancel), cancel);

    /// <summary>Visits whose claim has not gone, or has not been built though a plan was in force on the day.</summary>
    private static Task<List<Encounter>> NeverSent(Tx tx, DueUpTo? after, int atMost, CancellationToken cancel)
    {
        var visits = tx.Db.Set<Encounter>().AsNoTracking().Where(e =>
            !tx.Db.Set<Claim>().Any(c => c.Practice == e.Practice && c.EncounterId == e.Id
                && tx.Db.Set<Record.Submission>().Any(s => s.Practice == c.Practice && s.ClaimId == c.Id))
            && tx.Db.Set<Coverage>().Any(c => c.Practice == e.Practice && c.PatientId == e.PatientId && c.From <= e.Date && (c.To == null || c.To >= e.Date)));
        if (after is { Date: { } date, Id: var id }) visits = visits.Where(e => e.Date > date || (e.Date == date && e.Id > new Id<Encounter>(id)));
        return visits.OrderBy(e => e.Date).ThenBy(e => e.Id).Take(atMost).ToListAsync(cancel);
    }

    /// <summary>Builds the claims of the visits, or builds them anew, so that corrections of the visit or the patient are in them; those that are asked of a plan.</summary>
    private static async Task<List<DueClaim>> FirstClaims(Tx tx, List<Encounter> visits, CancellationToken cancel)
    {
        var built = await BuildClaim.Many(tx, visits, cancel: cancel);
        return await AskedOfPlans(tx, built.ConvertAll(b => new DueClaim(b.Claim, b.Version.Id, b.Snapshot, 0, "1", null, null, [], null)), cancel);
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
        var due = new List<DueClaim>();
        foreach (var claim in await Corrected(tx, null, int.MaxValue, cancel)) due.AddRange(await Correction(tx, claim, cancel));
        return due;
    }

    private static async Task<List<Claim>> Corrected(Tx tx, DueUpTo? after, int atMost, CancellationToken cancel)
    {
        var claims = tx.Db.Set<Claim>().AsQueryable();
        if (after is { Id: var id }) claims = claims.Where(c => c.Id > new Id<Claim>(id));
        var newer = await claims.Where(c => c.Version > 1 && tx.Db.Set<Record.Submission>().Any(s => s.Practice == c.Practice && s.ClaimId == c.Id)
            && (!tx.Db.Set<Record.Submission>().Any(s => s.Practice == c.Practice && s.ClaimId == c.Id && s.Level == PayerLevel.P
                && tx.Db.Set<ClaimVersion>().Any(v => v.Practice == s.Practice && v.Id == s.ClaimVersionId && v.Version == c.Version))
                || tx.Db.Set<Record.Submission>().Count(s => s.Practice == c.Practice && s.ClaimId == c.Id && s.Level == PayerLevel.P && s.Frequency == "1" && s.ReplacesId == null) > 1))
            .OrderBy(c => c.Id).Take(atMost).ToListAsync(cancel);
        var cancelled = await claims.Where(c => tx.Db.Set<PersonDecision>().Any(d => d.Practice == c.Practice && d.ClaimId == c.Id && d.Kind == PersonDecision.VisitCancelled)
            && tx.Db.Set<Record.Submission>().Any(s => s.Practice == c.Practice && s.ClaimId == c.Id)).OrderBy(c => c.Id).Take(atMost).ToListAsync(cancel);
        return [.. newer.Union(cancelled).OrderBy(c => c.Id).Take(atMost)];
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
        var (due, _) = await NextPayers(tx, null, int.MaxValue, cancel);
        return await WithReplacements(tx, due, cancel);
    }

    /// <summary>With those that follow a reversal.</summary>
    private static async Task<List<DueClaim>> WithReplacements(Tx tx, List<DueClaim> next, CancellationToken cancel) =>
        [.. next.Concat(await FollowReversal.Find(tx, cancel)).DistinctBy(d => (d.Claim.Id, d.Level))];

    private static async Task<(List<DueClaim> Due, List<Id<Claim>> Looked)> NextPayers(Tx tx, DueUpTo? after, int atMost, CancellationToken cancel)
    {
        var owed = (await OwedByPlans(tx, cancel)).Where(o => after is null || o.Key.Id.Value > after.Id).OrderBy(o => o.Key.Id).Take(atMost).ToList();
        var due = new List<DueClaim>();
        foreach (var practice in owed.GroupBy(o => o.Key.Practice))
        {
            foreach (var part in practice.Chunk(ClaimSources.AtOnce))
            {
                var sent = await SentClaims.Of(tx, practice.Key, [.. part.Select(p => p.Key)], cancel);
                var today = await tx.Today(practice.Key);
                foreach (var (claim, owing) in part)
                    if (await Next(tx, sent, claim, owing, today, cancel) is { } next) due.Add(next);
            }
        }
        return (due, owed.ConvertAll(o => o.Key.Id));
    }

    /// <summary>Claims that were sent, of patients with more than one plan, of which a plan owes something; by which plans.</summary>
    private static async Task<Dictionary<Claim, HashSet<Party>>> OwedByPlans(Tx tx, CancellationToken cancel)
    {
        var open = await (from now in tx.Db.Set<OpenItemNow>()
                          join item in tx.Db.Set<OpenItem>() on new { now.Practice, Id = now.ItemId } equals new { item.Practice, item.Id }
                          where now.Account == Account.PayerReceivable && (now.PartyKind == PartyKind.Payer || now.PartyKind == PartyKind.Plan) && now.Amount > Money.Zero
                          select new { now.PartyKind, now.PartyId, item.About }).AsNoTracking().ToListAsync(cancel);
        var owed = open.Where(o => o.About.StartsWith("charge:", StringComparison.Ordinal))
            .ToLookup(o => new Id<Charge>(long.Parse(o.About.AsSpan(7), System.Globalization.CultureInfo.InvariantCulture)), o => new Party(o.PartyKind, o.PartyId));
        var found = new Dictionary<Claim, HashSet<Party>>();
        foreach (var charges in owed.Select(o => o.Key).Chunk(2_000))
        {
            var claims = await (from line in tx.Db.Set<ClaimLine>()
                                join version in tx.Db.Set<ClaimVersion>() on new { line.Practice, Id = line.ClaimVersionId } equals new { version.Practice, version.Id }
                                join claim in tx.Db.Set<Claim>() on new { version.Practice, Id = version.ClaimId } equals new { claim.Practice, claim.Id }
                                where charges.Contains(line.ChargeId) && version.Version == claim.Version
                                    && tx.Db.Set<Coverage>().Count(c => c.Practice == claim.Practice && c.PatientId == claim.PatientId) > 1
                                    && tx.Db.Set<Record.Submission>().Any(s => s.Practice == claim.Practice && s.ClaimId == claim.Id)
                                select new { claim, line.ChargeId }).ToListAsync(cancel);
            foreach (var line in claims)
            {
                if (!found.TryGetValue(line.claim, out var parties)) found.Add(line.claim, parties = []);
                parties.UnionWith(owed[line.ChargeId]);
            }
        }
        return found;
    }

    private static async Task<DueClaim?> Next(Tx tx, SentClaims sent, Claim claim, HashSet<Party> owing, DateOnly today, CancellationToken cancel)
    {
        var (version, snapshot, submissions, standing) = sent[claim];
        for (var level = 1; level < snapshot.Coverages.Count; level++)
        {
            var coverage = snapshot.Coverages[level];
            if (!owing.Contains(sent.PartyOf(coverage))) continue;
            var mine = submissions.FindAll(s => s.CoverageId.Value == coverage.CoverageId && s.Frequency != "8");
            var status = mine.Count > 0 ? await StatusOf(tx, mine[^1], cancel) : null;
            var (rejected, voided) = (status == ClaimStatus.Rejected && mine[^1].ClaimVersionId != version, status == ClaimStatus.Voided);
            // It was asked as the first, and has taken its answer back: as a later one it was sent nothing.
            var tookBack = mine is [.., { Level: PayerLevel.P }] && standing.LastOrDefault(a => a.PlaceIn(snapshot.Plans) == level) is { TakesBack: true };
            if (mine.Count > 0 && !rejected && !voided && !tookBack) continue;
            // It answered what was forwarded: what it left is work of its own. What it paid in another turn it takes back first.
            if (standing.LastOf(snapshot.Plans, level) is { } answered && !(voided && answered.Decision.Paid.IsZero)) continue;
            var waits = Forwarded.Of(snapshot, level, standing, today);
            var prior = await PriorAnswers.Before(tx, claim, snapshot, level, submissions, standing, cancel);
            return new DueClaim(claim, version, snapshot, level, "1", null, rejected ? mine[^1].Id : null, prior,
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
