using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace CleanClaim.X12.Values;

/// <summary>
/// Codes, days and ids that a transaction says over and over become one string each. What was met is forgotten with the objects of the
/// transaction, and a text takes the place of another now and then: it never holds more than a few. Any thread may ask.
/// </summary>
internal sealed class RepeatedTexts
{
    private const int LettersMin = 3, LettersMax = 12, Places = 512, PlaceBits = 9;

    // Strings alone, which are whole or not there whoever looks.
    private string?[]? _known;

    public string Of(ReadOnlySpan<byte> text)
    {
        if (text.Length is < LettersMin or > LettersMax) return X12Text.Decode(text);
        ref var known = ref (_known ??= new string?[Places])[PlaceOf(text)];
        return known is { } met && Ascii.Equals(text, met) ? met : known = X12Text.Decode(text);
    }

    /// <summary>Of two words that overlap and say all of the letters.</summary>
    private static int PlaceOf(ReadOnlySpan<byte> text)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        var length = text.Length;
        if (length >= sizeof(ulong)) return PlaceOf(Read<ulong>(ref first, 0), Read<ulong>(ref first, length - sizeof(ulong)));
        if (length >= sizeof(uint)) return PlaceOf(Read<uint>(ref first, 0), Read<uint>(ref first, length - sizeof(uint)));
        return PlaceOf(Read<ushort>(ref first, 0), Read<ushort>(ref first, length - sizeof(ushort)));
    }

    private static T Read<T>(ref byte first, int at) where T : unmanaged => Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref first, at));

    private static int PlaceOf(ulong head, ulong tail) =>
        unchecked((int)((head * 0x9E37_79B9_7F4A_7C15 ^ tail * 0xC2B2_AE3D_27D4_EB4F) >> (64 - PlaceBits)));
}
