using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>The line "authorization" of <c>to-json</c>, one per event of a 278.</summary>
internal static class AuthorizationJson
{
    public static void Of(JsonLines json, Authorization authorization)
    {
        json.Begin("authorization"u8, authorization.Unread, authorization.Where);
        json.Text("transaction"u8, authorization.Envelope.TransactionId);
        json.Text("st"u8, authorization.Envelope.St);
        json.Flag("answer"u8, authorization.IsAnswer);
        json.Text("purpose"u8, authorization.Purpose);
        json.Text("reference"u8, authorization.Reference);
        json.Text("kind"u8, authorization.Kind);
        json.Date("created"u8, authorization.Created);
        json.Provider("reviewer"u8, authorization.Reviewer);
        json.Provider("requester"u8, authorization.Requester);
        json.Person("subscriber"u8, authorization.Subscriber);
        json.Person("patient"u8, authorization.Patient);
        json.Text("relationship"u8, authorization.Relationship);
        json.Rejections(authorization.Rejections);
        json.Object("event"u8, authorization.Event, Item);
        json.Objects("services"u8, authorization.Services, Item, evenIfEmpty: true);
        json.Kept(authorization.Kept);
        json.End();
    }

    private static void Item(JsonLines json, ReviewItem item)
    {
        json.Traces(item.Traces);
        json.Text("category"u8, item.Category);
        json.Text("certification"u8, item.Certification);
        json.Text("serviceType"u8, item.ServiceType);
        json.Text(item.PlaceQualifier == "A" ? "typeOfBill"u8 : "placeOfService"u8, item.Place);
        if (item.RelatedCauses.Count > 0) json.Texts("relatedCauses"u8, item.RelatedCauses);
        json.Text("levelOfService"u8, item.LevelOfService);
        json.Object("decision"u8, item.Decision, static (json, decision) =>
        {
            json.Text("action"u8, decision.Action);
            json.Text("number"u8, decision.Number);
            json.Texts("reasons"u8, decision.Reasons);
            json.Text("secondOpinion"u8, decision.SecondOpinion);
        });
        json.Rejections(item.Rejections);
        json.References(item.References);
        json.Dates(item.Dates);
        if (item.Diagnoses.Count > 0) json.Texts("diagnoses"u8, item.Diagnoses);
        json.Deliveries(item.Deliveries);
        Service(json, item);
        if (item.Messages.Count > 0) json.Texts("messages"u8, item.Messages);
        json.Objects("parties"u8, item.Parties, JsonFacts.ProviderFields);
        json.Kept(item.Kept);
    }

    private static void Service(JsonLines json, ReviewItem item)
    {
        if (item.Procedure is { } procedure) json.Procedure(procedure);
        json.Text("revenueCode"u8, item.RevenueCode);
        json.Money("amount"u8, item.Amount, "SV", item.Where);
        json.Text("unit"u8, item.Unit);
        json.Quantity("units"u8, item.Units);
        if (item.DiagnosisPointers.Count > 0) json.Texts("pointers"u8, item.DiagnosisPointers);
    }
}
