using CleanClaim.X12.Reading;
using FsCheck;
using FsCheck.Fluent;

namespace CleanClaim.X12.Tests.Reading;

public sealed class ScannerTests
{
    // Mostly separators, letters and bytes with the top bit set: what a vector compare could get wrong.
    private static readonly Gen<byte[]> Text =
        Gen.Elements((byte)'*', (byte)'~', (byte)'A', (byte)':', (byte)0, (byte)0xAA, (byte)0xFE, (byte)'\n').ArrayOf();

    [Fact]
    public void Vectors_of_both_widths_find_what_the_plain_loop_finds()
    {
        var cases = Prop.ForAll(Text.Zip(Gen.Choose(0, 70)).ToArbitrary(), pair =>
        {
            var (text, skip) = pair;
            var from = Math.Min(skip, text.Length);
            var expected = Run(Scanner.ScanScalar, text, from);
            return expected == Run(Scanner.Scan256, text, from) && expected == Run(Scanner.Scan512, text, from) && expected == Run(Scanner.Scan, text, from);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(400), cases);
    }

    [Fact]
    public void A_block_of_nothing_but_separators_fits()
    {
        var text = Enumerable.Repeat((byte)'*', 4096).ToArray();
        Assert.Equal(Run(Scanner.ScanScalar, text, 0), Run(Scanner.Scan, text, 0));
    }

    private static string Run(Action<byte[], int, int, Delimiters, Marks> scan, byte[] text, int from)
    {
        var buffer = new byte[text.Length + Scanner.Slack];
        Array.Fill(buffer, (byte)'*');
        text.CopyTo(buffer, 0);
        var marks = new Marks(new int[text.Length + 2 * Scanner.Slack], new int[text.Length + Scanner.Slack]);
        scan(buffer, from, text.Length, Delimiters.Usual, marks);
        return string.Join(',', marks.Ends[..marks.EndCount]) + " | " + string.Join(',', marks.Segments[..marks.SegmentCount]);
    }
}
