using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>One defect at a time in clean files: exactly that defect is told, at its place, and nothing else.</summary>
public sealed class PlantedDefectTests
{
    [Fact]
    public void The_clean_files_have_no_fault()
    {
        Assert.Empty(Faults(SampleFiles.Claims837()));
        Assert.Empty(Faults(SampleFiles.Remittance835()));
    }

    [Theory]
    // Syntax, dates, counts, HL.
    [InlineData("HL*2*1*22*0", "HL*2*1*22*1", "HL-CHILD HL04")]
    [InlineData("HL*3*1*22*1", "HL*3*1*22*0", "HL-CHILD HL04")]
    [InlineData("HL*4*3*23*0", "HL*4*2*23*0", "HL-PARENT HL02")]
    [InlineData("HL*5*1*22*0", "HL*6*1*22*0", "HL-NUMBER HL01")]
    [InlineData("LX*2", "LX*3", "LX-SEQUENCE LX01")]
    [InlineData("DMG*D8*20150501*M", "DMG*D8*20150231*M", "ELEM-DATE DMG02")]
    [InlineData("DTP*573*D8*20260110", "DTP*573*D8*2026011", "ELEM-DATE DTP03")]
    [InlineData("CLM*26463775*79.5*", "CLM*26463775*79,5*", "ELEM-NUMBER CLM02")]
    [InlineData("PAT*19", "PAT*19**", "SEG-TRAILING-SEPARATOR PAT03")]
    [InlineData("NM1*QC*1*DOE*TIM", "NM1*QC*1*DOE*TIM****MI", "ELEM-NOT-USED NM108,ELEM-SYNTAX NM109")]
    [InlineData("N3*9 OAK ST", "N3*9 OAK ST*Zoë", "ELEM-CHARACTER N302")]
    [InlineData("PAT*19", "PAT*19\nXYZ*1", "SEG-UNKNOWN ")]
    [InlineData("NM1*QC*1*DOE*TIM", "NM1*QC*1*DO:E*TIM", "ELEM-SEPARATOR NM103")]
    [InlineData("NM1*QC*1*DOE*TIM", "NM1*QC*1*DOE*T^IM", "ELEM-SEPARATOR NM104")]
    [InlineData("REF*6R*26463774L1", "REF*6R*2646:3774^L1", "ELEM-SEPARATOR REF02")]
    [InlineData("CLM*26463775*79.5*", "CLM*2646:3775*79.5*", "ELEM-SEPARATOR CLM01")]
    [InlineData("HI*ABK:R519", "HI*ABK:R519^ABF:R52", "ELEM-REPEAT HI01(2)")]
    [InlineData("SV1*HC:99213*79.5*UN*1***1", "SV1*HC:99213*79.5*UN*1***1^1", "ELEM-REPEAT SV107(2)")]
    // Usage, repeats, codes inside the guide.
    [InlineData("REF*EI*587654321\n", "", "SEG-REQUIRED ")]
    [InlineData("CLM*26463774*100***11:B:1", "CLM*26463774*100***98:B:1", "ELEM-CODE CLM05-1")]
    [InlineData("N4*MIAMI*FL*331110123", "N4*MIAMI*ZZ*331110123", "ELEM-CODE N402")]
    [InlineData("SBR*P*18*2222-SJ******CI", "SBR*P*18*2222-SJ******XX", "ELEM-CODE SBR09")]
    [InlineData("CLM*26463774*100***11:B:1*Y*A", "CLM*26463774*100***11:B:1*Y*", "ELEM-REQUIRED CLM07")]
    [InlineData("PAT*19", "PAT*19\nPAT*19", "SEG-REPEAT ")]
    [InlineData("DTP*573*D8*20260110", "DTP*999*D8*20260110", "ELEM-CODE DTP01")]
    [InlineData("REF*6R*26463774L1", "REF*ZZ*26463774L1", "ELEM-QUALIFIER REF01")]
    [InlineData("NM1*40*2*KEY INSURANCE*****46*66783JJT\n", "", "LOOP-REQUIRED ")]
    [InlineData("HI*ABK:R519\n", "", "SEG-REQUIRED ")]
    [InlineData("N3*236 N MAIN ST\nN4*MIAMI*FL*331110123", "N4*MIAMI*FL*331110123\nN3*236 N MAIN ST", "SEG-ORDER ")]
    // Sums.
    [InlineData("CLM*26463774*100*", "CLM*26463774*101*", "837P-CLM02-SUM CLM02")]
    [InlineData("CAS*CO*45*50", "CAS*CO*45*49", "837P-LINE-COB-SUM SVD02,837P-CLAIM-COB-SUM AMT02")]
    [InlineData("AMT*D*110", "AMT*D*111", "837P-CLAIM-COB-SUM AMT02")]
    // Situations.
    [InlineData("NM1*85*2*MAPLE STREET CLINIC*****XX*1234567893", "NM1*85*2*MAPLE STREET CLINIC*****XX*1234567894", "NPI-CHECK-DIGIT NM109")]
    [InlineData("N4*MIAMI*FL*331110123", "N4*MIAMI*FL*33111", "837P-ZIP-NINE N403")]
    [InlineData("SV1*HC:97811*40*UN*1***1", "SV1*HC:97811*40*UN*1***3", "837P-POINTER SV107-1")]
    [InlineData("CLM*26463775*79.5***11:B:1", "CLM*26463775*79.5***11:B:7", "837P-FREQUENCY-F8 ")]
    [InlineData("CLM*26463775*", "CLM*26463774*", "837P-CLM01-DUPLICATE CLM01")]
    [InlineData("DMG*D8*19430501*F\n", "", "837P-SELF-DMG ")]
    [InlineData("SBR*P*18*2222-SJ******CI", "SBR*S*18*2222-SJ******CI", "837P-SECONDARY-2320 ")]
    [InlineData("SBR*P********CI", "SBR*P*18*******CI", "837P-SELF-N3 ,837P-SELF-N4 ,837P-SELF-DMG ,837P-SELF-PATIENT ")]
    [InlineData("CLM*26463775*79.5*", "CLM*26463775*79.505*", "MONEY-DECIMALS CLM02")]
    [InlineData("SVD*777776666*130", "SVD*777776667*130", "837P-SVD01-PAYER SVD01,837P-CLAIM-COB-SUM AMT02")]
    [InlineData("SBR*P*18*******MB", "SBR*S*18*******MB", "837P-SBR01-DUPLICATE SBR01")]
    [InlineData("CLM*26463775*79.5***11:B:1*Y*A*Y*I", "CLM*26463775*79.5***11:B:1*Y*A*Y*I**OA", "837P-ACCIDENT-DATE ")]
    [InlineData("CLM*26463775*79.5***11:B:1*Y*A*Y*I", "CLM*26463775*79.5***11:B:1*Y*A*Y*I**AA\nDTP*439*D8*20260101", "837P-ACCIDENT-STATE CLM11-4")]
    [InlineData("CLM*26463775*79.5***11:B:1*Y*A*Y*I", "CLM*26463775*79.5***11:B:1*Y*A*Y*I**EM:AA::FL\nDTP*439*D8*20260101", "")]
    [InlineData("CLM*26463775*79.5***11:B:1", "CLM*26463775*79.5***21:B:1", "837P-ADMISSION ")]
    [InlineData("HI*ABK:R519", "HI*ABK:R51.9", "837P-DIAGNOSIS-SHAPE HI01-2")]
    [InlineData("HI*ABK:R519", "HI*ABK:519", "837P-DIAGNOSIS-SHAPE HI01-2")]
    public void A_defect_in_a_claim_is_told_alone(string clean, string defect, string expected) =>
        Assert.Equal(expected, Told(SampleFiles.Claims837(file => Plant(file, clean, defect))));

