using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>The answers of the payers before one of the claim's payers, as they stand: the latest of each that is neither taken back nor unposted.</summary>
public static class PriorAnswers
{
    /// <param name="standing">What payers have answered to the claim and stands (<see cref="StandingAnswers"/>).</param>
    public static async Task<List<PriorAnswer>> Before(Tx tx, Claim claim, ClaimSnapshot snapshot, int level, IReadOnlyList<Record.Submission> submissions, IReadOnlyList<StandingAnswer> standing, CancellationToken cancel = default)
    {
        var answers = new List<PriorAnswer>();
        var takenBack = await TakenBackUnposted(tx, claim, snapshot, submissions, cancel);
        for (var prior = 0; prior < level; prior++)
        {
            if (standing.LastOf(snapshot.Plans, prior) is not { } last || takenBack.Contains(prior)) continue;
            var adjudication = await tx.Db.Set<Adjudication>().AsNoTracking().FirstAsync(a => a.Practice == claim.Practice && a.Id == last.Answer, cancel);
            answers.Add(await Answer(tx, adjudication, submissions.FirstOrDefault(s => s.Id == last.Submission), snapshot, prior, cancel));
        }
        return answers;
    }

    /// <summary>The payer's own number in an answer.</summary>
    public static Task<string?> NumberOf(Tx tx, Claim claim, StandingAnswer answer, CancellationToken cancel) =>
        tx.Db.Set<Adjudication>().Where(a => a.Practice == claim.Practice && a.Id == answer.Answer).Select(a => a.PayerControl).FirstOrDefaultAsync(cancel);

    /// <summary>The places of payers whose reversal of an answer has come and waits to be posted: what they said before is not to be sent on.</summary>
    private static async Task<HashSet<int>> TakenBackUnposted(Tx tx, Claim claim, ClaimSnapshot snapshot, IReadOnlyList<Record.Submission> submissions, CancellationToken cancel)
    {
        var numbers = submissions.Select(s => s.PcnFolded).ToList();
        var waiting = await (from waits in Exceptions.Open(tx)
                             join answer in tx.Db.Set<Adjudication>() on new { waits.Practice, Id = waits.AdjudicationId } equals new { answer.Practice, Id = (Id<Adjudication>?)answer.Id }
                             where answer.Practice == claim.Practice && answer.ClpStatus == "22" && numbers.Contains(answer.PcnFolded)
                             select answer.PcnFolded).ToListAsync(cancel);
        return [.. submissions.Where(s => waiting.Contains(s.PcnFolded)).Select(s => snapshot.Plans.PlaceOf(new Plan(s.CoverageId.Value, s.PayerId.Value)))];
    }

    private static async Task<PriorAnswer> Answer(Tx tx, Adjudication adjudication, Record.Submission? submission, ClaimSnapshot snapshot, int level, CancellationToken cancel)
    {
        var (practice, id) = (adjudication.Practice, adjudication.Id);
        var lines = await tx.Db.Set<AdjudicationLine>().AsNoTracking().Where(l => l.Practice == practice && l.AdjudicationId == id).OrderBy(l => l.N).ToListAsync(cancel);
        var adjustments = await tx.Db.Set<Adjustment>().AsNoTracking().Where(a => a.Practice == practice && a.AdjudicationId == id).OrderBy(a => a.Id).ToListAsync(cancel);
        var remarks = await tx.Db.Set<Remark>().AsNoTracking().Where(r => r.Practice == practice && r.AdjudicationId == id && r.LineN == null).OrderBy(r => r.Id).Select(r => r.Code).ToListAsync(cancel);
        var on = await (from remittance in tx.Db.Set<RemittanceRow>()
                        join check in tx.Db.Set<PayerCheck>() on new { remittance.Practice, Id = remittance.CheckId } equals new { check.Practice, check.Id }
                        where remittance.Practice == practice && remittance.Id == adjudication.RemittanceId
                        select check.Date).FirstAsync(cancel);
        var said = await LineSaid.Of(tx, practice, id, cancel);
        var taken = said.Select(s => s.Claim).ToHashSet();
        var told = lines.Select(l => (Ours: said.FirstOrDefault(s => s.Answer == l.N)?.Claim ?? OurLine(l, submission, snapshot, taken), Line: l)).Where(l => l.Ours is not null)
            .Select(l => new PriorLine(l.Ours!.Value, l.Line.Paid, l.Line.Units, Carried(adjustments.Where(a => a.LineN == l.Line.N)))).OrderBy(l => l.N).ToList();
        return new PriorAnswer(level, on, adjudication.Paid, adjudication.PayerControl, Carried(adjustments.Where(a => a.LineN is null)), remarks, told);
    }

    private static List<PriorAdjustment> Carried(IEnumerable<Adjustment> adjustments) => [.. adjustments.Select(a => new PriorAdjustment(a.Group, a.Reason, a.Amount, a.Quantity))];

    /// <summary>Our line that the payer's line answers where no person has said it: by our control number as it came back (REF 6R), else the next one of the same code and charge.</summary>
    private static int? OurLine(AdjudicationLine line, Record.Submission? submission, ClaimSnapshot snapshot, HashSet<int> taken)
    {
        var control = line.ControlRaw is null || submission is null ? null : Pcn.Fold(line.ControlRaw);
        var ours = snapshot.Lines.FirstOrDefault(l => control is not null && !taken.Contains(l.N) && control == Pcn.Fold(Pcn.Line(submission!.Pcn, l.N)))
            ?? snapshot.Lines.FirstOrDefault(l => !taken.Contains(l.N) && l.Charge == line.Charge && (line.SubmittedCodeRaw ?? line.CodeRaw).Contains(l.Code, StringComparison.Ordinal));
        if (ours is not null) taken.Add(ours.N);
        return ours?.N;
    }
}
