using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CleanClaim.X12.Reading;

/// <summary>What <see cref="X12Scan"/> adds up. The digest is meant to wrap around; no file has enough segments for the others to.</summary>
internal struct ScanSums
{
    public long Segments, Elements, Transactions, Faults;
    public ulong Digest;
}

public sealed partial class X12Reader
{
    /// <summary>
    /// Adds up segments for as long as they are plain ones of this block, as if each had been read with <see cref="Read"/>.
    /// Everything stays in registers, which makes counting half as quick again. Unchecked for the reasons of <see cref="TakePlain"/>.
    /// </summary>
    internal void AddPlain(ref ScanSums sums)
    {
        unchecked
        {
            if (!_isQuiet) return;
            ref var bytes = ref MemoryMarshal.GetArrayDataReference(_buffer);
            ref var ends = ref MemoryMarshal.GetArrayDataReference(_ends);
            ref var segments = ref MemoryMarshal.GetArrayDataReference(_segments);
            int next = _nextSegment, firstEnd = _lastEnd + 1, position = _position, count = _marks.SegmentCount, taken = next, begun = firstEnd;
            var digest = sums.Digest;
            for (; next < count; next++)
            {
                var lastEnd = Unsafe.Add(ref segments, next);
                var end = Unsafe.Add(ref ends, lastEnd);
                var start = position;
                while (Unsafe.Add(ref bytes, start) is (byte)'\n' or (byte)'\r' && start < end) start++;
                if ((uint)(end - start - 1) >= SegmentBytesMax || IsOfEnvelope(ref Unsafe.Add(ref bytes, start))) break;
                digest += DigestOf(ref Unsafe.Add(ref bytes, start), ref Unsafe.Add(ref ends, firstEnd), ref Unsafe.Add(ref ends, lastEnd), start);
                (firstEnd, position) = (lastEnd + 1, end + 1);
            }

            sums.Digest = digest;
            sums.Segments += next - taken;
            sums.Elements += firstEnd - begun;
            (_nextSegment, _lastEnd, _position) = (next, firstEnd - 1, position);
            _ordinal += next - taken;
            _stOrdinal += _stStep * (next - taken);
        }
    }

    /// <summary>The part of the digest that one segment adds: over its elements, (k+1) x (256 x length + first byte).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong DigestOf(ref byte first, ref int end, ref int last, int start)
    {
        unchecked
        {
            ulong sum = 0, place = 1;
            nint at = 0;
            while (true)
            {
                var length = end - start - at;
                // The byte where an empty element would stand is the delimiter, and counts for nothing.
                var letter = (ulong)Unsafe.Add(ref first, at);
                sum += place * (((ulong)length << 8) + (length == 0 ? 0 : letter));
                if (Unsafe.AreSame(ref end, ref last)) return sum;
                at += length + 1;
                place++;
                end = ref Unsafe.Add(ref end, 1);
            }
        }
    }
}
