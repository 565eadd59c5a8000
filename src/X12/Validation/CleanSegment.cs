using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Validation;

/// <summary>
/// Tells in the usual case that <see cref="ElementChecker"/> would find nothing, so that it need not be asked. It says yes
/// only when that is certain and explains nothing: whatever is unusual is left to the checker, whose word is final.
/// </summary>
/// <remarks>
/// All elements are judged at once where that can be done: lengths sixteen side by side, letters as one bit a byte
/// (<see cref="SegmentLetters"/>). Branches are what costs here, for values come in no order that a processor could guess.
/// Unchecked and by reference: all positions come from the scanner, and eight bytes behind any of them, or sixteen ends behind
/// the last, lie in the slack of the reader's buffers. A value's bytes are loaded eight at a time and cut to its length.
/// </remarks>
internal static class CleanSegment
{
    /// <param name="segment">A segment of the reader's block.</param>
    /// <param name="shape">Its row.</param>
    /// <param name="isDoubtful">Whether the scanner saw an odd letter or a padded value in it.</param>
    /// <param name="chosen">Elements, by bit, whose codes are known to be of their lists: they chose the row.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe bool IsClean(SegmentView segment, RowShape shape, bool isDoubtful, uint chosen = 0)
    {
        unchecked
        {
            ref readonly var row = ref segment.Row;
            var count = row.Length - 1;
            if (isDoubtful | (uint)count > RowShape.Lanes) return false;
            var ends = row.Ends;
            var present = Present(ends, shape, count, out var outside);
            // Nothing after the last separator is a fault of its own: the last element, where there is one, is demanded like others.
            var last = 1U << count & ~1U;
            if ((outside | (last & ~present)) != 0 || shape.Refuses(present)) return false;
            ref var bytes = ref *row.Bytes;
            var areKnown = SegmentLetters.Judge(ref Unsafe.Add(ref bytes, row.Byte), ends[count] - row.Byte, row.Delimiters, shape, present, out var areClean);
            if (!areClean) return false;
            ref var rules = ref MemoryMarshal.GetArrayDataReference(shape.Rules);
            for (var look = present & shape.Listed & ~chosen; look != 0; look &= look - 1)
            {
                var position = BitOperations.TrailingZeroCount(look);
                var from = ends[position - 1] + 1;
                if (!IsListed(Unsafe.Add(ref rules, position - 1), ref Unsafe.Add(ref bytes, from), ends[position] - from)) return false;
            }

            for (var look = present & shape.Dates; look != 0; look &= look - 1)
            {
                var position = BitOperations.TrailingZeroCount(look);
                var from = ends[position - 1] + 1;
                if (!IsDate(ref Unsafe.Add(ref bytes, from), ends[position] - from)) return false;
            }

            for (var look = present & (areKnown ? shape.Singly : shape.Singly | shape.Numeric); look != 0; look &= look - 1)
            {
                var position = BitOperations.TrailingZeroCount(look);
                var from = ends[position - 1] + 1;
                if (!IsClean(Unsafe.Add(ref rules, position - 1), ref Unsafe.Add(ref bytes, from), ends[position] - from, row.Delimiters)) return false;
            }

            return areKnown || !HasStraySeparator(segment, shape);
        }
    }

    /// <summary>One bit an element that is there, from bit 1; and of those, each that is shorter or longer than its row allows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe uint Present(int* ends, RowShape shape, int count, out uint outside)
    {
        unchecked
        {
            var lengths = Avx2.IsSupported ? LengthsAtOnce(ends) : LengthsOneByOne(ends, count);
            // Lanes behind the last element hold the next segment.
            var here = Vector128.Equals(Vector128.Max(lengths, Vector128.Create((byte)2)), lengths).ExtractMostSignificantBits() & ((1U << count) - 1);
            var inside = (Vector128.Equals(Vector128.Max(lengths, shape.Greatest), shape.Greatest) & Vector128.Equals(Vector128.Min(lengths, shape.Least), shape.Least)).ExtractMostSignificantBits();
            outside = here & ~inside;
            return here << 1;
        }
    }

