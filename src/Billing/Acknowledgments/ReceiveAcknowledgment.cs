using System.Globalization;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12.Transactions;
using Microsoft.EntityFrameworkCore;
using Claim = CleanClaim.Billing.Record.Claim;

namespace CleanClaim.Billing.Acknowledgments;

/// <summary>What one answer said as a whole, and of how many claims.</summary>
public sealed record AnswerTaken(string Type, string Answers, bool Accepted, string Detail);

public sealed record ClaimAnswered(string Visit, string Pcn, string What, string Detail, string? Field);

/// <summary><paramref name="Duplicate"/>: the same bytes came before, and nothing was done again. Faults name what nobody here sent.</summary>
public sealed record AcknowledgmentOutcome(string File, string Sha256, bool Duplicate, IReadOnlyList<AnswerTaken> Answers, IReadOnlyList<ClaimAnswered> Claims, IReadOnlyList<Fault> Faults);

/// <summary>
/// Takes in a TA1, 999 or 277CA: keeps the file, ties every answer to the submissions it is about and writes what it says into their history.
/// Once a file. What answers nothing of ours is kept and listed as a fault; of a file that is not whole nothing is taken; nothing is lost.
/// </summary>
public static class ReceiveAcknowledgment
{
    public sealed record Command(string Name, byte[] Bytes);

    /// <summary>A larger file is refused: an answer to 5,000 claims stays far below (DESIGN law 12).</summary>
    public const int BytesMax = 64 * 1024 * 1024;

    /// <summary>A file as it was brought: the one way in for pages, command line and exchange. The file itself is the key: the same bytes are taken in once.</summary>
    /// <exception cref="BadInputException">The file is too large; nothing of it is kept.</exception>
    public static async Task<AcknowledgmentOutcome> File(Work work, Scope scope, string name, byte[] bytes, CancellationToken cancel = default)
    {
        if (bytes.Length > BytesMax) throw new BadInputException("file", $"{name} has {bytes.Length:N0} bytes; at most {BytesMax:N0} are taken.", "Ask the sender for it in parts.");
        return await work.Do(Right.Submit, scope, Request.Once("ack.receive", FileStore.Sha256Of(bytes)), tx => Run(tx, new Command(name, bytes), cancel), cancel);
    }

    public static async Task<AcknowledgmentOutcome> Run(Tx tx, Command command, CancellationToken cancel = default)
    {
        var (sha, _) = await FileStore.Put(tx, command.Name, command.Bytes, FileDirection.In, cancel);
        tx.Subject = $"file {sha}";
        if (await tx.Db.Set<Acknowledgment>().AsNoTracking().Where(a => a.FileSha256 == sha).OrderBy(a => a.StOrdinal).ToListAsync(cancel) is { Count: > 0 } before)
            return new(command.Name, sha, Duplicate: true, before.ConvertAll(a => new AnswerTaken(a.Type, a.Answers, a.Accepted, a.Detail)), [], []);
        if (WhyNotTaken.Of(command.Bytes) is { } fault) return new(command.Name, sha, Duplicate: false, [], [], [fault]);
        var taking = new Taking(tx, sha, cancel);
        foreach (var document in X12Documents.Read(new MemoryStream(command.Bytes, writable: false))) await taking.Take(document);
        return new(command.Name, sha, Duplicate: false, taking.Answers, taking.Claims, taking.Faults);
    }

    /// <summary>One file being taken in.</summary>
    private sealed class Taking(Tx tx, string sha, CancellationToken cancel)
    {
        public List<AnswerTaken> Answers { get; } = [];
        public List<ClaimAnswered> Claims { get; } = [];
        public List<Fault> Faults { get; } = [];

        public Task Take(X12Document document) => document switch
        {
            InterchangeAcknowledgment ta1 => TakeTa1(ta1),
            Acknowledgment999 answer => Take999(answer),
            ClaimStatusReport report => Take277(report),
            _ => Task.CompletedTask,
        };

        private async Task TakeTa1(InterchangeAcknowledgment ta1)
        {
            var note = ClaimVerdicts.Words("TA105", ta1.Note);
            var mine = await OfFile(ta1.Envelope, s => s.InterchangeControl == Nine(ta1.ControlNumber));
            Keep("TA1", ta1.ControlNumber ?? "", ta1.Accepted, ta1.Accepted ? "Interchange accepted." : $"Interchange rejected: {note}.", mine, ta1.Where);
            foreach (var submission in mine)
                await Tell(submission, new(ta1.Accepted ? ClaimEventKind.InterchangeAccepted : ClaimEventKind.InterchangeRejected, ta1.Accepted ? "The interchange arrived (TA1)." : $"The interchange was rejected (TA1 {ta1.Note}): {note}.", ta1.Accepted ? null : "partner"), ta1.Where);
        }

