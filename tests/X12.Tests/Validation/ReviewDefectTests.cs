using CleanClaim.X12.Tests.Transactions;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>One defect at a time in a clean authorization and a clean premium payment: exactly that is told.</summary>
public sealed class ReviewDefectTests
{
    [Fact]
    public void The_clean_files_have_no_fault()
    {
        Assert.Empty(Faults("278", "005010X217", SampleReviews.Request));
        Assert.Empty(Faults("278", "005010X217", SampleReviews.Answer));
        Assert.Empty(Faults("820", "005010X218", SampleReviews.Premiums));
    }

    [Theory]
    [InlineData("HL*4*3*EV*1", "HL*4*3*EV*0", "HL-CHILD HL04")]
    [InlineData("***1:2", "***1:3", "278-POINTER SV107-2")]
    [InlineData("DMG*D8*19800102*F", "DMG*D8*19800132*F", "ELEM-DATE DMG02")]
    [InlineData("UM*HS*I*64*11:B*****Y\n", "", "SEG-REQUIRED ")]
    [InlineData("HSD*VS*10***34*3", "HSD*VS****34*3", "ELEM-SYNTAX HSD02")]
    [InlineData("NM1*X3*2", "NM1*PR*2", "ELEM-CODE NM101")]
    public void A_defect_in_a_request_is_told_alone(string clean, string defect, string expected) => Assert.Equal(expected, Told("278", "005010X217", SampleReviews.Request, clean, defect));

    [Theory]
    [InlineData("HCR*A6*PA-77*0U", "HCR*A6**0U", "278-NO-NUMBER HCR02")]
    [InlineData("HCR*A3**0X", "HCR*A3", "278-NO-REASON HCR03")]
    [InlineData("HCR*A1*PA-77", "HCR*ZZ*PA-77", "ELEM-CODE HCR01")]
    [InlineData("BHT*0007*11", "BHT*0007*13", "ELEM-CODE BHT06,SEG-UNKNOWN ,SEG-UNKNOWN ,SEG-UNKNOWN ,ELEM-CODE TRN01")]
    public void A_defect_in_an_answer_is_told_alone(string clean, string defect, string expected)
    {
        var told = Told("278", "005010X217", SampleReviews.Answer, clean, defect).Split(',').Order(StringComparer.Ordinal);
        Assert.Equal(expected.Split(',').Order(StringComparer.Ordinal), told);
    }

    [Fact]
    public void An_answer_that_decides_nothing_is_told()
    {
        var silent = string.Join('\n', SampleReviews.Answer.ReplaceLineEndings("\n").Split('\n').Where(l => !l.StartsWith("HCR", StringComparison.Ordinal)));
        Assert.Equal(("278-NO-DECISION", Severity.Warning), (Assert.Single(Faults("278", "005010X217", silent)).Rule, Faults("278", "005010X217", silent)[0].Severity));
    }

    [Theory]
    [InlineData("BPR*I*310*", "BPR*I*311*", "820-PAYMENT-SUM BPR02")]
    [InlineData("RMR*IK*INV-1**130", "RMR*IK*INV-1**130.5", "820-PAYMENT-SUM BPR02")]
    [InlineData("ADX*-20*52", "ADX*-2x*52", "ELEM-NUMBER ADX01")]
    [InlineData("N1*PE*PRAIRIE HEALTH*FI*481234567\n", "", "LOOP-REQUIRED ")]
    [InlineData("RMR*IK*INV-1**130", "RMR*IK***130", "ELEM-REQUIRED RMR02")]
    public void A_defect_in_a_premium_payment_is_told_alone(string clean, string defect, string expected) => Assert.Equal(expected, Told("820", "005010X218", SampleReviews.Premiums, clean, defect));

    [Fact]
    public void What_one_source_alone_demands_is_a_warning()
    {
        var fault = Assert.Single(Faults("820", "005010X218", SampleReviews.Premiums.Replace("ADX*-20*52", "ADX*-20*99", StringComparison.Ordinal)));
        Assert.Equal(("ELEM-CODE", Severity.Warning), (fault.Rule, fault.Severity));
    }

    private static string Told(string transaction, string version, string clean, string part, string defect)
    {
        var text = clean.ReplaceLineEndings("\n");
        var at = text.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, part + " is not in the file");
        return string.Join(',', Faults(transaction, version, text[..at] + defect + text[(at + part.Length)..]).Select(f => f.Rule + " " + f.ElementName));
    }

    private static List<Fault> Faults(string transaction, string version, string segments)
    {
        List<Fault> faults = [];
        X12Validator.Validate(Sample.File(transaction, version, segments), faults.Add);
        return faults;
    }
}
