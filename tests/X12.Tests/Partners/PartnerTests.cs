using CleanClaim.Testing;
using CleanClaim.X12.Partners;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Partners;

/// <summary>Level 7: each demand of a profile, kept and broken; and what is no profile.</summary>
public sealed class PartnerTests
{
    private const string Head = "partner ACME\nsource ACME companion guide 1.0\n";

    [Theory]
    [InlineData("R 837P require 2300 HI(ABK)", "")]
    [InlineData("R 837P require 2300 REF(G1) ; Send the authorization.", "PARTNER-R /PARTNER-R /PARTNER-R ")]
    [InlineData("R 837P require 2310B NM1", "")]
    [InlineData("R 837P require 2400 REF(6R)", "PARTNER-R /PARTNER-R /PARTNER-R ")]
    [InlineData("R 837P require 2000B SBR03", "PARTNER-R SBR03/PARTNER-R SBR03")]
    [InlineData("R 837P forbid 2000C HL", "PARTNER-R ")]
    [InlineData("R 837P forbid 2400 REF(6R)", "PARTNER-R ")]
    [InlineData("R 837P forbid 2300 REF(G1)", "")]
    [InlineData("R 837P forbid 2000B SBR03", "PARTNER-R SBR03")]
    [InlineData("R 837P codes 2300 CLM05-3 1,7", "")]
    [InlineData("R 837P codes 2300 CLM05-1 12", "PARTNER-R CLM05-1/PARTNER-R CLM05-1/PARTNER-R CLM05-1")]
    [InlineData("R 837P codes 2310B NM108 XX", "")]
    [InlineData("R 837P length 2300 CLM01 1-8", "")]
    [InlineData("R 837P length 2300 CLM01 1-7", "PARTNER-R CLM01/PARTNER-R CLM01/PARTNER-R CLM01")]
    [InlineData("R 837P pattern 2010BA NM109 AA99999999999,XX", "")]
    [InlineData("R 837P pattern 2010BA NM109 JS99999999999", "PARTNER-R NM109/PARTNER-R NM109")]
    [InlineData("R 837P most 2300 CLM 3", "")]
    [InlineData("R 837P most 2300 CLM 2", "PARTNER-R ")]
    [InlineData("R 837P codes - BHT06 RP", "PARTNER-R BHT06")]
    [InlineData("R 835 codes - BPR04 ACH", "")]
    [InlineData("R * codes - ISA07 ZZ", "")]
    [InlineData("R * codes - ISA08 OTHER", "PARTNER-R ISA08")]
    [InlineData("R * length - GS02 2-3", "PARTNER-R GS02")]
    public void A_demand_is_kept_or_told_at_its_place(string row, string expected) =>
        Assert.Equal(expected, string.Join('/', Faults(SampleFiles.Claims837(), Head + row).Select(f => f.Rule + " " + f.ElementName)));

    [Fact]
    public void A_fault_says_who_demands_what_and_why()
    {
        var fault = Faults(SampleFiles.Claims837(), Head + "A1 837P codes 2300 CLM05-1 12 ; ACME pays at home only.")[0];
        Assert.Equal(("ACME takes CLM05-1 as 12, not as \"11\".", "ACME pays at home only.", 7, "2300", Severity.Error), (fault.Message, fault.Fix, fault.Level, fault.Loop, fault.Severity));
        Assert.Empty(Faults(SampleFiles.Claims837(), Head + "A1 837P codes 2300 CLM05-1 12", levelMax: 6));
    }

    [Theory]
    [InlineData("", 1, "partner NAME")]
    [InlineData("partner ACME", 1, "source")]
    [InlineData(Head + "R 837P demand 2300 CLM", 3, "no demand")]
    [InlineData(Head + "R 837X require 2300 CLM", 3, "no guide")]
    [InlineData(Head + "R 837P require 2300 XYZ", 3, "has no XYZ")]
    [InlineData(Head + "R 837P require 2300 REF(ZZ)", 3, "has no REF(ZZ)")]
    [InlineData(Head + "R 837P codes 2300 CLM99 1", 3, "has no CLM99")]
    [InlineData(Head + "R 837P codes 2300 CLM05-9 1", 3, "has no CLM05-9")]
    [InlineData(Head + "R 837P codes 2300 CLM", 3, "needs values")]
    [InlineData(Head + "R 837P codes 2300 CLM 1", 3, "of an element")]
    [InlineData(Head + "R 837P require 2300 CLM 1", 3, "takes no values")]
    [InlineData(Head + "R 837P length 2300 CLM01 9-1", 3, "no length")]
    [InlineData(Head + "R 837P most 2300 CLM few", 3, "no number")]
    [InlineData(Head + "R * require - ISA08", 3, "element of ISA or GS")]
    [InlineData(Head + "R 837P require 2300", 3, "A row is")]
    [InlineData(Head + "R 837P require 2300 clm", 3, "no place")]
    [InlineData(Head + "# nothing\nR 837P forbid 2300 K3\nR 837P forbid 2300 K3", 5, "twice")]
    public void What_is_no_profile_is_refused_with_its_line(string text, int line, string message)
    {
        var refused = Assert.IsType<PartnerReading.Refused>(PartnerProfile.Read(new StringReader(text)));
        Assert.Equal(line, refused.Line);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_example_reads_and_holds_its_claims_to_Medicare()
    {
        var text = File.ReadAllText(Checkout.PathTo("docs", "partners", "medicare-part-b.partner"));
        var faults = Faults(SampleFiles.Claims837(), text);
        Assert.Equal(["PARTNER-MBI", "PARTNER-PATIENT", "PARTNER-SBR02R", "PARTNER-SBR09"], faults.Select(f => f.Rule).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_verb_takes_a_profile_and_refuses_what_is_none()
    {
        foreach (var (profile, code) in new[] { (Head + "R 837P most 2300 CLM 3", 0), (Head + "R 837P most 2300 CLM 2", 1), ("nothing", 2) })
        {
            using var output = new StringWriter();
            var call = new CleanClaim.X12.Verbs.X12Call
            {
                Files = ["claims"], Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["--partner"] = "profile" }, Open = name => SampleFiles.Stream(name == "profile" ? profile : SampleFiles.Claims837()),
                FilesIn = _ => [], Create = (_, _) => Stream.Null, Output = output, Errors = output, Bytes = Stream.Null, Today = new(2026, 1, 6), Now = default,
            };
            Assert.Equal(code, CleanClaim.X12.Verbs.X12Verb.All.Single(v => v.Name == "validate").Run(call));
            Assert.Contains(code switch { 0 => "0 errors", 1 => "PARTNER-R", _ => "profile:1: A row is" }, output.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("trading partner", output.ToString(), StringComparison.Ordinal);
        }
    }

    private static List<Fault> Faults(string file, string profile, int levelMax = 7)
    {
        var partner = Assert.IsType<PartnerReading.Read>(PartnerProfile.Read(new StringReader(profile))).Profile;
        List<Fault> faults = [];
        X12Validator.Validate(SampleFiles.Stream(file), faults.Add, new ValidationOptions { LevelMax = levelMax, Partner = partner });
        return faults;
    }
}