        private async Task Take999(Acknowledgment999 answer)
        {
            var group = Plain(answer.AnsweredGroup);
            var mine = await OfFile(answer.Envelope, s => s.GroupControl == group);
            var objections = answer.Transactions.Select(t => (t.AnsweredSt, Words: ClaimVerdicts.Words(t))).Where(t => t.Words.Length > 0).Select(t => $"transaction {t.AnsweredSt}: {t.Words}").ToList();
            Keep("999", answer.AnsweredGroup ?? "", answer.Accepted, answer.Status == "A" && objections.Count == 0 ? "Group accepted."
                : $"Group {(answer.Accepted ? "accepted with errors" : ClaimVerdicts.Words("AK901", answer.Status))}{(objections.Count > 0 ? $": {string.Join("; ", objections)}" : "")}.", mine, answer.Where);
            foreach (var stranger in answer.Transactions.Where(t => mine.Count > 0 && !mine.Exists(s => s.StControl == t.AnsweredSt)))
                Faults.Add(new Fault($"segment {stranger.Where.FirstSegment} AK202", $"Group {group} is ours, but no transaction \"{stranger.AnsweredSt}\" was sent in it.", "Ask the sender what it answers; the file is kept as it came."));
            foreach (var submission in mine)
            {
                var transaction = answer.Transactions.FirstOrDefault(t => t.AnsweredSt == submission.StControl);
                // Of a group that is taken in part, a transaction that is not named is not answered yet.
                if (transaction is null && answer.Status == "P") continue;
                await Tell(submission, ClaimVerdicts.Of999(answer, transaction, mine.Count(s => transaction is null || s.StControl == submission.StControl)), transaction?.Where ?? answer.Where);
            }
        }

        private async Task Take277(ClaimStatusReport report)
        {
            var numbers = report.Claims.Select(c => Pcn.Fold(c.PatientControlNumber ?? "")).ToList();
            var known = await tx.Db.Set<Submission>().AsNoTracking().Where(s => numbers.Contains(s.PcnFolded)).ToDictionaryAsync(s => s.PcnFolded, cancel);
            var (role, name) = (report.Source?.Role, report.Source?.LastName);
            var (rejected, strange) = (0, 0);
            foreach (var claim in report.Claims)
            {
                var verdict = ClaimVerdicts.Of277(role, name, claim);
                if (verdict.Kind == ClaimEventKind.Rejected) rejected++;
                if (!known.TryGetValue(Pcn.Fold(claim.PatientControlNumber ?? ""), out var submission))
                {
                    Faults.Add(new Fault($"segment {claim.Where.FirstSegment} TRN02", $"No claim was sent as \"{claim.PatientControlNumber}\".", "Ask the sender; it may be another practice's. The file is kept as it came."));
                    strange++;
                    continue;
                }
                await Tell(submission, verdict, claim.Where);
            }
            var providers = report.Providers.Where(p => !report.Claims.Any(c => c.Provider?.Id == p.Provider?.Id)).Select(p => (p.Provider?.Id, p.Where, Verdict: ClaimVerdicts.Of277(role, name, p.Statuses)))
                .Where(p => p.Verdict.Kind == ClaimEventKind.Rejected).ToList();
            var batch = report.Claims.Count == 0 || providers.Count > 0 ? await Batch(report) : [];
            foreach (var (npi, where, verdict) in providers)
            {
                var theirs = await OfProvider(batch, npi);
                foreach (var submission in theirs) await Tell(submission, verdict, where);
                batch.RemoveAll(theirs.Contains);
            }
            var whole = report.Claims.Count > 0 ? $"{(report.Claims.Count == 1 ? "1 claim" : $"{report.Claims.Count} claims")} answered by {name}, {rejected} rejected{(strange == 0 ? "" : $", {strange} not ours")}."
                : batch.Count > 0 || providers.Count == 0 ? await TellBatch(report, ClaimVerdicts.Of277(role, name, report.Statuses), batch) : "";
            var said = string.Join(' ', providers.Select(p => $"All claims of billing provider {p.Id} rejected. {p.Verdict.Detail}").Append(whole).Where(w => w.Length > 0));
            Keep("277CA", report.AnsweredReference ?? "", rejected == 0 && providers.Count == 0 && !whole.StartsWith("Batch rejected", StringComparison.Ordinal), said, null, report.Where);
        }

