using System.Runtime.Intrinsics.X86;
using CleanClaim.X12.Reading;
using FsCheck;
using FsCheck.Fluent;

namespace CleanClaim.X12.Tests.Reading;

public sealed class ScannerTests
{
    // Mostly separators, letters and bytes with the top bit set: what a vector compare could get wrong.
    private static readonly Gen<byte[]> Text =
        Gen.Elements((byte)'*', (byte)'~', (byte)'A', (byte)'B', (byte)':', (byte)' ', (byte)'\r', (byte)0, (byte)0x7F, (byte)0xAA, (byte)0xFE, (byte)'\n').ArrayOf();

    // Nearly always clean, so that the stretches without doubt are tried as well.
    private static readonly Gen<byte[]> CleanText =
        Gen.Frequency((20, Gen.Constant("CLP*PCN 1*1~"u8.ToArray())), (20, Gen.Constant("N3*1 ELM ST~\r\n"u8.ToArray())), (1, Gen.Constant("N4*A *IL~"u8.ToArray())), (1, Gen.Constant("A\nB~"u8.ToArray())),
            (1, Gen.Constant("\u00e9"u8.ToArray()))).ArrayOf().Select(parts => parts.SelectMany(p => p).ToArray());

    [Fact]
    public void Vectors_of_each_kind_find_what_the_plain_loop_finds()
    {
        var cases = Prop.ForAll(Gen.OneOf(Text, CleanText).Zip(Gen.Choose(0, 70)).ToArbitrary(), pair =>
        {
            var (text, skip) = pair;
            var from = Math.Min(skip, text.Length);
            var expected = Run(Scanner.ScanScalar, text, from);
            return (!Scanner.CanPack || expected == Run(Scanner.ScanPacking, text, from)) && expected == Run(Scanner.Scan, text, from)
                && (!Avx512Vbmi2.IsSupported || expected == Run(Scanner.ScanCompressing, text, from));
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(4000).WithEndSize(400), cases);
    }

    [Theory]
    [InlineData("CLP*1*1~N3*1 ELM ST~\r\nN4*X~", false)]
    [InlineData("CLP*1 *1~", true)]
    [InlineData("CLP*1~ N3*X~", false)]
    [InlineData("CLP*1\n*1~", true)]
    [InlineData("CLP*\u00e9~", true)]
    [InlineData("CLP*1~\n\nN3*\r~", true)]
    public void A_stretch_is_doubtful_for_odd_letters_breaks_in_a_segment_and_padding(string text, bool isDoubtful) =>
        Assert.Equal(isDoubtful, !Run(Scanner.Scan, System.Text.Encoding.Latin1.GetBytes(text), 0).EndsWith("| ", StringComparison.Ordinal));

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
        var (alone, withLetters) = (MarksFor(text), MarksFor(text));
        withLetters.Letters = new byte[withLetters.Ends.Length + Scanner.Slack];
        scan(buffer, from, text.Length, Delimiters.Usual, alone);
        scan(buffer, from, text.Length, Delimiters.Usual, withLetters);
        Assert.Equal(Told(alone), Told(withLetters));
        return Convert.ToHexString(withLetters.Letters.AsSpan(1, alone.EndCount)) + " | " + Told(alone);
    }

    private static Marks MarksFor(byte[] text) => new(new int[text.Length + 2 * Scanner.Slack], new int[text.Length + 2 * Scanner.Slack]);

    private static string Told(Marks marks) =>
        string.Join(',', marks.Ends[..marks.EndCount]) + " | " + string.Join(',', marks.Segments[..marks.SegmentCount]) + " | " + marks.HasOdd + " | " + string.Join(',', marks.Doubts.ToArray());
}
