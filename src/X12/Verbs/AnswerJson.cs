using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>The lines "acknowledgment", "statusInquiry" and "claimStatus" of <c>to-json</c>.</summary>
internal static class AnswerJson
{
    public static void Interchange(JsonLines json, InterchangeAcknowledgment answer)
    {
        json.Begin("acknowledgment"u8, answer.Unread, answer.Where);
        json.Text("transaction"u8, "TA1");
        json.Text("interchange"u8, answer.ControlNumber);
        json.Text("date"u8, answer.Date);
        json.Text("time"u8, answer.Time);
        json.Text("status"u8, answer.Status);
        json.Flag("accepted"u8, answer.Accepted);
        json.Text("code"u8, answer.Note);
        json.End();
    }

    public static void Group(JsonLines json, Acknowledgment999 answer)
    {
        json.Begin("acknowledgment"u8, answer.Unread, answer.Where);
        json.Text("transaction"u8, answer.Envelope.TransactionId);
        json.Text("st"u8, answer.Envelope.St);
        json.Text("functionalId"u8, answer.FunctionalId);
        json.Text("group"u8, answer.AnsweredGroup);
        json.Text("version"u8, answer.AnsweredVersion);
        json.Text("status"u8, answer.Status);
        json.Flag("accepted"u8, answer.Accepted);
        json.Quantity("included"u8, answer.Included);
        json.Quantity("received"u8, answer.Received);
        json.Quantity("acceptedCount"u8, answer.AcceptedCount);
        json.Texts("codes"u8, answer.Codes);
        json.Objects("transactions"u8, answer.Transactions, Transaction, evenIfEmpty: true);
        json.Kept(answer.Kept);
        json.End();
    }

    private static void Transaction(JsonLines json, TransactionAcknowledgment answer)
    {
        json.Text("transaction"u8, answer.TransactionId);
        json.Text("st"u8, answer.AnsweredSt);
        json.Text("implementation"u8, answer.Implementation);
        json.Text("status"u8, answer.Status);
        json.Flag("accepted"u8, answer.Accepted);
        json.Texts("codes"u8, answer.Codes);
        json.Objects("errors"u8, answer.Faults, static (json, f) =>
        {
            json.Text("segment"u8, f.SegmentId);
            json.Integer("position"u8, f.Position);
            json.Text("loop"u8, f.Loop);
            json.Text("code"u8, f.Code);
            json.Objects("businessUnits"u8, f.BusinessUnits, static (json, u) =>
            {
                json.Text("name"u8, u.Name);
                json.Text("value"u8, u.Value);
            });
            json.Objects("elements"u8, f.Elements, static (json, e) =>
            {
                json.Integer("position"u8, e.Position);
                json.Integer("component"u8, e.Component);
                json.Integer("repetition"u8, e.Repetition);
                json.Text("dataElement"u8, e.DataElement);
                json.Text("code"u8, e.Code);
                json.Text("value"u8, e.BadValue);
            });
        }, evenIfEmpty: true);
    }

    public static void Inquiry(JsonLines json, StatusInquiry inquiry)
    {
        json.Begin("statusInquiry"u8, inquiry.Unread, inquiry.Where);
        json.Text("transaction"u8, inquiry.Envelope.TransactionId);
        json.Text("st"u8, inquiry.Envelope.St);
        json.Text("batch"u8, inquiry.BatchReference);
        json.Date("created"u8, inquiry.Created);
        json.Text("traceNumber"u8, inquiry.TraceNumber);
        json.Text("patientControlNumber"u8, inquiry.PatientControlNumber);
        json.Text("payerClaimControlNumber"u8, inquiry.PayerClaimControlNumber);
        json.Text("typeOfBill"u8, inquiry.TypeOfBill);
        json.Money("charge"u8, inquiry.Charge, "AMT02", inquiry.Where);
        json.Date("from"u8, inquiry.From);
        json.Date("to"u8, inquiry.To);
        json.Payer("payer"u8, inquiry.Payer);
        json.Provider("receiver"u8, inquiry.Receiver);
        json.Objects("providers"u8, inquiry.Providers, JsonFacts.ProviderFields);
        json.Person("subscriber"u8, inquiry.Subscriber);
        json.Person("patient"u8, inquiry.Patient);
        json.References(inquiry.References);
        json.Objects("lines"u8, inquiry.Lines, static (json, l) =>
        {
            json.Procedure(l.Procedure);
            json.Money("charge"u8, l.Charge, "SVC02", l.Where);
            json.Text("revenueCode"u8, l.RevenueCode);
            json.Quantity("units"u8, l.Units);
            json.Text("controlNumber"u8, l.ControlNumber);
            json.Date("from"u8, l.From);
            json.Date("to"u8, l.To);
        }, evenIfEmpty: true);
        json.Kept(inquiry.Kept);
        json.End();
    }

