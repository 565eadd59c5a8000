using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;
using Document = CleanClaim.X12.Transactions.Remittance;

namespace CleanClaim.Billing.Remittance;

/// <summary>835 -> what we record. A map and nothing else: names become ours, numbers become cents, what is not whole cents becomes a fault.</summary>
public static class From835
{
    private static readonly HashSet<string> Known = [.. Guides.For("835", "005010X221A1")!.Segments.Select(s => s.Id.ToString())];

    public static ReceivedPayment Of(Document document, string sha256)
    {
        var faults = document.Unread.Select(Unread).ToList();
        var adjustments = document.ProviderAdjustments.Select(a => new ReceivedProviderAdjustment(a.Reason, a.Reference, Cents(a.Amount, "PLB", a.Where, faults), a.Where.FirstSegment)).ToList();
        return new ReceivedPayment
        {
            Trn02 = document.TraceNumber ?? "", Trn03 = document.PayerTraceId ?? "", Date = document.Date, Amount = Cents(document.Amount, "BPR02", document.Where with { FirstSegment = document.Where.FirstSegment + 1 }, faults),
            Method = document.Method ?? "", PayerName = document.Payer?.LastName ?? "", PayerIds = PayerIds(document), PayeeName = document.Payee?.LastName ?? "",
            PayeeNpi = document.Payee?.Npi, PayeeTaxId = document.Payee?.TaxId, Claims = [.. document.Claims.Select(c => Claim(c, sha256))],
            ProviderAdjustments = adjustments, Faults = faults, Strangers = Strangers(document), Foreign = Foreign(document),
        };
    }

    /// <summary>X221A1 has CUR in the heading alone; one elsewhere says as much of the amounts and is no less believed.</summary>
    private static (string, int)? Foreign(Document document) =>
        document.Kept.Concat(document.Claims.SelectMany(c => c.Kept.Concat(c.Lines.SelectMany(l => l.Kept)))).Where(s => s.Id == "CUR").Prepend(document.CurrencyText).OfType<SegmentText>()
            .Select(s => ((string, int)?)(s.Elements.ElementAtOrDefault(1) ?? "", s.Where.FirstSegment)).FirstOrDefault(c => c!.Value.Item1 != "USD");

    private static List<(string, int)> Strangers(Document document) =>
        [.. document.Kept.Concat(document.Claims.SelectMany(c => c.Kept.Concat(c.Lines.SelectMany(l => l.Kept)))).Where(s => !Known.Contains(s.Id)).Select(s => (s.Id, s.Where.FirstSegment))];

    private static List<string> PayerIds(Document document)
    {
        var trace = document.PayerTraceId;
        IEnumerable<string?> ids =
        [
            document.Payer?.Id, .. (document.Payer?.References ?? []).Select(r => r.Value), trace, trace is ['1', .. var tax] ? tax : null,
        ];
        return [.. ids.OfType<string>().Where(i => i.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    private static ReceivedClaim Claim(ClaimPayment claim, string sha256)
    {
        var faults = claim.Unread.Select(Unread).ToList();
        var adjustments = claim.Adjustments.Select(a => Adjusted(null, a, faults)).ToList();
        var remarks = claim.Remarks.Select(r => new ReceivedRemark(null, r.Code, r.Where.FirstSegment)).ToList();
        var lines = new List<ReceivedLine>();
        foreach (var line in claim.Lines)
        {
            var n = lines.Count + 1;
            lines.Add(Line(n, line, faults));
            adjustments.AddRange(line.Adjustments.Select(a => Adjusted(n, a, faults)));
            remarks.AddRange(line.Remarks.Select(r => new ReceivedRemark(n, r.Code, r.Where.FirstSegment)));
        }
        return new ReceivedClaim
        {
            Status = claim.Status ?? "", Pcn = claim.PatientControlNumber ?? "", PayerControl = claim.PayerClaimControlNumber,
            Charge = Cents(claim.Charge, "CLP03", claim.Where, faults), Paid = Cents(claim.Paid, "CLP04", claim.Where, faults),
            PatientResponsibility = Cents(claim.PatientResponsibility, "CLP05", claim.Where, faults), Filing = claim.Filing,
            PatientName = claim.Patient is { } p ? $"{p.LastName}, {p.FirstName}".Trim(' ', ',') : null, MemberId = claim.Insured?.Id ?? claim.Patient?.Id,
            ServiceFrom = claim.From, CrossoverPayer = claim.Crossover?.LastName, CrossoverPayerId = claim.Crossover?.Id, Lines = lines, Adjustments = adjustments,
            Remarks = remarks, Extras = [.. claim.Kept.Concat(claim.Lines.SelectMany(l => l.Kept)).Select(Raw)], Faults = faults,
            Where = new FileRef(sha256, claim.Where.FirstByte, claim.Where.EndByte, claim.Where.FirstSegment, claim.Where.LastSegment),
        };
    }

    private static ReceivedLine Line(int n, ServicePayment line, List<Fault> faults) => new(
        n, line.Procedure?.Code ?? line.RevenueCode ?? "", line.Submitted?.Code, string.Join(' ', line.Procedure?.Modifiers ?? []),
        Cents(line.Charge, "SVC02", line.Where, faults), Cents(line.Paid, "SVC03", line.Where, faults), line.Units?.ToString(),
        Cents(line.Allowed, "AMT*B6", line.Where, faults), line.ControlNumber, line.From, line.Where.FirstSegment, line.Where.LastSegment);

    private static ReceivedAdjustment Adjusted(int? line, Adjustment a, List<Fault> faults) =>
        new(line, a.Group, a.Reason, Cents(a.Amount, "CAS", a.Where, faults), a.Quantity?.ToString(), a.Where.FirstSegment);

    private static Money? Cents(X12Number? number, string element, SegmentRange where, List<Fault> faults)
    {
        if (number is not { } value) return null;
        if (value.TryCents(out var cents)) return new Money(cents);
        faults.Add(new Fault($"segment {where.FirstSegment} {element}", $"\"{value}\" is not a whole number of cents.", "Ask the payer for a corrected remittance."));
        return null;
    }

    private static Fault Unread(UnreadValue value) =>
        new($"segment {value.Where.FirstSegment} {value.Element}", $"\"{value.Raw}\" cannot be read as what {value.Element} should be.", "Ask the payer for a corrected remittance.");

    private static (string, int) Raw(SegmentText text) => (string.Join('*', text.Elements.Prepend(text.Id)), text.Where.FirstSegment);
}
