using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>One defect at a time in a clean 837I: exactly that defect is told, at its place, and nothing else.</summary>
public sealed class PlantedInstitutionalDefectTests
{
    /// <summary>An inpatient stay under the subscriber, and the second payer's outpatient bill of a child.</summary>
    internal const string Claims = """
        BHT*0019*00*0123*20260115*0932*CH
        NM1*41*2*LAKE HOSPITAL*****46*12345
        PER*IC*JANE DOE*TE*9005555555
        NM1*40*2*KEY INSURANCE*****46*99999
        HL*1**20*1
        PRV*BI*PXC*282N00000X
        NM1*85*2*LAKE HOSPITAL*****XX*1234567893
        N3*225 MAIN STREET
        N4*ANYWHERE*PA*171110123
        REF*EI*123456789
        HL*2*1*22*0
        SBR*P*18*******MA
        NM1*IL*1*DOE*JOHN****MI*030005074A
        N3*125 CITY AVENUE
        N4*ANYWHERE*PA*17111
        DMG*D8*19261111*M
        NM1*PR*2*MEDICARE*****PI*00435
        CLM*756048Q*1500.5***11:A:1**A*Y*Y
        DTP*096*TM*1130
        DTP*434*RD8*20260103-20260109
        DTP*435*DT*202601030915
        CL1*3*7*01
        HI*ABK:I2510:::::::Y
        HI*ABJ:R079
        HI*ABF:E119:::::::Y
        HI*BBR:02100Z9:D8:20260104
        HI*BI:70:RD8:20260103-20260105
        HI*BH:A1:D8:20251201
        HI*BE:80:::6*BE:A2:::150.25
        HI*BG:09
        NM1*71*1*JONES*JOHN****XX*1234567893
        LX*1
        SV2*0120**1200.5*DA*6
        DTP*472*D8*20260103
        LX*2
        SV2*0305*HC:85025*300*UN*1
        DTP*472*D8*20260104
        HL*3*1*22*1
        SBR*S********CI
        NM1*IL*1*ROE*RICHARD****MI*RR11
        NM1*PR*2*KEY INSURANCE*****PI*99999
        HL*4*3*23*0
        PAT*19
        NM1*QC*1*ROE*TIM
        N3*1 ELM STREET
        N4*ANYWHERE*PA*17111
        DMG*D8*20150501*M
        CLM*756048R*200***13:A:1**A*Y*Y
        DTP*434*RD8*20260103-20260103
        CL1*1**01
        HI*ABK:S52501A
        SBR*P*19*******BL
        CAS*PR*1*20
        AMT*D*130
        OI***Y***Y
        NM1*IL*1*ROE*ANN****MI*AR1
        NM1*PR*2*FIRST INSURANCE*****PI*777776666
        LX*1
        SV2*0450*HC:99283*200*UN*1
        DTP*472*D8*20260103
        SVD*777776666*150*HC:99283*0450*1
        CAS*CO*45*50
        DTP*573*D8*20260110
        """;

    [Fact]
    public void The_clean_file_has_no_fault() => Assert.Equal("", Told(File(s => s)));

    [Theory]
    [InlineData("CLM*756048Q*1500.5*", "CLM*756048Q*1500.6*", "837I-CLM02-SUM CLM02")]
    [InlineData("CAS*CO*45*50", "CAS*CO*45*49", "837I-LINE-COB-SUM SVD02,837I-CLAIM-COB-SUM AMT02")]
    [InlineData("AMT*D*130", "AMT*D*131", "837I-CLAIM-COB-SUM AMT02")]
    [InlineData("SVD*777776666*", "SVD*777776667*", "837I-SVD01-PAYER SVD01,837I-CLAIM-COB-SUM AMT02")]
    [InlineData("CLM*756048R*", "CLM*756048Q*", "837I-CLM01-DUPLICATE CLM01")]
    [InlineData("11:A:1**A", "11:A:7**A", "837I-FREQUENCY-F8 ")]
    [InlineData("DTP*435*DT*202601030915\n", "", "837I-ADMISSION ")]
    [InlineData("HI*ABJ:R079\n", "", "837I-ADMITTING-DIAGNOSIS ")]
    [InlineData("N4*ANYWHERE*PA*171110123", "N4*ANYWHERE*PA*17111", "837I-ZIP-NINE N403")]
    [InlineData("DMG*D8*19261111*M\n", "", "837I-SELF-DMG ")]
    [InlineData("NM1*71*1*JONES*JOHN****XX*1234567893", "NM1*71*1*JONES*JOHN****XX*1234567890", "NPI-CHECK-DIGIT NM109")]
    [InlineData("SBR*P*19*******BL", "SBR*S*19*******BL", "837I-SBR01-DUPLICATE SBR01")]
    [InlineData("HI*ABK:I2510", "HI*ABK:I25.10", "837I-DIAGNOSIS-SHAPE HI01-2")]
    [InlineData("HI*ABJ:R079", "HI*ABJ:7860", "837I-DIAGNOSIS-SHAPE HI01-2")]
    [InlineData("HI*BBR:02100Z9:", "HI*BBR:0210OZ9:", "837I-PROCEDURE-SHAPE HI01-2")]
    [InlineData("HI*BH:A1:", "HI*BH:A12:", "837I-UB04-SHAPE HI01-2")]
    [InlineData("*BE:A2:::150.25", "*BE:2:::150.25", "837I-UB04-SHAPE HI02-2")]
    [InlineData("HI*BH:A1:D8:20251201", "HI*BH:A1:D8:20251301", "ELEM-DATE HI01-4")]
    [InlineData("HI*BI:70:RD8:20260103-20260105", "HI*BI:70:RD8:20260105-20260103", "ELEM-DATE HI01-4")]
    [InlineData("SV2*0305*", "SV2*305*", "837I-REVENUE-SHAPE SV201")]
    [InlineData("DTP*435*DT*202601030915", "DTP*435*DT*2026010309", "ELEM-DATE DTP03")]
    [InlineData("DTP*096*TM*1130", "DTP*096*TM*2530", "ELEM-TIME DTP03")]
    [InlineData("CL1*3*7*01", "CL1*3*7", "ELEM-REQUIRED CL103")]
    [InlineData("CL1*3*7*01\n", "", "SEG-REQUIRED ")]
    [InlineData("LX*2", "LX*4", "LX-SEQUENCE LX01")]
    [InlineData("11:A:1**A", "11:B:1**A", "ELEM-CODE CLM05-2")]
    [InlineData("HI*BG:09", "HI*XX:09", "ELEM-QUALIFIER HI01-1")]
    [InlineData("SBR*S********CI", "SBR*S*18*******CI", "837I-SELF-N3 ,837I-SELF-N4 ,837I-SELF-DMG ,837I-SELF-PATIENT ")]
    public void A_defect_is_told_alone(string clean, string defect, string expected)
    {
        Assert.Contains(clean, Claims, StringComparison.Ordinal);
        Assert.Equal(expected, Told(File(s => s.Replace(clean, defect, StringComparison.Ordinal))));
    }

    private static string File(Func<string, string> change) => SampleFiles.File("HC", "837", "005010X223A2", change(Claims.Replace("\r", "", StringComparison.Ordinal)));

    private static string Told(string file)
    {
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(file), faults.Add);
        return string.Join(',', faults.Select(f => f.Rule + " " + f.ElementName));
    }
}
