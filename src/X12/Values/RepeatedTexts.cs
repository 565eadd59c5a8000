using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CleanClaim.X12.Values;

/// <summary>
/// Codes, days and ids that a transaction says over and over become one string each. What was met is forgotten with the
/// transaction, and a text takes the place of another now and then: it never holds more than a few.
/// </summary>
internal sealed class RepeatedTexts
{
    private const int LettersMin = 3, LettersMax = 12, Places = 512, PlaceBits = 9;
    private Known[]? _known;

    /// <summary>A text as two words that overlap, which with its length say all of its bytes: to compare it, its string need not be fetched.</summary>
    private record struct Known(ulong Head, ulong Tail, int Length, string Text);

    public string Of(ReadOnlySpan<byte> text)
    {
        if (text.Length is < LettersMin or > LettersMax) return X12Text.Decode(text);
        var (head, tail) = Words(text);
        ref var known = ref (_known ??= new Known[Places])[PlaceOf(head, tail)];
        if (known.Head != head || known.Tail != tail || known.Length != text.Length) known = new(head, tail, text.Length, X12Text.Decode(text));
        return known.Text;
    }

    private static (ulong Head, ulong Tail) Words(ReadOnlySpan<byte> text)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        var length = text.Length;
        if (length >= sizeof(ulong)) return (Read<ulong>(ref first, 0), Read<ulong>(ref first, length - sizeof(ulong)));
        if (length >= sizeof(uint)) return (Read<uint>(ref first, 0), Read<uint>(ref first, length - sizeof(uint)));
        return (Read<ushort>(ref first, 0), Read<ushort>(ref first, length - sizeof(ushort)));
    }

    private static T Read<T>(ref byte first, int at) where T : unmanaged => Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref first, at));

    private static int PlaceOf(ulong head, ulong tail) =>
        unchecked((int)((head * 0x9E37_79B9_7F4A_7C15 ^ tail * 0xC2B2_AE3D_27D4_EB4F) >> (64 - PlaceBits)));
}
