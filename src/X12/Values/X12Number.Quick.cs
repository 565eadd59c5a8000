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

    private static ReadOnlySpan<int> ToCents => [100, 10, 1];

    /// <summary><see cref="Parse(ReadOnlySpan{byte})"/> for a text behind which seven more bytes can be read, as behind each element of a segment.</summary>
    internal static Parsed<X12Number> ParseWithSlack(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return Parsed<X12Number>.Absent;
        return TryQuick(text, out var mantissa, out var scale) ? Parsed<X12Number>.Of(new(mantissa, scale)) : Parse(text);
    }

    /// <summary>The amount in whole cents, of such a text; null when it is absent, no number, or has a part of a cent.</summary>
    internal static long? CentsWithSlack(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return null;
        if (TryQuick(text, out var mantissa, out var scale) && scale < ToCents.Length) return unchecked(mantissa * ToCents[scale]);
        return Parse(text).OrNull is { } number && number.TryCents(out var cents) ? cents : null;
    }

    /// <summary>Unchecked, because each byte is a digit before it is reckoned with. Without branches, for where the point stands cannot be guessed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryQuick(ReadOnlySpan<byte> text, out int mantissa, out int scale)
    {
        unchecked
        {
            (mantissa, scale) = (0, 0);
            var length = text.Length;
            if ((uint)(length - 1) >= QuickMax) return false;
            var letters = Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(text)) & ((1UL << (length * 8)) - 1);
            var others = letters ^ Points;
            var found = (others - Ones) & ~others & Highs;
            var hasPoint = found != 0 ? 1 : 0;
            var point = BitOperations.TrailingZeroCount(found | 1UL << 63) & ~7;
            // Out with the point, and zeros before the first digit.
            var digits = (letters & ((1UL << point) - 1)) | letters >> point >> 8 << point;
            var count = length - hasPoint;
            if (count == 0) return false;
            digits = digits << (64 - count * 8) | Zeros >> (count * 8);
            var values = digits ^ Zeros;
            if ((((values + 0x7676_7676_7676_7676) | values) & Highs) != 0) return false;
            var pairs = values * 10 + (values >> 8);
            mantissa = (int)(((pairs & 0x0000_00FF_0000_00FF) * 0x000F_4240_0000_0064 + (pairs >> 16 & 0x0000_00FF_0000_00FF) * 0x0000_2710_0000_0001) >> 32);
            scale = hasPoint * (length - 1 - (point >> 3));
            return true;
        }
    }
}
