using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Scrubbing;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>A claim that went out, with the findings that did not stop it.</summary>
public sealed record SentClaim(string Visit, long ClaimId, string Pcn, string Payer, string Level, string Frequency, Money Charge, IReadOnlyList<Finding> Findings);

/// <summary>
/// A claim that stays, and why: what to mend, each with its place and fix. With <paramref name="Until"/> nothing is to be mended: another payer's answer is awaited, and from that day on it goes.
/// </summary>
public sealed record HeldClaim(string Visit, long ClaimId, string Payer, string Level, Money Charge, IReadOnlyList<Finding> Reasons, DateOnly? Until = null);

/// <param name="ByHand">Where in the data folder it lies when no trading partner fetches it: a person carries it to the payer. Null otherwise.</param>
public sealed record SentFile(string Name, string Sha256, string To, int Claims, Money Charge, string? ByHand = null);

public sealed record SubmitOutcome(IReadOnlyList<SentFile> Files, IReadOnlyList<SentClaim> Sent, IReadOnlyList<HeldClaim> Held);

/// <summary>
/// Sends what is ready: scrubs, batches by partner (or payer without one), numbers, writes, reads back and compares, validates, keeps the file and
/// leaves its placing to a job of the same transaction: what was committed is sent, what was not is not. Nothing is sent twice. For a dry run the
/// door calls <see cref="Work.Rehearse{T}"/>.
/// </summary>
public static class SubmitBatch
{
    /// <param name="Payer">Its key; null or empty sends to all.</param>
    public sealed record Command(string? Payer = null);

    /// <summary>A file of more claims is cut into several; clearinghouses take 5,000 claims a transaction (005010X222A1 1.4.2 recommends it).</summary>
    private const int MostClaimsAFile = 5_000;

    public static async Task<SubmitOutcome> Run(Tx tx, Command command, CancellationToken cancel = default)
    {
        if (!string.IsNullOrEmpty(command.Payer) && !await tx.Db.Set<Payer>().AnyAsync(p => p.Key == command.Payer, cancel))
            throw new BadInputException("payer", $"There is no payer \"{command.Payer}\".", "Use the payer's key.");
        var due = await DueClaims.Find(tx, cancel);
        return await Send(tx, [.. due.Where(d => string.IsNullOrEmpty(command.Payer) || d.Coverage.PayerKey == command.Payer)], cancel);
    }

    /// <summary>The first claim of one visit alone, while it never went: what a page that shows the visit rehearses.</summary>
    public static async Task<SubmitOutcome> OfVisit(Tx tx, Id<Encounter> visit, CancellationToken cancel = default) => await Send(tx, await DueClaims.OfVisit(tx, visit, cancel), cancel);

