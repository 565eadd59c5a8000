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

/// <param name="UpTo">The batch was taken up to here, and more may be due; null at its end.</param>
public sealed record SubmitOutcome(IReadOnlyList<SentFile> Files, IReadOnlyList<SentClaim> Sent, IReadOnlyList<HeldClaim> Held, DueUpTo? UpTo = null);

/// <summary>
/// Sends what is ready: scrubs, batches by partner (or payer without one), numbers, writes, reads back and compares, validates, keeps the file and
/// leaves its placing to a job of the same transaction: what was committed is sent, what was not is not. Nothing is sent twice. Thousands go in parts (<see cref="SendClaims"/>).
/// </summary>
public static class SubmitBatch
{
    /// <param name="Payer">Its key; null or empty sends to all.</param>
    /// <param name="After">Goes on behind this; null begins.</param>
    public sealed record Command(string? Payer = null, DueUpTo? After = null);

    /// <summary>A file of more claims is cut into several; clearinghouses take 5,000 claims a transaction (005010X222A1 1.4.2 recommends it).</summary>
    private const int MostClaimsAFile = 5_000;

    /// <summary>Sends what is due of the next <paramref name="atMost"/> visits and claims.</summary>
    public static async Task<SubmitOutcome> Run(Tx tx, Command command, int atMost = int.MaxValue, CancellationToken cancel = default)
    {
        if (!string.IsNullOrEmpty(command.Payer) && !await tx.Db.Set<Payer>().AnyAsync(p => p.Key == command.Payer, cancel))
            throw new BadInputException("payer", $"There is no payer \"{command.Payer}\".", "Use the payer's key.");
        var (due, upTo) = await DueClaims.Part(tx, command.After, atMost, cancel);
        return await Send(tx, [.. due.Where(d => string.IsNullOrEmpty(command.Payer) || d.Coverage.PayerKey == command.Payer)], cancel) with { UpTo = upTo };
    }

    /// <summary>The first claim of one visit alone, while it never went: what a page that shows the visit rehearses.</summary>
    public static async Task<SubmitOutcome> OfVisit(Tx tx, Id<Encounter> visit, CancellationToken cancel = default) => await Send(tx, await DueClaims.OfVisit(tx, visit, cancel), cancel);

