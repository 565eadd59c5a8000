using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>The lines "acknowledgment", "statusInquiry" and "claimStatus" of <c>to-json</c>.</summary>
internal static class AnswerJson
{
    public static JsonLine Interchange(InterchangeAcknowledgment answer)
    {
        var json = new JsonLine("acknowledgment", answer.Unread);
        json.Text("transaction", "TA1");
        json.Text("interchange", answer.ControlNumber);
        json.Text("date", answer.Date);
        json.Text("time", answer.Time);
        json.Text("status", answer.Status);
        json.Flag("accepted", answer.Accepted);
        json.Text("code", answer.Note);
        return json;
    }

    public static JsonLine Group(Acknowledgment999 answer)
    {
        var json = new JsonLine("acknowledgment", answer.Unread);
        json.Text("transaction", answer.Envelope.TransactionId);
        json.Text("st", answer.Envelope.St);
        json.Text("functionalId", answer.FunctionalId);
        json.Text("group", answer.AnsweredGroup);
        json.Text("version", answer.AnsweredVersion);
        json.Text("status", answer.Status);
        json.Flag("accepted", answer.Accepted);
        json.Quantity("included", answer.Included);
        json.Quantity("received", answer.Received);
        json.Quantity("acceptedCount", answer.AcceptedCount);
        json.Texts("codes", answer.Codes);
        json.Objects("transactions", answer.Transactions, t => Transaction(json, t), evenIfEmpty: true);
        json.Kept(answer.Kept);
        return json;
    }

    private static void Transaction(JsonLine json, TransactionAcknowledgment answer)
    {
        json.Text("transaction", answer.TransactionId);
        json.Text("st", answer.AnsweredSt);
        json.Text("implementation", answer.Implementation);
        json.Text("status", answer.Status);
        json.Flag("accepted", answer.Accepted);
        json.Texts("codes", answer.Codes);
        json.Objects("errors", answer.Faults, f =>
        {
            json.Text("segment", f.SegmentId);
            json.Integer("position", f.Position);
            json.Text("loop", f.Loop);
            json.Text("code", f.Code);
            json.Objects("businessUnits", f.BusinessUnits, u =>
            {
                json.Text("name", u.Name);
                json.Text("value", u.Value);
            });
            json.Objects("elements", f.Elements, e =>
            {
                json.Integer("position", e.Position);
                json.Integer("component", e.Component);
                json.Integer("repetition", e.Repetition);
                json.Text("dataElement", e.DataElement);
                json.Text("code", e.Code);
                json.Text("value", e.BadValue);
            });
        }, evenIfEmpty: true);
    }

    public static JsonLine Inquiry(StatusInquiry inquiry)
    {
        var json = new JsonLine("statusInquiry", inquiry.Unread);
        json.Text("transaction", inquiry.Envelope.TransactionId);
        json.Text("st", inquiry.Envelope.St);
        json.Text("batch", inquiry.BatchReference);
        json.Date("created", inquiry.Created);
        json.Text("traceNumber", inquiry.TraceNumber);
        json.Text("patientControlNumber", inquiry.PatientControlNumber);
        json.Text("payerClaimControlNumber", inquiry.PayerClaimControlNumber);
        json.Text("typeOfBill", inquiry.TypeOfBill);
        json.Money("charge", inquiry.Charge, "AMT02", inquiry.Where);
        json.Date("from", inquiry.From);
        json.Date("to", inquiry.To);
        json.Payer("payer", inquiry.Payer);
        json.Provider("receiver", inquiry.Receiver);
        json.Objects("providers", inquiry.Providers, json.ProviderFields);
        json.Person("subscriber", inquiry.Subscriber);
        json.Person("patient", inquiry.Patient);
        json.References(inquiry.References);
        json.Objects("lines", inquiry.Lines, l =>
        {
            json.Procedure(l.Procedure);
            json.Money("charge", l.Charge, "SVC02", l.Where);
            json.Text("revenueCode", l.RevenueCode);
            json.Quantity("units", l.Units);
            json.Text("controlNumber", l.ControlNumber);
            json.Date("from", l.From);
            json.Date("to", l.To);
        }, evenIfEmpty: true);
        json.Kept(inquiry.Kept);
        return json;
    }

