using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CleanClaim.X12.Reading;

/// <summary>A code of up to seven letters as one number: its letters, the first lowest, and how many they are. Comparing codes is then comparing numbers.</summary>
internal static class ElementCode
{
    private const int LettersMax = 7, LengthAt = 56;

    /// <summary>What any longer text is; it equals no code.</summary>
    public const ulong TooLong = ulong.MaxValue;

    public static ulong Of(ReadOnlySpan<byte> code)
    {
        if (code.Length > LettersMax) return TooLong;
        Span<byte> letters = stackalloc byte[sizeof(ulong)];
        letters.Clear();
        code.CopyTo(letters);
        return MemoryMarshal.Read<ulong>(letters) | (ulong)code.Length << LengthAt;
    }

    /// <summary>The code at this place; eight bytes can be read there whatever its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong At(ref readonly byte first, int length)
    {
        unchecked
        {
            if (length > LettersMax) return TooLong;
            return (Unsafe.ReadUnaligned<ulong>(in first) & ((1UL << (length * 8)) - 1)) | (ulong)length << LengthAt;
        }
    }
}
