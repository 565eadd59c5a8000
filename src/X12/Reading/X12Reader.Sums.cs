using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