    /// <summary>One line for the batch, one for each provider that something was said about, one for each claim.</summary>
    public static IEnumerable<(JsonLine Line, SegmentRange Where)> Statuses(ClaimStatusReport report)
    {
        yield return (Batch(report), report.Where);
        foreach (var provider in report.Providers.Where(p => p.Statuses.Count > 0)) yield return (Provider(report, provider), provider.Where);
        foreach (var claim in report.Claims) yield return (Claim(report, claim), claim.Where);
    }

    private static JsonLine Head(ClaimStatusReport report, string level, IReadOnlyList<UnreadValue> unread)
    {
        var json = new JsonLine("claimStatus", unread);
        json.Text("transaction", report.Envelope.Version.Contains("X212", StringComparison.Ordinal) ? "277" : "277CA");
        json.Text("st", report.Envelope.St);
        json.Text("level", level);
        json.Payer("source", report.Source);
        json.Text("answeredBatch", report.AnsweredReference);
        return json;
    }

    private static JsonLine Batch(ClaimStatusReport report)
    {
        var json = Head(report, "batch", report.Unread);
        json.Text("reference", report.Reference);
        json.Date("created", report.Created);
        json.Provider("receiver", report.Receiver);
        json.Integer("claims", report.Claims.Count);
        Statuses(json, report.Statuses);
        json.Dates(report.Dates);
        json.Amounts(report.Amounts);
        json.Quantities(report.Quantities);
        json.Flag("complete", report.Complete);
        json.Kept(report.Kept);
        return json;
    }

    private static JsonLine Provider(ClaimStatusReport report, ProviderStatus provider)
    {
        var json = Head(report, "provider", []);
        json.Provider("provider", provider.Provider);
        json.Text("traceNumber", provider.TraceNumber);
        Statuses(json, provider.Statuses);
        json.References(provider.References);
        json.Amounts(provider.Amounts);
        json.Quantities(provider.Quantities);
        return json;
    }

    private static JsonLine Claim(ClaimStatusReport report, ClaimStatus claim)
    {
        var json = Head(report, "claim", claim.Unread);
        json.Text("traceNumber", claim.TraceNumber);
        json.Text("patientControlNumber", claim.PatientControlNumber);
        json.Text("payerClaimControlNumber", claim.PayerClaimControlNumber);
        json.Text("clearinghouseTraceNumber", claim.ClearinghouseTraceNumber);
        json.Person("patient", claim.Patient);
        json.Person("subscriber", claim.Subscriber);
        json.Provider("provider", claim.Provider);
        json.Date("from", claim.From);
        json.Date("to", claim.To);
        Statuses(json, claim.Statuses);
        json.References(claim.References);
        json.Dates(claim.Dates);
        json.Objects("lines", claim.Lines, l =>
        {
            json.Procedure(l.Procedure);
            json.Money("charge", l.Charge, "SVC02", l.Where);
            json.Money("paid", l.Paid, "SVC03", l.Where);
            json.Text("revenueCode", l.RevenueCode);
            json.Quantity("units", l.Units);
            json.Text("controlNumber", l.ControlNumber);
            json.Date("from", l.From);
            json.Date("to", l.To);
            Statuses(json, l.Statuses);
            json.References(l.References);
        }, evenIfEmpty: true);
        json.Kept(claim.Kept);
        return json;
    }

    private static void Statuses(JsonLine json, IReadOnlyList<StatusDecision> statuses)
    {
        var codes = statuses.SelectMany(s => s.Codes.Select(c => (Decision: s, Code: c))).ToList();
        json.Objects("statuses", codes, s =>
        {
            json.Text("category", s.Code.Category);
            json.Text("status", s.Code.Status);
            json.Text("entity", s.Code.Entity);
            json.Text("codeList", s.Code.CodeList);
            json.Date("effectiveDate", s.Decision.EffectiveDate);
            json.Text("action", s.Decision.Action);
            json.Money("charge", s.Decision.Charge, "STC04", s.Decision.Where);
            json.Money("paid", s.Decision.Paid, "STC05", s.Decision.Where);
            json.Date("decidedOn", s.Decision.DecidedOn);
            json.Text("method", s.Decision.Method);
            json.Date("checkDate", s.Decision.CheckDate);
            json.Text("checkNumber", s.Decision.CheckNumber);
            json.Text("message", s.Decision.Message);
        }, evenIfEmpty: true);
    }
}
