using System.Diagnostics;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Tests.Schema;

public sealed class GuideTests
{
    private const string Small = """
        guide T 005010X1 txn=100 group=TT versions=005010X1
        seg ST R 1 Start
          1 R ID 3-3 =100
        loop A R >1 First
          seg HL R 1 Level one
            3 R ID 1-2 =20
        """;

    [Fact]
    public void Every_guide_of_the_library_compiles_and_is_found_by_its_versions()
    {
        Assert.Equal(["277CA", "835", "837P", "999", "TA1"], Guides.All.Select(g => g.Name).Where(n => n is "277CA" or "835" or "837P" or "999" or "TA1").Order());
        Assert.Equal("837P", Guides.For("837", "005010X222A2")?.Name);
        Assert.Equal("835", Guides.For("835", "005010")?.Name);
        Assert.Equal("835-4010", Guides.For("835", "004010X091A1")?.Name);
        Assert.Null(Guides.For("835", "003070"));
    }

    [Fact]
    public void The_largest_guide_compiles_in_a_moment()
    {
        using var stream = typeof(Guide).Assembly.GetManifestResourceStream("005010X222A1.guide");
        using var reader = new StreamReader(stream!);
        var text = reader.ReadToEnd();
        Guide.Parse("warm", text, Guides.NamedCodes);
        var started = Stopwatch.GetTimestamp();
        var guide = Guide.Parse("837P", text, Guides.NamedCodes);
        Assert.True(guide.Segments.Count > 300);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(500));
    }

    [Theory]
    [InlineData("  2 R ID 1-1", "element 2 follows 0")]
    [InlineData("  1 X ID 1-1", "usage is R, S or N, not X")]
    [InlineData("  1 R XX 1-1", "no such type: XX")]
    [InlineData("  1 R ID 1-1 @nowhere", "there is no code list @nowhere")]
    [InlineData("    seg N1 R 1 Deep", "the row is indented deeper than a loop that is open")]
    public void A_malformed_row_is_told_with_its_line(string row, string message)
    {
        var text = "guide T 1 txn=1 group=T versions=1\nseg ST R 1 Start\n" + row;
        Assert.Equal("t.guide, line 3: " + message, Assert.Throws<GuideFormatException>(() => Guide.Parse("t.guide", text, _ => null)).Message);
    }

    [Fact]
    public void A_guide_that_its_own_version_would_not_find_is_told() =>
        Assert.Equal("t.guide, line 1: versions= does not name the guide's own 005010X1",
            Assert.Throws<GuideFormatException>(() => Guide.Parse("t.guide", "guide T 005010X1 txn=1 group=T versions=005010\nseg ST R 1 Start", _ => null)).Message);

    [Fact]
    public void Rows_that_no_code_tells_apart_are_an_error_when_loaded()
    {
        var text = """
            guide T 1 txn=1 group=T versions=1
            seg ST R 1 Start
              1 R ID 3-3
            seg REF S 1 One
              1 R ID 2-2 =AA,BB
            seg REF S 1 Two
              1 R ID 2-2 =BB,CC
            """;
        Assert.Contains("line 6: this row cannot be told apart from line 4", Assert.Throws<GuideFormatException>(() => Guide.Parse("t.guide", text, _ => null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_are_numbered_without_gaps() =>
        Assert.Throws<GuideFormatException>(() => Guide.Parse("t.guide", Small, _ => null));

    [Theory]
    [InlineData("P03,04", "3", true)]
    [InlineData("P03,04", "3,4", false)]
    [InlineData("P03,04", "", false)]
    [InlineData("R02,03", "", true)]
    [InlineData("R02,03", "3", false)]
    [InlineData("E02,07", "2,7", true)]
    [InlineData("E02,07", "7", false)]
    [InlineData("C08,07", "8", true)]
    [InlineData("C08,07", "7", false)]
    [InlineData("L10,11,12", "10", true)]
    [InlineData("L10,11,12", "10,12", false)]
    public void Syntax_notes_judge_presence(string note, string present, bool broken)
    {
        var rows = string.Concat(Enumerable.Range(1, 12).Select(i => $"  {i} S AN 1-5\n"));
        var guide = Guide.Parse("t", $"guide T 1 txn=1 group=T versions=1\nseg ST R 1 Start\n{rows}  syn {note}", _ => null);
        var mask = present.Split(',', StringSplitOptions.RemoveEmptyEntries).Aggregate(0UL, (m, e) => m | 1UL << int.Parse(e));
        Assert.Equal(broken, Assert.Single(guide.Segments[0].Syntax).IsBrokenBy(mask));
        Assert.Equal(note.Replace(",", "", StringComparison.Ordinal), guide.Segments[0].Syntax[0].ToString());
    }

    [Fact]
    public void Codes_of_any_length_are_found()
    {
        var codes = new CodeSet(["A", "BB", "12345678", "SITUATIONAL TRIGGER", "P1", "P2", "P3", "P4", "P5"]);
        foreach (var code in codes.Codes) Assert.True(codes.Contains(System.Text.Encoding.ASCII.GetBytes(code)));
        Assert.False(codes.Contains("B"u8));
        Assert.False(codes.Contains("SITUATIONAL TRIGGEr"u8));
        Assert.False(codes.Contains([]));
    }

    [Fact]
    public void The_walk_tells_claim_levels_apart_by_their_codes()
    {
        var walker = new GuideWalker(Guides.Named("837P")!);
        walker.Begin();
        string Step(string segment) => walker.Step(SegmentView.Of(segment)) + " " + walker.State.Loop.Id;
        Assert.Equal("InPlace ", Step("BHT*0019*00*1*20260105*1200*CH"));
        Assert.Equal("InPlace 1000A", Step("NM1*41*2*CLINIC*****46*1"));
        Assert.Equal("InPlace 1000A", Step("PER*IC*X*TE*1"));
        Assert.Equal("InPlace 1000B", Step("NM1*40*2*PAYER*****46*2"));
        Assert.Equal("InPlace 2000A", Step("HL*1**20*1"));
        Assert.Equal("InPlace 2010AA", Step("NM1*85*2*CLINIC*****XX*1"));
        Assert.Equal("InPlace 2000B", Step("HL*2*1*22*1"));
        Assert.Equal(["2010AA"], walker.Closed.Select(l => l.Id));
        Assert.Equal(["N3", "N4", "REF"], walker.Missing.Select(m => m.Segment.Id.ToString()));
        Assert.Equal("InPlace 2000B", Step("SBR*P*******CI"));
        Assert.Equal("InPlace 2000C", Step("HL*3*2*23*0"));
    }
}
