using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What an answer says of one of our charges, after everything that it said of the whole claim was spread over the lines.</summary>
/// <param name="Charged">What the payer says was charged for it; null where no line of the answer is about it.</param>
public sealed record SpreadLine(ChargeFacts Charge, int? LineN, Money? Charged, Money Paid, IReadOnlyList<AnswerAdjustment> Adjustments, IReadOnlyList<string> Remarks);

/// <summary>
/// Puts what an answer says on our charges, line by line (<see cref="LinePlaces"/>).
/// Amounts on claim level are spread to the cent, largest remainder first, ties to the earlier line: adjustments come out of what the lines
/// are paid, in proportion to it; an answer without lines, or one that pays nothing, is spread in proportion to the charges.
/// </summary>
public static class LineSpread
{
    /// <summary>Null, with the reason, when a line of the answer is none of the claim's.</summary>
    public static (IReadOnlyList<SpreadLine>? Lines, string? Why) Of(IReadOnlyList<ChargeFacts> charges, Answer answer)
    {
        if (charges.Count == 0) return (null, "the claim has no charges");
        var drafts = charges.ToDictionary(c => c.Id, c => new Draft(c));
        foreach (var (line, charge, _) in LinePlaces.Of(charges, answer.Lines))
        {
            if (charge is null) return (null, $"{LinePlaces.Named(line)} is none of the claim's lines");
            drafts[charge.Id].Take(line, answer);
        }
        var inOrder = charges.Select(c => drafts[c.Id]).ToList();
        SpreadClaimLevel(inOrder, answer);
        return ([.. inOrder.Where(d => d.Touched).Select(d => d.Build())], null);
    }

    /// <summary>Splits an amount by weights to the cent: largest remainder first, ties to the earlier. Weights of zero everywhere count as equal.</summary>
    public static Money[] Split(Money amount, IReadOnlyList<Money> weights)
    {
        var shares = weights.Select(w => Math.Abs(w.Cents)).ToArray();
        if (shares.All(s => s == 0)) Array.Fill(shares, 1);
        var total = (Int128)shares.Sum();
        var (sign, whole) = (Math.Sign(amount.Cents), Math.Abs(amount.Cents));
        var parts = shares.Select(s => (long)(whole * (Int128)s / total)).ToArray();
        var rest = whole - parts.Sum();
        var byRemainder = Enumerable.Range(0, shares.Length).OrderByDescending(i => whole * (Int128)shares[i] % total).ThenBy(i => i).Take((int)rest);
        foreach (var i in byRemainder) parts[i]++;
        return [.. parts.Select(p => new Money(sign * p))];
    }

    private static void SpreadClaimLevel(List<Draft> drafts, Answer answer)
    {
        var claimLevel = answer.Adjustments.Where(a => a.LineN is null).ToList();
        var remarks = answer.Remarks.Where(r => r.LineN is null).Select(r => r.Code).ToList();
        foreach (var draft in drafts) draft.Remarks.AddRange(remarks);
        if (answer.Lines.Count == 0)
        {
            var charges = drafts.ConvertAll(d => d.Charge.Amount);
            var spread = claimLevel.ConvertAll(a => Split(a.Amount, charges));
            var paid = Split(answer.Paid, charges);
            for (var i = 0; i < drafts.Count; i++)
            {
                drafts[i].Touched = true;
                for (var k = 0; k < claimLevel.Count; k++) drafts[i].Adjustments.Add(claimLevel[k] with { Amount = spread[k][i] });
                drafts[i].Paid = paid[i];
            }
            Even(drafts, answer);
            return;
        }
        var touched = drafts.Where(d => d.Touched).ToList();
        var weights = touched.ConvertAll(d => d.Paid);
        if (weights.TrueForAll(w => w.IsZero)) weights = touched.ConvertAll(d => d.Charge.Amount);
        foreach (var adjustment in claimLevel)
        {
            var parts = Split(adjustment.Amount, weights);
            for (var i = 0; i < touched.Count; i++)
            {
                if (parts[i].IsZero) continue;
                touched[i].Adjustments.Add(adjustment with { Amount = parts[i] });
                touched[i].Paid -= parts[i];
            }
        }
    }

    /// <summary>Rounding may leave a line a cent apart from charge less adjustments: the payment gives way, its sum over the lines does not change.</summary>
    private static void Even(List<Draft> drafts, Answer answer)
    {
        if (drafts.Sum(d => d.Charge.Amount) != answer.Charge) return;
        foreach (var draft in drafts) draft.Paid = draft.Charge.Amount - draft.Adjustments.Sum(a => a.Amount);
    }

    private sealed class Draft(ChargeFacts charge)
    {
        private int? _lineN;
        private Money? _charged;
        public ChargeFacts Charge => charge;
        public bool Touched { get; set; }
        public Money Paid { get; set; }
        public List<AnswerAdjustment> Adjustments { get; } = [];
        public List<string> Remarks { get; } = [];

        public void Take(AnswerLine line, Answer answer)
        {
            Touched = true;
            _lineN ??= line.N;
            _charged = (_charged ?? Money.Zero) + line.Charged;
            Paid += line.Paid;
            Adjustments.AddRange(answer.Adjustments.Where(a => a.LineN == line.N));
            Remarks.AddRange(answer.Remarks.Where(r => r.LineN == line.N).Select(r => r.Code));
        }

        public SpreadLine Build() => new(charge, _lineN, _charged, Paid, Adjustments, Remarks);
    }
}
