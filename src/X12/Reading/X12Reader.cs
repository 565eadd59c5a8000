using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CleanClaim.X12.Reading;

/// <summary>
/// Reads a file of any size segment by segment: <c>while (reader.Read()) Use(reader.Segment);</c>. It never throws for what
/// the file holds: what is not X12, cut off or too long is a located fault in <see cref="Faults"/> and reading goes on at
/// the next segment that can be told. Each interchange is read with the separators of its own ISA.
/// </summary>
/// <example><code>
/// using var reader = new X12Reader(stream);
/// while (reader.Read())
///     if (reader.Segment.Id == SegmentId.Of("CLP")) total += reader.Segment.Number(4).Value.InUnitsOf(2);
/// </code></example>
public sealed partial class X12Reader : IDisposable
{
    /// <summary>A longer segment is a fault: the longest lawful one of these guides is far below it.</summary>
    public const int SegmentBytesMax = 128 * 1024;

    private readonly BlockReader _blocks;
    private readonly SegmentGround _ground;
    private readonly Marks _marks;
    private readonly byte[] _buffer;
    private readonly int[] _ends, _segments;

    // The ground's own, which never moves.
    private readonly unsafe int* _firstEnd;
    private readonly List<ReadFault> _faults = [];
    private readonly LineCounter _lines = new();
    private SegmentRow _row;
    private bool _inInterchange, _sawInterchange, _toldJunk, _skipping, _inTransaction, _afterTrailer;
    private bool _delivered, _judgedRest, _toldEmpty;

    // Between one oddity and the next, every segment can be delivered without a question.
    private bool _isQuiet, _isUnbroken;
    private long _openedAt = -1;
    private int _position, _nextSegment, _lastEnd, _stStep;

    public unsafe X12Reader(Stream stream, bool leaveOpen = false)
    {
        var capacity = BlockReader.CapacityFor(stream, SegmentBytesMax);
        // One mark a byte is the worst case: a file of nothing but separators.
        var marks = capacity + 2 * Scanner.Slack;
        _ground = SegmentGround.Rent(capacity + Scanner.Slack, marks);
        _blocks = new(stream, _ground.Bytes, leaveOpen);
        _marks = new(_ground.Ends, ArrayPool<int>.Shared.Rent(marks));
        (_buffer, _ends, _segments) = (_ground.Bytes, _ground.Ends, _marks.Segments);
        _row.Bytes = _ground.FirstByte;
        _firstEnd = _ground.FirstEnd;
    }

    public X12Reader(byte[] file) : this(new MemoryStream(file, writable: false)) { }

    public Delimiters Delimiters => _row.Delimiters;

