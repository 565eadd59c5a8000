using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>The line "enrollment" of <c>to-json</c>: one for each member.</summary>
internal static class EnrollmentJson
{
    public static JsonLine Of(Enrollment enrollment)
    {
        var json = new JsonLine("enrollment", enrollment.Unread);
        json.Text("transaction", enrollment.Envelope.TransactionId);
        json.Text("st", enrollment.Envelope.St);
        File(json, enrollment.File);
        json.Flag("subscriber", enrollment.IsSubscriber);
        json.Text("relationship", enrollment.Relationship);
        json.Text("maintenance", enrollment.Maintenance);
        json.Text("reason", enrollment.Reason);
        json.Text("benefitStatus", enrollment.BenefitStatus);
        json.Text("medicarePlan", enrollment.MedicarePlan);
        json.Text("medicareReason", enrollment.MedicareReason);
        json.Text("cobraEvent", enrollment.CobraEvent);
        json.Text("employmentStatus", enrollment.EmploymentStatus);
        json.Text("studentStatus", enrollment.StudentStatus);
        json.Text("handicapped", enrollment.IsHandicapped);
        json.Text("confidentiality", enrollment.Confidentiality);
        json.Text("birthOrder", enrollment.BirthOrder);
        json.Date("diedOn", enrollment.DiedOn);
        json.Text("subscriberNumber", enrollment.SubscriberNumber);
        json.Text("groupNumber", enrollment.GroupNumber);
        json.References(enrollment.References);
        json.Dates(enrollment.Dates);
        json.Person("member", enrollment.Member);
        json.Amounts(enrollment.Amounts);
        json.Objects("others", enrollment.Others, json.ProviderFields);
        json.Objects("coverages", enrollment.Coverages, c => Coverage(json, c), evenIfEmpty: true);
        json.Kept(enrollment.Kept);
        return json;
    }

    private static void File(JsonLine json, EnrollmentFile file) => json.Object("file", () =>
    {
        json.Text("purpose", file.Purpose);
        json.Text("reference", file.Reference);
        json.Date("created", file.Created);
        json.Text("action", file.Action);
        json.Text("masterPolicy", file.MasterPolicy);
        json.Provider("sponsor", file.Sponsor);
        json.Provider("payer", file.Payer);
        json.Objects("brokers", file.Brokers, json.ProviderFields);
        json.Dates(file.Dates);
        json.Quantities(file.Totals);
    });

    private static void Coverage(JsonLine json, EnrolledCoverage coverage)
    {
        json.Text("maintenance", coverage.Maintenance);
        json.Text("line", coverage.Line);
        json.Text("plan", coverage.Plan);
        json.Text("level", coverage.Level);
        json.Date("begins", coverage.Begins);
        json.Date("ends", coverage.Ends);
        json.Dates(coverage.Dates);
        json.Amounts(coverage.Amounts);
        json.References(coverage.References);
        json.Objects("providers", coverage.Providers, json.ProviderFields);
        json.Objects("otherCoverages", coverage.OtherCoverages, o =>
        {
            json.Text("responsibility", o.Responsibility);
            json.Text("policyNumber", o.PolicyNumber);
            json.Text("coordination", o.Coordination);
            json.References(o.References);
            json.Dates(o.Dates);
            json.Objects("insurers", o.Insurers, json.ProviderFields);
        });
        json.Kept(coverage.Kept);
    }
}
