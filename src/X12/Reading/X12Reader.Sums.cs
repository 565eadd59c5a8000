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
    /// <summary>So many segments are told apart before their elements are added up: all of them are then still in the nearest cache.</summary>
    private const int RunMax = 256;

    /// <summary>Adds up segments for as long as they are plain ones of this block, as if each had been read with <see cref="Read"/>.</summary>
    internal void AddPlain(ref ScanSums sums)
    {
        int taken;
        do
        {
            taken = FindRun(RunMax, out var end);
            if (taken == 0) return;
            sums.Digest = unchecked(sums.Digest + (_marks.HasOdd ? DigestTo<LineBreaks>(end.LastEnd) : DigestTo<NoLineBreaks>(end.LastEnd)));
            sums.Segments += taken;
            sums.Elements += end.LastEnd - _lastEnd;
            Pass(taken, end);
        }
        while (taken == RunMax);
    }

    /// <summary>Passes over the segments that are plain ones of this block, as if each had been read; gives how many there were.</summary>
    internal int PassPlain()
    {
        var taken = FindRun(int.MaxValue, out var end);
        Pass(taken, end);
        return taken;
    }

    /// <summary>The plain segments of this block with whatever stands between them, passed over as if each had been read; empty when the next one is none.</summary>
    internal ReadOnlySpan<byte> PassRun()
    {
        var from = _position;
        PassPlain();
        return _buffer.AsSpan(from.._position);
    }

    /// <summary>The same for as long as each segment begins behind the terminator before it, or behind one line feed.</summary>
    internal ReadOnlySpan<byte> PassEvenRun(bool onLines)
    {
        var from = _position;
        if (!_isQuiet || (!onLines && _marks.HasOdd)) return default;
        var taken = onLines ? FindRun<OneLineFeed>(int.MaxValue, out var end) : FindRun<NoLineBreaks>(int.MaxValue, out end);
        Pass(taken, end);
        return taken == 0 ? default : _buffer.AsSpan((from + (onLines ? 1 : 0)).._position);
    }

    private void Pass(int taken, (int LastEnd, int Position) end)
    {
        unchecked
        {
            _nextSegment += taken;
            (_lastEnd, _position) = end;
            _row.Ordinal += taken;
            _row.StOrdinal += _stStep * taken;
        }
    }

    private int FindRun(int max, out (int LastEnd, int Position) end)
    {
        end = (_lastEnd, _position);
        return !_isQuiet ? 0 : _marks.HasOdd ? FindRun<LineBreaks>(max, out end) : FindRun<NoLineBreaks>(max, out end);
    }

    /// <summary>
    /// How many segments from here on are plain, and where the last of them ends. Unchecked for the reasons of <see cref="TakePlain"/>.
    /// </summary>
    private int FindRun<TBreaks>(int max, out (int LastEnd, int Position) end) where TBreaks : ILineBreaks
    {
        unchecked
        {
            ref var bytes = ref MemoryMarshal.GetArrayDataReference(_buffer);
            ref var ends = ref MemoryMarshal.GetArrayDataReference(_ends);
            ref var segments = ref MemoryMarshal.GetArrayDataReference(_segments);
            int next = _nextSegment, last = _lastEnd, position = _position, until = next + Math.Min(max, _marks.SegmentCount - next);
            for (; next < until; next++)
            {
                var lastEnd = Unsafe.Add(ref segments, next);
                var segmentEnd = Unsafe.Add(ref ends, lastEnd);
                var start = position + TBreaks.Before(ref Unsafe.Add(ref bytes, position), isFirst: -1);
                if ((uint)(segmentEnd - start - 1) >= SegmentBytesMax || IsOfEnvelope(ref Unsafe.Add(ref bytes, start))) break;
                (last, position) = (lastEnd, segmentEnd + 1);
            }

            end = (last, position);
            return next - _nextSegment;
        }
    }

    private ulong DigestTo<TBreaks>(int lastEnd) where TBreaks : ILineBreaks => unchecked(DigestOf<TBreaks>(
        ref MemoryMarshal.GetArrayDataReference(_buffer), ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_ends), _lastEnd + 1), lastEnd - _lastEnd, _position, _row.Delimiters.Segment));

    /// <summary>
    /// The part of the digest that whole segments add: over their elements, (k+1) x (256 x length + first byte). They lie behind
    /// one another, and where one ends nothing but the element's place begins anew: a loop over segments would have to guess
    /// where each of them ends, and guess wrong nearly every time.
    /// </summary>
    private static ulong DigestOf<TBreaks>(ref byte bytes, ref int ends, int count, int start, byte terminator) where TBreaks : ILineBreaks
    {
        unchecked
        {
            ulong sum = 0, place = 0;
            // All bits set before the first element of a segment, none before the others.
            var isFirst = ulong.MaxValue;
            nint from = start;
            for (nint i = 0; i < count; i++)
            {
                from += TBreaks.Before(ref Unsafe.Add(ref bytes, from), (int)isFirst);
                nint end = Unsafe.Add(ref ends, i);
                var length = (ulong)(end - from);
                place = (place & ~isFirst) + 1;
                // The byte where an empty element would stand is the delimiter, and counts for nothing.
                sum += place * ((length << 8) + (Unsafe.Add(ref bytes, from) & ~(ulong)((long)(length - 1) >> 63)));
                isFirst = (ulong)(((long)(Unsafe.Add(ref bytes, end) ^ terminator) - 1) >> 63);
                from = end + 1;
            }

            return sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int OneIfBreak(byte letter) => letter is (byte)'\n' or (byte)'\r' ? 1 : 0;

    /// <summary>The part of the digest that one segment adds.</summary>
    internal static ulong DigestOf(in SegmentView segment) => DigestOf<NoLineBreaks>(
        ref Unsafe.Add(ref segment.First, -segment.Start), ref MemoryMarshal.GetReference(segment.Ends), segment.Count + 1, segment.Start, segment.Delimiters.Segment);

    /// <summary>What may stand between segments.</summary>
    private interface ILineBreaks
    {
        /// <summary>How many letters of a line break stand here, where a segment begins; 0 where <paramref name="isFirst"/> has no bit set.</summary>
        static abstract int Before(ref byte letters, int isFirst);
    }

    private readonly struct NoLineBreaks : ILineBreaks
    {
        public static int Before(ref byte letters, int isFirst) => 0;
    }

    /// <summary>Whoever writes more than CR and LF has an odd file, whose segments are read one by one.</summary>
    private readonly struct LineBreaks : ILineBreaks
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static int Before(ref byte letters, int isFirst)
        {
            var one = OneIfBreak(letters) & isFirst;
            return one + (OneIfBreak(Unsafe.Add(ref letters, one)) & isFirst);
        }
    }

    /// <summary>One line feed before each segment; before any other letter, what stands there is told to be no plain segment.</summary>
    private readonly struct OneLineFeed : ILineBreaks
    {
        public static int Before(ref byte letters, int isFirst) => letters == (byte)'\n' ? 1 : int.MinValue / 2;
    }
}
