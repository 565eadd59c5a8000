using System.Text;
using CleanClaim.X12.Acknowledging;
using CleanClaim.X12.Tests.Transactions;

namespace CleanClaim.X12.Tests.Acknowledging;

/// <summary>Inquiries, authorizations and premium payments are answered as claims are: from the faults that their guide finds.</summary>
public sealed class NewGuidesAnswerTests
{
    private static readonly AnswerFields Fields = new() { Date = new(2026, 3, 10), Time = new(9, 30), FirstControlNumber = 41 };

    [Theory]
    [InlineData("270", "005010X279A1", "HS")]
    [InlineData("278", "005010X217", "HI")]
    [InlineData("820", "005010X218", "RA")]
    public void A_clean_one_is_accepted(string transaction, string version, string group) =>
        Assert.Contains($"AK1*{group}*7*{version}~AK2*{transaction}*0001*{version}~IK5*A~AK9*A*1*1*1~", Answer(transaction, version, Clean(transaction)), StringComparison.Ordinal);

    [Fact]
    public void A_faulty_element_of_an_inquiry_is_named_by_segment_loop_and_code() =>
        Assert.Contains("IK3*DMG*10*2100*8~IK4*2**8*19801302~IK5*R*5~", Answer("270", "005010X279A1", SampleEligibility.Inquiry.Replace("19800102", "19801302", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void A_version_that_is_not_in_force_rejects_nothing() =>
        Assert.Contains("IK5*A~AK9*A*1*1*1~", Answer("270", "005010X279", SampleEligibility.Inquiry), StringComparison.Ordinal);

    private static string Clean(string transaction) => transaction switch
    {
        "270" => SampleEligibility.Inquiry,
        "278" => SampleReviews.Request,
        _ => SampleReviews.Premiums,
    };

    private static string Answer(string transaction, string version, string segments) =>
        Encoding.Latin1.GetString(Acknowledger.Answer(Sample.File(transaction, version, segments), Fields).Last().Content);
}
