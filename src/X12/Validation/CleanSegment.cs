using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Tells in the usual case that <see cref="ElementChecker"/> would find nothing, so that it need not be asked. It says yes
/// only when that is certain and explains nothing: whatever is unusual is left to the checker, whose word is final.
/// </summary>
/// <remarks>
/// Unchecked and by reference: all positions come from the scanner, and eight bytes behind any of them, or eight ends behind
/// the last, lie in the slack of the reader's buffers. A value's bytes are loaded eight at a time and cut to its length.
/// </remarks>
internal static class CleanSegment
{
    /// <param name="segment">A segment of the reader's block.</param>
    /// <param name="shape">Its row.</param>
    /// <param name="isDoubtful">Whether the scanner saw an odd letter or a padded value in it.</param>
    public static bool IsClean(in SegmentView segment, RowShape shape, bool isDoubtful)
    {
        var count = segment.Count;
        if (isDoubtful || count > shape.Rules.Length) return false;
        unchecked
        {
            var present = Present(segment, shape, count);
            // Nothing after the last separator is a fault of its own; so is a length out of bounds, told here as no presence at all.
            if (present >>> count == 0 && count > 0) return false;
            if ((shape.Required & ~present) != 0 || (shape.NotUsed & present) != 0 || BreaksNote(shape, present)) return false;
            ref var ends = ref MemoryMarshal.GetReference(segment.Ends);
            ref var first = ref Unsafe.AsRef(in segment.First);
            var separators = 0;
            for (var look = present & shape.Looked; look != 0; look &= look - 1)
            {
                var position = BitOperations.TrailingZeroCount(look);
                var from = Unsafe.Add(ref ends, position - 1) + 1;
                ref readonly var rule = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(shape.Rules), position - 1);
                if (!IsClean(rule, ref Unsafe.Add(ref first, from - segment.Start), Unsafe.Add(ref ends, position) - from, segment.Delimiters, ref separators)) return false;
            }

            // As many as were met in composites and repeats: none stands in a plain value.
            return Separators(segment) == separators;
        }
    }

    /// <summary>One bit an element that is there, from bit 1; 0 when one of them is shorter or longer than its row allows.</summary>
    private static ulong Present(in SegmentView segment, RowShape shape, int count)
    {
        unchecked
        {
            ref var ends = ref MemoryMarshal.GetReference(segment.Ends);
            ref var bounds = ref MemoryMarshal.GetArrayDataReference(shape.Bounds);
            ulong present = 0, wrong = 0;
            for (var i = 0; i < count; i += RowShape.Lanes)
            {
                var lengths = Vector256.LoadUnsafe(ref ends, (nuint)(i + 1)) - Vector256.LoadUnsafe(ref ends, (nuint)i) - Vector256<int>.One;
                var here = (ulong)Vector256.GreaterThan(lengths, Vector256<int>.Zero).ExtractMostSignificantBits() << (i + 1);
                var outside = Vector256.GreaterThan(lengths, Vector256.LoadUnsafe(ref bounds, (nuint)(2 * i + RowShape.Lanes))) | Vector256.LessThan(lengths, Vector256.LoadUnsafe(ref bounds, (nuint)(2 * i)));
                wrong |= ((ulong)outside.ExtractMostSignificantBits() << (i + 1)) & here;
                present |= here;
            }

            // Lanes behind the last element hold the next segment.
            var within = (2UL << count) - 1;
            return (wrong & within) != 0 ? 0 : present & within;
        }
    }

    /// <summary>How many separators of components and repeats stand in the segment.</summary>
    private static int Separators(in SegmentView segment)
    {
        unchecked
        {
            ref var first = ref Unsafe.AsRef(in segment.First);
            var length = segment.Bytes.Length;
            var (component, repetition) = (Vector256.Create(segment.Delimiters.Component), Vector256.Create(segment.Delimiters.Repetition));
            var count = 0;
            for (var i = 0; i < length; i += Vector256<byte>.Count)
            {
                var letters = Vector256.LoadUnsafe(ref first, (nuint)i);
                var found = (Vector256.Equals(letters, component) | Vector256.Equals(letters, repetition)).ExtractMostSignificantBits();
                if (length - i < Vector256<byte>.Count) found &= (1U << (length - i)) - 1;
                count += BitOperations.PopCount(found);
            }

            return count;
        }
    }

    private static bool BreaksNote(RowShape shape, ulong present)
    {
        if ((shape.Noted & (present | 1UL)) == 0) return false;
        foreach (ref readonly var note in shape.Notes.AsSpan())
            if (note.IsBrokenBy(present)) return true;
        return false;
    }

    private static bool IsClean(in ElementRule rule, ref byte text, int length, Delimiters delimiters, ref int separators)
    {
        switch (rule.Check)
        {
            case ValueCheck.Codes: return length <= Word ? IsCode(rule, Load(ref text, length)) : rule.Codes!.Contains(MemoryMarshal.CreateReadOnlySpan(ref text, length));
            case ValueCheck.Number: return IsNumber(rule, ref text, length);
            case ValueCheck.Whole: return length <= Word && length >= rule.MinLength && length <= rule.MaxLength && AreDigits(Load(ref text, length), length);
            case ValueCheck.Date: return X12Dates.ParseDate(MemoryMarshal.CreateReadOnlySpan(ref text, length)).HasValue;
            case ValueCheck.Time: return X12Dates.ParseTime(MemoryMarshal.CreateReadOnlySpan(ref text, length)).HasValue;
            case ValueCheck.Composite: return IsComposite(rule.Components!, ref text, length, delimiters, ref separators);
            case ValueCheck.Repeats: return IsSingle(rule, ref text, length, delimiters, ref separators);
            default: return true;
        }
    }

    /// <summary>A value of NUL bytes alone packs to 0, which is what stands where there is no such code.</summary>
    private static bool IsCode(in ElementRule rule, ulong code) => code != 0 && (code == rule.FirstCode || code == rule.SecondCode || rule.Codes!.ContainsPacked(code));

    /// <summary>Digits, perhaps with a point and at most two of them behind it; a sign, or more than eight letters, are left to the checker.</summary>
    private static bool IsNumber(in ElementRule rule, ref byte text, int length)
    {
        if (length > Word) return false;
        var word = Load(ref text, length);
        var points = BytesEqual(word, (byte)'.');
        var digits = length - BitOperations.PopCount(points);
        // A point becomes a zero, which is a digit: both differ in a few bits only.
        var pointToZero = (points >> 7) * ('.' ^ '0');
        if (digits < length - 1 || digits == 0 || !AreDigits(word ^ pointToZero, length) || digits < rule.MinLength || digits > rule.MaxLength) return false;
        return points == 0 || length - 1 - (BitOperations.TrailingZeroCount(points) >> 3) <= 2;
    }

    private static bool IsComposite(ElementRule[] rules, ref byte text, int length, Delimiters delimiters, ref int met)
    {
        if (length > Vector256<byte>.Count || !Vector256.IsHardwareAccelerated) return false;
        unchecked
        {
            var letters = Vector256.LoadUnsafe(ref text);
            var within = length == 32 ? uint.MaxValue : (1U << length) - 1;
            if ((Vector256.Equals(letters, Vector256.Create(delimiters.Repetition)).ExtractMostSignificantBits() & within) != 0) return false;
            var separators = Vector256.Equals(letters, Vector256.Create(delimiters.Component)).ExtractMostSignificantBits() & within;
            met += BitOperations.PopCount(separators);
            var from = 0;
            for (var c = 0; c < rules.Length; c++)
            {
                // Behind the last separator, the component ends where the composite does; components that are not there are empty.
                var end = separators != 0 ? BitOperations.TrailingZeroCount(separators) : length;
                ref readonly var rule = ref rules[c];
                if (end <= from) { if (rule.Usage == Usage.Required) return false; }
                else if (!IsComponent(rule, ref Unsafe.Add(ref text, from), end - from, delimiters, ref met)) return false;
                from = end + 1;
                if (separators == 0) from = length + 1;
                separators &= separators - 1;
            }

            // What is left stands behind the last component of the row.
            return from > length;
        }
    }

    private static bool IsComponent(in ElementRule rule, ref byte text, int length, Delimiters delimiters, ref int separators)
    {
        if (rule.Usage == Usage.NotUsed) return false;
        if (rule.Check is ValueCheck.None or ValueCheck.Date or ValueCheck.Time)
        {
            if (length < rule.MinLength || length > rule.MaxLength || Unsafe.Add(ref text, length - 1) == (byte)' ') return false;
            if (rule.Check == ValueCheck.None) return true;
        }

        return IsClean(rule, ref text, length, delimiters, ref separators);
    }

    /// <summary>An element that may be repeated but is not, or a list of codes.</summary>
    private static bool IsSingle(in ElementRule rule, ref byte text, int length, Delimiters delimiters, ref int separators)
    {
        if (rule.Codes is not { } codes || rule.Type is not (ElementType.Text or ElementType.Identifier)) return false;
        var left = rule.MaxRepeat;
        var rest = MemoryMarshal.CreateReadOnlySpan(ref text, length);
        while (left-- > 0)
        {
            var end = delimiters.Repetition == 0 ? -1 : rest.IndexOf(delimiters.Repetition);
            if (!codes.Contains(end < 0 ? rest : rest[..end])) return false;
            if (end < 0) return true;
            separators++;
            rest = rest[(end + 1)..];
        }

        return false;
    }

    private const int Word = sizeof(ulong);

    /// <summary>One to eight bytes, the first lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(ref byte text, int length)
    {
        var beyond = (Word - length) * 8;
        return Unsafe.ReadUnaligned<ulong>(ref text) << beyond >> beyond;
    }

    private static bool AreDigits(ulong word, int length)
    {
        unchecked
        {
            const ulong Zeros = 0x3030_3030_3030_3030, High = 0xF0F0_F0F0_F0F0_F0F0;
            // Bytes behind the value are filled with zeros; adding 6 carries anything above 9 into the high half.
            if (length < Word) word |= Zeros << (length * 8);
            return (word & High) == Zeros && ((word + 0x0606_0606_0606_0606) & High) == Zeros;
        }
    }

    /// <summary>The top bit of every byte that is the one given, exactly.</summary>
    private static ulong BytesEqual(ulong word, byte value)
    {
        unchecked
        {
            const ulong Low = 0x7F7F_7F7F_7F7F_7F7F;
            var different = word ^ (value * 0x0101_0101_0101_0101UL);
            return ~(((different & Low) + Low) | different | Low);
        }
    }
}
