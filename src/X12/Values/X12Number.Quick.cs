using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CleanClaim.X12.Values;

/// <summary>Numbers of a few digits, which nearly all are, read all at once.</summary>
public readonly partial struct X12Number
{
    /// <summary>The eighth byte stays free, to stand for the point of a number that has none.</summary>
    private const int QuickMax = 7;

    private const ulong Zeros = 0x3030_3030_3030_3030, Points = 0x2E2E_2E2E_2E2E_2E2E, Ones = 0x0101_0101_0101_0101, Highs = 0x8080_8080_8080_8080;

    internal const int QuickScaleBits = 5;
    private const int QuickScaleMask = (1 << QuickScaleBits) - 1;

    /// <summary><see cref="Parse(ReadOnlySpan{byte})"/> for a text behind which seven more bytes can be read, as behind each element of a segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Parsed<X12Number> ParseWithSlack(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return Parsed<X12Number>.Absent;
        var quick = QuickCalled(text);
        return quick >= 0 ? Parsed<X12Number>.Of(new(quick >> QuickScaleBits, unchecked((byte)(quick & QuickScaleMask)))) : Parse(text);
    }

    /// <summary>The amount in whole cents, of such a text; null when it is absent, no number, or has a part of a cent.</summary>
    internal static long? CentsWithSlack(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            if (text.IsEmpty) return null;
            var quick = Quick(text);
            // Two digits behind the point, one or none.
            var scale = (uint)quick & QuickScaleMask;
            if (quick >= 0 && scale <= 2) return (quick >> QuickScaleBits) * (0x01_0A_64 >> (int)(8 * scale) & 0xFF);
            return SeldomCents(text);
        }
    }

    private static long? SeldomCents(ReadOnlySpan<byte> text) => Parse(text).OrNull is { } number && number.TryCents(out var cents) ? cents : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long QuickCalled(ReadOnlySpan<byte> text) => Quick(text);

    /// <summary>A number of few digits and, below it, how many of them stand behind the point; less than 0 of any other. Unchecked, because each byte is a digit before it is reckoned with. Without branches, for where the point stands cannot be guessed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Quick(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var length = text.Length;
            if ((uint)(length - 1) >= QuickMax) return -1;
            var letters = Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(text)) & ((1UL << (length * 8)) - 1);
            var others = letters ^ Points;
            var found = (others - Ones) & ~others & Highs;
            var hasPoint = found != 0 ? 1 : 0;
            var point = BitOperations.TrailingZeroCount(found | 1UL << 63) & ~7;
            // Out with the point, and zeros before the first digit.
            var digits = (letters & ((1UL << point) - 1)) | letters >> point >> 8 << point;
            var count = length - hasPoint;
            if (count == 0) return -1;
            digits = digits << (64 - count * 8) | Zeros >> (count * 8);
            var values = digits ^ Zeros;
            if ((((values + 0x7676_7676_7676_7676) | values) & Highs) != 0) return -1;
            var pairs = values * 10 + (values >> 8);
            var mantissa = (uint)(((pairs & 0x0000_00FF_0000_00FF) * 0x000F_4240_0000_0064 + (pairs >> 16 & 0x0000_00FF_0000_00FF) * 0x0000_2710_0000_0001) >> 32);
            var scale = (uint)(hasPoint * (length - 1 - (point >> 3)));
            return (long)mantissa << QuickScaleBits | scale;
        }
    }
}