    /// <summary>How long sixteen elements are, each plus one and at most 255, in a byte each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector128<byte> LengthsAtOnce(int* ends)
    {
        unchecked
        {
            var (lower, upper) = (Vector256.Load(ends + 1) - Vector256.Load(ends), Vector256.Load(ends + 9) - Vector256.Load(ends + 8));
            var words = Avx2.PackSignedSaturate(lower, upper);
            // Both packings take turns by fours; the shuffle puts the fours in order.
            return Sse2.Shuffle(Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper()).AsInt32(), 0b11_01_10_00).AsByte();
        }
    }

    /// <summary>The same for processors that lack the vectors.</summary>
    internal static unsafe Vector128<byte> LengthsOneByOne(int* ends, int count)
    {
        var lengths = stackalloc byte[RowShape.Lanes];
        for (var i = 0; i < count; i++) lengths[i] = (byte)Math.Min(ends[i + 1] - ends[i], byte.MaxValue);
        return Vector128.Load(lengths);
    }

    /// <summary>Of a segment too long for <see cref="SegmentLetters"/>: whether a separator of components or repeats stands in a plain value.</summary>
    private static bool HasStraySeparator(SegmentView segment, RowShape shape)
    {
        var (component, repetition) = (segment.Delimiters.Component, segment.Delimiters.Repetition);
        for (var i = 0; i <= segment.Count; i++)
            if ((shape.Parted >> i & 1) == 0 && segment[i].ContainsAny(component, repetition)) return true;
        return false;
    }

    private static bool IsClean(in ElementRule rule, ref byte text, int length, Delimiters delimiters)
    {
        switch (rule.Check)
        {
            case ValueCheck.Codes: return IsListed(rule, ref text, length);
            case ValueCheck.Number: return IsNumber(rule, ref text, length);
            case ValueCheck.Whole: return length <= Word && length >= rule.MinLength && length <= rule.MaxLength && AreDigits(CodeSet.PackWithSlack(ref text, length), length);
            case ValueCheck.Date: return IsDate(ref text, length);
            case ValueCheck.Time: return X12Dates.ParseTime(MemoryMarshal.CreateReadOnlySpan(ref text, length)).HasValue;
            case ValueCheck.Composite: return IsComposite(rule.Components!, rule.ComponentsMin, ref text, length, delimiters);
            case ValueCheck.Repeats: return IsSingle(rule, ref text, length, delimiters);
            default: return true;
        }
    }

    /// <summary>The first twenty-eight days of a month are told at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsDate(ref byte text, int length) =>
        (length == sizeof(ulong) && X12Dates.IsUsualDay(Unsafe.ReadUnaligned<ulong>(ref text))) || X12Dates.ParseDate(MemoryMarshal.CreateReadOnlySpan(ref text, length)).HasValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsListed(in ElementRule rule, ref byte text, int length)
    {
        if (length > Word) return rule.Codes!.Contains(MemoryMarshal.CreateReadOnlySpan(ref text, length));
        var code = CodeSet.PackWithSlack(ref text, length);
        // A value of NUL bytes alone packs to 0, which is what stands where there is no such code.
        return code != 0 && (code == rule.FirstCode | code == rule.SecondCode || rule.Codes!.ContainsPacked(code));
    }

    /// <summary>Digits, perhaps with a point and at most two of them behind it; a sign, or more than eight letters, are left to the checker.</summary>
    private static bool IsNumber(in ElementRule rule, ref byte text, int length)
    {
        if (length > Word) return false;
        var word = CodeSet.PackWithSlack(ref text, length);
        var points = BytesEqual(word, (byte)'.');
        var digits = length - BitOperations.PopCount(points);
        // A point becomes a zero, which is a digit: both differ in a few bits only.
        var pointToZero = (points >> 7) * ('.' ^ '0');
        if (digits < length - 1 || digits == 0 || !AreDigits(word ^ pointToZero, length) || digits < rule.MinLength || digits > rule.MaxLength) return false;
        return points == 0 || length - 1 - (BitOperations.TrailingZeroCount(points) >> 3) <= 2;
    }

    /// <param name="rules">The rows of the components.</param>
    /// <param name="required">How many there are at least: the last one demanded.</param>
    /// <param name="text">The composite's first letter.</param>
    /// <param name="length">How many letters it has.</param>
    /// <param name="delimiters">Those of the interchange.</param>
    private static bool IsComposite(ElementRule[] rules, int required, ref byte text, int length, Delimiters delimiters)
    {
        if (length > Vector256<byte>.Count || !Vector256.IsHardwareAccelerated) return false;
        unchecked
        {
            var letters = Vector256.LoadUnsafe(ref text);
            var within = length == 32 ? uint.MaxValue : (1U << length) - 1;
            if ((Vector256.Equals(letters, Vector256.Create(delimiters.Repetition)).ExtractMostSignificantBits() & within) != 0) return false;
            var separators = Vector256.Equals(letters, Vector256.Create(delimiters.Component)).ExtractMostSignificantBits() & within;
            var count = BitOperations.PopCount(separators) + 1;
            if (count > rules.Length || count < required) return false;
            ref var rule = ref MemoryMarshal.GetArrayDataReference(rules);
            var from = 0;
            while (true)
            {
                // Behind the last separator, the component ends where the composite does.
                var end = separators != 0 ? BitOperations.TrailingZeroCount(separators) : length;
                if (end <= from) { if (rule.Usage == Usage.Required) return false; }
                else if (!IsComponent(rule, ref Unsafe.Add(ref text, from), end - from, delimiters)) return false;
                if (separators == 0) return true;
                from = end + 1;
                separators &= separators - 1;
                rule = ref Unsafe.Add(ref rule, 1);
            }
        }
    }

    private static bool IsComponent(in ElementRule rule, ref byte text, int length, Delimiters delimiters)
    {
        if (rule.Usage == Usage.NotUsed) return false;
        if (rule.Check is ValueCheck.None or ValueCheck.Date or ValueCheck.Time)
        {
            if (length < rule.MinLength || length > rule.MaxLength || Unsafe.Add(ref text, length - 1) == (byte)' ') return false;
            if (rule.Check == ValueCheck.None) return true;
        }

        return IsClean(rule, ref text, length, delimiters);
    }

    /// <summary>An element that may be repeated but is not, or a list of codes.</summary>
    private static bool IsSingle(in ElementRule rule, ref byte text, int length, Delimiters delimiters)
    {
        if (rule.Codes is not { } codes || rule.Type is not (ElementType.Text or ElementType.Identifier)) return false;
        var left = rule.MaxRepeat;
        var rest = MemoryMarshal.CreateReadOnlySpan(ref text, length);
        while (left-- > 0)
        {
            var end = delimiters.Repetition == 0 ? -1 : rest.IndexOf(delimiters.Repetition);
            if (!codes.Contains(end < 0 ? rest : rest[..end])) return false;
            if (end < 0) return true;
            rest = rest[(end + 1)..];
        }

        return false;
    }

    private const int Word = sizeof(ulong);

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
