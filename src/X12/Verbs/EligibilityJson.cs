using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>The lines "eligibilityInquiry", "eligibilityAnswer" and "benefit" of <c>to-json</c>.</summary>
internal static class EligibilityJson
{
    public static JsonLine Of(EligibilityDocument document)
    {
        switch (document)
        {
            case EligibilityInquiry inquiry:
                var json = Head("eligibilityInquiry", inquiry);
                json.Objects("questions", inquiry.Questions, q => Question(json, q), evenIfEmpty: true);
                json.Kept(inquiry.Kept);
                return json;
            case EligibilityAnswer answer:
                json = Head("eligibilityAnswer", answer);
                json.Text("level", answer.Level);
                json.Rejections(answer.Rejections);
                json.Integer("benefits", answer.Benefits);
                json.Kept(answer.Kept);
                return json;
            case Benefit benefit: return Benefit(benefit);
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private static JsonLine Head(string type, EligibilityDocument document)
    {
        var json = new JsonLine(type, document.Unread);
        json.Text("transaction", document.Envelope.TransactionId);
        json.Text("st", document.Envelope.St);
        json.Text("reference", document.Reference);
        json.Text("purpose", document.Purpose);
        json.Date("created", document.Created);
        json.Payer("payer", document.Payer);
        json.Provider("provider", document.Provider);
        json.Person("subscriber", document.Subscriber);
        json.Person("patient", document.Patient);
        json.Text("relationship", document.Relationship);
        json.Text("birthOrder", document.BirthOrder);
        json.Traces(document.Traces);
        if (document.Diagnoses.Count > 0) json.Texts("diagnoses", document.Diagnoses);
        if (document is not Transactions.Benefit) json.Dates(document.Dates);
        return json;
    }

    private static void Question(JsonLine json, BenefitQuestion question)
    {
        json.Texts("serviceTypes", question.ServiceTypes);
        if (question.Procedure is { } procedure) json.Procedure(procedure);
        json.Text("coverageLevel", question.CoverageLevel);
        if (question.DiagnosisPointers.Count > 0) json.Texts("pointers", question.DiagnosisPointers);
        json.Amounts(question.Amounts);
        Places(json, question.Places);
        json.References(question.References);
        json.Dates(question.Dates);
    }

    private static JsonLine Benefit(Benefit benefit)
    {
        var json = Head("benefit", benefit);
        json.Text("information", benefit.Information);
        json.Text("coverageLevel", benefit.CoverageLevel);
        json.Texts("serviceTypes", benefit.ServiceTypes);
        json.Text("insuranceType", benefit.InsuranceType);
        json.Text("plan", benefit.Plan);
        json.Text("period", benefit.Period);
        json.Money("amount", benefit.Amount, "EB07", benefit.Where);
        json.Quantity("percent", benefit.Percent);
        json.Text("quantityQualifier", benefit.QuantityQualifier);
        json.Quantity("quantity", benefit.Quantity);
        json.Text("authorization", benefit.Authorization);
        json.Text("network", benefit.Network);
        if (benefit.Procedure is { } procedure) json.Object("procedure", () => json.Procedure(procedure));
        if (benefit.DiagnosisPointers.Count > 0) json.Texts("pointers", benefit.DiagnosisPointers);
        json.Deliveries(benefit.Deliveries);
        json.References(benefit.References);
        json.Dates(benefit.BenefitDates);
        json.Objects("patientDates", benefit.Dates, d => json.DateFields(d));
        json.Rejections(benefit.Rejections);
        json.Texts("messages", benefit.Messages);
        Places(json, benefit.Places);
        json.Objects("parties", benefit.Parties, json.ProviderFields);
        json.Kept(benefit.Kept);
        return json;
    }

    private static void Places(JsonLine json, IReadOnlyCollection<BenefitPlace> places) => json.Objects("places", places, p =>
    {
        json.Text("codeList", p.CodeList);
        json.Text("code", p.Code);
        json.Text("category", p.Category);
        json.Text("text", p.Text);
    });
}
