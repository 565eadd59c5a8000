using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>The line "authorization" of <c>to-json</c>, one per event of a 278.</summary>
internal static class AuthorizationJson
{
    public static JsonLine Of(Authorization authorization)
    {
        var json = new JsonLine("authorization", authorization.Unread);
        json.Text("transaction", authorization.Envelope.TransactionId);
        json.Text("st", authorization.Envelope.St);
        json.Flag("answer", authorization.IsAnswer);
        json.Text("purpose", authorization.Purpose);
        json.Text("reference", authorization.Reference);
        json.Text("kind", authorization.Kind);
        json.Date("created", authorization.Created);
        json.Provider("reviewer", authorization.Reviewer);
        json.Provider("requester", authorization.Requester);
        json.Person("subscriber", authorization.Subscriber);
        json.Person("patient", authorization.Patient);
        json.Text("relationship", authorization.Relationship);
        json.Rejections(authorization.Rejections);
        if (authorization.Event is { } item) json.Object("event", () => Item(json, item));
        json.Objects("services", authorization.Services, s => Item(json, s), evenIfEmpty: true);
        json.Kept(authorization.Kept);
        return json;
    }

    private static void Item(JsonLine json, ReviewItem item)
    {
        json.Traces(item.Traces);
        json.Text("category", item.Category);
        json.Text("certification", item.Certification);
        json.Text("serviceType", item.ServiceType);
        json.Text(item.PlaceQualifier == "A" ? "typeOfBill" : "placeOfService", item.Place);
        if (item.RelatedCauses.Count > 0) json.Texts("relatedCauses", item.RelatedCauses);
        json.Text("levelOfService", item.LevelOfService);
        if (item.Decision is { } decision)
            json.Object("decision", () =>
            {
                json.Text("action", decision.Action);
                json.Text("number", decision.Number);
                json.Texts("reasons", decision.Reasons);
                json.Text("secondOpinion", decision.SecondOpinion);
            });
        json.Rejections(item.Rejections);
        json.References(item.References);
        json.Dates(item.Dates);
        if (item.Diagnoses.Count > 0) json.Texts("diagnoses", item.Diagnoses);
        json.Deliveries(item.Deliveries);
        Service(json, item);
        if (item.Messages.Count > 0) json.Texts("messages", item.Messages);
        json.Objects("parties", item.Parties, json.ProviderFields);
        json.Kept(item.Kept);
    }

    private static void Service(JsonLine json, ReviewItem item)
    {
        if (item.Procedure is { } procedure) json.Procedure(procedure);
        json.Text("revenueCode", item.RevenueCode);
        json.Money("amount", item.Amount, "SV", item.Where);
        json.Text("unit", item.Unit);
        json.Quantity("units", item.Units);
        if (item.DiagnosisPointers.Count > 0) json.Texts("pointers", item.DiagnosisPointers);
    }
}
