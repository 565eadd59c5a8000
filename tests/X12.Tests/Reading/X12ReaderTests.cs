using System.Text;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Tests.Reading;

public sealed class X12ReaderTests
{
    private const string Isa = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260105*1200*^*00501*000000001*0*P*:~";
    private const string Body = "GS*HC*S*R*20260105*1200*1*X*005010X222A2~ST*837*0001~BHT*0019*00~SE*3*0001~GE*1*1~";
    private const string File1 = Isa + Body + "IEA*1*000000001~";

    [Fact]
    public void Segments_come_with_place_and_number()
    {
        var seen = Read(File1.Replace("~", "~\r\n", StringComparison.Ordinal), out var faults);
        Assert.Empty(faults);
        Assert.Equal(
        [
            "ISA 0 line 1 #1 st0", "GS 108 line 2 #2 st0", "ST 151 line 3 #3 st1", "BHT 165 line 4 #4 st2", "SE 179 line 5 #5 st3",
            "GE 191 line 6 #6 st0", "IEA 200 line 7 #7 st0",
        ], seen);
    }

    [Fact]
    public void Any_separators_are_read_from_the_header()
    {
        var odd = File1.Replace('*', '|').Replace('~', '\n').Replace(':', '>').Replace('^', '!');
        using var reader = new X12Reader(Bytes(odd));
        Assert.True(reader.Read());
        Assert.Equal(new Delimiters((byte)'|', (byte)'>', (byte)'!', (byte)'\n'), reader.Delimiters);
        Assert.Equal(7, Read(odd, out var faults).Count);
        Assert.Empty(faults);
    }

    [Fact]
    public void Each_interchange_has_its_own_separators()
    {
        var text = "\uFEFF" + File1 + "\r\n\r\n" + File1.Replace('*', '|').Replace('~', '\'') + "\u001a";
        Assert.Equal(14, Read(text, out var faults).Count);
        Assert.Equal(FaultKind.LeadingBytes, Assert.Single(faults).Kind);
    }

    [Fact]
    public void A_second_interchange_is_found_when_the_first_has_no_trailer()
    {
        Assert.Equal(13, Read(Isa + Body + File1.Replace(':', '>'), out var faults).Count);
        Assert.Empty(faults);
    }

    [Fact]
    public void Interchanges_with_the_same_separators_follow_one_another_with_and_without_line_breaks_and_trailers()
    {
        var lined = File1.Replace("~", "~\n", StringComparison.Ordinal);
        Assert.Equal(7 * 3 + 6 + 7, Read(File1 + lined + "\n\n" + File1 + Isa + Body + lined, out var faults).Count);
        Assert.Empty(faults);
        var newline = File1.Replace('~', '\n');
        Assert.Equal(21, Read(newline + "\n\n" + newline + newline, out faults).Count);
        Assert.Empty(faults);
    }

    [Fact]
    public void A_header_with_trimmed_fields_is_read_and_told()
    {
        var text = "ISA*00**00**ZZ*S*ZZ*R*260105*1200*^*00501*1*0*P*:~" + Body + "IEA*1*1~";
        Assert.Equal(7, Read(text, out var faults).Count);
        Assert.Equal(FaultKind.InterchangeHeaderWidth, Assert.Single(faults).Kind);
    }

    [Theory]
    [InlineData("", FaultKind.NotX12, 0)]
    [InlineData("\n\n  ", FaultKind.NotX12, 4)]
    [InlineData("%PDF-1.7 this is no claim file at all", FaultKind.NotX12, 0)]
    [InlineData("ST*837*0001~BHT*0019~", FaultKind.NotX12, 0)]
    [InlineData("ISA", FaultKind.NotX12, 0)]
    [InlineData("ISA*00*short~", FaultKind.InterchangeHeaderMalformed, 0)]
    [InlineData(Isa + Body + "IEA*1*0000", FaultKind.Truncated, 188)]
    [InlineData(Isa + Body + "IEA*1*000000001~garbage", FaultKind.TextOutsideInterchange, 204)]
    public void What_cannot_be_read_is_a_located_fault(string text, FaultKind kind, int offset)
    {
        Read(text, out var faults);
        var fault = Assert.Single(faults);
        Assert.Equal((kind, offset), (fault.Kind, (int)fault.Offset));
    }

