using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>The answers of the payers before one of the claim's payers, as they stand in the record: the latest of each that is neither taken back nor unposted.</summary>
public static class PriorAnswers
{
    public static async Task<List<PriorAnswer>> Before(Tx tx, Claim claim, ClaimSnapshot snapshot, int level, IReadOnlyList<Record.Submission> submissions, CancellationToken cancel = default)
    {
        var answers = new List<PriorAnswer>();
        for (var prior = 0; prior < level; prior++)
        {
            var coverage = snapshot.Coverages[prior].CoverageId;
            var mine = submissions.Where(s => s.CoverageId.Value == coverage).ToList();
            if (await Latest(tx, claim, mine, cancel) is var (adjudication, submission)) answers.Add(await Answer(tx, adjudication, submission, snapshot, prior, cancel));
        }
        return answers;
    }

    /// <summary>The latest answer to any of the submissions that stands; null when the payer has not answered, or took it back.</summary>
    public static async Task<(Adjudication Adjudication, Record.Submission Submission)?> Latest(Tx tx, Claim claim, IReadOnlyList<Record.Submission> submissions, CancellationToken cancel)
    {
        var numbers = submissions.Select(s => s.PcnFolded).ToList();
        var adjudications = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == claim.Practice && numbers.Contains(a.PcnFolded)).ToListAsync(cancel);
        foreach (var adjudication in adjudications.OrderByDescending(a => a.Id))
        {
            // 22 takes back what was answered before; a corrected answer, where there is one, comes after it.
            if (adjudication.ClpStatus == "22") return null;
            if (!await IsUnposted(tx, adjudication, cancel)) return (adjudication, submissions.First(s => s.PcnFolded == adjudication.PcnFolded));
        }
        return null;
    }

    private static async Task<bool> IsUnposted(Tx tx, Adjudication adjudication, CancellationToken cancel)
    {
        var latest = await tx.Db.Set<JournalEntryRow>().AsNoTracking()
            .Where(e => e.Practice == adjudication.Practice && e.FactKind == FactKind.Adjudication && e.FactId == adjudication.Id.Value)
            .OrderByDescending(e => e.Generation).Select(e => new { e.Reverses }).FirstOrDefaultAsync(cancel);
        return latest?.Reverses is not null;
    }

    private static async Task<PriorAnswer> Answer(Tx tx, Adjudication adjudication, Record.Submission submission, ClaimSnapshot snapshot, int level, CancellationToken cancel)
    {
        var (practice, id) = (adjudication.Practice, adjudication.Id);
        var lines = await tx.Db.Set<AdjudicationLine>().AsNoTracking().Where(l => l.Practice == practice && l.AdjudicationId == id).OrderBy(l => l.N).ToListAsync(cancel);
        var adjustments = await tx.Db.Set<Adjustment>().AsNoTracking().Where(a => a.Practice == practice && a.AdjudicationId == id).OrderBy(a => a.Id).ToListAsync(cancel);
        var remarks = await tx.Db.Set<Remark>().AsNoTracking().Where(r => r.Practice == practice && r.AdjudicationId == id && r.LineN == null).OrderBy(r => r.Id).Select(r => r.Code).ToListAsync(cancel);
        var on = await (from remittance in tx.Db.Set<RemittanceRow>()
                        join check in tx.Db.Set<PayerCheck>() on new { remittance.Practice, Id = remittance.CheckId } equals new { check.Practice, check.Id }
                        where remittance.Practice == practice && remittance.Id == adjudication.RemittanceId
                        select check.Date).FirstAsync(cancel);
        var taken = new HashSet<int>();
        var told = lines.Select(l => (Ours: OurLine(l, submission, snapshot, taken), Line: l)).Where(l => l.Ours is not null)
            .Select(l => new PriorLine(l.Ours!.Value, l.Line.Paid, l.Line.Units, Carried(adjustments.Where(a => a.LineN == l.Line.N)))).OrderBy(l => l.N).ToList();
        return new PriorAnswer(level, on, adjudication.Paid, adjudication.PayerControl, Carried(adjustments.Where(a => a.LineN is null)), remarks, told);
    }

    private static List<PriorAdjustment> Carried(IEnumerable<Adjustment> adjustments) => [.. adjustments.Select(a => new PriorAdjustment(a.Group, a.Reason, a.Amount, a.Quantity))];

    /// <summary>Our line that the payer's line answers: by our control number as it came back (REF 6R), else the next one of the same code and charge.</summary>
    private static int? OurLine(AdjudicationLine line, Record.Submission submission, ClaimSnapshot snapshot, HashSet<int> taken)
    {
        var control = line.ControlRaw is null ? null : Pcn.Fold(line.ControlRaw);
        var ours = snapshot.Lines.FirstOrDefault(l => !taken.Contains(l.N) && control == Pcn.Fold(Pcn.Line(submission.Pcn, l.N)))
            ?? snapshot.Lines.FirstOrDefault(l => !taken.Contains(l.N) && l.Charge == line.Charge && (line.SubmittedCodeRaw ?? line.CodeRaw).Contains(l.Code, StringComparison.Ordinal));
        if (ours is not null) taken.Add(ours.N);
        return ours?.N;
    }
}
