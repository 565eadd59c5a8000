using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
        if (!_isQuiet) return;
        if (!Avx512Vbmi2.IsSupported && _marks.Letters is { } noted)
        {
            while (AddRun(GapHere, noted, ref sums)) { }
            return;
        }

        unchecked
        {
            ref var bytes = ref MemoryMarshal.GetArrayDataReference(_buffer);
            ref var ends = ref MemoryMarshal.GetArrayDataReference(_ends);
            ref var segments = ref MemoryMarshal.GetArrayDataReference(_segments);
            int next = _nextSegment, firstEnd = _lastEnd + 1, position = _position, count = _marks.SegmentCount, taken = next, begun = firstEnd;
            var isQuick = _marks.Letters is not null;
            ref var letters = ref isQuick ? ref MemoryMarshal.GetArrayDataReference(_marks.Letters!) : ref bytes;
            var (digest, lanes) = (sums.Digest, Vector512<int>.Zero);
            for (; next < count; next++)
            {
                var lastEnd = Unsafe.Add(ref segments, next);
                var end = Unsafe.Add(ref ends, lastEnd);
                var start = position;
                while (Unsafe.Add(ref bytes, start) is (byte)'\n' or (byte)'\r' && start < end) start++;
                if ((uint)(end - start - 1) >= SegmentBytesMax || IsOfEnvelope(ref Unsafe.Add(ref bytes, start))) break;
                ref var idEnd = ref Unsafe.Add(ref ends, firstEnd);
                if (isQuick && lastEnd - firstEnd <= ElementDigests.Most)
                {
                    lanes += ElementDigests.Of(ref idEnd, ref Unsafe.Add(ref letters, firstEnd), lastEnd - firstEnd);
                    digest += DigestOf(ref Unsafe.Add(ref bytes, start), ref idEnd, ref idEnd, start);
                }
                else digest += DigestOf(ref Unsafe.Add(ref bytes, start), ref idEnd, ref Unsafe.Add(ref ends, lastEnd), start);
                (firstEnd, position) = (lastEnd + 1, end + 1);
            }

            sums.Digest = digest + ElementDigests.Sum(lanes);
            sums.Segments += next - taken;
            sums.Elements += firstEnd - begun;
            (_nextSegment, _lastEnd, _position) = (next, firstEnd - 1, position);
            _row.Ordinal += next - taken;
            _row.StOrdinal += _stStep * (next - taken);
        }
    }

    /// <summary>
    /// The same for segments before each of which stand the same letters of a line break, so many or none; with a step for each segment
    /// and none for each element. The sum of (k+1) x length over the n elements of one that begins at s is (n+1) x its end - s + 1,
    /// less n(n+1)/2, less all that its elements end at; and those are added up for all segments at once. False when there was none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool AddRun(nint gap, byte[] noted, ref ScanSums sums)
    {
        unchecked
        {
            ref var bytes = ref MemoryMarshal.GetArrayDataReference(_buffer);
            ref var ends = ref MemoryMarshal.GetArrayDataReference(_ends);
            ref var segments = ref MemoryMarshal.GetArrayDataReference(_segments);
            ref var letters = ref MemoryMarshal.GetArrayDataReference(noted);
            ref var places = ref ElementDigests.PlacesOfLetters;
            ref var heads = ref MemoryMarshal.GetArrayDataReference(Heads);
            ref var begin = ref Unsafe.Subtract(ref bytes, gap);
            ref var segment = ref Unsafe.Add(ref segments, _nextSegment);
            ref var segmentsEnd = ref Unsafe.Add(ref segments, _marks.SegmentCount);
            nint firstEnd = _lastEnd + 1, begun = firstEnd, start = _position + gap;
            var letterBits = 8 * (int)gap;
            uint ofBreak = (1U << letterBits) - 1, lineBreak = Head(ref begin, start) & ofBreak;
            var (lanes, sum, element) = (Vector256<int>.Zero, 0L, (nint)_row.Delimiters.Element);
            while (Unsafe.IsAddressLessThan(ref segment, ref segmentsEnd))
            {
                nint lastEnd = segment, end = Unsafe.Add(ref ends, lastEnd), elements = lastEnd - firstEnd + 1;
                var head = Head(ref begin, start);
                if ((head & ofBreak) != lineBreak) break;
                head >>= letterBits;
                nint first = (byte)head;
                if ((Unsafe.Add(ref heads, first) & Unsafe.Add(ref heads, (nint)(byte)(head >> 8) + 256)) != 0) break;
                if ((nuint)(end - start - 1) >= SegmentBytesMax || first == element || elements > ElementDigests.MostLetters) break;
                lanes += ElementDigests.OfLetters(ref Unsafe.Add(ref letters, firstEnd), ref places, elements);
                sum += 128L * elements * (2 * end - elements - 1) + first;
                (firstEnd, start) = (lastEnd + 1, end + 1 + gap);
                segment = ref Unsafe.Add(ref segment, 1);
            }

            var run = (int)(Unsafe.ByteOffset(ref segments, ref segment) / sizeof(int)) - _nextSegment;
            var lengths = start - _position - gap * (run + 1) - ElementDigests.Sum(ref Unsafe.Add(ref ends, begun), firstEnd - begun);
            sums.Digest += ((ulong)lengths << 8) + (ulong)sum + (ulong)Vector256.Sum(lanes);
            sums.Segments += run;
            sums.Elements += firstEnd - begun;
            Pass(run, ((int)firstEnd - 1, (int)(start - gap)));
            return run > 0;
        }
    }

    /// <summary>Four bytes from there on: what stands behind the last segment of a block can be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Head(ref byte bytes, nint at) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, at));

    /// <summary>Has the first letters of elements noted, which <see cref="AddPlain"/> then need not look for; before anything is read.</summary>
    internal void NoteLetters()
    {
        if (ElementDigests.AreQuick) _marks.Letters = ArrayPool<byte>.Shared.Rent(_ends.Length + Scanner.Slack);
    }

    /// <summary>Passes over the segments that are plain ones of this block, as if each had been read; gives how many there were.</summary>
    internal int PassPlain()
    {
        if (!_isQuiet) return 0;
        var taken = FindRun(GapHere, out var end);
        Pass(taken, end);
        return taken;
    }

    /// <summary>
    /// Passes over at most so many plain segments of this block, up to the first that begins with one of three pairs of letters; gives how many.
    /// Unchecked for the reasons of <see cref="TakePlain"/>.
    /// </summary>
    internal int PassPlainBefore(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, ReadOnlySpan<byte> third, int most)
    {
        unchecked
        {
            if (!_isQuiet) return 0;
            var (first, second, last) = (MemoryMarshal.Read<ushort>(one), MemoryMarshal.Read<ushort>(other), MemoryMarshal.Read<ushort>(third));
            ref var bytes = ref MemoryMarshal.GetArrayDataReference(_buffer);
            ref var ends = ref MemoryMarshal.GetArrayDataReference(_ends);
            ref var segments = ref MemoryMarshal.GetArrayDataReference(_segments);
            int next = _nextSegment, position = _position, lastEnd = _lastEnd, until = Math.Min(_marks.SegmentCount, next + Math.Max(most, 0));
            for (; next < until; next++)
            {
                var endAt = Unsafe.Add(ref segments, next);
                var end = Unsafe.Add(ref ends, endAt);
                var start = position;
                while (IsBreak(Unsafe.Add(ref bytes, start)) && start < end) start++;
                ref var letters = ref Unsafe.Add(ref bytes, start);
                var head = Unsafe.ReadUnaligned<ushort>(ref letters);
                if ((uint)(end - start - 1) >= SegmentBytesMax || IsOfEnvelope(ref letters) || head == first || head == second || head == last) break;
                (lastEnd, position) = (endAt, end + 1);
            }

            var taken = next - _nextSegment;
            Pass(taken, (lastEnd, position));
            return taken;
        }
    }

    /// <summary>The place in the file behind the segment read or passed over last.</summary>
    internal long EndOfSegment => _blocks.Offset + _position;

    /// <summary>The plain segments of this block with whatever stands between them, passed over as if each had been read; empty when the next one is none.</summary>
    internal ReadOnlySpan<byte> PassRun()
    {
        var from = _position;
        PassPlain();
        return _buffer.AsSpan(from.._position);
    }

    /// <summary>The same for as long as each segment begins so many letters of a line break behind the terminator before it.</summary>
    internal ReadOnlySpan<byte> PassEvenRun(int gap)
    {
        if (!_isQuiet || gap != GapHere) return default;
        var from = _position + gap;
        var taken = FindRun(gap, out var end);
        Pass(taken, end);
        return taken == 0 ? default : _buffer.AsSpan(from.._position);
    }

    // CR and LF; whoever writes more has an odd file, whose segments are read one by one.
    private const int GapMax = 2;

    /// <summary>How many letters of a line break stand before the next segment.</summary>
    private int GapHere
    {
        get
        {
            var gap = 0;
            while (gap < GapMax && IsBreak(_buffer[_position + gap])) gap++;
            return gap;
        }
    }

    private static bool IsBreak(byte letter) => letter is (byte)'\n' or (byte)'\r';

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

    /// <summary>
    /// How many segments from here on are plain, each behind so many letters of a line break, and where the last of them ends.
    /// Unchecked for the reasons of <see cref="TakePlain"/>.
    /// </summary>
    private int FindRun(int gap, out (int LastEnd, int Position) end)
    {
        unchecked
        {
            ref var bytes = ref MemoryMarshal.GetArrayDataReference(_buffer);
            ref var ends = ref MemoryMarshal.GetArrayDataReference(_ends);
            ref var segments = ref MemoryMarshal.GetArrayDataReference(_segments);
            int next = _nextSegment, last = _lastEnd, position = _position, until = _marks.SegmentCount;
            for (; next < until; next++)
            {
                var lastEnd = Unsafe.Add(ref segments, next);
                var segmentEnd = Unsafe.Add(ref ends, lastEnd);
                var start = position + gap;
                if ((uint)(segmentEnd - start - 1) >= SegmentBytesMax || IsOfEnvelope(ref Unsafe.Add(ref bytes, start))) break;
                if (gap > 0 && !(IsBreak(Unsafe.Add(ref bytes, position)) && IsBreak(Unsafe.Add(ref bytes, start - 1)))) break;
                (last, position) = (lastEnd, segmentEnd + 1);
            }

            end = (last, position);
            return next - _nextSegment;
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
