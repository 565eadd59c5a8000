using System.Text;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Verbs;

public sealed class RewriteTests
{
    [Fact]
    public void A_file_in_our_own_style_comes_out_byte_for_byte()
    {
        var lined = SampleFiles.Claims837();
        Assert.Equal(lined, Rewrite(lined, out var code));
        Assert.Equal(0, code);
        var unlined = lined.Replace("\n", "", StringComparison.Ordinal);
        Assert.Equal(unlined, Rewrite(unlined, out _));
    }

    [Fact]
    public void Other_separators_and_line_breaks_keep_their_meaning()
    {
        var own = SampleFiles.Claims837();
        var foreign = own.Replace('*', '|').Replace(':', '>').Replace("~\n", "\u001c\r\n", StringComparison.Ordinal).Replace("PAT|19", "PAT|19||", StringComparison.Ordinal);
        Assert.Equal(own, Rewrite(foreign, out _));
    }

    [Fact]
    public void A_value_with_our_separator_keeps_it_and_others_are_chosen()
    {
        var foreign = SampleFiles.Claims837().Replace('*', '|').Replace("JERRY", "JER*RY", StringComparison.Ordinal);
        var written = Rewrite(foreign, out _);
        Assert.Contains("PER|IC|JER*RY|", written, StringComparison.Ordinal);
        Assert.Equal(written, Rewrite(written, out _));
    }

    [Fact]
    public void A_component_separator_that_stands_inside_the_ISA_too_loses_nothing()
    {
        // Found by the search: ISA16 names the character that ISA09 holds.
        var foreign = SampleFiles.Claims837().Replace('*', '+').Replace(':', '*').Replace("+260105+1200+", "+26010*+1200+", StringComparison.Ordinal);
        var written = Rewrite(foreign, out var code);
        Assert.Equal(0, code);
        Assert.Empty(CleanClaim.X12.Comparing.FileDifferences.Between(SampleFiles.Stream(foreign), SampleFiles.Stream(written)));
        Assert.Equal(written, Rewrite(written, out _));
        List<CleanClaim.X12.Validation.Fault> faults = [];
        CleanClaim.X12.Validation.X12Validator.Validate(SampleFiles.Stream(foreign), faults.Add);
        Assert.Equal("ISA09", Assert.Single(faults).ElementName);
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_the_rest_is_written()
    {
        Assert.Equal(SampleFiles.Claims837(), Rewrite("junk " + SampleFiles.Claims837(), out var code));
        Assert.Equal(1, code);
    }

    [CorpusFact]
    public void Every_corpus_file_keeps_its_meaning_and_is_stable_after_once()
    {
        var unreadable = 0;
        foreach (var entry in Corpus.Index)
        {
            var original = File.ReadAllBytes(entry.Path);
            using var once = new MemoryStream();
            if (X12Verbs.Rewrite(new(entry.Name, new MemoryStream(original)), once, TextWriter.Null) != 0)
            {
                unreadable++;
                continue;
            }

            using var twice = new MemoryStream();
            X12Verbs.Rewrite(new(entry.Name, new MemoryStream(once.ToArray())), twice, TextWriter.Null);
            Assert.True(once.ToArray().AsSpan().SequenceEqual(twice.ToArray()), entry.Path);
            Assert.True(Meaning(original).SequenceEqual(Meaning(once.ToArray()), StringComparer.Ordinal), entry.Path);
        }

        Assert.True(unreadable < 40, $"{unreadable} files could not be read whole");
    }

    /// <summary>Segments with neutral separators, empty ends and ISA padding left off.</summary>
    private static List<string> Meaning(byte[] file)
    {
        using var reader = new X12Reader(file);
        List<string> meaning = [];
        while (reader.Read())
        {
            var segment = reader.Segment;
            var d = segment.Delimiters;
            List<string> values = [];
            for (var i = 0; i <= segment.Count; i++)
            {
                var value = Encoding.Latin1.GetString(segment[i]);
                if (segment.Id == SegmentId.Isa && i is 11 or 16) value = "";
                if (d.Component != 0) value = value.Replace((char)d.Component, '\u0001');
                if (d.Repetition != 0) value = value.Replace((char)d.Repetition, '\u0002');
                values.Add(segment.Id == SegmentId.Isa || i == 0 ? value.Trim() : value);
            }

            meaning.Add(string.Join('\u0003', values).TrimEnd('\u0003'));
        }

        return meaning;
    }

    private static string Rewrite(string file, out int code)
    {
        using var output = new MemoryStream();
        code = X12Verbs.Rewrite(new("f", new MemoryStream(Encoding.Latin1.GetBytes(file))), output, TextWriter.Null);
        return Encoding.Latin1.GetString(output.ToArray());
    }
}
