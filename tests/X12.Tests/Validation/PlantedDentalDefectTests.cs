using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>One defect at a time in a clean 837D: exactly that defect is told, at its place, and nothing else.</summary>
public sealed class PlantedDentalDefectTests
{
    /// <summary>A crown and a filling of the subscriber, and braces that a child's second plan is billed for.</summary>
    internal const string Claims = """
        BHT*0019*00*0123*20260115*0932*CH
        NM1*41*2*TOOTH AND GUM*****46*12345
        PER*IC*JANE DOE*TE*9005555555
        NM1*40*2*KEY INSURANCE*****46*99999
        HL*1**20*1
        PRV*BI*PXC*1223G0001X
        NM1*85*2*TOOTH AND GUM*****XX*1234567893
        N3*225 MAIN STREET
        N4*ANYWHERE*PA*171110123
        REF*EI*123456789
        HL*2*1*22*0
        SBR*P*18*******CI
        NM1*IL*1*DOE*JOHN****MI*030005074A
        N3*125 CITY AVENUE
        N4*ANYWHERE*PA*17111
        DMG*D8*19661111*M
        NM1*PR*2*KEY INSURANCE*****PI*00435
        CLM*26403774*850.5***11:B:1*Y*A*Y*Y
        DTP*472*D8*20260103
        DN2*8*M
        REF*G3*PD123
        HI*ABK:K0262*ABF:K0381
        NM1*82*1*JONES*JOHN****XX*1234567893
        PRV*PE*PXC*1223G0001X
        LX*1
        SV3*AD:D2750*750.5***I*1*****1:2
        TOO*JP*3
        LX*2
        SV3*AD:D2392*100****1*****2
        TOO*JP*12*M:O
        HL*3*1*22*1
        SBR*S********CI
        NM1*IL*1*ROE*RICHARD****MI*RR11
        NM1*PR*2*KEY INSURANCE*****PI*99999
        HL*4*3*23*0
        PAT*19
        NM1*QC*1*ROE*TIM
        N3*1 ELM STREET
        N4*ANYWHERE*PA*17111
        DMG*D8*20110501*M
        CLM*26403775*4000***11:B:1*Y*A*Y*Y
        DTP*452*D8*20260103
        DN1*36*30
        SBR*P*19*******BL
        CAS*PR*1*20
        AMT*D*1480
        OI***Y***Y
        NM1*IL*1*ROE*ANN****MI*AR1
        NM1*PR*2*FIRST INSURANCE*****PI*777776666
        LX*1
        SV3*AD:D8080*4000****1
        DTP*472*D8*20260103
        SVD*777776666*1500*AD:D8080**1
        CAS*CO*45*2500
        DTP*573*D8*20260110
        """;

    [Fact]
    public void The_clean_file_has_no_fault() => Assert.Equal("", Told(File(s => s)));

    [Theory]
    [InlineData("CLM*26403774*850.5*", "CLM*26403774*851*", "837D-CLM02-SUM CLM02")]
    [InlineData("CAS*CO*45*2500", "CAS*CO*45*2499", "837D-LINE-COB-SUM SVD02,837D-CLAIM-COB-SUM AMT02")]
    [InlineData("AMT*D*1480", "AMT*D*1481", "837D-CLAIM-COB-SUM AMT02")]
    [InlineData("SVD*777776666*", "SVD*777776667*", "837D-SVD01-PAYER SVD01,837D-CLAIM-COB-SUM AMT02")]
    [InlineData("*I*1*****1:2", "*I*1*****1:3", "837D-POINTER SV311-2")]
    [InlineData("CLM*26403775*", "CLM*26403774*", "837D-CLM01-DUPLICATE CLM01")]
    [InlineData("CLM*26403775*4000***11:B:1", "CLM*26403775*4000***11:B:8", "837D-FREQUENCY-F8 ")]
    [InlineData("CLM*26403775*4000***11:B:1", "CLM*26403775*4000***98:B:1", "ELEM-CODE CLM05-1")]
    [InlineData("N4*ANYWHERE*PA*171110123", "N4*ANYWHERE*PA*17111", "837D-ZIP-NINE N403")]
    [InlineData("DMG*D8*19661111*M\n", "", "837D-SELF-DMG ")]
    [InlineData("NM1*82*1*JONES*JOHN****XX*1234567893", "NM1*82*1*JONES*JOHN****XX*1234567890", "NPI-CHECK-DIGIT NM109")]
    [InlineData("SBR*P*19*******BL", "SBR*S*19*******BL", "837D-SBR01-DUPLICATE SBR01")]
    [InlineData("HI*ABK:K0262", "HI*ABK:K02.62", "837D-DIAGNOSIS-SHAPE HI01-2")]
    [InlineData("TOO*JP*12*M:O", "TOO*JP*12*M:Z", "ELEM-CODE TOO03-2")]
    [InlineData("DN2*8*M", "DN2*8*X", "ELEM-CODE DN202")]
    [InlineData("SV3*AD:D2392*100*", "SV3*HC:D2392*100*", "ELEM-CODE SV301-1")]
    [InlineData("LX*2", "LX*3", "LX-SEQUENCE LX01")]
    [InlineData("HL*4*3*23*0", "HL*4*3*23*1", "ELEM-CODE HL04,HL-CHILD HL04")]
    public void A_defect_is_told_alone(string clean, string defect, string expected)
    {
        var text = Claims.Replace("\r", "", StringComparison.Ordinal);
        Assert.Contains(clean, text, StringComparison.Ordinal);
        Assert.Equal(expected, Told(File(s => s.Replace(clean, defect, StringComparison.Ordinal))));
    }

    [Fact]
    public void What_one_source_alone_demands_is_a_warning()
    {
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(File(s => s.Replace("REF*G3*PD123", "REF*G3", StringComparison.Ordinal))), faults.Add);
        Assert.Contains(faults, f => f is { Rule: "ELEM-REQUIRED", ElementName: "REF02", Severity: Severity.Warning });
    }

    private static string File(Func<string, string> change) => SampleFiles.File("HC", "837", "005010X224A2", change(Claims.Replace("\r", "", StringComparison.Ordinal)));

    private static string Told(string file)
    {
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(file), faults.Add);
        return string.Join(',', faults.Select(f => f.Rule + " " + f.ElementName));
    }
}