    /// <summary>Scrubs the claims, sends those that nothing holds, and says of the rest why.</summary>
    internal static async Task<SubmitOutcome> Send(Tx tx, IReadOnlyList<DueClaim> due, CancellationToken cancel)
    {
        var (ready, held) = (new List<(DueClaim Due, IReadOnlyList<Finding> Findings)>(), new List<HeldClaim>());
        var history = await ClaimNotes.Of(tx, due, cancel);
        foreach (var claim in due.Where(d => d.Waits is not null))
            held.Add(Held(claim, [new Finding("CLM-FWD-01", Severity.Stop, "prior", claim.Waits!.Words, claim.Waits.Fix, "CMS coordination of benefits agreement (crossover); our policy of 30 days", claim.Snapshot.Charge)], claim.Waits.Until));
        foreach (var (claim, findings) in await Scrub(tx, [.. due.Where(d => d.Waits is null)], cancel))
        {
            if (!findings.Any(f => f.Holds)) ready.Add((claim, findings));
            else Hold(claim, [.. findings.Where(f => f.Holds)], held, history);
        }
        var (files, sent) = (new List<SentFile>(), new List<SentClaim>());
        var partners = await Partners(tx, cancel);
        foreach (var batch in ready.GroupBy(r => partners.GetValueOrDefault(r.Due.Coverage.PayerId)?.Key ?? $"payer {r.Due.Coverage.PayerKey}", StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            foreach (var part in batch.Chunk(MostClaimsAFile)) await File(tx, partners.GetValueOrDefault(part[0].Due.Coverage.PayerId), part, files, sent, held, history, cancel);
        }
        await history.Save(cancel);
        tx.Subject = $"{sent.Count} claims in {files.Count} files, {held.Count} held";
        return new SubmitOutcome(files, sent, held);
    }

    private static void Hold(DueClaim due, IReadOnlyList<Finding> reasons, List<HeldClaim> held, ClaimNotes history)
    {
        held.Add(Held(due, reasons));
        history.Note(due.Claim, ClaimEventKind.Held, string.Join(' ', reasons.Select(f => $"{f.RuleId}: {f.Message}")));
    }

    private static HeldClaim Held(DueClaim claim, IReadOnlyList<Finding> why, DateOnly? until = null) =>
        new(claim.Snapshot.VisitKey, claim.Claim.Id.Value, claim.Coverage.PayerKey, LevelOf(claim), claim.Snapshot.Charge, why, until);

    private static async Task<IEnumerable<(DueClaim Due, IReadOnlyList<Finding> Findings)>> Scrub(Tx tx, List<DueClaim> due, CancellationToken cancel)
    {
        var findings = await ScrubClaim.Run(tx, due.ConvertAll(d => new ScrubSubject(d.Claim, d.Snapshot, d.Level, d.Frequency, d.PayerControl)), cancel);
        return due.Zip(findings, (d, found) => (d, d.Hold is not { } hold ? found
            : (IReadOnlyList<Finding>)[new Finding("CLM-TURN-01", Severity.Stop, hold.Place, hold.Message, hold.Fix, "005010X222A1 1.4.4 (coordination of benefits); payer's rules on corrected claims", d.Snapshot.Charge), .. found]));
    }

    private static async Task<Dictionary<long, TradingPartner>> Partners(Tx tx, CancellationToken cancel)
    {
        var partners = await tx.Db.Set<TradingPartner>().AsNoTracking().ToDictionaryAsync(p => p.Id, cancel);
        var routes = await tx.Db.Set<PartnerPayer>().AsNoTracking().ToListAsync(cancel);
        return routes.ToDictionary(r => r.PayerId.Value, r => partners[r.PartnerId]);
    }

    private static async Task File(Tx tx, TradingPartner? partner, (DueClaim Due, IReadOnlyList<Finding> Findings)[] batch, List<SentFile> files, List<SentClaim> sent, List<HeldClaim> held, ClaimNotes history, CancellationToken cancel)
    {
        var first = batch[0].Due;
        var to = partner?.Key ?? first.Coverage.PayerKey;
        var ends = await Ends(tx, partner, first, cancel);
        var outbound = new List<OutboundClaim>();
        // One transaction a practice: claims stand in the file in this order, and are read back in it.
        var ordered = batch.OrderBy(b => b.Due.Claim.Practice).ThenBy(b => b.Due.Claim.Id).GroupBy(b => b.Due.Snapshot.Practice).SelectMany(g => g).ToList();
        var number = await tx.NextNumbers("pcn", ordered.Count, cancel);
        foreach (var (due, _) in ordered) outbound.Add(new OutboundClaim(due.Snapshot, due.Level, Pcn.Of(number++), due.Frequency, due.PayerControl, due.Prior));

        var (bytes, read, faults) = Written(ends, outbound);
        if (faults.Count > 0)
        {
            // Those that cannot go by themselves stay; where the fault is of no single claim, all do.
            var alone = outbound.ConvertAll(o => Written(ends, [o]).Faults);
            if (alone.TrueForAll(f => f.Count == 0)) alone = outbound.ConvertAll(_ => faults);
            for (var i = 0; i < ordered.Count; i++)
                if (alone[i].Count > 0) HoldUnwritten(ordered[i].Due, alone[i], held, history);
            var rest = ordered.Where((_, i) => alone[i].Count == 0).ToArray();
            if (rest.Length > 0) await File(tx, partner, rest, files, sent, held, history, cancel);
            return;
        }

        var name = $"{Safe(to)}-{ends.ControlNumber:000000000}.837";
        var (sha, _) = await FileStore.Put(tx, name, bytes, FileDirection.Out, cancel);
        await tx.Db.SaveChangesAsync(cancel);
        var submissions = ordered.Select((o, i) => Submission(tx, partner, o.Due, outbound[i], read[i], ends, sha)).ToList();
        await tx.AddMany(submissions, cancel);
        for (var i = 0; i < ordered.Count; i++) sent.Add(Note(submissions[i], ordered[i].Due, read[i], ends, ordered[i].Findings, history));
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
    private static void HoldUnwritten(DueClaim due, IReadOnlyList<Fault> faults, List<HeldClaim> held, ClaimNotes history) =>
        Hold(due, [.. faults.Select(f => new Finding("CLM-FILE-01", Severity.Stop, "claim", $"No valid claim can be written: {f.Message}", f.Fix, $"005010X222A1 ({f.Place})", due.Snapshot.Charge))], held, history);

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

    private static Record.Submission Submission(Tx tx, TradingPartner? partner, DueClaim due, OutboundClaim outbound, X12.Transactions.Claim read, ClaimFileEnds ends, string sha) => new()
    {
        Practice = due.Claim.Practice, Id = tx.NextId<Record.Submission>(), ClaimId = due.Claim.Id, ClaimVersionId = due.VersionId, CoverageId = new(due.Coverage.CoverageId),
        PayerId = new(due.Coverage.PayerId), Level = due.Level switch { 0 => PayerLevel.P, 1 => PayerLevel.S, _ => PayerLevel.T }, Frequency = due.Frequency, Pcn = outbound.Pcn,
        PcnFolded = Pcn.Fold(outbound.Pcn), PayerControl = due.Frequency == "1" ? null : due.PayerControl, ReplacesId = due.Replaces, PartnerId = partner?.Id, FileSha256 = sha,
        FromSegment = read.Where.FirstSegment, ToSegment = read.Where.LastSegment, InterchangeControl = ends.ControlNumber.ToString("000000000", System.Globalization.CultureInfo.InvariantCulture),
        GroupControl = ends.ControlNumber.ToString(System.Globalization.CultureInfo.InvariantCulture), StControl = read.Envelope.St, Charge = due.Snapshot.Charge, At = tx.Now,
    };

    /// <summary>What the claim's history says of its going.</summary>
    private static SentClaim Note(Record.Submission sent, DueClaim due, X12.Transactions.Claim read, ClaimFileEnds ends, IReadOnlyList<Finding> findings, ClaimNotes history)
    {
        history.Note(due.Claim, ClaimEventKind.Released, $"Nothing holds it for {due.Snapshot.NameOf(due.Coverage)}.");
        var source = new FileRef(sent.FileSha256, read.Where.FirstByte, read.Where.EndByte, read.Where.FirstSegment, read.Where.LastSegment);
        history.Add(due.Claim, sent.Id, ClaimEventKind.Sent, ends.Date, $"Sent to {due.Snapshot.NameOf(due.Coverage)} as {sent.Pcn}, frequency {due.Frequency}, {due.Snapshot.Charge}.", source);
        if (due.Replaces is { } replaced) history.Add(due.Claim, replaced, due.Frequency == "8" ? ClaimEventKind.Voided : ClaimEventKind.Replaced, ends.Date, $"{(due.Frequency == "8" ? "Voided" : "Replaced")} by {sent.Pcn}.", source);
        return new SentClaim(due.Snapshot.VisitKey, due.Claim.Id.Value, sent.Pcn, due.Coverage.PayerKey, LevelOf(due), due.Frequency, due.Snapshot.Charge, findings);
    }

    private static string LevelOf(DueClaim due) => OutboundClaim.Responsibility(due.Level);
}
