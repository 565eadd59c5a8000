using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Reading;

/// <summary>Takes the plain segments of a block one after another.</summary>
internal unsafe interface IPlainTaker
{
    /// <summary>Takes a segment that needs no more than to be held; false when it must be taken by <see cref="Take"/>.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="shared">As <see cref="HeldRow.SharedOf"/> gives it.</param>
    /// <param name="bytes">The ground's first byte.</param>
    /// <param name="ends">Its ends, <paramref name="length"/> of them.</param>
    /// <param name="start">Its first byte in the ground.</param>
    /// <param name="stOrdinal">Its number in the transaction set.</param>
    bool Hold(HeldKind kind, Vector256<byte> shared, byte* bytes, int* ends, int start, int length, int stOrdinal);

    /// <summary>Takes any other: the reader's current one; false when no more are wanted now.</summary>
    bool Take(HeldKind kind, SegmentView segment);
}

public sealed partial class X12Reader
{
    /// <summary>
    /// Hands at most so many plain segments of the block to a taker, as <see cref="TakePlain()"/> would give them; gives how many. The
    /// loop holds everything in registers, and tells the reader where it is only when somebody needs to know.
    /// </summary>
    internal unsafe int TakePlain<TTaker>(ref TTaker taker, int most) where TTaker : struct, IPlainTaker
    {
        unchecked
        {
            if (!_isQuiet) return 0;
            fixed (int* segments = _segments)
            {
                byte* bytes = _row.Bytes;
                int* ends = _firstEnd;
                var (shared, kinds) = (HeldRow.SharedOf(in _row), HeldKinds.ByAddress);
                int first = _nextSegment, next = first, until = Math.Min(_marks.SegmentCount, first + most), lastEnd = _lastEnd, position = _position, step = _stStep;
                var stOrdinal = _row.StOrdinal;
                for (; next < until; next++)
                {
                    var endAt = segments[next];
                    int end = ends[endAt], start = position;
                    while (bytes[start] is (byte)'\n' or (byte)'\r' && start < end) start++;
                    if ((uint)(end - start - 1) >= SegmentBytesMax) break;
                    var head = Unsafe.ReadUnaligned<uint>(bytes + start);
                    var letters = (uint)(ends[lastEnd + 1] - start);
                    // An id of two letters or three; any other is none that is known.
                    var kind = letters - 2 <= 1 ? kinds.Of(head & 0xFF_FFFFu >> 24 - 8 * (int)letters) : HeldKind.Kept;
                    if (kind == HeldKind.Kept && IsOfEnvelope(head)) break;
                    stOrdinal += step;
                    var isHeld = taker.Hold(kind, shared, bytes, ends + lastEnd + 1, start, endAt - lastEnd, stOrdinal);
                    var ownEnd = lastEnd;
                    (lastEnd, position) = (endAt, end + 1);
                    if (isHeld) continue;
                    Stand(start, ownEnd, lastEnd, position, next + 1, stOrdinal);
                    if (!taker.Take(kind, Segment)) return next + 1 - first;
                }

                if (next > _nextSegment)
                {
                    var (ownEnd, start) = next - 1 > _nextSegment ? (segments[next - 2], ends[segments[next - 2]] + 1) : (_lastEnd, _position);
                    Stand(SkipLineBreaks(start, ends[lastEnd]), ownEnd, lastEnd, position, next, stOrdinal);
                }

                return next - first;
            }
        }
    }

    /// <summary>The current segment is this one.</summary>
    private unsafe void Stand(int start, int ownEnd, int lastEnd, int position, int next, int stOrdinal)
    {
        unchecked
        {
            _row.Ordinal += next - _nextSegment;
            _row.Byte = start;
            _row.Ends = _firstEnd + ownEnd + 1;
            _row.Length = lastEnd - ownEnd;
            _row.StOrdinal = stOrdinal;
            (_lastEnd, _position, _nextSegment) = (lastEnd, position, next);
        }
    }
}
