using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Reading;

/// <summary>
/// The segments of one business object, to be looked at in any order once all of them are read. Each belongs to a part, as
/// to a line of a claim, and the part notes where each kind of segment stands in it, so that nobody has to search. They stay
/// where they lie in the reader's block; only what is open when the block goes is copied.
/// </summary>
/// <remarks>Rows and parts never move, so that views are addresses of them: views live inside the call that they are given to, and
/// whoever makes that call holds on to the reader and to this.</remarks>
internal sealed unsafe class HeldSegments
{
    private const int ChunkShift = 6, Chunk = 1 << ChunkShift, Slack = Scanner.Slack;
    private readonly List<HeldRow[]> _rows = [];
    private readonly List<HeldPart[]> _parts = [];
    private SegmentGround _copies = SegmentGround.Of(Slack, Slack);

    // What is given out next, up to the end of its chunk. The room is alone in an array that never moves.
    private readonly HeldRoom[] _rooms = GC.AllocateArray<HeldRoom>(1, pinned: true);
    private readonly HeldRoom* _room;
    private HeldPart* _part, _partsEnd, _latest;
    private int _rowChunk, _partChunk, _copied, _bytesUsed, _endsUsed, _partCount, _changes;

    public HeldSegments(X12Reader reader)
    {
        reader.BlockLeaves += Copy;
        _room = (HeldRoom*)Unsafe.AsPointer(ref _rooms[0]);
        Clear();
    }

    /// <summary>The part that every other one stands in.</summary>
    public HeldPart* Whole { get; private set; }

    /// <summary>How many segments there are.</summary>
    public int Count => unchecked((_rowChunk << ChunkShift) - (int)(_room->End - _room->Next));

    /// <summary>Where the next rows are to be taken from.</summary>
    public HeldRoom* Room => _room;

    /// <summary>Counts what was changed, so that others know whether what they made of it still holds.</summary>
    public int Version => unchecked(_changes + Count);

    public void Clear()
    {
        if (_partCount == 1 && Whole->IsEmpty) return;
        _changes = unchecked(_changes + Count + 1);
        _rowChunk = _partChunk = _copied = _bytesUsed = _endsUsed = _partCount = 0;
        NextRows();
        NextParts();
        _latest = null;
        Whole = Open(PartKind.Whole, null);
    }

    /// <summary>Begins a part; its first segment is the next one added to it.</summary>
    public HeldPart* Open(PartKind kind, HeldPart* parent)
    {
        unchecked
        {
            _changes++;
            if (_part == _partsEnd) NextParts();
            var part = _part++;
            part->Begin(kind, parent, _partCount++);
            if (_latest != null) _latest->Later = part;
            _latest = part;
            if (parent != null) parent->Add(part, kind);
            return part;
        }
    }

    /// <param name="segment">The reader's current segment.</param>
    /// <param name="part">The part it belongs to.</param>
    /// <param name="kind">Under which kind it is found again.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(SegmentView segment, HeldPart* part, HeldKind kind)
    {
        unchecked
        {
            if (_room->Next == _room->End) NextRows();
            var row = _room->Next++;
            row->Note(in segment.Row);
            part->Add(row, kind);
        }
    }

    /// <summary>From the first segment to the last one.</summary>
    public SegmentRange Range(string st) => HeldPart.Range(Whole->First, Count == 0 ? HeldRow.Absent : _room->Next - 1, st);

    /// <summary>The segment of this number, in file order.</summary>
    public HeldRow* RowAt(int number) => (HeldRow*)Unsafe.AsPointer(ref _rows[number >> ChunkShift][number & (Chunk - 1)]);

    /// <summary>The reader's block is about to be overwritten.</summary>
    private void Copy()
    {
        for (var count = Count; _copied < count; _copied++)
        {
            var held = RowAt(_copied);
            ref var row = ref held->Row;
            var (length, ends) = (held->View.Bytes.Length + 1, held->IsSelfContained ? 0 : row.Length);
            if (_copies.Bytes.Length < _bytesUsed + length + Slack || _copies.Ends.Length < _endsUsed + ends + Slack) GrowCopies(length, ends);
            new ReadOnlySpan<byte>(row.Bytes + row.Byte, length).CopyTo(_copies.Bytes.AsSpan(_bytesUsed));
            var moved = _bytesUsed - row.Byte;
            new ReadOnlySpan<int>(row.Ends, ends).CopyTo(_copies.Ends.AsSpan(_endsUsed));
            if (ends > 0) row.Ends = _copies.FirstEnd + _endsUsed;
            for (var i = 0; i < ends; i++) row.Ends[i] += moved;
            for (var i = 0; i < HeldRow.OwnEnds; i++) held->Own[i] += moved;
            row.Offset -= moved;
            row.Byte = _bytesUsed;
            row.Bytes = _copies.FirstByte;
            _bytesUsed += length;
            _endsUsed += ends;
        }
    }

    /// <summary>The copies move to a larger place, and the rows with them.</summary>
    private void GrowCopies(int bytes, int ends)
    {
        var before = _copies;
        _copies = SegmentGround.Of(2 * (_bytesUsed + bytes + Slack), 2 * (_endsUsed + ends + Slack));
        before.Bytes.AsSpan(0, _bytesUsed).CopyTo(_copies.Bytes);
        before.Ends.AsSpan(0, _endsUsed).CopyTo(_copies.Ends);
        for (var number = 0; number < _copied; number++)
        {
            var held = RowAt(number);
            held->Row.Bytes = _copies.FirstByte;
            if (!held->IsSelfContained) held->Row.Ends = _copies.FirstEnd + (held->Row.Ends - before.FirstEnd);
        }
    }

    private void NextRows()
    {
        if (_rowChunk == _rows.Count) _rows.Add(GC.AllocateArray<HeldRow>(Chunk, pinned: true));
        _room->Next = (HeldRow*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_rows[_rowChunk++]));
        _room->End = _room->Next + Chunk;
    }

    private void NextParts()
    {
        if (_partChunk == _parts.Count) _parts.Add(GC.AllocateArray<HeldPart>(Chunk, pinned: true));
        _part = (HeldPart*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_parts[_partChunk++]));
        _partsEnd = _part + Chunk;
    }
}

/// <summary>Where rows can be taken from.</summary>
internal unsafe struct HeldRoom
{
    public HeldRow* Next, End;
}
