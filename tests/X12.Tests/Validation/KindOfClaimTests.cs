using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>Level 6: for each rule a claim that keeps it, and the same with one defect, which is told alone. docs/x12-kinds-of-claim.md has the sources.</summary>
public sealed class KindOfClaimTests
{
    /// <summary>One Medicare claim with a line of each kind, all in order.</summary>
    private const string Professional = """
        BHT*0019*00*1*20260105*1023*CH
        NM1*41*2*MAPLE STREET CLINIC*****46*TGJ23
        PER*IC*JERRY*TE*3055552222
        NM1*40*2*MEDICARE*****46*66783JJT
        HL*1**20*1
        NM1*85*2*MAPLE STREET CLINIC*****XX*1234567893
        N3*236 N MAIN ST
        N4*MIAMI*FL*331110123
        REF*EI*587654321
        HL*2*1*22*0
        SBR*P*18*******MB
        NM1*IL*1*SMITH*JANE****MI*1EG4TE5MK73
        N3*236 N MAIN ST
        N4*MIAMI*FL*33413
        DMG*D8*19430501*F
        NM1*PR*2*MEDICARE*****PI*09102
        CLM*P1*600***11:B:1*Y*A*Y*Y
        DTP*454*D8*20260102
        HI*ABK:M9903
        NM1*PW*2
        N3*1 ELM ST
        N4*MIAMI*FL*33413
        NM1*45*2
        N3*2 OAK ST
        N4*MIAMI*FL*33413
        LX*1
        SV1*HC:A0429:RH*100*UN*1***1
        DTP*472*D8*20260103
        LX*2
        SV1*HC:98941:AT*100*UN*1***1
        DTP*472*D8*20260103
        LX*3
        SV1*HC:E0601:RR*100*UN*1***1
        DTP*472*D8*20260103
        NM1*DK*1*JONES*ANN****XX*1234567893
        N3*3 PINE ST
        N4*MIAMI*FL*33413
        LX*4
        SV1*HC:V2203:RT*100*UN*1***1
        DTP*472*D8*20260103
        LX*5
        SV1*HC:00400:AA*100*MJ*35***1
        DTP*472*D8*20260103
        LX*6
        SV1*HC:99213*100*UN*1***1
        DTP*472*D8*20260103
        """;

    /// <summary>A newborn's stay, and a period of home health.</summary>
    private const string Institutional = """
        BHT*0019*00*0123*20260115*0932*CH
        NM1*41*2*LAKE HOSPITAL*****46*12345
        PER*IC*JANE DOE*TE*9005555555
        NM1*40*2*KEY INSURANCE*****46*99999
        HL*1**20*1
        NM1*85*2*LAKE HOSPITAL*****XX*1234567893
        N3*225 MAIN STREET
        N4*ANYWHERE*PA*171110123
        REF*EI*123456789
        HL*2*1*22*0
        SBR*P*18*******MA
        NM1*IL*1*DOE*JOHN****MI*1EG4TE5MK73
        N3*125 CITY AVENUE
        N4*ANYWHERE*PA*17111
        DMG*D8*20260103*M
        NM1*PR*2*MEDICARE*****PI*00435
        CLM*I1*100***11:A:1**A*Y*Y
        DTP*434*RD8*20260103-20260105
        DTP*435*DT*202601030915
        CL1*4*5*01
        HI*ABK:Z3800:::::::Y
        HI*ABJ:Z3800
        NM1*71*1*JONES*JOHN****XX*1234567893
        LX*1
        SV2*0170**100*DA*2
        CLM*I2*300***32:A:9**A*Y*Y
        DTP*434*RD8*20260103-20260201
        DTP*435*DT*202601030915
        CL1*3*1*30
        HI*ABK:I10
        NM1*71*1*JONES*JOHN****XX*1234567893
        LX*1
        SV2*0023*HP:2FB11*0*UN*1
        LX*2
        SV2*0551*HC:G0299*300*UN*4
        DTP*472*D8*20260110
        CLM*I3*100***13:A:1**A*Y*Y
        DTP*434*RD8*20260103-20260103
        CL1*1*1*01
        HI*ABK:I10
        HI*PR:I10
        HI*BE:A0:::33413
        NM1*71*1*JONES*JOHN****XX*1234567893
        LX*1
        SV2*0540*HC:A0429:RH:QN*60*UN*1
        DTP*472*D8*20260103
        LX*2
        SV2*0540*HC:A0425:RH:QN*40*UN*5
        DTP*472*D8*20260103
        """;

