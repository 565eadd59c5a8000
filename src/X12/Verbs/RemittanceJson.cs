using CleanClaim.X12.Reading;
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

    /// <param name="paid">CLP04 of one more claim.</param>
    public void Add(Field paid)
    {
        Claims++;
        if (paid.Cents is { } cents) _paid += cents;
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

    public static void Claim(JsonLines json, Remittance payment, ClaimPaymentView claim, PaymentObjects objects)
    {
        var where = claim.Where(payment.Envelope.St);
        json.Begin("claimPayment"u8, [], where);
        Fields(json, payment, claim);
        if (json.IsUnclear)
        {
            json.TakeBack();
            json.Begin("claimPayment"u8, objects.Claim(claim).Unread, where);
            Fields(json, payment, claim);
        }

        json.End();
    }

    private static void Fields(JsonLines json, Remittance payment, ClaimPaymentView claim)
    {
        Head(json, payment);
        json.Text("patientControlNumber"u8, claim.PatientControlNumber);
        json.Text("status"u8, claim.Status);
        json.Money("charge"u8, claim.Charge);
        json.Money("paid"u8, claim.Paid);
        json.Money("patientResponsibility"u8, claim.PatientResponsibility);
        json.Text("filing"u8, claim.Filing);
        json.Text("payerClaimControlNumber"u8, claim.PayerClaimControlNumber);
        json.Text(IsInstitutional(claim) ? "typeOfBill"u8 : "placeOfService"u8, claim.Facility);
        json.Text("frequency"u8, claim.Frequency);
        json.Text("drg"u8, claim.Drg);
        json.Quantity("drgWeight"u8, claim.DrgWeight);
        json.Seen(claim.DischargeFraction.Number);
        Parties(json, claim);
        json.Served(claim.Served);
        json.Date("received"u8, claim.Received);
        json.Text("contractClass"u8, claim.ContractClass);
        json.References(claim.References);
        json.Amounts(claim.Amounts);
        json.Quantities(claim.Quantities);
        json.Dates(claim.Dates);
        json.Adjustments(claim.Adjustments);
        Remarks(json, claim);
        json.OpenArray("lines"u8);
        foreach (var line in claim.Lines) Line(json, line);
        json.CloseArray();
        Kept(json, claim);
    }

    private static void Head(JsonLines json, Remittance payment)
    {
        if (json.Again(payment, 0)) return;
        var mark = json.Mark;
        json.Text("st"u8, payment.Envelope.St);
        json.Text("traceNumber"u8, payment.TraceNumber);
        json.Text("payer"u8, payment.Payer?.LastName);
        json.Text("payerId"u8, payment.PayerTraceId);
        json.Provider("payee"u8, payment.Payee);
        json.Remember(payment, 0, mark);
    }

    private static void Parties(JsonLines json, ClaimPaymentView claim)
    {
        json.Person("patient"u8, claim.Party(Qualifier.Patient));
        json.Person("insured"u8, claim.Party(Qualifier.Insured));
        json.Person("correctedPatient"u8, claim.Party(Qualifier.Corrected));
        json.Provider("renderingProvider"u8, claim.Party(Qualifier.Rendering));
        json.Payer("crossoverPayer"u8, claim.Party(Qualifier.Crossover));
        json.Payer("priorityPayer"u8, claim.Party(Qualifier.Payer));
        json.Person("otherSubscriber"u8, claim.Party(Qualifier.OtherSubscriber));
        var hasOthers = false;
        foreach (var party in claim.Parties)
        {
            if (!claim.IsOther(party)) continue;
            if (!hasOthers) json.OpenArray("otherParties"u8);
            hasOthers = true;
            json.OpenItem();
            json.ProviderFields(party);
            json.CloseObject();
        }

        if (hasOthers) json.CloseArray();
    }

    /// <summary>The remark codes of the claim and of its lines, each once.</summary>
    private static void Remarks(JsonLines json, ClaimPaymentView claim)
    {
        var told = json.Told;
        told.Clear();
        json.OpenArray("remarks"u8);
        foreach (var mia in claim.Inpatient) Remarks(json, mia, Remark.OfInpatient, told);
        foreach (var moa in claim.Outpatient) Remarks(json, moa, Remark.OfOutpatient, told);
        foreach (var line in claim.Lines)
            foreach (var lq in line.Remarks)
                if (told.Add(lq[2])) json.Item(lq[2]);
        json.CloseArray();
    }

    private static void Remarks(JsonLines json, SegmentView segment, int[] elements, ToldCodes told)
    {
        foreach (var element in elements)
            if (segment.Has(element) && told.Add(segment[element])) json.Item(segment[element]);
    }

    private static void Line(JsonLines json, ServicePaymentView line)
    {
        json.OpenItem();
        json.Procedure(line.Procedure);
        json.Text("submittedCode"u8, line.Submitted.Code);
        json.Modifiers("submittedModifiers"u8, line.Submitted);
        json.Money("charge"u8, line.Charge);
        json.Money("paid"u8, line.Paid);
        json.Text("revenueCode"u8, line.RevenueCode);
        json.Quantity("units"u8, line.Units);
        json.Quantity("submittedUnits"u8, line.SubmittedUnits);
        json.Served(line.Served);
        foreach (var date in line.Dates)
            if (!X12Dates.IsUsualDay(date[2])) json.Seen(new DateView(date).Days);
        json.Money("allowed"u8, line.Allowed);
        json.Text("controlNumber"u8, line.ControlNumber);
        json.Adjustments(line.Adjustments);
        json.OpenArray("remarks"u8);
        foreach (var lq in line.Remarks) json.Item(lq[2]);
        json.CloseArray();
        json.References(line.References);
        json.Amounts(line.Amounts);
        json.Quantities(line.Quantities);
        json.Rows("segments"u8, line.Kept, ViewJson.KeptFields);
        json.CloseObject();
    }

    private static void Served(this JsonLines json, (Parsed<DateOnly> From, Parsed<DateOnly> To) days)
    {
        json.Date("from"u8, days.From);
        json.Date("to"u8, days.To);
    }

    private static void Kept(JsonLines json, ClaimPaymentView claim)
    {
        if (claim.Inpatient.IsEmpty && claim.Outpatient.IsEmpty && claim.Kept.IsEmpty) return;
        json.OpenArray("segments"u8);
        json.KeptItem(claim.Inpatient.Last);
        json.KeptItem(claim.Outpatient.Last);
        foreach (var kept in claim.Kept) json.KeptItem(kept);
        json.CloseArray();
    }

    /// <summary>CLP08 holds a place of service or a type of bill; only what else the claim says tells which.</summary>
    private static bool IsInstitutional(ClaimPaymentView claim)
    {
        if (!claim.Inpatient.IsEmpty || !claim.Drg.IsEmpty) return true;
        foreach (var line in claim.Lines)
            if (!line.RevenueCode.IsEmpty || line.Procedure.Qualifier.SequenceEqual("NU"u8)) return true;
        return false;
    }
}