    [Theory]
    [InlineData("BPR*I*180.5*", "BPR*I*181.5*", "835-CHECK-SUM BPR02")]
    [InlineData("CLP*26463775*1*120*120*", "CLP*26463775*1*120*119*", "835-CLAIM-SUM CLP04,835-CHECK-SUM BPR02")]
    [InlineData("CAS*PR*2*20", "CAS*PR*2*19", "835-LINE-SUM SVC03,835-CLAIM-SUM CLP04")]
    [InlineData("PLB*1234567893*20261231*WO:26463700*50", "PLB*1234567893*20261231*WO:26463700*-50", "835-CHECK-SUM BPR02")]
    [InlineData("CAS*OA*23*4.5", "CAS*OA*23*4.x", "ELEM-NUMBER CAS03")]
    [InlineData("CAS*OA*23*4.5", "CAS*XX*23*4.5", "ELEM-CODE CAS01")]
    [InlineData("BPR*I*180.5*C*CHK", "BPR*I*180.5*C*NON", "835-NON-PAYMENT BPR02")]
    [InlineData("N1*PE*MAPLE STREET CLINIC*XX*1234567893", "N1*PE*MAPLE STREET CLINIC*XX*1234567890", "NPI-CHECK-DIGIT N104")]
    [InlineData("SVC*HC:97811*50*45", "SVX*HC:97811*50*45", "SEG-UNKNOWN ")]
    [InlineData("DTM*405*20260116", "DTM*405*20261316", "ELEM-DATE DTM02")]
    public void A_defect_in_a_remittance_is_told_alone(string clean, string defect, string expected) =>
        Assert.Equal(expected, Told(SampleFiles.Remittance835(file => Plant(file, clean, defect))));

