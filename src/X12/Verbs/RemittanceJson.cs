using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Verbs;

/// <summary>Sums over the claims of one 835, kept while they pass by.</summary>
internal sealed class PaymentTotals
{
    // Wider than any amount, so that absurd ones cannot overflow the sum.
    private Int128 _paid;
    private bool _isWhole = true;

    public Remittance? Payment { get; set; }
    public int Claims { get; private set; }

    /// <summary>The sum of CLP04, null when one of them is missing or not whole cents.</summary>
    public Int128? ClaimsPaid => _isWhole ? _paid : null;

    public void Add(ClaimPayment claim)
    {
        Claims++;
        if (claim.Paid is { } paid && paid.TryCents(out var cents)) _paid += cents;
        else _isWhole = false;
    }

    /// <summary>BPR02 less what the claims paid and PLB took; null when a term is missing (005010X221A1, balancing of a transaction).</summary>
    public Int128? Difference()
    {
        if (ClaimsPaid is not { } paid || Payment?.Amount is not { } amount || !amount.TryCents(out var total)) return null;
        Int128 taken = 0;
        foreach (var row in Payment.ProviderAdjustments)
        {
            if (row.Amount is not { } number || !number.TryCents(out var cents)) return null;
            taken += cents;
        }

        return total - (paid - taken);
    }
}

/// <summary>The lines "payment" and "claimPayment" of <c>to-json</c>.</summary>
internal static class RemittanceJson
{
    public static JsonLine Payment(PaymentTotals totals)
    {
        var payment = totals.Payment!;
        var json = new JsonLine("payment", payment.Unread);
        Head(json, payment);
        json.Text("method", payment.Method);
        json.Money("amount", payment.Amount, "BPR02", payment.Where);
        json.Text("creditOrDebit", payment.CreditOrDebit);
        json.Text("handling", payment.HandlingCode);
        json.Date("date", payment.Date);
        json.Date("produced", payment.ProductionDate);
        json.Text("currency", payment.Currency);
        json.Integer("claims", totals.Claims);
        if (totals.ClaimsPaid is { } paid) json.Cents("claimsPaid", paid);
        else json.Null("claimsPaid");
        json.Objects("providerAdjustments", payment.ProviderAdjustments, a =>
        {
            json.Text("provider", a.ProviderId);
            json.Text("reason", a.Reason);
            json.Text("reference", a.Reference);
            json.Money("amount", a.Amount, "PLB", a.Where);
        }, evenIfEmpty: true);
        var difference = totals.Difference();
        json.Flag("balanced", difference == 0);
        if (difference is { } cents) json.Cents("difference", cents);
        else json.Null("difference");
        json.Flag("complete", payment.Complete);
        json.References(payment.References);
        json.Kept(payment.Kept);
        return json;
    }

    public static JsonLine Claim(Remittance payment, ClaimPayment claim)
    {
        var json = new JsonLine("claimPayment", claim.Unread);
        Head(json, payment);
        json.Text("patientControlNumber", claim.PatientControlNumber);
        json.Text("status", claim.Status);
        json.Money("charge", claim.Charge, "CLP03", claim.Where);
        json.Money("paid", claim.Paid, "CLP04", claim.Where);
        json.Money("patientResponsibility", claim.PatientResponsibility, "CLP05", claim.Where);
        json.Text("filing", claim.Filing);
        json.Text("payerClaimControlNumber", claim.PayerClaimControlNumber);
        json.Text(IsInstitutional(claim) ? "typeOfBill" : "placeOfService", claim.Facility);
        json.Text("frequency", claim.Frequency);
        json.Text("drg", claim.Drg);
        json.Quantity("drgWeight", claim.DrgWeight);
        Parties(json, claim);
        json.Date("from", claim.From);
        json.Date("to", claim.To);
        json.Date("received", claim.Received);
        json.Text("contractClass", claim.ContractClass);
        json.References(claim.References);
        json.Amounts(claim.Amounts);
        json.Quantities(claim.Quantities);
        json.Dates(claim.Dates);
        json.Adjustments(claim.Adjustments);
        json.Texts("remarks", claim.Remarks.Concat(claim.Lines.SelectMany(l => l.Remarks)).Select(r => r.Code).Distinct(StringComparer.Ordinal));
        json.Objects("lines", claim.Lines, l => Line(json, l), evenIfEmpty: true);
        json.Kept([.. Present(claim.Inpatient), .. Present(claim.Outpatient), .. claim.Kept]);
        return json;
    }

    private static void Head(JsonLine json, Remittance payment)
    {
        json.Text("st", payment.Envelope.St);
        json.Text("traceNumber", payment.TraceNumber);
        json.Text("payer", payment.Payer?.LastName);
        json.Text("payerId", payment.PayerTraceId);
        json.Provider("payee", payment.Payee);
    }

    private static void Parties(JsonLine json, ClaimPayment claim)
    {
        json.Person("patient", claim.Patient);
        json.Person("insured", claim.Insured);
        json.Person("correctedPatient", claim.Corrected);
        json.Provider("renderingProvider", claim.Rendering);
        json.Payer("crossoverPayer", claim.Crossover);
        json.Payer("priorityPayer", claim.PriorityPayer);
        json.Person("otherSubscriber", claim.OtherSubscriber);
        json.Objects("otherParties", claim.OtherParties, json.ProviderFields);
    }

    private static void Line(JsonLine json, ServicePayment line)
    {
        json.Procedure(line.Procedure);
        json.Text("submittedCode", line.Submitted?.Code);
        if (line.Submitted is { Modifiers.Count: > 0 } submitted) json.Texts("submittedModifiers", submitted.Modifiers);
        json.Money("charge", line.Charge, "SVC02", line.Where);
        json.Money("paid", line.Paid, "SVC03", line.Where);
        json.Text("revenueCode", line.RevenueCode);
        json.Quantity("units", line.Units);
        json.Quantity("submittedUnits", line.SubmittedUnits);
        json.Date("from", line.From);
        json.Date("to", line.To);
        json.Money("allowed", line.Allowed, "AMT02", line.Where);
        json.Text("controlNumber", line.ControlNumber);
        json.Adjustments(line.Adjustments);
        json.Texts("remarks", line.Remarks.Select(r => r.Code));
        json.References(line.References);
        json.Amounts(line.Amounts);
        json.Quantities(line.Quantities);
        json.Kept(line.Kept);
    }

    /// <summary>CLP08 holds a place of service or a type of bill; only what else the claim says tells which.</summary>
    private static bool IsInstitutional(ClaimPayment claim) =>
        claim.Inpatient is not null || claim.Drg is not null || claim.Lines.Any(l => l.RevenueCode is not null || l.Procedure?.Qualifier == "NU");

    private static IEnumerable<SegmentText> Present(SegmentText? text) => text is null ? [] : [text];
}
