using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>The lines "eligibilityInquiry", "eligibilityAnswer" and "benefit" of <c>to-json</c>.</summary>
internal static class EligibilityJson
{
    public static void Of(JsonLines json, EligibilityDocument document)
    {
        switch (document)
        {
            case EligibilityInquiry inquiry:
                Head(json, "eligibilityInquiry"u8, inquiry);
                json.Objects("questions"u8, inquiry.Questions, Question, evenIfEmpty: true);
                json.Kept(inquiry.Kept);
                break;
            case EligibilityAnswer answer:
                Head(json, "eligibilityAnswer"u8, answer);
                json.Text("level"u8, answer.Level);
                json.Rejections(answer.Rejections);
                json.Integer("benefits"u8, answer.Benefits);
                json.Kept(answer.Kept);
                break;
            case Benefit benefit: Benefit(json, benefit); break;
            default: throw new System.Diagnostics.UnreachableException();
        }

        json.End();
    }

    private static void Head(JsonLines json, ReadOnlySpan<byte> type, EligibilityDocument document)
    {
        json.Begin(type, document.Unread, document.Where);
        json.Text("transaction"u8, document.Envelope.TransactionId);
        json.Text("st"u8, document.Envelope.St);
        json.Text("reference"u8, document.Reference);
        json.Text("purpose"u8, document.Purpose);
        json.Date("created"u8, document.Created);
        json.Payer("payer"u8, document.Payer);
        json.Provider("provider"u8, document.Provider);
        json.Person("subscriber"u8, document.Subscriber);
        json.Person("patient"u8, document.Patient);
        json.Text("relationship"u8, document.Relationship);
        json.Text("birthOrder"u8, document.BirthOrder);
        json.Traces(document.Traces);
        if (document.Diagnoses.Count > 0) json.Texts("diagnoses"u8, document.Diagnoses);
        if (document is not Transactions.Benefit) json.Dates(document.Dates);
    }

    private static void Question(JsonLines json, BenefitQuestion question)
    {
        json.Texts("serviceTypes"u8, question.ServiceTypes);
        if (question.Procedure is { } procedure) json.Procedure(procedure);
        json.Text("coverageLevel"u8, question.CoverageLevel);
        if (question.DiagnosisPointers.Count > 0) json.Texts("pointers"u8, question.DiagnosisPointers);
        json.Amounts(question.Amounts);
        Places(json, question.Places);
        json.References(question.References);
        json.Dates(question.Dates);
    }

    private static void Benefit(JsonLines json, Benefit benefit)
    {
        Head(json, "benefit"u8, benefit);
        json.Text("information"u8, benefit.Information);
        json.Text("coverageLevel"u8, benefit.CoverageLevel);
        json.Texts("serviceTypes"u8, benefit.ServiceTypes);
        json.Text("insuranceType"u8, benefit.InsuranceType);
        json.Text("plan"u8, benefit.Plan);
        json.Text("period"u8, benefit.Period);
        json.Money("amount"u8, benefit.Amount, "EB07", benefit.Where);
        json.Quantity("percent"u8, benefit.Percent);
        json.Text("quantityQualifier"u8, benefit.QuantityQualifier);
        json.Quantity("quantity"u8, benefit.Quantity);
        json.Text("authorization"u8, benefit.Authorization);
        json.Text("network"u8, benefit.Network);
        json.Object("procedure"u8, benefit.Procedure, JsonFacts.Procedure);
        if (benefit.DiagnosisPointers.Count > 0) json.Texts("pointers"u8, benefit.DiagnosisPointers);
        json.Deliveries(benefit.Deliveries);
        json.References(benefit.References);
        json.Dates(benefit.BenefitDates);
        json.Objects("patientDates"u8, benefit.Dates, JsonFacts.DateFields);
        json.Rejections(benefit.Rejections);
        json.Texts("messages"u8, benefit.Messages);
        Places(json, benefit.Places);
        json.Objects("parties"u8, benefit.Parties, JsonFacts.ProviderFields);
        json.Kept(benefit.Kept);
    }

    private static void Places(JsonLines json, IReadOnlyList<BenefitPlace> places) => json.Objects("places"u8, places, static (json, p) =>
    {
        json.Text("codeList"u8, p.CodeList);
        json.Text("code"u8, p.Code);
        json.Text("category"u8, p.Category);
        json.Text("text"u8, p.Text);
    });
}
