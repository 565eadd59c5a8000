using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>
/// The letters of a segment of up to 63 bytes, one bit a byte for each class of letters. The digits of all numbers, and the
/// separators in all plain values, are then judged by a few operations on whole segments, without a branch for each element.
/// </summary>
/// <remarks>Reads 64 bytes from the segment's first, which lie in the block or its slack.</remarks>
internal readonly ref struct SegmentLetters
{
    private const int BytesMax = 63;
    private readonly ulong _digits, _points, _signs, _separators, _ends;

    /// <summary>Whether the segment is short enough, and the processor able, to judge it so.</summary>
    public bool AreKnown { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SegmentLetters(ref byte first, int length, Delimiters delimiters)
    {
        AreKnown = length <= BytesMax && Bmi2.X64.IsSupported && Vector256.IsHardwareAccelerated;
        if (!AreKnown) return;
        unchecked
        {
            var letters = Vector512.LoadUnsafe(ref first);
            var end = 1UL << length;
            _digits = Vector512.LessThan(letters - Vector512.Create((byte)'0'), Vector512.Create((byte)10)).ExtractMostSignificantBits();
            _points = Vector512.Equals(letters, Vector512.Create((byte)'.')).ExtractMostSignificantBits();
            _signs = Vector512.Equals(letters, Vector512.Create((byte)'-')).ExtractMostSignificantBits();
            _separators = (Vector512.Equals(letters, Vector512.Create(delimiters.Component)) | Vector512.Equals(letters, Vector512.Create(delimiters.Repetition))).ExtractMostSignificantBits() & (end - 1);
            _ends = (Vector512.Equals(letters, Vector512.Create(delimiters.Element)).ExtractMostSignificantBits() & (end - 1)) | end;
        }
    }

    /// <summary>Whether every number of the row is one, and no separator stands in a plain value; true as well when they are not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AreClean(RowShape shape, ulong present)
    {
        if (!AreKnown) return true;
        unchecked
        {
            var wrong = (_separators & ~Bytes(shape.Parted, out _, out _)) | (Bytes(shape.Wholes & present, out _, out _) & ~_digits);
            var numbers = Bytes(shape.Numbers & present, out var firsts, out var ends);
            var points = _points & numbers;
            // A sign stands first; at most two digits stand behind a point; the last letter is a digit, or a point behind one.
            wrong |= numbers & ~(_digits | _points | (_signs & firsts));
            wrong |= points & ~((ends >> 1) | (ends >> 2) | (ends >> 3));
            wrong |= points & ((points << 1) | (points << 2));
            wrong |= (ends >> 1) & ~(_digits | (points & (_digits << 1)));
            return wrong == 0;
        }
    }

    /// <summary>The bytes of the elements with a bit in the mask, none of them behind the last (whose bytes would be all behind the segment); where each of them begins, and where it ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Bytes(ulong elements, out ulong firsts, out ulong ends)
    {
        unchecked
        {
            ends = Bmi2.X64.ParallelBitDeposit(elements, _ends);
            firsts = Bmi2.X64.ParallelBitDeposit(elements >> 1, _ends) << 1;
            return ends - firsts;
        }
    }
}