    [Fact]
    public void Junk_before_the_first_interchange_is_told_and_passed_over()
    {
        Assert.Equal(7, Read("HTTP/1.1 200 OK\r\n\r\n" + File1, out var faults).Count);
        Assert.Equal(FaultKind.NotX12, Assert.Single(faults).Kind);
    }

    [Fact]
    public void A_segment_above_the_limit_is_a_fault_and_the_next_one_is_read()
    {
        var text = Isa + "NTE*" + new string('x', X12Reader.SegmentBytesMax) + "~" + Body + "IEA*1*000000001~";
        var whole = Read(text, out var faults);
        Assert.Equal(7, whole.Count);
        Assert.Equal((FaultKind.SegmentTooLong, 106L), (Assert.Single(faults).Kind, faults[0].Offset));

        var endless = Isa + new string('x', 3_000_000);
        Assert.Single(Read(endless, out faults));
        Assert.Equal(FaultKind.SegmentTooLong, faults[0].Kind);
    }

    [Fact]
    public void An_empty_segment_is_told_and_not_delivered()
    {
        Assert.Equal(7, Read(File1.Replace("BHT", "~\r\nBHT", StringComparison.Ordinal), out var faults).Count);
        Assert.Equal(FaultKind.EmptySegment, Assert.Single(faults).Kind);
    }

    [Fact]
    public async Task Read_in_blocks_without_waiting_inside_them()
    {
        using var reader = new X12Reader(new Trickle(Bytes(File1), 7));
        var ids = new List<string>();
        do
            while (reader.ReadBuffered()) ids.Add(reader.Segment.Id.ToString());
        while (await reader.FillAsync(CancellationToken.None));
        Assert.Equal(["ISA", "GS", "ST", "BHT", "SE", "GE", "IEA"], ids);
    }

    [Fact]
    public void A_large_file_reads_the_same_across_every_block_border()
    {
        var line = "REF*6R*LINE" + new string('9', 37) + "~\n";
        var text = Isa + string.Concat(Enumerable.Repeat(line, 40_000)) + "IEA*1*000000001~";
        var seen = Read(text, out var faults);
        Assert.Empty(faults);
        Assert.Equal(40_002, seen.Count);
        Assert.Equal($"REF {106 + 39_999 * line.Length} line 40000 #40001 st0", seen[40_000]);
    }

    [Fact]
    public void Elements_components_and_repeats_are_spans_of_the_segment()
    {
        var segment = SegmentView.Of("HI*ABK:M5450*ABF:G8929^ABF:R519**X~");
        Assert.Equal(4, segment.Count);
        Assert.Equal("M5450", segment.Composite(1).Text(2));
        Assert.Equal(2, segment.Repeats(2).Count);
        var second = new List<string?>();
        foreach (var repeat in segment.Repeats(2)) second.Add(repeat.Text(2));
        Assert.Equal(["G8929", "R519"], second);
        Assert.Null(segment.Text(3));
        Assert.Null(segment.Text(9));
        Assert.Equal(13, segment.OffsetOf(2));
        Assert.Equal(0, segment.Repeats(3).Count);
    }

    private static List<string> Read(string text, out List<ReadFault> faults)
    {
        using var reader = new X12Reader(Bytes(text));
        List<string> seen = [];
        faults = [];
        while (reader.Read())
        {
            faults.AddRange(reader.Faults);
            var segment = reader.Segment;
            seen.Add($"{segment.Id} {segment.Offset} line {reader.Line} #{segment.Ordinal} st{segment.StOrdinal}");
        }

        faults.AddRange(reader.Faults);
        return seen;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A stream that hands out a few bytes at a time, as a network does.</summary>
    private sealed class Trickle(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(step, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], cancellationToken);
    }

    [Theory]
    [InlineData("HC:99213:25::59")]
    [InlineData("a:b:c:d:e:f:g:h:i:j:k:l:m:n:o:p")]
    [InlineData(":::::")]
    [InlineData("one:two:three:four:five:six:seven:eight:nine:ten")]
    public void A_composite_has_the_components_that_a_split_finds_and_none_beyond(string text)
    {
        var expected = text.Split(':');
        var parts = SegmentView.Of("ZZZ*" + text + "*X").Composite(1);
        Assert.Equal(expected.Length, parts.Count);
        for (var i = 1; i <= 100; i++) Assert.Equal(i <= expected.Length ? expected[i - 1] : "", System.Text.Encoding.ASCII.GetString(parts[i]));
    }
}
