using System.Text.Json;
using CleanClaim.X12.Tests.Validation;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Verbs;

/// <summary>What <c>to-json</c> tells of institutional and dental claims, claim status and enrollment.</summary>
public sealed class NewGuidesToJsonTests
{
    internal const string Inquiry = """
        BHT*0010*13*Q1*20260105*1200
        HL*1**20*1
        NM1*PR*2*KEY INSURANCE*****PI*99999
        HL*2*1*21*1
        NM1*41*2*LAKE CLINIC*****46*S1
        HL*3*2*19*1
        NM1*1P*2*LAKE CLINIC*****XX*1234567893
        HL*4*3*22*0
        DMG*D8*19660101*M
        NM1*IL*1*SMITH*FRED****MI*M1
        TRN*1*T1
        REF*BLT*111
        REF*EJ*PCN1
        AMT*T3*8513.88
        DTP*472*RD8*20260101-20260103
        HL*5*3*22*1
        NM1*IL*1*JONES*MARY****MI*M2
        HL*6*5*23
        DMG*D8*20150101*F
        NM1*QC*1*JONES*KIM
        TRN*1*T2
        AMT*T3*75
        DTP*472*D8*20260105
        SVC*HC:99203*75*****1
        REF*FJ*L1
        DTP*472*D8*20260105
        """;

    internal const string Answer = """
        BHT*0010*08*A1*20260106*0900*DG
        HL*1**20*1
        NM1*PR*2*KEY INSURANCE*****PI*99999
        HL*2*1*21*1
        NM1*41*2*LAKE CLINIC*****46*S1
        HL*3*2*19*1
        NM1*1P*2*LAKE CLINIC*****XX*1234567893
        HL*4*3*22*0
        NM1*IL*1*SMITH*FRED****MI*M1
        TRN*2*T1
        STC*F1:65*20260106**8513.88*7599*20260105**20260105*0055
        STC*F1:107::*20260106**8513.88*0
        REF*1K*ICN1
        REF*EJ*PCN1
        DTP*472*RD8*20260101-20260103
        SVC*HC:99203*75*70****1
        STC*F1:65:1P*20260106
        REF*FJ*L1
        DTP*472*D8*20260101
        """;

    [Fact]
    public void A_question_on_claim_status_is_one_line_a_claim()
    {
        var lines = Lines("HR", "276", "005010X212", Inquiry);
        Assert.Equal(["statusInquiry", "statusInquiry"], lines.Select(l => Text(l, "type")));
        Assert.Equal(("T1", "PCN1", "111", "8513.88", "2026-01-03"),
            (Text(lines[0], "traceNumber"), Text(lines[0], "patientControlNumber"), Text(lines[0], "typeOfBill"), Text(lines[0], "charge"), Text(lines[0], "to")));
        Assert.Equal(("JONES", "KIM", "M2", "1234567893"), (Text(lines[1], "patient", "lastName"), Text(lines[1], "patient", "firstName"),
            Text(lines[1], "subscriber", "memberId"), Text(lines[1].GetProperty("providers")[0], "npi")));
        var line = lines[1].GetProperty("lines")[0];
        Assert.Equal(("75.00", "L1", "2026-01-05"), (Text(line, "charge"), Text(line, "controlNumber"), Text(line, "from")));
    }

    [Fact]
    public void An_answer_on_claim_status_tells_every_status_of_claim_and_line()
    {
        var claim = Assert.Single(Lines("HN", "277", "005010X212", Answer), l => Text(l, "level") == "claim");
        Assert.Equal(("277", "ICN1", "PCN1"), (Text(claim, "transaction"), Text(claim, "payerClaimControlNumber"), Text(claim, "patientControlNumber")));
        var statuses = claim.GetProperty("statuses");
        Assert.Equal(2, statuses.GetArrayLength());
        Assert.Equal(("F1", "65", "8513.88", "7599.00", "0055"), (Text(statuses[0], "category"), Text(statuses[0], "status"),
            Text(statuses[0], "charge"), Text(statuses[0], "paid"), Text(statuses[0], "checkNumber")));
        Assert.Equal("107", Text(statuses[1], "status"));
        var line = claim.GetProperty("lines")[0];
        Assert.Equal(("70.00", "L1", "1P"), (Text(line, "paid"), Text(line, "controlNumber"), Text(line.GetProperty("statuses")[0], "entity")));
    }

