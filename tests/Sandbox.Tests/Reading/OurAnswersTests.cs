using System.Text;
using CleanClaim.Sandbox.Reading;
using CleanClaim.X12.Acknowledging;

namespace CleanClaim.Sandbox.Tests.Reading;

/// <summary>
/// What our engine answers (TA1, 999, 277CA), read by the sandbox's reader, which was written apart from it: the envelope is whole, the counts are true, and every
/// segment and value that the answer names stands in the claim file, as that reader counts it, where the answer says.
/// </summary>
public sealed class OurAnswersTests
{
    [Theory]
    [InlineData("", "", "A", "")]
    [InlineData("REF*EI*361234567\n", "", "R", "REF 3")]
    [InlineData("CLM*W-1001*155*", "CLM*W-1001*1,55*", "R", "CLM 8/2 6")]
    [InlineData("11:B:1*Y*A", "98:B:1*Y*", "R", "CLM 8/5-1 7/7 1")]
    [InlineData("DMG*D8*19791130*M", "DMG*D8*19791330*M", "R", "DMG 8/2 8")]
    [InlineData("LX*2", "LX*3", "R", "LX 8/1 7")]
    [InlineData("N4*CHICAGO*IL*60602", "N4*CHICAGO*ZZ*60602", "R", "N4 8/2 7")]
    [InlineData("REF*6R*W-1001-2", "REF*ZZ*W-1001-2", "R", "REF 8/1 I6")]
    [InlineData("PRV*PE*PXC*171100000X", "XYZ*1", "R", "XYZ 1")]
    [InlineData("NM1*82*1*LIN*MEI", "NM1*82*1*L:IN*MEI", "R", "NM1 8/3 13")]
    public void A_999_says_what_stands_in_the_file_where_it_says(string clean, string defect, string verdict, string told)
    {
        var sent = Encoding.Latin1.GetBytes(File(clean, defect));
        var claims = Only(sent).Groups[0].Transactions[0];
        var answer = Only(Acknowledger.Answer(new MemoryStream(sent), new() { Date = new(2026, 11, 3), Time = new(9, 0) }).Single(a => a.Kind == AnswerKind.Implementation999).Content);
        var body = Assert.Single(Assert.Single(answer.Groups).Transactions).Segments;
        Assert.Equal("999", body[0][1]);
        Assert.Equal(claims.ControlNumber, Assert.Single(body, s => s.Id == "AK2")[2]);
        Assert.Equal(verdict, Assert.Single(body, s => s.Id == "IK5")[1]);
        Assert.Equal((verdict, "1", "1", verdict == "A" ? "1" : "0"), (body[^2][1], body[^2][2], body[^2][3], body[^2][4]));
        Assert.Equal(told, Told(body, claims.Segments));
    }

    [Fact]
    public void A_TA1_goes_back_to_the_sender_and_names_the_interchange()
    {
        var sent = Encoding.Latin1.GetBytes(File("", "").Replace("IEA*1*", "IEA*2*", StringComparison.Ordinal));
        var answer = Assert.Single(Acknowledger.Answer(new MemoryStream(sent), new() { Date = new(2026, 11, 3), Time = new(9, 0) })).Content;
        var (claims, back) = (Read(sent), Read(answer));
        // The reader is made for claims: of a TA1 it says, and nothing else, that it belongs to no transaction.
        Assert.Equal("TA1 stands outside a transaction.", Assert.Single(back.Faults).Message);
        Assert.Equal((claims.Receiver, claims.Sender), (back.Sender, back.Receiver));
        Assert.Empty(back.Groups);
        Assert.Contains($"~TA1*{claims.ControlNumber}*261102*0930*R*021~", Encoding.Latin1.GetString(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "A1:19:40")]
    [InlineData("CLM*W-1001*155*", "CLM*W-1001*156*", "A8:400")]
    [InlineData("NM1*82*1*LIN*MEI****XX*1", "NM1*82*1*LIN*MEI****XX*2", "A7:562:82")]
    public void A_277CA_names_each_claim_of_the_file_with_its_charge(string clean, string defect, string status)
    {
        var sent = Encoding.Latin1.GetBytes(File(clean, defect));
        var claims = Only(sent).Groups[0].Transactions[0].Segments.Where(s => s.Id == "CLM").Select(s => (s[1], s[2]));
        var answer = Only(Acknowledger.Answer(new MemoryStream(sent), new() { Date = new(2026, 11, 3), Time = new(9, 0), ClaimLevelMax = 4 }).Single(a => a.Kind == AnswerKind.Claims277).Content);
        var body = Assert.Single(Assert.Single(answer.Groups).Transactions).Segments;
        var told = body.SkipWhile(s => s.Id != "HL" || s[3] != "PT").ToList();
        Assert.Equal(claims, told.Where(s => s.Id == "TRN").Zip(told.Where(s => s.Id == "STC"), (number, stc) => (number[2], stc[4])));
        Assert.Equal(status, Assert.Single(told, s => s.Id == "STC")[1]);
    }

    /// <summary>Each IK3 with its code and each IK4 below it, after holding both against the file.</summary>
    private static string Told(IReadOnlyList<Segment> answer, IReadOnlyList<Segment> claims)
    {
        var told = new StringBuilder();
        Segment? at = null;
        foreach (var segment in answer)
            if (segment.Id == "IK3")
            {
                at = claims[int.Parse(segment[2], System.Globalization.CultureInfo.InvariantCulture) - 1];
                // A segment that is missing is told at the one that stands in its stead.
                if (segment[4] is not ("3" or "I7")) Assert.Equal(segment[1], at.Id);
                told.Append(told.Length > 0 ? " " : "").Append(segment[1]).Append(' ').Append(segment[4]);
            }
            else if (segment.Id == "IK4")
            {
                var (element, component) = (int.Parse(segment.Part(1, 1), System.Globalization.CultureInfo.InvariantCulture), segment.Part(1, 2));
                var value = component.Length > 0 && segment[3] != "13" ? at!.Part(element, int.Parse(component, System.Globalization.CultureInfo.InvariantCulture)) : at![element];
                // A separator is not sent back inside a value.
                Assert.Equal(segment[4], value.Replace(":", "", StringComparison.Ordinal));
                told.Append('/').Append(segment.Part(1, 1)).Append(component.Length > 0 ? "-" + component : "").Append(' ').Append(segment[3]);
            }

        return told.ToString();
    }

    private static Interchange Only(byte[] bytes)
    {
        var interchange = Read(bytes);
        Assert.Empty(interchange.Faults);
        foreach (var group in interchange.Groups)
        {
            Assert.Empty(group.Faults);
            Assert.All(group.Transactions, t => Assert.Empty(t.Faults));
        }

        return interchange;
    }

    private static Interchange Read(byte[] bytes) => Assert.Single(EnvelopeReader.Read(bytes).Interchanges);

    private static string File(string clean, string defect)
    {
        var text = ClaimTexts.Whitfield.ReplaceLineEndings("\n");
        Assert.Contains(clean, text, StringComparison.Ordinal);
        return ClaimTexts.File(1, clean.Length > 0 ? text.Replace(clean, defect, StringComparison.Ordinal) : text);
    }
}
