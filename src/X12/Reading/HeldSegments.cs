using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Reading;

/// <summary>
/// The segments of one business object, to be looked at in any order once all of them are read. Each belongs to a part, as
/// to a line of a claim, and the part notes where each kind of segment stands in it, so that nobody has to search. They stay
/// where they lie in the reader's block; only what is open when the block goes is copied.
/// </summary>
internal sealed unsafe class HeldSegments
{
    /// <summary>The part that every other one stands in.</summary>
    public const int Whole = 0;

    /// <summary>The row of a segment that is not there; it has no elements.</summary>
    public const int NoRow = 0;

    private const int Slack = Scanner.Slack;
    private SegmentGround _copies = SegmentGround.Of(Slack, Slack);
    private SegmentRow[] _rows = [];
    private HeldPart[] _parts = [];

    // Where the two arrays lie, which are pinned.
    private SegmentRow* _firstRow;
    private HeldPart* _firstPart;
    private int _rowsEnd = 1, _copied = 1, _bytesUsed, _endsUsed;

    public HeldSegments(X12Reader reader)
    {
        GrowRows(32);
        GrowParts(16);
        reader.BlockLeaves += Copy;
        Clear();
    }

    /// <summary>How many segments there are. Their rows count from 1.</summary>
    public int Count => _rowsEnd - 1;

    public int PartCount { get; private set; }

    /// <summary>Counts what was changed, so that others know whether what they made of it still holds.</summary>
    public int Version { get; private set; }

    public void Clear()
    {
        _rowsEnd = _copied = 1;
        PartCount = _bytesUsed = _endsUsed = 0;
        Open(PartKind.Whole, -1);
    }

    /// <summary>Begins a part; its first segment is the next one added.</summary>
    public int Open(PartKind kind, int parent)
    {
        unchecked
        {
            Version++;
            if (PartCount == _parts.Length) GrowParts(_parts.Length * 2);
            var number = PartCount++;
            ref var part = ref PartAt(number);
            part = default;
            part.Parent = parent;
            if (parent < 0) return number;
            ref var last = ref PartAt(parent).LastPart.Of(kind);
            part.Next = last == 0 ? number : PartAt(last).Next;
            if (last != 0) PartAt(last).Next = number;
            last = number;
            return number;
        }
    }

    /// <param name="segment">The reader's current segment.</param>
    /// <param name="part">The part it belongs to.</param>
    /// <param name="kind">Under which kind it is found again.</param>
    public void Add(SegmentView segment, int part, HeldKind kind)
    {
        unchecked
        {
            Version++;
            if (_rowsEnd == _rows.Length) GrowRows(_rows.Length * 2);
            var number = _rowsEnd++;
            ref var row = ref RowAt(number);
            Note(ref row, in segment.Row);
            row.Code = segment.FirstCode;
            ref var of = ref PartAt(part);
            if (of.First == NoRow) of.First = number;
            of.Last = number;
            ref var last = ref of.LastRow.Of(kind);
            row.Next = last == NoRow ? number : RowAt(last).Next;
            if (last != NoRow) RowAt(last).Next = number;
            last = number;
        }
    }

    private static void Note(ref SegmentRow row, in SegmentRow current)
    {
        // Field by field: see SegmentRow.
        row.Bytes = current.Bytes;
        row.Ends = current.Ends;
        row.Byte = current.Byte;
        row.Length = current.Length;
        row.StOrdinal = current.StOrdinal;
        row.Offset = current.Offset;
        row.Delimiters = current.Delimiters;
    }