    /// <summary>Scrubs the claims, sends those that nothing holds, and says of the rest why.</summary>
    internal static async Task<SubmitOutcome> Send(Tx tx, IReadOnlyList<DueClaim> due, CancellationToken cancel)
    {
        var (ready, held) = (new List<(DueClaim Due, IReadOnlyList<Finding> Findings)>(), new List<HeldClaim>());
        foreach (var claim in due)
        {
            if (claim.Waits is { } forwarded)
            {
                held.Add(Held(claim, [new Finding("CLM-FWD-01", Severity.Stop, "prior", forwarded.Words, forwarded.Fix, "CMS coordination of benefits agreement (crossover); our policy of 30 days", claim.Snapshot.Charge)], forwarded.Until));
                continue;
            }
            var findings = await Scrub(tx, claim, cancel);
            if (findings.Any(f => f.Holds))
            {
                held.Add(Held(claim, [.. findings.Where(f => f.Holds)]));
                await Note(tx, claim, ClaimEventKind.Held, string.Join(' ', findings.Where(f => f.Holds).Select(f => $"{f.RuleId}: {f.Message}")), cancel);
            }
            else ready.Add((claim, findings));
        }
        var (files, sent) = (new List<SentFile>(), new List<SentClaim>());
        var partners = await Partners(tx, cancel);
        foreach (var batch in ready.GroupBy(r => partners.GetValueOrDefault(r.Due.Coverage.PayerId)?.Key ?? $"payer {r.Due.Coverage.PayerKey}", StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            foreach (var part in batch.Chunk(MostClaimsAFile)) await File(tx, partners.GetValueOrDefault(part[0].Due.Coverage.PayerId), part, files, sent, held, cancel);
        }
        tx.Subject = $"{sent.Count} claims in {files.Count} files, {held.Count} held";
        return new SubmitOutcome(files, sent, held);
    }

    private static HeldClaim Held(DueClaim claim, IReadOnlyList<Finding> why, DateOnly? until = null) =>
        new(claim.Snapshot.VisitKey, claim.Claim.Id.Value, claim.Coverage.PayerKey, LevelOf(claim), claim.Snapshot.Charge, why, until);

    private static async Task<IReadOnlyList<Finding>> Scrub(Tx tx, DueClaim due, CancellationToken cancel)
    {
        var findings = await ScrubClaim.Run(tx, due.Claim, due.Snapshot, due.Level, due.Frequency, due.PayerControl, cancel);
        return due.Hold is not { } hold ? findings
            : [new Finding("CLM-TURN-01", Severity.Stop, hold.Place, hold.Message, hold.Fix, "005010X222A1 1.4.4 (coordination of benefits); payer's rules on corrected claims", due.Snapshot.Charge), .. findings];
    }

    private static async Task<Dictionary<long, TradingPartner>> Partners(Tx tx, CancellationToken cancel)
    {
        var partners = await tx.Db.Set<TradingPartner>().AsNoTracking().ToDictionaryAsync(p => p.Id, cancel);
        var routes = await tx.Db.Set<PartnerPayer>().AsNoTracking().ToListAsync(cancel);
        return routes.ToDictionary(r => r.PayerId.Value, r => partners[r.PartnerId]);
    }

    private static async Task File(Tx tx, TradingPartner? partner, (DueClaim Due, IReadOnlyList<Finding> Findings)[] batch, List<SentFile> files, List<SentClaim> sent, List<HeldClaim> held, CancellationToken cancel)
    {
        var first = batch[0].Due;
        var to = partner?.Key ?? first.Coverage.PayerKey;
        var ends = await Ends(tx, partner, first, cancel);
        var outbound = new List<OutboundClaim>();
        // One transaction a practice: claims stand in the file in this order, and are read back in it.
        var ordered = batch.OrderBy(b => b.Due.Claim.Practice).ThenBy(b => b.Due.Claim.Id).GroupBy(b => b.Due.Snapshot.Practice).SelectMany(g => g).ToList();
        foreach (var (due, _) in ordered)
            outbound.Add(new OutboundClaim(due.Snapshot, due.Level, Pcn.Of(await tx.NextNumber("pcn", cancel)), due.Frequency, due.PayerControl, due.Prior));

        var (bytes, read, faults) = Written(ends, outbound);
        if (faults.Count > 0)
        {
            // Those that cannot go by themselves stay; where the fault is of no single claim, all do.
            var alone = outbound.ConvertAll(o => Written(ends, [o]).Faults);
            if (alone.TrueForAll(f => f.Count == 0)) alone = outbound.ConvertAll(_ => faults);
            for (var i = 0; i < ordered.Count; i++)
                if (alone[i].Count > 0) await HoldUnwritten(tx, ordered[i].Due, alone[i], held, cancel);
            var rest = ordered.Where((_, i) => alone[i].Count == 0).ToArray();
            if (rest.Length > 0) await File(tx, partner, rest, files, sent, held, cancel);
            return;
        }

        var name = $"{Safe(to)}-{ends.ControlNumber:000000000}.837";
        var (sha, _) = await FileStore.Put(tx, name, bytes, FileDirection.Out, cancel);
        for (var i = 0; i < ordered.Count; i++) sent.Add(await Record(tx, partner, ordered[i].Due, outbound[i], read[i], ends, sha, ordered[i].Findings, cancel));
        await tx.Db.SaveChangesAsync(cancel);
        await JobQueue.Enqueue(tx, PlaceFile.StageKind, sha);
        files.Add(new SentFile(name, sha, to, ordered.Count, outbound.Sum(o => o.Claim.Charge), partner is null ? $"out/{Safe(to)}" : null));
    }

    /// <summary>The file as it was written and read back, or why it cannot go.</summary>
    private static (byte[] Bytes, IReadOnlyList<X12.Transactions.Claim> Read, IReadOnlyList<Fault> Faults) Written(ClaimFileEnds ends, IReadOnlyList<OutboundClaim> claims)
    {
        var (bytes, refused) = To837P.Write(ends, claims);
        if (refused.Count > 0) return (bytes, [], [.. refused.Select(f => new Fault(f.Element ?? "claim", f.Message, "Correct the value in the record, then submit again."))]);
        var (read, differences) = ReadBack.Compare(bytes, claims);
        return (bytes, read, differences);
    }

    /// <summary>A claim of which no valid file can be made stays with the reason; it never keeps the others here.</summary>
    private static Task HoldUnwritten(Tx tx, DueClaim due, IReadOnlyList<Fault> faults, List<HeldClaim> held, CancellationToken cancel)
    {
        var reasons = faults.Select(f => new Finding("CLM-FILE-01", Severity.Stop, "claim", $"No valid claim can be written: {f.Message}", f.Fix, $"005010X222A1 ({f.Place})", due.Snapshot.Charge)).ToList();
        held.Add(Held(due, reasons));
        return Note(tx, due, ClaimEventKind.Held, string.Join(' ', reasons.Select(r => $"{r.RuleId}: {r.Message}")), cancel);
    }

    private static async Task<ClaimFileEnds> Ends(Tx tx, TradingPartner? partner, DueClaim first, CancellationToken cancel)
    {
        var organization = await tx.Db.Set<Organization>().AsNoTracking().FirstAsync(o => o.Org == tx.Scope.Org, cancel);
        var number = await tx.NextNumber($"interchange:{partner?.Key ?? "payer " + first.Coverage.PayerKey}", cancel);
        var zone = await tx.Db.Set<Practice>().Where(p => p.Id == first.Claim.Practice).Select(p => p.Zone).FirstAsync(cancel);
        var local = TimeZoneInfo.ConvertTime(tx.Now.ToDateTimeOffset(), TimeZoneInfo.FindSystemTimeZoneById(zone));
        return new ClaimFileEnds
        {
            SubmitterId = partner?.SubmitterId ?? first.Snapshot.Practice.TaxId, ReceiverId = partner?.ReceiverId ?? Short(first.Coverage.PayerNumber), ReceiverName = partner?.ReceiverName ?? first.Coverage.PayerName,
            Date = DateOnly.FromDateTime(local.DateTime), Time = TimeOnly.FromDateTime(local.DateTime), ControlNumber = checked((int)(((number - 1) % 999_999_999) + 1)), IsTest = organization.PracticeData,
        };
    }

    /// <summary>A key is the sender's own text; a file's name is letters, digits, dash and underscore of it.</summary>
    internal static string Safe(string key) => new([.. key.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_')]);

    /// <summary>ISA08 has 15 characters.</summary>
    private static string Short(string id) => id.Length <= 15 ? id : id[..15];

    private static async Task<SentClaim> Record(Tx tx, TradingPartner? partner, DueClaim due, OutboundClaim outbound, X12.Transactions.Claim read, ClaimFileEnds ends, string sha,
        IReadOnlyList<Finding> findings, CancellationToken cancel)
    {
        var control = ends.ControlNumber.ToString("000000000", System.Globalization.CultureInfo.InvariantCulture);
        var submission = tx.Add(new Record.Submission
        {
            Practice = due.Claim.Practice, Id = tx.NextId<Record.Submission>(), ClaimId = due.Claim.Id, ClaimVersionId = due.VersionId, CoverageId = new(due.Coverage.CoverageId),
            PayerId = new(due.Coverage.PayerId), Level = due.Level switch { 0 => PayerLevel.P, 1 => PayerLevel.S, _ => PayerLevel.T }, Frequency = due.Frequency, Pcn = outbound.Pcn,
            PcnFolded = Pcn.Fold(outbound.Pcn), PayerControl = due.Frequency == "1" ? null : due.PayerControl, ReplacesId = due.Replaces, PartnerId = partner?.Id, FileSha256 = sha,
            FromSegment = read.Where.FirstSegment, ToSegment = read.Where.LastSegment, InterchangeControl = control,
            GroupControl = ends.ControlNumber.ToString(System.Globalization.CultureInfo.InvariantCulture), StControl = read.Envelope.St, Charge = due.Snapshot.Charge, At = tx.Now,
        });
        await Note(tx, due, ClaimEventKind.Released, $"Nothing holds it for {due.Snapshot.NameOf(due.Coverage)}.", cancel);
        var source = new FileRef(sha, read.Where.FirstByte, read.Where.EndByte, read.Where.FirstSegment, read.Where.LastSegment);
        ClaimEvents.Add(tx, due.Claim, submission.Id, ClaimEventKind.Sent, ends.Date, $"Sent to {due.Snapshot.NameOf(due.Coverage)} as {outbound.Pcn}, frequency {due.Frequency}, {due.Snapshot.Charge}.", source);
        if (due.Replaces is { } replaced) ClaimEvents.Add(tx, due.Claim, replaced, due.Frequency == "8" ? ClaimEventKind.Voided : ClaimEventKind.Replaced, ends.Date, $"{(due.Frequency == "8" ? "Voided" : "Replaced")} by {outbound.Pcn}.", source);
        return new SentClaim(due.Snapshot.VisitKey, due.Claim.Id.Value, outbound.Pcn, due.Coverage.PayerKey, LevelOf(due), due.Frequency, due.Snapshot.Charge, findings);
    }

    /// <summary>Held and released stand in the claim's history when they change, not each time somebody looks.</summary>
    private static async Task Note(Tx tx, DueClaim due, ClaimEventKind kind, string detail, CancellationToken cancel)
    {
        var last = await tx.Db.Set<ClaimEvent>().AsNoTracking().Where(e => e.Practice == due.Claim.Practice && e.ClaimId == due.Claim.Id && e.SubmissionId == null)
            .OrderByDescending(e => e.Id).Select(e => new { e.Kind, e.Detail }).FirstOrDefaultAsync(cancel);
        if (last is null || last.Kind != kind || last.Detail != detail) ClaimEvents.Add(tx, due.Claim, null, kind, await tx.Today(due.Claim.Practice), detail);
    }

    private static string LevelOf(DueClaim due) => OutboundClaim.Responsibility(due.Level);
}
