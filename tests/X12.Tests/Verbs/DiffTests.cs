using System.Text;
using System.Text.RegularExpressions;
using CleanClaim.Testing;
using CleanClaim.X12.Comparing;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Verbs;

/// <summary>`x12 diff`: what differs in meaning, said by loop, segment and element with the place in both files.</summary>
public sealed class DiffTests
{
    private static readonly SegmentId Hl = SegmentId.Of("HL");

    private static List<Difference> Between(string a, string b) =>
        [.. FileDifferences.Between(new MemoryStream(Encoding.Latin1.GetBytes(a)), new MemoryStream(Encoding.Latin1.GetBytes(b)))];

    private static string Changed(string from, string to) => SampleFiles.Claims837(f => f.Replace(from, to, StringComparison.Ordinal));

    [Fact]
    public void Separators_line_breaks_control_numbers_and_the_writing_of_numbers_are_no_difference()
    {
        var own = SampleFiles.Claims837();
        var foreign = own.Replace('*', '|').Replace(':', '>').Replace("~\n", "'\r\n", StringComparison.Ordinal).Replace("000000001", "000000777", StringComparison.Ordinal)
            .Replace("ST|837|0001", "ST|837|0099", StringComparison.Ordinal).Replace("PAT|19", "PAT|19||", StringComparison.Ordinal).Replace("CLM|26463774|100|", "CLM|26463774|100.00|", StringComparison.Ordinal);
        Assert.NotEqual(own, foreign);
        Assert.Empty(Between(own, foreign));
        var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, X12Verbs.Diff(new("a", SampleFiles.Stream(own)), new("b", SampleFiles.Stream(foreign)), asJson: false, output, TextWriter.Null));
        Assert.Equal("The files mean the same.\n", output.ToString());
    }

    [Theory]
    [InlineData("CLM*26463774*100*", "CLM*26463774*101*", "2300", "CLM02", "100", "101")]
    [InlineData("SV1*HC:97811*40", "SV1*HC:97811:59*40", "2400", "SV101-3", "", "59")]
    [InlineData("HI*ABK:M5450*ABF:G8929", "HI*ABK:M5450*ABF:G8928", "2300", "HI02-2", "G8929", "G8928")]
    [InlineData("NM1*QC*1*DOE*TIM", "NM1*QC*1*DOE*TOM", "2010CA", "NM104", "TIM", "TOM")]
    [InlineData("REF*EI*587654321", "REF*SY*587654321", "2010AA", "REF01", "EI", "SY")]
    public void A_changed_element_is_one_difference_with_its_place_in_both(string from, string to, string loop, string element, string a, string b)
    {
        var found = Assert.Single(Between(SampleFiles.Claims837(), Changed(from, to)));
        Assert.Equal((DifferenceKind.Changed, "837P", loop, element, a, b), (found.Kind, found.Transaction, found.Loop?.Id, found.Element, found.A?.Value, found.B?.Value));
        Assert.Equal(found.A!.Line, found.B!.Line);
    }

    [Fact]
    public void A_segment_and_a_whole_claim_that_only_one_file_has_are_told_as_such()
    {
        var lost = Assert.Single(Between(SampleFiles.Claims837(), Changed("REF*6R*26463774L1\n", "")), d => d.Segment != "SE");
        Assert.Equal((DifferenceKind.OnlyInA, "REF*6R*26463774L1"), (lost.Kind, lost.A?.Value));
        var claim = SampleFiles.Claims[SampleFiles.Claims.IndexOf("HL*3*", StringComparison.Ordinal)..SampleFiles.Claims.IndexOf("HL*5*", StringComparison.Ordinal)];
        var without = Between(SampleFiles.Claims837(), SampleFiles.Claims837(f => f.Replace(claim, "", StringComparison.Ordinal)));
        Assert.Equal(claim.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Trim()), without.Select(d => d.A!.Value));
        Assert.All(without, d => Assert.Equal(DifferenceKind.OnlyInA, d.Kind));
    }

    [Fact]
    public void A_transaction_set_that_only_one_file_has_hides_nothing_in_the_next()
    {
        var one = SampleFiles.Claims837();
        var set = one[one.IndexOf("ST*", StringComparison.Ordinal)..one.IndexOf("GE*", StringComparison.Ordinal)];
        var two = one.Replace("GE*1*", set.Replace("0001", "0002", StringComparison.Ordinal).Replace("SMITH*JANE", "SMYTH*JANE", StringComparison.Ordinal) + "GE*2*", StringComparison.Ordinal);
        var found = Assert.Single(Between(one, two));
        Assert.Equal((DifferenceKind.OnlyInB, "837P", "0002"), (found.Kind, found.Transaction, found.B?.St));
        Assert.Equal(set.Count('~'), found.Segments);
    }

    [Fact]
    public void A_wrong_count_is_a_difference_where_nothing_else_differs()
    {
        var found = Assert.Single(Between(SampleFiles.Claims837(), Regex.Replace(SampleFiles.Claims837(), @"SE\*\d+\*", "SE*56*", RegexOptions.None, TimeSpan.FromSeconds(1))));
        Assert.Equal(("SE01", "56"), (found.Element, found.B?.Value));
    }

    [Fact]
    public void Words_and_json_name_the_place_and_the_exit_code_says_that_they_differ()
    {
        var (words, json) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        foreach (var (asJson, to) in new[] { (false, words), (true, json) })
            Assert.Equal(1, X12Verbs.Diff(new("a", SampleFiles.Stream(SampleFiles.Claims837())), new("b", SampleFiles.Stream(Changed("CLM*26463774*100*", "CLM*26463774*101*"))), asJson, to, TextWriter.Null));
        Assert.Equal("837P 0001, loop 2300 (Claim): CLM02 (Total charge) is \"100\" in A, line 21, segment 19, and \"101\" in B, line 21, segment 19\n1 difference\n", words.ToString());
        Assert.Contains("\"element\":\"CLM02\",\"a\":{\"st\":\"0001\",\"offset\":", json.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("{\"a\":\"a\",\"b\":\"b\",\"differences\":1}\n", json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_with_little_in_common_are_compared_within_a_second()
    {
        string Many(int from) => SampleFiles.File("HC", "837", "005010X222A2", string.Concat(Enumerable.Range(from, 5_000).Select(i => $"CLM*{i}*{i}***11:B:1*Y*A*Y*I\nREF*D9*{i * 7}\n")));
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.True(Between(Many(100_000), Many(300_000)).Count >= 10_000);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }

    [CorpusFact]
    public void Every_corpus_file_means_what_its_rewriting_means_and_a_planted_change_is_the_only_difference()
    {
        var (compared, planted) = (0, 0);
        var random = new Random(20261122);
        foreach (var entry in Corpus.Index)
        {
            var original = File.ReadAllBytes(entry.Path);
            using var rewritten = new MemoryStream();
            if (X12Verbs.Rewrite(new(entry.Name, new MemoryStream(original)), rewritten, TextWriter.Null) != 0) continue;
            compared++;
            var differences = FileDifferences.Between(new MemoryStream(original), new MemoryStream(rewritten.ToArray())).ToList();
            Assert.True(differences.Count == 0, $"{entry.Path}: {differences.FirstOrDefault()}");
            if (Planted(original, random) is not { } change) continue;
            planted++;
            var found = FileDifferences.Between(new MemoryStream(original), new MemoryStream(change.File)).ToList();
            Assert.True(found is [{ Kind: DifferenceKind.Changed, A: { } a }] && a.Position == change.Segment, $"{entry.Path} segment {change.Segment}: {string.Join("; ", found)}");
        }

        Assert.True(compared > 320 && planted > 300, $"{compared} compared, {planted} planted");
        TestNotes.Add($"diff: {compared} corpus files equal their rewriting, {planted} planted changes found alone");
    }

    /// <summary>
    /// One letter or digit of one element of one segment of a transaction set, not its first element, made another. Not in an HL: a
    /// level that no guide knows is a level less, and the segments below it stand elsewhere.
    /// </summary>
    private static (byte[] File, int Segment)? Planted(byte[] original, Random random)
    {
        List<(int Segment, long Place)> places = [];
        using (var reader = new X12Reader(original))
            while (reader.Read())
                for (var i = 2; i <= reader.Segment.Count && reader.Segment.StOrdinal > 1; i++)
                    if (reader.Segment is var s && s.Id != SegmentId.Se && s.Id != Hl && s[i] is [>= (byte)'1' and <= (byte)'8' or >= (byte)'A' and <= (byte)'Y', ..]) places.Add((s.StOrdinal, s.OffsetOf(i)));
        if (places.Count == 0) return null;
        var (segment, place) = places[random.Next(places.Count)];
        var changed = (byte[])original.Clone();
        changed[place]++;
        return (changed, segment);
    }
}
