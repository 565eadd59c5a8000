using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>One defect at a time in a clean 834: exactly that defect is told, at its place, and nothing else.</summary>
public sealed class PlantedEnrollmentDefectTests
{
    /// <summary>A subscriber with health and dental coverage, and her child whose health coverage ends.</summary>
    internal const string Members = """
        BGN*00*12456*20260115*1200****2
        REF*38*ABCD012354
        DTP*007*D8*20260201
        QTY*TO*2
        QTY*ET*1
        QTY*DT*1
        N1*P5*BIG EMPLOYER*FI*999888777
        N1*IN*KEY INSURANCE*FI*654456654
        INS*Y*18*021*20*A***FT
        REF*0F*202443307
        REF*1L*123456001
        DTP*356*D8*20260101
        NM1*IL*1*DOE*JANE****34*202443307
        PER*IP**HP*7172343334
        N3*100 MARKET STREET
        N4*CAMP HILL*PA*17011
        DMG*D8*19800715*F
        HD*021**HLT*PLAN A*FAM
        DTP*348*D8*20260201
        COB*P*890111*5
        HD*021**DEN
        DTP*348*D8*20260201
        INS*N*19*024*07*A
        REF*0F*202443307
        REF*1L*123456001
        NM1*IL*1*DOE*JIM
        DMG*D8*20100715*M
        HD*024**HLT
        DTP*348*D8*20250101
        DTP*349*D8*20260131
        """;

    [Fact]
    public void The_clean_file_has_no_fault() => Assert.Equal("", Told(File(s => s)));

    [Theory]
    [InlineData("QTY*TO*2", "QTY*TO*3", "834-TOTALS QTY02")]
    [InlineData("QTY*ET*1", "QTY*ET*2", "834-TOTALS QTY02")]
    [InlineData("QTY*DT*1", "QTY*DT*0", "834-TOTALS QTY02")]
    [InlineData("INS*N*19*", "INS*N*18*", "834-INS-SELF INS02")]
    [InlineData("INS*Y*18*", "INS*Y*19*", "834-INS-SELF INS02")]
    [InlineData("DTP*349*D8*20260131", "DTP*349*D8*20241231", "834-COVERAGE-DATES DTP03")]
    [InlineData("INS*N*19*024", "INS*N*19*999", "ELEM-CODE INS03")]
    [InlineData("HD*021**DEN", "HD*021**ZZZ", "ELEM-CODE HD03")]
    [InlineData("COB*P*890111*5", "COB*P*890111*9", "ELEM-CODE COB03")]
    [InlineData("DMG*D8*20100715*M", "DMG*D8*20101315*M", "ELEM-DATE DMG02")]
    [InlineData("N4*CAMP HILL*PA*17011", "N4*CAMP HILL*ZZ*17011", "ELEM-CODE N402")]
    public void A_defect_is_told_alone(string clean, string defect, string expected)
    {
        var text = Members.Replace("\r", "", StringComparison.Ordinal);
        Assert.Contains(clean, text, StringComparison.Ordinal);
        Assert.Equal(expected, Told(File(s => s.Replace(clean, defect, StringComparison.Ordinal))));
    }

    [Fact]
    public void What_one_source_alone_demands_is_a_warning()
    {
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(File(s => s.Replace("COB*P*890111*5", "COB*P*890111*9", StringComparison.Ordinal))), faults.Add);
        Assert.Contains(faults, f => f is { Rule: "ELEM-CODE", ElementName: "COB03", Severity: Severity.Warning });
    }

    private static string File(Func<string, string> change) => SampleFiles.File("BE", "834", "005010X220A1", change(Members.Replace("\r", "", StringComparison.Ordinal)));

    private static string Told(string file)
    {
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(file), faults.Add);
        return string.Join(',', faults.Select(f => f.Rule + " " + f.ElementName));
    }
}