    [Fact]
    public void An_enrollment_is_one_line_a_member()
    {
        var lines = Lines("BE", "834", "005010X220A1", PlantedEnrollmentDefectTests.Members);
        Assert.Equal(["enrollment", "enrollment"], lines.Select(l => Text(l, "type")));
        Assert.Equal(("021", "20", "FT", "202443307", "123456001", "DOE"), (Text(lines[0], "maintenance"), Text(lines[0], "reason"),
            Text(lines[0], "employmentStatus"), Text(lines[0], "subscriberNumber"), Text(lines[0], "groupNumber"), Text(lines[0], "member", "lastName")));
        Assert.Equal(("12456", "ABCD012354", "BIG EMPLOYER"), (Text(lines[0], "file", "reference"), Text(lines[0], "file", "masterPolicy"), Text(lines[0], "file", "sponsor", "name")));
        var health = lines[0].GetProperty("coverages")[0];
        Assert.Equal(("HLT", "FAM", "2026-02-01", "890111"), (Text(health, "line"), Text(health, "level"), Text(health, "begins"), Text(health.GetProperty("otherCoverages")[0], "policyNumber")));
        Assert.Equal(("19", "2026-01-31"), (Text(lines[1], "relationship"), Text(lines[1].GetProperty("coverages")[0], "ends")));
        Assert.False(lines[1].GetProperty("subscriber").GetBoolean());
    }

    [Fact]
    public void An_enrollment_file_without_a_member_tells_its_head()
    {
        var head = string.Join('\n', PlantedEnrollmentDefectTests.Members.ReplaceLineEndings("\n").Split('\n').TakeWhile(s => !s.StartsWith("QTY", StringComparison.Ordinal)))
            + "\nQTY*TO*0\nN1*P5*BIG EMPLOYER*FI*999888777\nN1*IN*KEY INSURANCE*FI*654456654";
        var output = new MemoryStream();
        Assert.Equal(0, X12Verbs.ToJson(SampleFiles.Stream(SampleFiles.File("BE", "834", "005010X220A1", head)), output, new StringWriter()));
        var line = JsonDocument.Parse(output.ToArray()).RootElement;
        Assert.Equal(("enrollmentFile", "12456", "ABCD012354", "BIG EMPLOYER"), (Text(line, "type"), Text(line, "file", "reference"), Text(line, "file", "masterPolicy"), Text(line, "file", "sponsor", "name")));
    }

    [Fact]
    public void An_institutional_claim_tells_type_of_bill_admission_and_codes()
    {
        var claim = Lines("HC", "837", "005010X223A2", PlantedInstitutionalDefectTests.Claims)[0];
        Assert.Equal(("837I", "11", "1", "3", "7", "01"), (Text(claim, "transaction"), Text(claim, "typeOfBill"), Text(claim, "frequency"),
            Text(claim, "admissionType"), Text(claim, "admissionSource"), Text(claim, "patientStatus")));
        var value = claim.GetProperty("otherCodes").EnumerateArray().Single(c => Text(c, "code") == "A2");
        Assert.Equal("150.25", Text(value, "amount"));
        Assert.Equal("0120", Text(claim.GetProperty("lines")[0], "revenueCode"));
    }

    [Fact]
    public void A_dental_claim_tells_teeth_and_surfaces()
    {
        var claims = Lines("HC", "837", "005010X224A2", PlantedDentalDefectTests.Claims);
        Assert.Equal(("837D", "8", "M"), (Text(claims[0], "transaction"), Text(claims[0].GetProperty("teeth")[0], "tooth"), Text(claims[0].GetProperty("teeth")[0], "status")));
        var tooth = claims[0].GetProperty("lines")[1].GetProperty("teeth")[0];
        Assert.Equal("12", Text(tooth, "tooth"));
        Assert.Equal(["M", "O"], tooth.GetProperty("surfaces").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal("36", Text(claims[1], "orthodontics", "months"));
    }

    private static string? Text(JsonElement of, params string[] path) => path.Aggregate(of, (e, name) => e.GetProperty(name)).GetString();

    private static List<JsonElement> Lines(string group, string transaction, string version, string segments)
    {
        var file = SampleFiles.File(group, transaction, version, segments.ReplaceLineEndings("\n"));
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(file), faults.Add);
        Assert.Empty(faults);
        var output = new MemoryStream();
        Assert.Equal(0, X12Verbs.ToJson(SampleFiles.Stream(file), output, new StringWriter()));
        return [.. System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }
}
