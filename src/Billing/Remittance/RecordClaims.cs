using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Remittance;

/// <summary>Records a run of claims of a remittance as adjudications, word for word, in bulk. At most <see cref="ChunkMax"/> per transaction.</summary>
public static class RecordClaims
{
    public const int ChunkMax = 500;
    /// <summary>Lines, adjustments and remarks of a chunk, so that a file of enormous claims keeps its transactions short.</summary>
    public const int RowsMax = 8_000;

    /// <summary>How far the next chunk reaches from a claim on: by count of claims and of rows.</summary>
    public static int Reach(IReadOnlyList<ReceivedClaim> claims, int from)
    {
        var (count, rows) = (0, 0);
        while (from + count < claims.Count && count < ChunkMax)
        {
            var claim = claims[from + count];
            rows += 1 + claim.Lines.Count + claim.Adjustments.Count + claim.Remarks.Count + claim.Extras.Count;
            if (count > 0 && rows > RowsMax) break;
            count++;
        }
        return count;
    }

    /// <summary>Records claims [from, from + count) and returns the count.</summary>
    public static async Task<int> Run(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance, IReadOnlyList<ReceivedClaim> claims, int from, int count, CancellationToken cancel = default)
    {
        var rows = new Rows(tx, practice, remittance);
        for (var i = from; i < from + count; i++) rows.Add(claims[i], ordinal: i + 1);
        await tx.AddMany(rows.Adjudications, cancel);
        await tx.AddMany(rows.Lines, cancel);
        await tx.AddMany(rows.Adjustments, cancel);
        await tx.AddMany(rows.Remarks, cancel);
        await tx.AddMany(rows.Extras, cancel);
        tx.Subject = $"remittance {remittance}";
        return count;
    }

    private sealed class Rows(Tx tx, Id<Practice> practice, Id<RemittanceRow> remittance)
    {
        public List<Adjudication> Adjudications { get; } = [];
        public List<AdjudicationLine> Lines { get; } = [];
        public List<Adjustment> Adjustments { get; } = [];
        public List<Remark> Remarks { get; } = [];
        public List<AdjudicationExtra> Extras { get; } = [];

        public void Add(ReceivedClaim claim, int ordinal)
        {
            var id = tx.NextId<Adjudication>();
            var fault = Balancing.Of(claim);
            Adjudications.Add(new Adjudication
            {
                Practice = practice, Id = id, RemittanceId = remittance, Ordinal = ordinal, ClpStatus = claim.Status, PcnRaw = claim.Pcn, PcnFolded = Pcn.Fold(claim.Pcn),
                PayerControl = claim.PayerControl, Charge = claim.Charge ?? Money.Zero, Paid = claim.Paid ?? Money.Zero, PatientResponsibility = claim.PatientResponsibility,
                Filing = claim.Filing, PatientName = claim.PatientName, MemberId = claim.MemberId, ServiceFrom = claim.ServiceFrom, CrossoverPayer = claim.CrossoverPayer,
                CrossoverPayerId = claim.CrossoverPayerId, Difference = fault?.Difference ?? Money.Zero, DifferenceAt = fault?.At,
                FromByte = claim.Where.FromByte, ToByte = claim.Where.ToByte, FromSegment = claim.Where.FromSegment, ToSegment = claim.Where.ToSegment,
            });
            foreach (var line in claim.Lines)
                Lines.Add(new AdjudicationLine
                {
                    Practice = practice, Id = tx.NextId<AdjudicationLine>(), AdjudicationId = id, N = line.N, CodeRaw = line.Code, SubmittedCodeRaw = line.SubmittedCode,
                    Modifiers = line.Modifiers, Charge = line.Charge ?? Money.Zero, Paid = line.Paid ?? Money.Zero, Units = line.Units, Allowed = line.Allowed,
                    ControlRaw = line.Control, ServiceFrom = line.ServiceFrom, FromSegment = line.FromSegment, ToSegment = line.ToSegment,
                });
            foreach (var adjustment in claim.Adjustments)
                Adjustments.Add(new Adjustment
                {
                    Practice = practice, Id = tx.NextId<Adjustment>(), AdjudicationId = id, LineN = adjustment.LineN, Group = adjustment.Group, Reason = adjustment.Reason,
                    Amount = adjustment.Amount ?? Money.Zero, Quantity = adjustment.Quantity, Segment = adjustment.Segment,
                });
            foreach (var remark in claim.Remarks)
                Remarks.Add(new Remark { Practice = practice, Id = tx.NextId<Remark>(), AdjudicationId = id, LineN = remark.LineN, Code = remark.Code, Segment = remark.Segment });
            foreach (var (raw, segment) in claim.Extras)
                Extras.Add(new AdjudicationExtra { Practice = practice, Id = tx.NextId<AdjudicationExtra>(), AdjudicationId = id, SegmentRaw = raw, Segment = segment });
        }
    }
}