    [Theory]
    [InlineData("SE*65*0001", "SE*64*0001", "SE-COUNT SE01")]
    [InlineData("SE*65*0001", "SE*65*0002", "SE-CONTROL SE02")]
    [InlineData("GE*1*1", "GE*2*1", "GE-COUNT GE01")]
    [InlineData("GE*1*1", "GE*1*2", "GE-CONTROL GE02")]
    [InlineData("IEA*1*000000001", "IEA*2*000000001", "IEA-COUNT IEA01")]
    [InlineData("IEA*1*000000001", "IEA*1*000000002", "IEA-CONTROL IEA02")]
    [InlineData("IEA*1*000000001~\n", "", "IEA-MISSING ")]
    [InlineData("GE*1*1~\n", "", "GE-MISSING ")]
    [InlineData("SE*65*0001~\n", "", "SE-MISSING ")]
    [InlineData("*P*:~", "*X*:~", "ELEM-CODE ISA15")]
    [InlineData("*1200*^*00501", "*1200*:*00501", "ELEM-SEPARATOR ISA11")]
    [InlineData("*ZZ*SENDER   ", "*ZZ*SEN:ER   ", "ELEM-SEPARATOR ISA06")]
    [InlineData("GS*HC*SENDER*", "GS*HC*SEN^ER*", "ELEM-SEPARATOR GS02")]
    [InlineData("ST*837*0001*005010X222A2", "ST*837*0001*005010X222A1", "ST-VERSION ST03")]
    public void A_defect_of_the_envelope_is_told_alone(string clean, string defect, string expected) =>
        Assert.Equal(expected, Told(Plant(SampleFiles.Claims837(), clean, defect)));

    [Fact]
    public void A_fault_says_where_what_and_what_to_do()
    {
        var fault = Assert.Single(Faults(SampleFiles.Claims837(f => Plant(f, "SV1*HC:97811*40*UN*1***1", "SV1*HC:97811*40*UN*1***3"))));
        var text = SampleFiles.Claims837(f => Plant(f, "SV1*HC:97811*40*UN*1***1", "SV1*HC:97811*40*UN*1***3"));
        Assert.Equal(("000000001", "1", "837P", "0001", "2400"), (fault.Interchange, fault.Group, fault.Transaction, fault.St, fault.Loop));
        Assert.Equal((text.IndexOf("***3", StringComparison.Ordinal) + 3, 28, 26), ((int)fault.Place.Offset, fault.Place.Line, fault.Place.Position));
        Assert.Equal(("IK403:7", 4, "3"), (fault.Code, fault.Level, fault.Value));
        Assert.Equal("SV107-1 points to diagnosis 3, but the claim has 2.", fault.Message);
    }

    [Fact]
    public void A_level_hides_what_is_above_it()
    {
        var file = SampleFiles.Claims837(f => Plant(f, "CLM*26463774*100*", "CLM*26463774*101*"));
        Assert.Empty(Faults(file, 2));
        Assert.Single(Faults(file, 3));
    }

    private static string Plant(string file, string clean, string defect)
    {
        var text = file.Replace("\r", "", StringComparison.Ordinal);
        var at = text.IndexOf(clean, StringComparison.Ordinal);
        Assert.True(at >= 0, clean + " is not in the file");
        return text[..at] + defect + text[(at + clean.Length)..];
    }

    private static string Told(string file) => string.Join(',', Faults(file).Select(f => f.Rule + " " + f.ElementName));

    private static List<Fault> Faults(string file, int level = 7)
    {
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(file), faults.Add, level);
        return faults;
    }
}
