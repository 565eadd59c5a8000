using CleanClaim.X12.Tests.Transactions;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>One defect at a time in a clean inquiry and a clean answer: exactly that is told.</summary>
public sealed class EligibilityDefectTests
{
    [Fact]
    public void The_clean_files_have_no_fault()
    {
        Assert.Empty(Faults("270", SampleEligibility.Inquiry));
        Assert.Empty(Faults("271", SampleEligibility.Answer));
    }

    [Theory]
    [InlineData("BHT*0022*13", "BHT*0022*18", "ELEM-CODE BHT02")]
    [InlineData("HL*3*2*22*0", "HL*3*1*22*0", "HL-PARENT HL02")]
    [InlineData("EQ*64^PT", "EQ*64^ZZ", "ELEM-CODE EQ01(2)")]
    [InlineData("FAM**1", "FAM**2", "270-POINTER EQ05-1")]
    [InlineData("NM1*IL*1*DOE*ANN****MI*M123", "NM1*IL*1", "270-NOBODY NM109")]
    [InlineData("EQ**HC:97810:GP", "EQ***FAM", "ELEM-SYNTAX EQ01")]
    [InlineData("XX*1234567893", "XX*1234567890", "NPI-CHECK-DIGIT NM109")]
    public void A_defect_in_an_inquiry_is_told_alone(string clean, string defect, string expected) => Assert.Equal(expected, Told("270", SampleEligibility.Inquiry, clean, defect));

    [Theory]
    [InlineData("LE*2120", "", "271-LS-LE ")]
    [InlineData("LS*2120\n", "", "271-LS-LE ,271-LS-LE ")]
    [InlineData("AAA*N**67*C", "AAA*N**99*C", "ELEM-CODE AAA03")]
    [InlineData("AAA*N**67*C\n", "", "271-NO-ANSWER ")]
    [InlineData("*****.2***", "*****20***", "271-EB08-SHARE EB08")]
    [InlineData("***VS*20*Y*Y", "****20*Y*Y", "ELEM-SYNTAX EB09")]
    [InlineData("EB*1*FAM*30", "EB*Z*FAM*30", "ELEM-CODE EB01")]
    [InlineData("DMG*D8*19800102*F\n", "AAA*N**71*C\nDMG*D8*19800102*F\n", "271-REFUSED-BENEFIT ,271-REFUSED-BENEFIT ,271-REFUSED-BENEFIT ,271-REFUSED-BENEFIT ")]
    [InlineData("HL*4*3*23*0", "HL*4*3*24*0", "ELEM-QUALIFIER HL03")]
    public void A_defect_in_an_answer_is_told_alone(string clean, string defect, string expected) => Assert.Equal(expected, Told("271", SampleEligibility.Answer, clean, defect));

    [Theory]
    [InlineData("005010X279", true)]
    [InlineData("005010X279A2", true)]
    [InlineData("005010X279A9", true)]
    [InlineData("005010X279A1", false)]
    public void A_version_with_another_addendum_is_read_by_the_guide_and_told(string version, bool isTold)
    {
        List<Fault> faults = [];
        X12Validator.Validate(Sample.File("270", version, SampleEligibility.Inquiry), faults.Add);
        if (!isTold) Assert.Empty(faults);
        else Assert.Equal(("ST-NOT-ADOPTED", Severity.Warning, "270"), (Assert.Single(faults).Rule, faults[0].Severity, faults[0].Transaction));
    }

    private static string Told(string transaction, string clean, string part, string defect)
    {
        var text = clean.ReplaceLineEndings("\n");
        Assert.Contains(part, text, StringComparison.Ordinal);
        var at = text.IndexOf(part, StringComparison.Ordinal);
        return string.Join(',', Faults(transaction, text[..at] + defect + text[(at + part.Length)..]).Select(f => f.Rule + " " + f.ElementName));
    }

    private static List<Fault> Faults(string transaction, string segments)
    {
        List<Fault> faults = [];
        X12Validator.Validate(Sample.File(transaction, "005010X279A1", segments), faults.Add);
        return faults;
    }
}