    /// <summary>One line for the batch, one for each provider that something was said about, one for each claim.</summary>
    public static void Statuses(JsonLines json, ClaimStatusReport report)
    {
        Batch(json, report);
        foreach (var provider in report.Providers.Where(p => p.Statuses.Count > 0)) Provider(json, report, provider);
        foreach (var claim in report.Claims) Claim(json, report, claim);
    }

    private static void Head(JsonLines json, ClaimStatusReport report, string level, IReadOnlyList<UnreadValue> unread, in SegmentRange where)
    {
        json.Begin("claimStatus"u8, unread, where);
        json.Text("transaction"u8, report.Envelope.Version.Contains("X212", StringComparison.Ordinal) ? "277" : "277CA");
        json.Text("st"u8, report.Envelope.St);
        json.Text("level"u8, level);
        json.Payer("source"u8, report.Source);
        json.Text("answeredBatch"u8, report.AnsweredReference);
    }

    private static void Batch(JsonLines json, ClaimStatusReport report)
    {
        Head(json, report, "batch", report.Unread, report.Where);
        json.Text("reference"u8, report.Reference);
        json.Date("created"u8, report.Created);
        json.Provider("receiver"u8, report.Receiver);
        json.Integer("claims"u8, report.Claims.Count);
        Statuses(json, report.Statuses);
        json.Dates(report.Dates);
        json.Amounts(report.Amounts);
        json.Quantities(report.Quantities);
        json.Flag("complete"u8, report.Complete);
        json.Kept(report.Kept);
        json.End();
    }

    private static void Provider(JsonLines json, ClaimStatusReport report, ProviderStatus provider)
    {
        Head(json, report, "provider", [], provider.Where);
        json.Provider("provider"u8, provider.Provider);
        json.Text("traceNumber"u8, provider.TraceNumber);
        Statuses(json, provider.Statuses);
        json.References(provider.References);
        json.Amounts(provider.Amounts);
        json.Quantities(provider.Quantities);
        json.End();
    }

    private static void Claim(JsonLines json, ClaimStatusReport report, ClaimStatus claim)
    {
        Head(json, report, "claim", claim.Unread, claim.Where);
        json.Text("traceNumber"u8, claim.TraceNumber);
        json.Text("patientControlNumber"u8, claim.PatientControlNumber);
        json.Text("payerClaimControlNumber"u8, claim.PayerClaimControlNumber);
        json.Text("clearinghouseTraceNumber"u8, claim.ClearinghouseTraceNumber);
        json.Person("patient"u8, claim.Patient);
        json.Person("subscriber"u8, claim.Subscriber);
        json.Provider("provider"u8, claim.Provider);
        json.Date("from"u8, claim.From);
        json.Date("to"u8, claim.To);
        Statuses(json, claim.Statuses);
        json.References(claim.References);
        json.Dates(claim.Dates);
        json.Objects("lines"u8, claim.Lines, static (json, l) =>
        {
            json.Procedure(l.Procedure);
            json.Money("charge"u8, l.Charge, "SVC02", l.Where);
            json.Money("paid"u8, l.Paid, "SVC03", l.Where);
            json.Text("revenueCode"u8, l.RevenueCode);
            json.Quantity("units"u8, l.Units);
            json.Text("controlNumber"u8, l.ControlNumber);
            json.Date("from"u8, l.From);
            json.Date("to"u8, l.To);
            Statuses(json, l.Statuses);
            json.References(l.References);
        }, evenIfEmpty: true);
        json.Kept(claim.Kept);
        json.End();
    }

    private static void Statuses(JsonLines json, IReadOnlyList<StatusDecision> statuses)
    {
        var codes = statuses.SelectMany(s => s.Codes.Select(c => (Decision: s, Code: c))).ToList();
        json.Objects("statuses"u8, codes, static (json, s) =>
        {
            json.Text("category"u8, s.Code.Category);
            json.Text("status"u8, s.Code.Status);
            json.Text("entity"u8, s.Code.Entity);
            json.Text("codeList"u8, s.Code.CodeList);
            json.Date("effectiveDate"u8, s.Decision.EffectiveDate);
            json.Text("action"u8, s.Decision.Action);
            json.Money("charge"u8, s.Decision.Charge, "STC04", s.Decision.Where);
            json.Money("paid"u8, s.Decision.Paid, "STC05", s.Decision.Where);
            json.Date("decidedOn"u8, s.Decision.DecidedOn);
            json.Text("method"u8, s.Decision.Method);
            json.Date("checkDate"u8, s.Decision.CheckDate);
            json.Text("checkNumber"u8, s.Decision.CheckNumber);
            json.Text("message"u8, s.Decision.Message);
        }, evenIfEmpty: true);
    }
}
