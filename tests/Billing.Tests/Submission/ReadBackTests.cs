using System.Text;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Sandbox;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>A file that says something else than the claim never leaves: our own comparison sees also what a stranger's reader cannot (see DefectiveMapTests for what the sandbox refuses).</summary>
public sealed class ReadBackTests
{
    private static readonly Address Chicago = new("12 Elm Street", null, "Chicago", "IL", "606011234");

    private static readonly ClaimFileEnds Ends = new()
    {
        SubmitterId = "STILLWATER", ReceiverId = "SANDBOXCH", ReceiverName = "Sandbox Clearinghouse", Date = new(2026, 3, 16), Time = new(12, 0), ControlNumber = 7, IsTest = true,
    };

    internal static readonly OutboundClaim Claim = new(new ClaimSnapshot
    {
        VisitKey = "v1", Date = new(2026, 3, 2), Place = "11", Practice = new("sw", "Still Water", "1881999019", "361234567", "171100000X", Chicago, "3125550100"),
        Provider = new(1, "1425773086", "Lin", "Mei", "171100000X"), Patient = new("tom", "Núñez", "Tomás", null, new(1979, 11, 30), "M", Chicago),
        Coverages =
        [
            new()
            {
                CoverageId = 1, PayerId = 1, PayerKey = "evergreen", PayerName = "Evergreen Health Plan", Kind = PayerKind.Commercial, PayerNumber = "77001", ClaimFiling = "CI", FilingDays = 180,
                AcceptsReplacement = true, PayerAddress = null, MemberId = "EGH318820945", Group = "G-77", Relation = Relation.Self, LastName = "Núñez", FirstName = "Tomás",
                BirthDate = new(1979, 11, 30), Sex = "M", Address = Chicago, From = new(2024, 1, 1), To = null, Authorization = "AUTH12",
            },
        ],
        Case = new(CaseKind.Auto, new(2026, 2, 1), "IL", "AC-55", null), Diagnoses = ["M5450", "M542"], ContactMinutes = 32,
        Lines = [new(1, 11, "97810", ["59"], new(9500), 1, [1, 2], null), new(2, 12, "97811", [], new(6050), 2, [1], null)],
    }, 0, Pcn.Of(1), "1", null, []);

    [Fact]
    public void A_written_claim_reads_back_as_what_was_meant_and_the_sandbox_takes_it()
    {
        var (bytes, refused) = To837P.Write(Ends, [Claim, Claim with { Pcn = Pcn.Of(2) }]);
        Assert.Empty(refused);
        Assert.Empty(ReadBack.Compare(bytes, [Claim, Claim with { Pcn = Pcn.Of(2) }]).Faults);
        Assert.Empty(SandboxDoor.Refusals(bytes));
        Assert.Contains("NM1*IL*1*NUNEZ*TOMAS****MI*EGH318820945~", Encoding.ASCII.GetString(bytes), StringComparison.Ordinal);
    }

    [Theory] // what a defect of the map would write, the field that the comparison names, and whether a reader that knows neither the claim nor the members sees it too
    [InlineData("*155.5*", "*156.5*", "total charge", true)]
    [InlineData("*EGH318820945~", "*EGH318820946~", "member id", false)]
    [InlineData("XX*1881999019~", "XX*1881999018~", "billing NPI", true)]
    [InlineData("HC:97811*60.5*UN*2", "HC:97811*60.5*UN*1", "line 2", false)]
    [InlineData("***1:2~", "***1:3~", "line 1", true)]
    [InlineData("ABF:M542", "ABF:M543", "diagnoses", false)]
    [InlineData("REF*G1*AUTH12~", "REF*G1*AUTH13~", "authorization", false)]
    [InlineData("DMG*D8*19791130*M~", "DMG*D8*19791131*M~", "birth date", true)]
    [InlineData("SBR*P*18*", "SBR*P**", "SBR", true)]
    [InlineData("11:B:1", "11:B:7", "frequency", true)]
    public void A_file_that_says_something_else_is_stopped_with_the_field(string meant, string written, string field, bool strangerSeesIt)
    {
        var (bytes, _) = To837P.Write(Ends, [Claim]);
        var text = Encoding.ASCII.GetString(bytes);
        Assert.Contains(meant, text, StringComparison.Ordinal);
        var defect = Encoding.ASCII.GetBytes(text.Replace(meant, written, StringComparison.Ordinal));
        Assert.Contains(ReadBack.Compare(defect, [Claim]).Faults, f => f.Message.Contains(field, StringComparison.Ordinal) || f.Place.Contains(field, StringComparison.Ordinal));
        Assert.Equal(strangerSeesIt, SandboxDoor.Refusals(defect).Count > 0);
    }

    [Fact]
    public void A_value_that_no_file_can_hold_is_refused_with_its_place()
    {
        var (_, refused) = To837P.Write(Ends, [Claim with { PayerControl = "A\u0007B", Frequency = "7" }]);
        Assert.Equal("REF02", Assert.Single(refused).Element);
    }
}