    [Fact]
    public void The_clean_files_have_no_fault()
    {
        Assert.Equal("", Told(File("005010X222A2", Professional)));
        Assert.Equal("", Told(File("005010X223A2", Institutional)));
    }

    [Theory]
    [InlineData("NM1*PW*2\nN3*1 ELM ST\nN4*MIAMI*FL*33413\n", "", "837P-AMBULANCE-PICKUP ")]
    [InlineData("HC:A0429:RH", "HC:A0429:GM", "837P-AMBULANCE-WAY SV101-3")]
    [InlineData("HC:A0429:RH", "HC:A0429:GM:RH", "")]
    [InlineData("DTP*454*D8*20260102\n", "", "837P-CHIROPRACTIC-INITIAL ")]
    [InlineData("HC:98941:AT", "HC:98941", "837P-CHIROPRACTIC-ACTIVE SV101-3")]
    [InlineData("NM1*DK*1*JONES*ANN****XX*1234567893\nN3*3 PINE ST\nN4*MIAMI*FL*33413\n", "", "837P-DME-ORDERER ")]
    [InlineData("HC:V2203:RT", "HC:V2203:NU", "837P-VISION-SIDE SV101-3")]
    [InlineData("HC:V2203:RT", "HC:V2203:RT:LT", "837P-VISION-SIDE SV101-3")]
    [InlineData("HC:V2203:RT", "HC:V2203:LT", "")]
    [InlineData("HC:00400:AA*100*MJ*35", "HC:00400:AA*100*UN*3", "837P-ANESTHESIA-MINUTES SV103")]
    [InlineData("HC:00400:AA*100*MJ*35", "HC:01996:AA*100*UN*1", "")]
    [InlineData("HC:00400:AA*", "HC:00400:P3*", "837P-ANESTHESIA-WHO SV101-3")]
    [InlineData("SBR*P*18*******MB", "SBR*P*18*******CI", "")]
    public void A_defect_of_a_professional_claim_is_told_alone(string clean, string defect, string expected) => Assert.Equal(expected, Told(File("005010X222A2", Plant(Professional, clean, defect))));

    [Theory]
    [InlineData("CL1*4*5*01", "CL1*4*1*01", "837I-NEWBORN-ORIGIN CL102")]
    [InlineData("CL1*4*5*01", "CL1*4*6*01", "")]
    [InlineData("SV2*0023*HP:2FB11*0*UN*1", "SV2*0270**0*UN*1", "837I-HOME-HEALTH-0023 ")]
    [InlineData("HI*BE:A0:::33413\n", "", "837I-AMBULANCE-PICKUP ")]
    [InlineData("HI*BE:A0:::33413", "HI*BE:32:::2*BE:A0:::33413", "")]
    [InlineData("HC:A0429:RH:QN", "HC:A0429:QN", "837I-AMBULANCE-WAY SV202-3")]
    [InlineData("SV2*0023*HP:2FB11*0*UN*1", "SVX*0023*HP:2FB11*0*UN*1", "SEG-UNKNOWN ")]
    public void A_defect_of_an_institutional_claim_is_told_alone(string clean, string defect, string expected) => Assert.Equal(expected, Told(File("005010X223A2", Plant(Institutional, clean, defect))));

    [Fact]
    public void Minutes_of_anesthesia_are_a_warning_for_other_payers()
    {
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(File("005010X222A2", Plant(Plant(Professional, "SBR*P*18*******MB", "SBR*P*18*******CI"), "*100*MJ*35", "*100*UN*3"))), faults.Add);
        Assert.Equal(("837P-ANESTHESIA-MINUTES", Severity.Warning, 6), (faults[0].Rule, faults[0].Severity, faults[0].Level));
    }

    private static string Plant(string text, string clean, string defect)
    {
        var file = text.ReplaceLineEndings("\n");
        Assert.Contains(clean, file, StringComparison.Ordinal);
        return file.Replace(clean, defect, StringComparison.Ordinal);
    }

    private static string File(string version, string text) => SampleFiles.File("HC", "837", version, text.ReplaceLineEndings("\n"));

    private static string Told(string file)
    {
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(file), faults.Add);
        return string.Join(',', faults.Select(f => f.Rule + " " + f.ElementName));
    }
}
