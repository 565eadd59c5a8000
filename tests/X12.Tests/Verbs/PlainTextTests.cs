using System.Text;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Verbs;

public sealed class PlainTextTests
{
    private static readonly char[] Odd = ['"', '\\', '\n', '\u007f', '\u00e9'];

    [Fact]
    public void Texts_of_any_length_and_place_are_copied_and_an_odd_letter_is_found_wherever_it_stands()
    {
        // Three pages, so that texts end and begin at each byte around a border of two of them.
        var memory = GC.AllocateArray<byte>(3 * 4096, pinned: true);
        Array.Fill(memory, (byte)'"');
        for (var length = 0; length <= 40; length++)
            for (var start = 4096 - 48; start < 2 * 4096 + 48; start += start == 4096 + 48 ? 4096 - 96 : 1)
            {
                var text = Encoding.Latin1.GetBytes("The quick brown fox jumps over the lazy dog"[..length]);
                text.CopyTo(memory, start);
                var copy = new byte[64];
                Assert.True(PlainText.TryCopy(memory.AsSpan(start, length), ref copy[0]));
                Assert.Equal(text, copy[..length]);
                if (length > 0)
                {
                    memory[start + start % length] = (byte)Odd[start % Odd.Length];
                    Assert.False(PlainText.TryCopy(memory.AsSpan(start, length), ref copy[0]));
                }

                memory.AsSpan(start, length).Fill((byte)'"');
            }
    }
}
