using CleanClaim.X12.Tests.Verbs;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>One defect at a time in a clean question on claim status (276) and its answer (277): exactly that defect is told, at its place, and nothing else.</summary>
public sealed class PlantedStatusDefectTests
{
    [Theory]
    [InlineData("HR", "276")]
    [InlineData("HN", "277")]
    public void The_clean_file_has_no_fault(string group, string transaction) => Assert.Equal("", Told(group, transaction, s => s));

    [Theory]
    [InlineData("BHT*0010*13*", "BHT*0010*14*", "ELEM-CODE BHT02")]
    [InlineData("HL*4*3*22*0", "HL*4*2*22*0", "HL-PARENT HL02")]
    [InlineData("HL*5*3*22*1", "HL*5*3*22*0", "HL-CHILD HL04")]
    [InlineData("HL*6*5*23", "HL*7*5*23", "HL-NUMBER HL01")]
    [InlineData("NM1*1P*2*LAKE CLINIC*****XX*1234567893", "NM1*1P*2*LAKE CLINIC*****XX*1234567890", "NPI-CHECK-DIGIT NM109")]
    [InlineData("DMG*D8*20150101*F", "DMG*D8*20151301*F", "ELEM-DATE DMG02")]
    [InlineData("TRN*1*T1\n", "", "SEG-REQUIRED ")]
    [InlineData("AMT*T3*75", "AMT*T3*75.005", "MONEY-DECIMALS AMT02")]
    [InlineData("REF*BLT*111", "REF*XX*111", "ELEM-QUALIFIER REF01")]
    [InlineData("DTP*472*RD8*20260101-20260103", "DTP*472*RD8*20260103-20260101", "ELEM-DATE DTP03")]
    [InlineData("SVC*HC:99203*75*****1", "SVC*HC*75*****1", "ELEM-REQUIRED SVC01-2")]
    [InlineData("TRN*1*T2", "TRN*1*T:2", "ELEM-SEPARATOR TRN02")]
    public void A_defect_in_a_question_is_told_alone(string clean, string defect, string expected) => Assert.Equal(expected, Told("HR", "276", s => Plant(s, clean, defect)));

    [Theory]
    [InlineData("BHT*0010*08*", "BHT*0010*13*", "ELEM-CODE BHT02")]
    [InlineData("HL*4*3*22*0", "HL*4*3*22*1", "HL-CHILD HL04")]
    [InlineData("HL*3*2*19*1", "HL*3*1*19*1", "HL-PARENT HL02")]
    [InlineData("STC*F1:65*20260106*", "STC*F1:65*20260132*", "ELEM-DATE STC02")]
    [InlineData("STC*F1:65*20260106*", "STC*:65*20260106*", "ELEM-REQUIRED STC01-1")]
    [InlineData("STC*F1:65*20260106**8513.88*7599*", "STC*F1:65*20260106**8513,88*7599*", "ELEM-NUMBER STC04")]
    [InlineData("REF*1K*ICN1", "REF*1K", "ELEM-REQUIRED REF02")]
    [InlineData("SVC*HC:99203*75*70****1", "SVC*ZZ:99203*75*70****1", "ELEM-CODE SVC01-1")]
    [InlineData("STC*F1:65:1P*20260106", "STC*F1:65:1P:XX*20260106", "ELEM-CODE STC01-4")]
    [InlineData("NM1*IL*1*SMITH*FRED****MI*M1", "NM1*IL*1*SMITH*FR^ED****MI*M1", "ELEM-SEPARATOR NM104")]
    [InlineData("REF*EJ*PCN1", "REF*EJ*PCN1\nREF*EJ*PCN2", "SEG-REPEAT ")]
    public void A_defect_in_an_answer_is_told_alone(string clean, string defect, string expected) => Assert.Equal(expected, Told("HN", "277", s => Plant(s, clean, defect)));

    private static string Plant(string text, string clean, string defect)
    {
        Assert.Contains(clean, text, StringComparison.Ordinal);
        return text.Replace(clean, defect, StringComparison.Ordinal);
    }

    private static string Told(string group, string transaction, Func<string, string> change)
    {
        var text = (transaction == "276" ? NewGuidesToJsonTests.Inquiry : NewGuidesToJsonTests.Answer).ReplaceLineEndings("\n");
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(SampleFiles.File(group, transaction, "005010X212", change(text))), faults.Add);
        return string.Join(',', faults.Select(f => f.Rule + " " + f.ElementName));
    }
}
