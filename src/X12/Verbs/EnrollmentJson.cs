using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Verbs;

/// <summary>The line "enrollment" of <c>to-json</c>: one for each member; "enrollmentFile" for a file that has none.</summary>
internal static class EnrollmentJson
{
    public static void Of(JsonLines json, Enrollment enrollment)
    {
        json.Begin("enrollment"u8, enrollment.Unread, enrollment.Where);
        json.Text("transaction"u8, enrollment.Envelope.TransactionId);
        json.Text("st"u8, enrollment.Envelope.St);
        File(json, enrollment.File);
        json.Flag("subscriber"u8, enrollment.IsSubscriber);
        json.Text("relationship"u8, enrollment.Relationship);
        json.Text("maintenance"u8, enrollment.Maintenance);
        json.Text("reason"u8, enrollment.Reason);
        json.Text("benefitStatus"u8, enrollment.BenefitStatus);
        json.Text("medicarePlan"u8, enrollment.MedicarePlan);
        json.Text("medicareReason"u8, enrollment.MedicareReason);
        json.Text("cobraEvent"u8, enrollment.CobraEvent);
        json.Text("employmentStatus"u8, enrollment.EmploymentStatus);
        json.Text("studentStatus"u8, enrollment.StudentStatus);
        json.Text("handicapped"u8, enrollment.IsHandicapped);
        json.Text("confidentiality"u8, enrollment.Confidentiality);
        json.Text("birthOrder"u8, enrollment.BirthOrder);
        json.Date("diedOn"u8, enrollment.DiedOn);
        json.Text("subscriberNumber"u8, enrollment.SubscriberNumber);
        json.Text("groupNumber"u8, enrollment.GroupNumber);
        json.References(enrollment.References);
        json.Dates(enrollment.Dates);
        json.Person("member"u8, enrollment.Member);
        json.Amounts(enrollment.Amounts);
        json.Objects("others"u8, enrollment.Others, JsonFacts.ProviderFields);
        json.Objects("coverages"u8, enrollment.Coverages, Coverage, evenIfEmpty: true);
        json.Kept(enrollment.Kept);
        json.End();
    }

    public static void Of(JsonLines json, EmptyEnrollment empty)
    {
        json.Begin("enrollmentFile"u8, empty.Unread, empty.Where);
        json.Text("transaction"u8, empty.Envelope.TransactionId);
        json.Text("st"u8, empty.Envelope.St);
        File(json, empty.File);
        json.Kept(empty.Kept);
        json.End();
    }

    private static void File(JsonLines json, EnrollmentFile of) => json.Object("file"u8, of, static (json, file) =>
    {
        json.Text("purpose"u8, file.Purpose);
        json.Text("reference"u8, file.Reference);
        json.Date("created"u8, file.Created);
        json.Text("action"u8, file.Action);
        json.Text("masterPolicy"u8, file.MasterPolicy);
        json.Provider("sponsor"u8, file.Sponsor);
        json.Provider("payer"u8, file.Payer);
        json.Objects("brokers"u8, file.Brokers, JsonFacts.ProviderFields);
        json.Dates(file.Dates);
        json.Quantities(file.Totals);
    });

    private static void Coverage(JsonLines json, EnrolledCoverage coverage)
    {
        json.Text("maintenance"u8, coverage.Maintenance);
        json.Text("line"u8, coverage.Line);
        json.Text("plan"u8, coverage.Plan);
        json.Text("level"u8, coverage.Level);
        json.Date("begins"u8, coverage.Begins);
        json.Date("ends"u8, coverage.Ends);
        json.Dates(coverage.Dates);
        json.Amounts(coverage.Amounts);
        json.References(coverage.References);
        json.Objects("providers"u8, coverage.Providers, JsonFacts.ProviderFields);
        json.Objects("otherCoverages"u8, coverage.OtherCoverages, static (json, o) =>
        {
            json.Text("responsibility"u8, o.Responsibility);
            json.Text("policyNumber"u8, o.PolicyNumber);
            json.Text("coordination"u8, o.Coordination);
            json.References(o.References);
            json.Dates(o.Dates);
            json.Objects("insurers"u8, o.Insurers, JsonFacts.ProviderFields);
        });
        json.Kept(coverage.Kept);
    }
}
