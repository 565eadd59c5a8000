using System.Text;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Verbs;

/// <summary>The balance equations of a file with all of their terms, each at the byte where its last term ends, and a sentence on each object at its first byte. Only those of objects not yet shown are held.</summary>
internal sealed class Balances : IDocumentListener
{
    private readonly Dictionary<long, List<string>> _byEnd = [], _byStart = [];
    private PaymentTotals _totals = new();
    private (int Claims, Int128? Charges) _claims = (0, 0);

    /// <summary>The byte up to which every equation is known.</summary>
    public long KnownUpTo { get; private set; }

    /// <summary>The equations whose last segment ends at this byte.</summary>
    public IReadOnlyList<string> EndingAt(long endByte) => _byEnd.TryGetValue(endByte, out var found) ? found : [];

    /// <summary>What the objects that begin at this byte say in short.</summary>
    public IReadOnlyList<string> BeginningAt(long firstByte) => _byStart.TryGetValue(firstByte, out var found) ? found : [];

    /// <summary>What was shown is not asked for again.</summary>
    public void Forget()
    {
        _byEnd.Clear();
        _byStart.Clear();
    }

    /// <summary>What the claims of the 837 that ends here charge in all, null when there was none.</summary>
    public string? EndOfClaims()
    {
        var (claims, charges) = _claims;
        _claims = (0, 0);
        return claims == 0 ? null : InShort.Claims(claims, charges);
    }

    public void Take(X12Document document)
    {
        if (document is PremiumPayment premiums) Premiums(premiums);
        else if (document is Benefit benefit) Say(benefit.Where, InShort.Benefit(benefit));
        else if (document is EligibilityAnswer { Rejections.Count: > 0 } refused) Say(refused.Rejections[0].Where, InShort.Refusal(refused));
        else if (document is ClaimStatusReport report)
            foreach (var claim in report.Claims) Say(claim.Where, InShort.Status(claim));
        Passed(document.Where);
    }

    void IDocumentListener.Payment(Remittance payment)
    {
        _totals.Payment = payment;
        Payment(_totals);
        _totals = new();
        Passed(payment.Where);
    }

    void IDocumentListener.ClaimPayment(Remittance head, ClaimPaymentView claim, PaymentObjects objects)
    {
        _totals.Add(claim.Paid);
        var payment = objects.Claim(claim);
        ClaimPayment(payment);
        Passed(payment.Where);
    }

    void IDocumentListener.Claim(ClaimView view, ClaimObjects objects)
    {
        var claim = objects.Claim(view);
        Claim(claim);
        Passed(claim.Where);
    }

    private void Passed(SegmentRange read) => KnownUpTo = Math.Max(KnownUpTo, read.EndByte);

    /// <summary>Line: SVC02 less adjustments is SVC03 (X12 RFI 2348). Claim: CLP03 less all adjustments is CLP04 (005010X221A1, balancing).</summary>
    private void ClaimPayment(ClaimPayment claim)
    {
        foreach (var line in claim.Lines)
            Add(line.Where.EndByte, new Equation("line charge", line.Charge).Less(line.Adjustments).Is("paid", line.Paid));
        var every = claim.Adjustments.Concat(claim.Lines.SelectMany(l => l.Adjustments)).ToList();
        Add(claim.Where.EndByte, new Equation("claim charge", claim.Charge).Less(every).Is("paid", claim.Paid));
        Say(claim.Where, InShort.ClaimPayment(claim));
    }

    /// <summary>BPR02 is the sum of CLP04 less the sum of PLB (005010X221A1, balancing).</summary>
    private void Payment(PaymentTotals totals)
    {
        var payment = totals.Payment!;
        var equation = new Equation($"{totals.Claims} claims paid", totals.ClaimsPaid);
        foreach (var row in payment.ProviderAdjustments) equation.Less(row.Reason, row.Amount);
        Put(_byEnd, payment.Where.EndByte, "> " + InShort.Payment(payment, totals.Claims));
        Add(payment.Where.EndByte, equation.Is("check or transfer", payment.Amount));
    }

