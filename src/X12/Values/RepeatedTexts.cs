using System.Text;

namespace CleanClaim.X12.Values;

/// <summary>
/// Codes, days and ids that a transaction says over and over become one string each. What was met is forgotten with the
/// transaction, and a text takes the place of another now and then: it never holds more than a few.
/// </summary>
internal sealed class RepeatedTexts
{
    private const int LettersMin = 3, LettersMax = 12, Places = 512;
    private string?[]? _known;

    public string Of(ReadOnlySpan<byte> text)
    {
        if (text.Length is < LettersMin or > LettersMax) return X12Text.Decode(text);
        ref var known = ref (_known ??= new string?[Places])[PlaceOf(text)];
        return known is not null && known.Length == text.Length && Ascii.Equals(text, known) ? known : known = X12Text.Decode(text);
    }

    private static int PlaceOf(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var hash = 0u;
            foreach (var letter in text) hash = (hash ^ letter) * 0x0100_0193;
            return (int)(hash >> 23);
        }
    }
}