    public SegmentView this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(in RowAt(row));
    }

    // Unchecked: numbers of rows and parts are given out here, and neither array ever shrinks. Views live inside the call that
    // they are given to, and whoever makes that call holds on to the reader and to this.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref SegmentRow RowAt(int row) => ref _firstRow[row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref HeldPart PartAt(int part) => ref _firstPart[part];

    /// <summary>The first segment of a part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SegmentView HeadOf(int part) => this[PartAt(part).First];

    public int FirstOf(int part) => PartAt(part).First;

    public bool IsEmpty(int part) => PartAt(part).First == NoRow;

    /// <summary>What the row's first element says.</summary>
    public ulong CodeOf(int row) => RowAt(row).Code;

    /// <summary>From the first segment of a part to the last one of it or of a part in it.</summary>
    public SegmentRange RangeOf(int part, string st)
    {
        var last = PartAt(part).Last;
        for (var inner = part + 1; inner < PartCount && PartAt(inner).Parent >= part; inner++) last = Math.Max(last, PartAt(inner).Last);
        return RangeOf(PartAt(part).First, last, st);
    }

    public SegmentRange RangeOf(int first, int last, string st)
    {
        SegmentView from = this[first], to = this[last];
        return new(from.Offset, to.Offset + to.Bytes.Length + 1, from.StOrdinal, to.StOrdinal, st);
    }

    /// <summary>The last part of a kind directly in another; 0 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LastPart(int parent, PartKind kind) => PartAt(parent).LastPart.Of(kind);

    /// <summary>The part of the same kind and parent behind this one; behind the last one comes the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextPart(int part) => PartAt(part).Next;

    /// <summary>The first party directly in a part that plays this role; 0 when there is none.</summary>
    public int FirstNamed(int parent, ulong role)
    {
        var last = LastPart(parent, PartKind.Party);
        if (last == 0) return 0;
        var part = last;
        do
        {
            part = NextPart(part);
            if (RowAt(PartAt(part).First).Code == role) return part;
        }
        while (part != last);
        return 0;
    }

    /// <summary>The last segment of a part of this kind; an empty one when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SegmentView Last(int part, HeldKind kind) => this[LastRow(part, kind)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LastRow(int part, HeldKind kind) => PartAt(part).LastRow.Of(kind);

    /// <summary>The row of the same kind and part behind this one; behind the last one comes the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextRow(int row) => RowAt(row).Next;

    /// <summary>The first segment of a part of this kind whose first element is this code; an empty one when there is none.</summary>
    public SegmentView First(int part, HeldKind kind, ulong code)
    {
        var last = LastRow(part, kind);
        if (last == NoRow) return this[NoRow];
        var row = last;
        do
        {
            row = NextRow(row);
            if (RowAt(row).Code == code) return this[row];
        }
        while (row != last);
        return this[NoRow];
    }

    /// <summary>The reader's block is about to be overwritten.</summary>
    private void Copy()
    {
        for (; _copied < _rowsEnd; _copied++)
        {
            ref var row = ref _rows[_copied];
            var length = this[_copied].Bytes.Length + 1;
            if (_copies.Bytes.Length < _bytesUsed + length + Slack || _copies.Ends.Length < _endsUsed + row.Length + Slack) GrowCopies(length, row.Length);
            new ReadOnlySpan<byte>(row.Bytes + row.Byte, length).CopyTo(_copies.Bytes.AsSpan(_bytesUsed));
            var moved = _bytesUsed - row.Byte;
            for (var i = 0; i < row.Length; i++) _copies.Ends[_endsUsed + i] = row.Ends[i] + moved;
            row.Offset -= moved;
            Place(ref row, _bytesUsed, _endsUsed);
            _bytesUsed += length;
            _endsUsed += row.Length;
        }
    }

    private void Place(ref SegmentRow row, int at, int end)
    {
        row.Byte = at;
        row.Bytes = _copies.FirstByte;
        row.Ends = _copies.FirstEnd + end;
    }

    /// <summary>The copies move to a larger place, and the rows with them.</summary>
    private void GrowCopies(int bytes, int ends)
    {
        var before = _copies;
        _copies = SegmentGround.Of(2 * (_bytesUsed + bytes + Slack), 2 * (_endsUsed + ends + Slack));
        before.Bytes.AsSpan(0, _bytesUsed).CopyTo(_copies.Bytes);
        before.Ends.AsSpan(0, _endsUsed).CopyTo(_copies.Ends);
        for (var row = 1; row < _copied; row++) Place(ref _rows[row], _rows[row].Byte, (int)(_rows[row].Ends - before.FirstEnd));
    }

    private void GrowRows(int count)
    {
        var wider = GC.AllocateArray<SegmentRow>(count, pinned: true);
        _rows.CopyTo(wider, 0);
        _rows = wider;
        _firstRow = (SegmentRow*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(wider));
    }

    private void GrowParts(int count)
    {
        var wider = GC.AllocateArray<HeldPart>(count, pinned: true);
        _parts.CopyTo(wider, 0);
        _parts = wider;
        _firstPart = (HeldPart*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(wider));
    }
}
