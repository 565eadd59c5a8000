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
    public static void Payment(JsonLines json, PaymentTotals totals)
    {
        var payment = totals.Payment!;
        json.Begin("payment"u8, payment.Unread, payment.Where);
        Head(json, payment);
        json.Text("method"u8, payment.Method);
        json.Money("amount"u8, payment.Amount, "BPR02", payment.Where);
        json.Text("creditOrDebit"u8, payment.CreditOrDebit);
        json.Text("handling"u8, payment.HandlingCode);
        json.Date("date"u8, payment.Date);
        json.Date("produced"u8, payment.ProductionDate);
        json.Text("currency"u8, payment.Currency);
        json.Integer("claims"u8, totals.Claims);
        if (totals.ClaimsPaid is { } paid) json.Cents("claimsPaid"u8, paid);
        else json.Null("claimsPaid"u8);
        json.Objects("providerAdjustments"u8, payment.ProviderAdjustments, static (json, a) =>
        {
            json.Text("provider"u8, a.ProviderId);
            json.Text("reason"u8, a.Reason);
            json.Text("reference"u8, a.Reference);
            json.Money("amount"u8, a.Amount, "PLB", a.Where);
        }, evenIfEmpty: true);
        var difference = totals.Difference();
        json.Flag("balanced"u8, difference == 0);
        if (difference is { } cents) json.Cents("difference"u8, cents);
        else json.Null("difference"u8);
        json.Flag("complete"u8, payment.Complete);
        json.References(payment.References);
        json.Kept(payment.Kept);
        json.End();
    }

    public static void Claim(JsonLines json, Remittance payment, ClaimPayment claim)
    {
        json.Begin("claimPayment"u8, claim.Unread, claim.Where);
        Head(json, payment);
        json.Text("patientControlNumber"u8, claim.PatientControlNumber);
        json.Text("status"u8, claim.Status);
        json.Money("charge"u8, claim.Charge, "CLP03", claim.Where);
        json.Money("paid"u8, claim.Paid, "CLP04", claim.Where);
        json.Money("patientResponsibility"u8, claim.PatientResponsibility, "CLP05", claim.Where);
        json.Text("filing"u8, claim.Filing);
        json.Text("payerClaimControlNumber"u8, claim.PayerClaimControlNumber);
        json.Text(IsInstitutional(claim) ? "typeOfBill"u8 : "placeOfService"u8, claim.Facility);
        json.Text("frequency"u8, claim.Frequency);
        json.Text("drg"u8, claim.Drg);
        json.Quantity("drgWeight"u8, claim.DrgWeight);
        Parties(json, claim);
        json.Date("from"u8, claim.From);
        json.Date("to"u8, claim.To);
        json.Date("received"u8, claim.Received);
        json.Text("contractClass"u8, claim.ContractClass);
        json.References(claim.References);
        json.Amounts(claim.Amounts);
        json.Quantities(claim.Quantities);
        json.Dates(claim.Dates);
        json.Adjustments(claim.Adjustments);
        json.Texts("remarks"u8, [.. claim.Remarks.Concat(claim.Lines.SelectMany(l => l.Remarks)).Select(r => r.Code).Distinct(StringComparer.Ordinal)]);
        json.Objects("lines"u8, claim.Lines, Line, evenIfEmpty: true);
        json.Kept([.. Present(claim.Inpatient), .. Present(claim.Outpatient), .. claim.Kept]);
        json.End();
    }

    private static void Head(JsonLines json, Remittance payment)
    {
        json.Text("st"u8, payment.Envelope.St);
        json.Text("traceNumber"u8, payment.TraceNumber);
        json.Text("payer"u8, payment.Payer?.LastName);
        json.Text("payerId"u8, payment.PayerTraceId);
        json.Provider("payee"u8, payment.Payee);
    }

    private static void Parties(JsonLines json, ClaimPayment claim)
    {
        json.Person("patient"u8, claim.Patient);
        json.Person("insured"u8, claim.Insured);
        json.Person("correctedPatient"u8, claim.Corrected);
        json.Provider("renderingProvider"u8, claim.Rendering);
        json.Payer("crossoverPayer"u8, claim.Crossover);
        json.Payer("priorityPayer"u8, claim.PriorityPayer);
        json.Person("otherSubscriber"u8, claim.OtherSubscriber);
        json.Objects("otherParties"u8, claim.OtherParties, JsonFacts.ProviderFields);
    }

    private static void Line(JsonLines json, ServicePayment line)
    {
        json.Procedure(line.Procedure);
        json.Text("submittedCode"u8, line.Submitted?.Code);
        if (line.Submitted is { Modifiers.Count: > 0 } submitted) json.Texts("submittedModifiers"u8, submitted.Modifiers);
        json.Money("charge"u8, line.Charge, "SVC02", line.Where);
        json.Money("paid"u8, line.Paid, "SVC03", line.Where);
        json.Text("revenueCode"u8, line.RevenueCode);
        json.Quantity("units"u8, line.Units);
        json.Quantity("submittedUnits"u8, line.SubmittedUnits);
        json.Date("from"u8, line.From);
        json.Date("to"u8, line.To);
        json.Money("allowed"u8, line.Allowed, "AMT02", line.Where);
        json.Text("controlNumber"u8, line.ControlNumber);
        json.Adjustments(line.Adjustments);
        json.Texts("remarks"u8, [.. line.Remarks.Select(r => r.Code)]);
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