        /// <summary>An answer at the billing provider (loop 2200C) is about all claims of the batch that it billed.</summary>
        private async Task<List<Submission>> OfProvider(List<Submission> batch, string? npi)
        {
            var practices = await tx.Db.Set<Practice>().AsNoTracking().Where(p => p.Npi == npi).Select(p => p.Id).ToListAsync(cancel);
            return batch.FindAll(s => practices.Contains(s.Practice));
        }

        /// <summary>The submissions of the batch that the answer names by our BHT03.</summary>
        private async Task<List<Submission>> Batch(ClaimStatusReport report)
        {
            var parts = (report.AnsweredReference ?? "").Split('-');
            var (control, st) = (Nine(parts[0]), parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? Submissions.ClaimFileEnds.St(n) : "");
            var mine = await OfFile(report.Envelope, s => s.InterchangeControl == control && s.StControl == st);
            if (mine.Count == 0) Faults.Add(new Fault($"segment {report.Where.FirstSegment} TRN02", $"No batch was sent as \"{report.AnsweredReference}\".", "Ask the sender; the file is kept as it came."));
            return mine;
        }

        /// <summary>A 277CA without claims decides on the whole batch (loop 2200B).</summary>
        private async Task<string> TellBatch(ClaimStatusReport report, Verdict verdict, List<Submission> batch)
        {
            foreach (var submission in batch) await Tell(submission, verdict, report.Where);
            return verdict.Kind == ClaimEventKind.Rejected ? $"Batch rejected. {verdict.Detail}" : verdict.Detail;
        }

        /// <summary>
        /// The submissions of the one file that the answer is about. Control numbers run per partner: where two partners' files share one, the
        /// sender of the answer decides.
        /// </summary>
        private async Task<List<Submission>> OfFile(Envelope envelope, System.Linq.Expressions.Expression<Func<Submission, bool>> answered)
        {
            var found = await tx.Db.Set<Submission>().AsNoTracking().Where(answered).OrderBy(s => s.Id).ToListAsync(cancel);
            if (found.Select(s => s.FileSha256).Distinct().Count() <= 1) return found;
            var partners = await tx.Db.Set<TradingPartner>().AsNoTracking().Where(p => p.ReceiverId == envelope.SenderId).Select(p => p.Id).ToListAsync(cancel);
            var payers = await tx.Db.Set<Payer>().AsNoTracking().Where(p => p.PayerId == envelope.SenderId).Select(p => p.Id).ToListAsync(cancel);
            var theirs = found.Where(s => s.PartnerId is { } partner ? partners.Contains(partner) : payers.Contains(s.PayerId)).ToList();
            return theirs.Select(s => s.FileSha256).Distinct().Count() == 1 ? theirs : [];
        }

        private void Keep(string type, string answers, bool accepted, string detail, List<Submission>? mine, SegmentRange where)
        {
            if (mine is { Count: 0 }) Faults.Add(new Fault($"segment {where.FirstSegment} {type}", $"No file of ours has the control number \"{answers}\" that this {type} answers.", "Ask the sender; it may be another office's. The file is kept as it came."));
            var kept = mine is { Count: 0 } ? $"Answers nothing of ours. {detail}" : detail;
            tx.Add(new Acknowledgment { Id = tx.NextId<Acknowledgment>(), FileSha256 = sha, StOrdinal = Answers.Count + 1, Type = type, Answers = answers, Accepted = accepted, Detail = kept, At = tx.Now });
            Answers.Add(new AnswerTaken(type, answers, accepted, kept));
        }

        private async Task Tell(Submission submission, Verdict verdict, SegmentRange where)
        {
            var claim = await tx.Db.Set<Claim>().FirstAsync(c => c.Practice == submission.Practice && c.Id == submission.ClaimId, cancel);
            var visit = await tx.Db.Set<Encounter>().Where(e => e.Practice == claim.Practice && e.Id == claim.EncounterId).Select(e => e.Key).FirstAsync(cancel);
            var source = new FileRef(sha, where.FirstByte, where.EndByte, where.FirstSegment, where.LastSegment);
            ClaimEvents.Add(tx, claim, submission.Id, verdict.Kind, await tx.Today(claim.Practice), verdict.Detail, source);
            Claims.Add(new ClaimAnswered(visit, submission.Pcn, Word(verdict.Kind), verdict.Detail, verdict.Field));
        }

        private static string Word(ClaimEventKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];

        private static string Plain(string? control) => (control ?? "").TrimStart('0');

        private static string Nine(string? control) => (control ?? "").PadLeft(9, '0');
    }
}
