using System.Text;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Tests.Reading;

public sealed class X12ScanTests
{
    [Fact]
    public void Every_element_counts_in_the_digest()
    {
        var scan = X12Scan.Of(new MemoryStream(Encoding.ASCII.GetBytes(Header + "ST*837*0001~\nSE**0001~\n")));
        Assert.Equal((3, 17 + 3 + 3, 1), (scan.Segments, scan.Elements, scan.Transactions));
        Assert.Equal(Naive(Header + "ST*837*0001~\nSE**0001~\n", '*', '~').Digest, scan.Digest);
    }

    [Fact]
    public void Segments_of_any_number_of_elements_count_alike_across_blocks_and_line_breaks()
    {
        var random = new Random(7);
        var text = new StringBuilder(Header + "\nST*837*0001~");
        while (text.Length < 600_000)
        {
            text.Append("ZZ1");
            for (var elements = random.Next(40); elements > 0; elements--) text.Append('*').Append("ABCDEFGHIJ\u00e9"[..random.Next(12)]);
            text.Append(random.Next(3) switch { 0 => "~\r\n", 1 => "~\n", _ => "~" });
        }

        var whole = text + "SE*2*0001~";
        var scan = X12Scan.Of(new MemoryStream(Encoding.Latin1.GetBytes(whole)));
        Assert.Equal(Naive(whole, '*', '~'), (scan.Digest, scan.Segments, scan.Elements));
    }

    [CorpusFact]
    public void The_digest_of_every_corpus_file_equals_a_plain_split()
    {
        var judged = 0;
        foreach (var entry in Corpus.Index)
        {
            var bytes = File.ReadAllBytes(entry.Path);
            var text = Encoding.Latin1.GetString(bytes);
            if (text.StartsWith("\u00ef\u00bb\u00bf", StringComparison.Ordinal)) text = text[3..];
            var isas = text.Split("ISA").Length - 1;
            // The plain twin knows one interchange with fixed widths; the others have tests of their own.
            if (!text.StartsWith("ISA", StringComparison.Ordinal) || isas != 1 || text.Length < 106 || text[..106].Split(text[3]) is not [.., { Length: 2 }] fields || fields.Length != 17) continue;
            var expected = Naive(text, text[3], text[105]);
            var scan = X12Scan.Of(new MemoryStream(bytes));
            Assert.True(expected.Digest == scan.Digest && expected.Segments == scan.Segments && expected.Elements == scan.Elements, entry.Path);
            judged++;
        }

        Assert.True(judged > 300, $"only {judged} files were judged");
    }

    private const string Header = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260105*1200*^*00501*000000001*0*P*:~";

    private static (ulong Digest, long Segments, long Elements) Naive(string text, char element, char terminator)
    {
        ulong digest = 0;
        long segments = 0, elements = 0;
        var parts = text.Split(terminator);
        foreach (var raw in parts[..^1])
        {
            var segment = raw.TrimStart('\r', '\n');
            if (segment.Length == 0) continue;
            segments++;
            var values = segment.Split(element);
            elements += values.Length;
            for (var k = 0; k < values.Length; k++)
                digest = unchecked(digest + (ulong)(k + 1) * (256UL * (ulong)values[k].Length + (values[k].Length == 0 ? 0UL : values[k][0])));
        }

        return (digest, segments, elements);
    }
}
