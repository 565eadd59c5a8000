using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Remittance;

/// <summary>A remittance as it is recorded, read back into the form in which it was received: for comparing, whether it came as a file or was typed in.</summary>
internal static class RecordedPayment
{
    public static async Task<ReceivedPayment> Of(Tx tx, PayerCheck check, Id<RemittanceRow> remittance, CancellationToken cancel)
    {
        var practice = check.Practice;
        var answers = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == practice && a.RemittanceId == remittance).OrderBy(a => a.Ordinal).ToListAsync(cancel);
        var claims = new List<ReceivedClaim>(answers.Count);
        foreach (var part in answers.Chunk(500)) claims.AddRange(await Claims(tx, practice, part, cancel));
        var adjustments = await tx.Db.Set<ProviderAdjustment>().AsNoTracking().Where(a => a.Practice == practice && a.RemittanceId == remittance).OrderBy(a => a.Id).ToListAsync(cancel);
        return new ReceivedPayment
        {
            Trn02 = check.Trn02, Trn03 = check.Trn03, Date = check.Date, Amount = check.Amount, Method = check.Method, PayerName = check.PayerName, PayerIds = [], PayeeName = "",
            PayeeNpi = check.PayeeNpi, PayeeTaxId = null, Claims = claims,
            ProviderAdjustments = adjustments.ConvertAll(a => new ReceivedProviderAdjustment(a.Reason, a.ReferenceRaw, a.Amount, a.Segment)),
        };
    }

    /// <summary>One answer that is at hand, with the segments that nobody knows.</summary>
    public static async Task<ReceivedClaim> ClaimOf(Tx tx, AnswerAsSaid said, CancellationToken cancel)
    {
        var answer = said.Answer;
        var extras = await tx.Db.Set<AdjudicationExtra>().AsNoTracking().Where(e => e.Practice == answer.Practice && e.AdjudicationId == answer.Id).OrderBy(e => e.Id).ToListAsync(cancel);
        return ClaimOf(answer, said.Lines, said.Adjustments, said.Remarks) with { Extras = [.. extras.Select(e => (e.SegmentRaw, e.Segment))] };
    }

    private static async Task<IEnumerable<ReceivedClaim>> Claims(Tx tx, Id<Practice> practice, Adjudication[] answers, CancellationToken cancel)
    {
        var ids = answers.Select(a => a.Id).ToList();
        var lines = (await tx.Db.Set<AdjudicationLine>().AsNoTracking().Where(l => l.Practice == practice && ids.Contains(l.AdjudicationId)).OrderBy(l => l.N).ToListAsync(cancel)).ToLookup(l => l.AdjudicationId);
        var adjustments = (await tx.Db.Set<Adjustment>().AsNoTracking().Where(a => a.Practice == practice && ids.Contains(a.AdjudicationId)).OrderBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.AdjudicationId);
        var remarks = (await tx.Db.Set<Remark>().AsNoTracking().Where(r => r.Practice == practice && ids.Contains(r.AdjudicationId)).OrderBy(r => r.Id).ToListAsync(cancel)).ToLookup(r => r.AdjudicationId);
        return answers.Select(a => ClaimOf(a, lines[a.Id], adjustments[a.Id], remarks[a.Id]));
    }

    private static ReceivedClaim ClaimOf(Adjudication answer, IEnumerable<AdjudicationLine> lines, IEnumerable<Adjustment> adjustments, IEnumerable<Remark> remarks) => new()
    {
        Status = answer.ClpStatus, Pcn = answer.PcnRaw, PayerControl = answer.PayerControl, Charge = answer.Charge, Paid = answer.Paid, PatientResponsibility = answer.PatientResponsibility, Filing = answer.Filing,
        PatientName = answer.PatientName, MemberId = answer.MemberId, ServiceFrom = answer.ServiceFrom, CrossoverPayer = answer.CrossoverPayer, CrossoverPayerId = answer.CrossoverPayerId,
        Lines = [.. lines.Select(l => new ReceivedLine(l.N, l.CodeRaw, l.SubmittedCodeRaw, l.Modifiers, l.Charge, l.Paid, l.Units, l.Allowed, l.ControlRaw, l.ServiceFrom, l.FromSegment, l.ToSegment))],
        Adjustments = [.. adjustments.Select(x => new ReceivedAdjustment(x.LineN, x.Group, x.Reason, x.Amount, x.Quantity, x.Segment))],
        Remarks = [.. remarks.Select(r => new ReceivedRemark(r.LineN, r.Code, r.Segment))],
        Extras = [], Faults = [], Where = new FileRef("", answer.FromByte, answer.ToByte, answer.FromSegment, answer.ToSegment),
    };
}