    /// <summary>BPR02 is the sum of RMR04 and of the adjustments of earlier payments.</summary>
    private void Premiums(PremiumPayment payment)
    {
        if (payment.Premiums.Count == 0) return;
        var sum = new Equation("premiums", payment.Premiums[0].Amount);
        foreach (var premium in payment.Premiums.Skip(1)) sum.Plus(premium.Amount);
        foreach (var adjustment in payment.Adjustments) sum.Plus(adjustment.Amount);
        Add(payment.Where.EndByte, sum.Is("paid", payment.Amount));
    }

    /// <summary>CLM02 is the sum of the lines; what another payer paid on a line and its adjustments are the line's charge; what it paid in all (AMT D) and every adjustment of claim and lines are CLM02 (X12 RFI 1137).</summary>
    private void Claim(Claim claim)
    {
        Say(claim.Where, InShort.Claim(claim));
        _claims = (_claims.Claims + 1, _claims.Charges + Equation.Cents(claim.TotalCharge));
        foreach (var line in claim.Lines)
            foreach (var decision in line.Adjudications)
                Add(decision.Where.EndByte, new Equation("line charge", line.Charge).Less(decision.Adjustments).Is("paid by the other payer", decision.Paid));
        var sum = new Equation("lines", claim.Lines.FirstOrDefault()?.Charge);
        foreach (var line in claim.Lines.Skip(1)) sum.Plus(line.Charge);
        if (claim.Lines.Count > 0) Add(claim.Where.EndByte, sum.Is("claim charge", claim.TotalCharge));
        foreach (var payer in claim.OtherPayers.Where(p => p.Paid is not null)) Coordination(claim, payer);
    }

    private void Coordination(Claim claim, OtherPayer payer)
    {
        var id = payer.Payer?.Id ?? "";
        var ofLines = claim.Lines.SelectMany(l => l.Adjudications).Where(d => d.PayerId == id).SelectMany(d => d.Adjustments);
        Add(claim.Where.EndByte, new Equation("claim charge", claim.TotalCharge).Less(payer.Adjustments).Less(ofLines).Is($"paid by payer {id}", payer.Paid));
    }

    private void Add(long endByte, string equation) => Put(_byEnd, endByte, "= " + equation);

    private void Say(SegmentRange where, string sentence) => Put(_byStart, where.FirstByte, "> " + sentence);

    private static void Put(Dictionary<long, List<string>> by, long at, string text)
    {
        if (!by.TryGetValue(at, out var list)) by[at] = list = [];
        list.Add(text);
    }

    /// <summary>Terms that are added up in cents; one that is missing or not whole cents leaves the equation open.</summary>
    private sealed class Equation
    {
        private readonly StringBuilder _text;
        private Int128? _sum;

        public Equation(string name, X12Number? amount)
        {
            _sum = Cents(amount);
            _text = new StringBuilder(name).Append(' ').Append(InShort.Dollars(amount));
        }

        public Equation(string name, Int128? cents)
        {
            _sum = cents;
            _text = new StringBuilder(name).Append(' ').Append(cents is { } sum ? JsonLines.InDollars(sum) : "?");
        }

        public void Plus(X12Number? amount)
        {
            _sum += Cents(amount);
            _text.Append(" + ").Append(InShort.Dollars(amount));
        }

        public void Less(string name, X12Number? amount)
        {
            _sum -= Cents(amount);
            _text.Append(" - ").Append(InShort.Dollars(amount)).Append(" (").Append(name).Append(')');
        }

        public Equation Less(IEnumerable<Adjustment> adjustments)
        {
            foreach (var adjustment in adjustments) Less(adjustment.Group + " " + adjustment.Reason, adjustment.Amount);
            return this;
        }

        public string Is(string name, X12Number? amount)
        {
            var difference = _sum - Cents(amount);
            var verdict = difference is not { } cents ? "not evaluated: a term is missing or not whole cents"
                : cents == 0 ? "balances"
                : "does not balance, difference " + JsonLines.InDollars(cents);
            return $"{_text} = {(_sum is { } sum ? JsonLines.InDollars(sum) : "?")}; {name} {InShort.Dollars(amount)}: {verdict}";
        }

        internal static Int128? Cents(X12Number? amount) => amount is { } number && number.TryCents(out var cents) ? cents : null;
    }
}
