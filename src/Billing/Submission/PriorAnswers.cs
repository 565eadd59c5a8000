using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Submissions;

/// <summary>
/// The answers of the payers before one of the claim's payers, as they stand, neither taken back nor unposted: the latest of each, with what earlier ones say of lines that it leaves out
/// (a split claim). The payer's lines stand on ours as posting put them there (<see cref="LinePlaces"/>); several on one of ours count together.
/// </summary>
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
            var answer = await Answer(tx, claim, last, snapshot, prior, cancel);
            foreach (var earlier in standing.Counting().Where(a => a.Answer != last.Answer && a.PlaceIn(snapshot.Plans) == prior).Reverse())
            {
                if (!answer.LeavesOut(snapshot)) break;
                answer = answer.With(await Answer(tx, claim, earlier, snapshot, prior, cancel));
            }
            answers.Add(answer);
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

    private static async Task<PriorAnswer> Answer(Tx tx, Claim claim, StandingAnswer standing, ClaimSnapshot snapshot, int level, CancellationToken cancel)
    {
        var (practice, id) = (claim.Practice, standing.Answer);
        var adjudication = await tx.Db.Set<Adjudication>().AsNoTracking().FirstAsync(a => a.Practice == practice && a.Id == id, cancel);
        var lines = await tx.Db.Set<AdjudicationLine>().AsNoTracking().Where(l => l.Practice == practice && l.AdjudicationId == id).OrderBy(l => l.N).ToListAsync(cancel);
        var adjustments = await tx.Db.Set<Adjustment>().AsNoTracking().Where(a => a.Practice == practice && a.AdjudicationId == id).OrderBy(a => a.Id).ToListAsync(cancel);
        var remarks = await tx.Db.Set<Remark>().AsNoTracking().Where(r => r.Practice == practice && r.AdjudicationId == id && r.LineN == null).OrderBy(r => r.Id).Select(r => r.Code).ToListAsync(cancel);
        var on = await (from remittance in tx.Db.Set<RemittanceRow>()
                        join check in tx.Db.Set<PayerCheck>() on new { remittance.Practice, Id = remittance.CheckId } equals new { check.Practice, check.Id }
                        where remittance.Practice == practice && remittance.Id == adjudication.RemittanceId
                        select check.Date).FirstAsync(cancel);
        var said = await LineSaid.Of(tx, practice, id, cancel);
        var places = LinePlaces.Of([.. snapshot.Lines.Select(l => new ChargeFacts(l.ChargeId, l.N, l.Code, l.Charge))],
            [.. lines.Select(l => new AnswerLine(l.N, l.CodeRaw, l.SubmittedCodeRaw, l.Charge, l.Paid, l.ControlRaw) { Said = said.FirstOrDefault(s => s.Answer == l.N)?.Claim })]);
        var told = places.Where(p => p.Charge is { } charge && standing.Decision.Unanswered?.Contains(charge.Id) != true).GroupBy(p => p.Charge!.Line, p => lines.Find(l => l.N == p.Line.N)!).OrderBy(g => g.Key)
            .Select(g => OnOurs(g.Key, on, [.. g], adjustments)).ToList();
        return new PriorAnswer(level, on, standing.Decision.Paid, adjudication.PayerControl, Carried(adjustments.Where(a => a.LineN is null)), remarks, told);
    }

    /// <summary>What the payer's lines say of one of ours. Of several the units are ours again, and the same reason is told once with its sum: 50.00 and 50.00 of a line of 100.00 are one answer.</summary>
    private static PriorLine OnOurs(int ours, DateOnly on, IReadOnlyList<AdjudicationLine> lines, IReadOnlyList<Adjustment> adjustments)
    {
        var carried = Carried(lines.SelectMany(l => adjustments.Where(a => a.LineN == l.N)));
        if (lines.Count == 1) return new PriorLine(ours, on, lines[0].Paid, lines[0].Units, carried);
        var summed = carried.GroupBy(a => (a.Group, a.Reason)).Select(g => g.Count() == 1 ? g.First() : new PriorAdjustment(g.Key.Group, g.Key.Reason, g.Sum(a => a.Amount), null)).Where(a => !a.Amount.IsZero);
        return new PriorLine(ours, on, lines.Sum(l => l.Paid), null, [.. summed]);
    }

    private static List<PriorAdjustment> Carried(IEnumerable<Adjustment> adjustments) => [.. adjustments.Select(a => new PriorAdjustment(a.Group, a.Reason, a.Amount, a.Quantity))];
}