    /// <summary>The segment just read. Valid until the next read.</summary>
    public SegmentView Segment
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(in _row);
    }

    /// <summary>Whether some letter of the current segment needs a closer look (<see cref="Marks.Doubts"/>).</summary>
    internal bool IsDoubtful
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _marks.IsDoubtful(_row.Byte, unchecked(_position - 1));
    }

    /// <summary>What was wrong between the segment before and this one; at the end of the file, what was wrong there.</summary>
    public IReadOnlyList<ReadFault> Faults => _faults;

    internal int StOrdinal => _row.StOrdinal;

    /// <summary>Told before the block or its ends are overwritten, to those who still need something of them.</summary>
    internal event Action? BlockLeaves;

    internal bool HasFaults => _faults.Count > 0;

    /// <summary>The line of the file, from 1, on which the current segment begins; the last line once the file is read.</summary>
    public int Line => _lines.LineOf(_blocks, _row.Byte);

    /// <summary>How many bytes were read so far; the file's length once <see cref="Read"/> gave false.</summary>
    public long BytesRead => _blocks.Offset + _blocks.End;

    /// <summary>Moves to the next segment, reading from the stream when the block is used up; false at the end of the file.</summary>
    public bool Read()
    {
        do
            if (ReadBuffered()) return true;
        while (Fill());
        return false;
    }

    /// <summary>Brings the next block, for those who read it with <see cref="ReadBuffered"/>; false at the end of the file.</summary>
    internal bool Fill() => Advance(_blocks.Fill(KeepFrom()));

    /// <summary>
    /// For asynchronous callers: <c>do while (reader.ReadBuffered()) … while (await reader.FillAsync(cancel));</c>. Only the
    /// border between blocks waits; segments in between are read without a state machine.
    /// </summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancel) => Advance(await _blocks.FillAsync(KeepFrom(), cancel));

    /// <summary>Moves to the next segment that is wholly in memory; false when <see cref="FillAsync"/> must bring more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ReadBuffered() => TakePlain() || FindNext();

    /// <summary>
    /// The segment behind the last one, when it is neither empty nor too long nor, by its first letters, one of the envelope's.
    /// Indexing is unchecked: the scanner wrote these indexes, and each lies in the block.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe bool TakePlain()
    {
        unchecked
        {
            var next = _nextSegment;
            if (!_isQuiet || next >= _marks.SegmentCount) return false;
            var lastEnd = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_segments), next);
            var end = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_ends), lastEnd);
            ref var bytes = ref MemoryMarshal.GetArrayDataReference(_buffer);
            var start = _position;
            while (Unsafe.Add(ref bytes, start) is (byte)'\n' or (byte)'\r' && start < end) start++;
            if ((uint)(end - start - 1) >= SegmentBytesMax || IsOfEnvelope(ref Unsafe.Add(ref bytes, start))) return false;
            _row.Byte = start;
            _row.Ends = _firstEnd + _lastEnd + 1;
            _row.Length = lastEnd - _lastEnd;
            _lastEnd = lastEnd;
            _position = end + 1;
            _nextSegment = next + 1;
            _row.Ordinal++;
            _row.StOrdinal += _stStep;
            return true;
        }
    }

    /// <summary>
    /// ISA, IEA, GS, GE, ST, SE, whatever begins like them, and blanks: segments that need more than counting. Two letters
    /// that only share their last six bits with those may be told to be such. One branch, for ids come in no order that could be guessed.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsOfEnvelope(ref byte start) => IsOfEnvelope(Unsafe.ReadUnaligned<ushort>(ref start));

    /// <inheritdoc cref="IsOfEnvelope(ref byte)"/>
    /// <param name="head">The two letters, the first one lowest; others may stand above them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOfEnvelope(uint head)
    {
        unchecked
        {
            ref var heads = ref MemoryMarshal.GetArrayDataReference(Heads);
            return (Unsafe.Add(ref heads, (nint)(byte)head) & Unsafe.Add(ref heads, (nint)(byte)(head >> 8) + 256)) != 0;
        }
    }

    // Two bits for each first letter, then for each second one: both have one where an id of the envelope begins.
    private static readonly byte[] Heads = [.. Enumerable.Range(0, 256).Select(letter => (byte)(letter <= ' ' ? 2 : letter is 'I' or 'G' or 'S' ? 1 : 0)),
        .. Enumerable.Range(0, 256).Select(letter => (byte)(letter is 'S' or 'E' or 'T' ? 3 : 2))];

    private bool FindNext()
    {
        if (_delivered && _faults.Count > 0) _faults.Clear();
        _delivered = FindOdd();
        _isQuiet = _delivered && _inInterchange && !_skipping && !_afterTrailer && _faults.Count == 0;
        _stStep = _inTransaction ? 1 : 0;
        return _delivered;
    }

    private bool FindOdd()
    {
        while (true)
        {
            if (!_inInterchange && !OpenInterchange()) return false;
            if (_nextSegment >= _marks.SegmentCount)
            {
                if (!IsHeaderAtEnd()) return false;
                _inInterchange = false;
                continue;
            }

            var firstEnd = _nextSegment == 0 ? 0 : _segments[_nextSegment - 1] + 1;
            var lastEnd = _segments[_nextSegment++];
            var end = _ends[lastEnd];
            var start = SkipLineBreaks(_position, end);
            _position = end + 1;
            if (Take(start, firstEnd, lastEnd)) return true;
        }
    }

    private unsafe bool Take(int start, int firstEnd, int lastEnd)
    {
        var length = _ends[lastEnd] - start;
        if (_skipping || length > SegmentBytesMax)
        {
            if (!_skipping) Fault(FaultKind.SegmentTooLong, start);
            _skipping = false;
            _row.Ordinal++;
            if (_inTransaction) _row.StOrdinal++;
            return false;
        }

        if (length == 0)
        {
            // A million terminators in a row are one fault, as its words say, and not a million kept until the next segment.
            if (_row.Delimiters.Segment is not ((byte)'\n' or (byte)'\r') && !_toldEmpty) Fault(FaultKind.EmptySegment, start);
            _toldEmpty = true;
            return false;
        }

        _toldEmpty = false;
        (_row.Byte, _row.Length, _lastEnd) = (start, lastEnd - firstEnd + 1, lastEnd);
        _row.Ends = _firstEnd + firstEnd;
        return Count();
    }

    /// <summary>Numbers the segment and follows the envelope; false when it is an ISA that must be opened first.</summary>
    private bool Count()
    {
        var id = Segment.Id;
        if (InterchangeHeader.StartsAt(_blocks.Buffer.AsSpan(_row.Byte, 4)) && !IsOpened(_row.Byte))
        {
            _position = _row.Byte;
            _nextSegment--;
            _inInterchange = false;
            return false;
        }

        _row.Ordinal++;
        if (id == SegmentId.St)
        {
            _inTransaction = true;
            _row.StOrdinal = 1;
        }
        else if (_inTransaction) _row.StOrdinal++;
        if (id == SegmentId.Ge || id == SegmentId.Gs || id == SegmentId.Isa || id == SegmentId.Iea) (_row.StOrdinal, _inTransaction) = (0, false);
        if (_afterTrailer) (_row.StOrdinal, _inTransaction, _afterTrailer) = (id == SegmentId.St ? 1 : 0, id == SegmentId.St, false);
        if (id == SegmentId.Se) _afterTrailer = true;
        if (id == SegmentId.Iea) _inInterchange = false;
        return true;
    }

    private int KeepFrom()
    {
        BlockLeaves?.Invoke();
        if (_inInterchange && _blocks.End - _position > SegmentBytesMax)
        {
            if (!_skipping) Fault(FaultKind.SegmentTooLong, _position);
            _skipping = true;
            _position = _blocks.End;
        }

        if (_isUnbroken && !_marks.HasOdd) _lines.LeaveUnbroken();
        else _lines.Leave(_blocks, _position);
        return _position;
    }

    private bool Advance(bool hasMore)
    {
        _position = _row.Byte = 0;
        _nextSegment = 0;
        _lastEnd = -1;
        _marks.Clear();
        _row.Offset = _blocks.Offset;
        _row.Until = _blocks.End;
        // The scan that follows sees the whole block; one that begins in its midst does not.
        _isUnbroken = _inInterchange && _row.Delimiters is { Segment: > (byte)' ', Element: > (byte)' ' };
        if (hasMore)
        {
            if (_inInterchange) Scanner.Scan(_blocks.Buffer, 0, _blocks.End, _row.Delimiters, _marks);
            return true;
        }

        if (SkipBlanks(0) < _blocks.End)
        {
            if (_inInterchange) Fault(FaultKind.Truncated, SkipBlanks(0));
            // The last bytes may be fewer than a header needs; they are judged once more now that the end is known.
            else if (!_judgedRest) return _judgedRest = true;
        }

        if (!_sawInterchange && !_toldJunk) Fault(FaultKind.NotX12, 0);
        _inInterchange = false;
        _position = _row.Byte = _blocks.End;
        return false;
    }

    private void Fault(FaultKind kind, int at) => _faults.Add(new(kind, _blocks.Offset + at, _lines.LineOf(_blocks, at), _row.Ordinal + 1));

    public void Dispose()
    {
        if (_blocks.Buffer.Length == 0) return;
        _blocks.Dispose();
        SegmentGround.Return(_ground);
        ArrayPool<int>.Shared.Return(_marks.Segments);
        if (_marks.Letters is { } letters) ArrayPool<byte>.Shared.Return(letters, clearArray: true);
    }
}
