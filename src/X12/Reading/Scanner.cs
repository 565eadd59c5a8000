using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CleanClaim.X12.Reading;

/// <summary>
/// Finds every element separator and segment terminator of a block. A delimiter comes every four to five bytes, so whole
/// vectors are compared to bit masks and the bits walked: several times quicker than searching hit by hit.
/// </summary>
/// <remarks>
/// The buffer must have <see cref="Slack"/> readable bytes after the range, so that the last vector needs no shorter twin.
/// Arithmetic is unchecked here: every index is below the buffer's length, and the checks cost a tenth of the speed.
/// </remarks>
internal static class Scanner
{
    public const int Slack = 64;

    /// <summary>
    /// Appends the positions of both delimiters in [from, to) to the marks' ends, and for each terminator its index among
    /// them. Both mark buffers must hold one entry a byte, the worst case.
    /// </summary>
    public static void Scan(byte[] buffer, int from, int to, Delimiters delimiters, Marks marks)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to + Slack, buffer.Length);
        if (marks.Ends.Length < marks.EndCount + (to - from) + Slack || marks.Segments.Length < marks.SegmentCount + (to - from))
            throw new ArgumentException("The mark buffers are smaller than the block.", nameof(marks));
        if (Vector512.IsHardwareAccelerated) Scan512(buffer, from, to, delimiters, marks);
        else if (Vector256.IsHardwareAccelerated) Scan256(buffer, from, to, delimiters, marks);
        else ScanScalar(buffer, from, to, delimiters, marks);
    }

    internal static void ScanScalar(byte[] buffer, int from, int to, Delimiters delimiters, Marks marks)
    {
        for (var i = from; i < to; i++)
        {
            var value = buffer[i];
            if (value == delimiters.Segment) marks.Segments[marks.SegmentCount++] = marks.EndCount;
            if (value == delimiters.Segment || value == delimiters.Element) marks.Ends[marks.EndCount++] = i;
        }
    }

    internal static void Scan256(byte[] buffer, int from, int to, Delimiters delimiters, Marks marks)
    {
        unchecked
        {
            ref var bytes = ref buffer[0];
            var element = Vector256.Create(delimiters.Element);
            var terminator = Vector256.Create(delimiters.Segment);
            for (var i = from; i < to; i += 64)
            {
                var low = Vector256.LoadUnsafe(ref bytes, (nuint)i);
                var high = Vector256.LoadUnsafe(ref bytes, (nuint)(i + 32));
                ulong ends = Vector256.Equals(low, terminator).ExtractMostSignificantBits()
                    | (ulong)Vector256.Equals(high, terminator).ExtractMostSignificantBits() << 32;
                ulong separators = Vector256.Equals(low, element).ExtractMostSignificantBits()
                    | (ulong)Vector256.Equals(high, element).ExtractMostSignificantBits() << 32;
                Append(i, to, separators, ends, marks);
            }
        }
    }

    internal static void Scan512(byte[] buffer, int from, int to, Delimiters delimiters, Marks marks)
    {
        unchecked
        {
            ref var bytes = ref buffer[0];
            var element = Vector512.Create(delimiters.Element);
            var terminator = Vector512.Create(delimiters.Segment);
            for (var i = from; i < to; i += 64)
            {
                var vector = Vector512.LoadUnsafe(ref bytes, (nuint)i);
                Append(i, to, Vector512.Equals(vector, element).ExtractMostSignificantBits(),
                    Vector512.Equals(vector, terminator).ExtractMostSignificantBits(), marks);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Append(int at, int to, ulong separators, ulong terminators, Marks marks)
    {
        unchecked
        {
            if (to - at < 64)
            {
                var inRange = (1UL << (to - at)) - 1;
                separators &= inRange;
                terminators &= inRange;
            }

            var all = separators | terminators;
            var count = marks.EndCount;
            ref var segments = ref marks.Segments[0];
            while (terminators != 0)
            {
                var below = terminators ^ (terminators - 1);
                Unsafe.Add(ref segments, marks.SegmentCount++) = count + BitOperations.PopCount(all & below) - 1;
                terminators &= terminators - 1;
            }

            ref var next = ref Unsafe.Add(ref marks.Ends[0], count);
            marks.EndCount = count + BitOperations.PopCount(all);
            // Eight at a time: the loop branch is then foreseen nearly always; entries past the count are overwritten later.
            while (all != 0)
            {
                for (var k = 0; k < 8; k++)
                {
                    Unsafe.Add(ref next, k) = at + BitOperations.TrailingZeroCount(all);
                    all &= all - 1;
                }

                next = ref Unsafe.Add(ref next, 8);
            }
        }
    }
}

/// <summary>The delimiter positions of one block: all of them, and which of them end a segment. This is the token table.</summary>
internal sealed class Marks(int[] ends, int[] segments)
{
    public readonly int[] Ends = ends;
    public readonly int[] Segments = segments;
    public int EndCount;
    public int SegmentCount;

    public void Clear() => EndCount = SegmentCount = 0;
}
