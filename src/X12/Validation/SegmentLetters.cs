using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>
/// The letters of a segment of up to 63 bytes, one bit a byte for each class of letters. The digits of all numbers, and the
/// separators in all plain values, are then judged by a few operations on whole segments, without a branch for each element.
/// </summary>
internal static class SegmentLetters
{
    private const int BytesMax = 63, ShortMax = 31;

    /// <summary>Whether the segment is short enough, and the processor able, to judge it so.</summary>
    /// <param name="first">The segment's first byte; 64 bytes from it lie in the block or its slack.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="delimiters">Those of the interchange.</param>
    /// <param name="shape">Its row.</param>
    /// <param name="present">A bit for each element that is there.</param>
    /// <param name="areClean">False when some number of the row is none, or a separator stands in a plain value; true as well when nothing was judged.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Judge(ref byte first, int length, Delimiters delimiters, RowShape shape, uint present, out bool areClean)
    {
        areClean = true;
        if (length > BytesMax || !Bmi2.X64.IsSupported || !Vector256.IsHardwareAccelerated) return false;
        // Most segments are short; where a vector of 64 bytes is two of 32, the second one would be looked at in vain.
        areClean = length <= ShortMax && !Vector512.IsHardwareAccelerated
            ? AreClean(new Short(Vector256.LoadUnsafe(ref first)), length, delimiters, shape, present)
            : AreClean(new Long(Vector512.LoadUnsafe(ref first)), length, delimiters, shape, present);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreClean<T>(T letters, int length, Delimiters delimiters, RowShape shape, uint present) where T : struct, ILetters
    {
        unchecked
        {
            var end = 1UL << length;
            var separators = letters.Either(delimiters.Component, delimiters.Repetition) & (end - 1);
            var numeric = present & shape.Numeric;
            // Most rows have neither, and need no second look.
            if ((separators | numeric) == 0) return true;
            var ends = (letters.Equal(delimiters.Element) & (end - 1)) | end;
            var wrong = separators == 0 ? 0 : separators & ~Bytes(shape.Parted, ends, out _, out _);
            return (wrong | (numeric == 0 ? 0 : WrongNumbers(letters, shape, present, ends))) == 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong WrongNumbers<T>(T letters, RowShape shape, uint present, ulong elementEnds) where T : struct, ILetters
    {
        unchecked
        {
            var digits = letters.Digits;
            var signs = letters.Equal((byte)'-');
            var numbers = Bytes(shape.Numbers & present, elementEnds, out var firsts, out var ends);
            var points = letters.Equal((byte)'.') & numbers;
            // A sign stands first; at most two digits stand behind a point; the last letter is a digit, or a point behind one.
            var wrong = Bytes(shape.Wholes & present, elementEnds, out _, out _) & ~digits;
            wrong |= numbers & ~(digits | points | (signs & firsts));
            wrong |= points & ~((ends >> 1) | (ends >> 2) | (ends >> 3));
            wrong |= points & ((points << 1) | (points << 2));
            return wrong | ((ends >> 1) & ~(digits | (points & (digits << 1))));
        }
    }

    /// <summary>The bytes of the elements with a bit in the mask, none of them behind the last (whose bytes would be all behind the segment); where each of them begins, and where it ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bytes(uint elements, ulong elementEnds, out ulong firsts, out ulong ends)
    {
        unchecked
        {
            ends = Bmi2.X64.ParallelBitDeposit(elements, elementEnds);
            firsts = Bmi2.X64.ParallelBitDeposit(elements >> 1, elementEnds) << 1;
            return ends - firsts;
        }
    }

    /// <summary>Letters that are looked at together, one bit each in what is found.</summary>
    private interface ILetters
    {
        ulong Digits { get; }

        ulong Equal(byte letter);

        ulong Either(byte letter, byte other);
    }

    private readonly struct Short(Vector256<byte> letters) : ILetters
    {
        public ulong Digits
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                var values = unchecked(letters - Vector256.Create((byte)'0'));
                return Vector256.Equals(Vector256.Min(values, Vector256.Create((byte)9)), values).ExtractMostSignificantBits();
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Equal(byte letter) => Vector256.Equals(letters, Vector256.Create(letter)).ExtractMostSignificantBits();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Either(byte letter, byte other) => (Vector256.Equals(letters, Vector256.Create(letter)) | Vector256.Equals(letters, Vector256.Create(other))).ExtractMostSignificantBits();
    }

    private readonly struct Long(Vector512<byte> letters) : ILetters
    {
        public ulong Digits
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                var values = unchecked(letters - Vector512.Create((byte)'0'));
                return Vector512.Equals(Vector512.Min(values, Vector512.Create((byte)9)), values).ExtractMostSignificantBits();
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Equal(byte letter) => Vector512.Equals(letters, Vector512.Create(letter)).ExtractMostSignificantBits();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Either(byte letter, byte other) => (Vector512.Equals(letters, Vector512.Create(letter)) | Vector512.Equals(letters, Vector512.Create(other))).ExtractMostSignificantBits();
    }
}
