using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Reading;

/// <summary>
/// The segments of one business object, to be looked at in any order once all of them are read. Each belongs to a part, as
/// to a line of a claim. They stay where they lie in the reader's block; only what is open when the block goes is copied.
/// </summary>
internal sealed class HeldSegments
{
    /// <summary>The part that every other one stands in.</summary>
    public const int Whole = 0;

    private const int Slack = 64;
    private readonly byte[] _block;
    private readonly int[] _blockEnds;
    private readonly X12Reader _reader;
    private byte[] _bytes = [];
    private int[] _ends = [];
    private Row[] _rows = new Row[32];
    private Part[] _parts = new Part[8];
    private int _copied, _bytesUsed, _endsUsed;
    private Delimiters _delimiters;

    private record struct Row(int Byte, int End, int Start, int Count, uint Id, int Part, bool IsKept, int StOrdinal, long Offset);

    /// <summary>A part and the rows of its own, which others may stand between: from the first to before the end.</summary>
    private record struct Part(PartKind Kind, int Parent, int First, int End, ulong Ids, bool HasKept);

    public HeldSegments(X12Reader reader)
    {
        _reader = reader;
        (_block, _blockEnds) = reader.Block;
        reader.BlockLeaves += Copy;
        Clear();
    }

    public int Count { get; private set; }

    public int PartCount { get; private set; }

    /// <summary>Counts what was changed, so that others know whether what they made of it still holds.</summary>
    public int Version { get; private set; }

    public void Clear()
    {
        Count = PartCount = _copied = _bytesUsed = _endsUsed = 0;
        Open(PartKind.Whole, -1);
    }

    /// <summary>Begins a part; its first segment is the next one added.</summary>
    public int Open(PartKind kind, int parent)
    {
        Version++;
        if (PartCount == _parts.Length) Array.Resize(ref _parts, _parts.Length * 2);
        _parts[PartCount] = new(kind, parent, Count, Count, 0, HasKept: false);
        return PartCount++;
    }

    /// <param name="segment">The reader's current segment.</param>
    /// <param name="part">The part it belongs to.</param>
    /// <param name="isKept">Whether it has no field of its own and is only kept as it stands.</param>
    public void Add(in SegmentView segment, int part, bool isKept = false)
    {
        Version++;
        if (Count == _rows.Length) Array.Resize(ref _rows, _rows.Length * 2);
        var id = segment.Id.Value;
        _rows[Count++] = new(segment.Start, _reader.FirstEnd, segment.Start, segment.Count + 1, id, part, isKept, segment.StOrdinal, segment.Offset);
        _delimiters = segment.Delimiters;
        ref var of = ref _parts[part];
        if (of.First == of.End) of.First = Count - 1;
        of.End = Count;
        of.Ids |= Bit(id);
        of.HasKept |= isKept;
    }

    public SegmentView this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (row < 0 || row >= Count) return default;
            ref readonly var held = ref _rows[row];
            var (bytes, ends) = row < _copied ? (_bytes, _ends) : (_block, _blockEnds);
            // Both indexes were right when the row was added, and were moved with what they point at.
            return new(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), held.Byte), ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(ends), held.End),
                held.Start, held.Count, _delimiters, held.Offset, 0, held.StOrdinal);
        }
    }

    /// <summary>The first segment of a part.</summary>
    public SegmentView HeadOf(int part) => this[FirstOf(part)];

    public int FirstOf(int part) => _parts[part].First == _parts[part].End ? -1 : _parts[part].First;

    public bool IsEmpty(int part) => _parts[part].First == _parts[part].End;

    /// <summary>From the first segment of a part to the last one of it or of a part in it.</summary>
    public SegmentRange RangeOf(int part, string st)
    {
        var end = _parts[part].End;
        for (var inner = part + 1; inner < PartCount && _parts[inner].Parent >= part; inner++) end = Math.Max(end, _parts[inner].End);
        return RangeOf(_parts[part].First, end - 1, st);
    }

    public SegmentRange RangeOf(int first, int last, string st)
    {
        ref readonly var from = ref _rows[first];
        ref readonly var to = ref _rows[last];
        var length = this[last].Bytes.Length;
        return new(from.Offset, to.Offset + length + 1, from.StOrdinal, to.StOrdinal, st);
    }

    /// <summary>The parts of a kind directly in another, in file order.</summary>
    public int NextPart(int after, int parent, PartKind kind)
    {
        for (var part = after + 1; part < PartCount && _parts[part].Parent >= parent; part++)
            if (_parts[part].Parent == parent && _parts[part].Kind == kind) return part;
        return -1;
    }

    /// <summary>The first party directly in a part that plays this role; -1 when there is none.</summary>
    public int FirstNamed(int parent, ReadOnlySpan<byte> role)
    {
        for (var part = NextPart(parent, parent, PartKind.Party); part >= 0; part = NextPart(part, parent, PartKind.Party))
            if (HeadOf(part).Is(1, role)) return part;
        return -1;
    }

    /// <summary>The next segment of a part with this id that has a field of its own; -1 when there is none.</summary>
    public int Next(int after, int part, uint id)
    {
        ref readonly var of = ref _parts[part];
        if ((of.Ids & Bit(id)) == 0) return -1;
        for (var row = Math.Max(after + 1, of.First); row < of.End; row++)
            if (_rows[row].Part == part && _rows[row].Id == id && !_rows[row].IsKept) return row;
        return -1;
    }

    /// <summary>The next segment of a part that is only kept; -1 when there is none.</summary>
    public int NextKept(int after, int part)
    {
        ref readonly var of = ref _parts[part];
        if (!of.HasKept) return -1;
        for (var row = Math.Max(after + 1, of.First); row < of.End; row++)
            if (_rows[row].Part == part && _rows[row].IsKept) return row;
        return -1;
    }

    /// <summary>The last segment of a part with this id; an empty one when there is none.</summary>
    public SegmentView Last(int part, uint id) => this[LastRow(part, id)];

    public int LastRow(int part, uint id)
    {
        ref readonly var of = ref _parts[part];
        if ((of.Ids & Bit(id)) == 0) return -1;
        for (var row = of.End - 1; row >= of.First; row--)
            if (_rows[row].Part == part && _rows[row].Id == id && !_rows[row].IsKept) return row;
        return -1;
    }

    private static ulong Bit(uint id) => unchecked(1UL << (int)((id * 0x9E3779B1u) >> 26));

    /// <summary>The reader's block is about to be overwritten.</summary>
    private void Copy()
    {
        for (; _copied < Count; _copied++)
        {
            ref var row = ref _rows[_copied];
            var bytes = _blockEnds[row.End + row.Count - 1] + 1 - row.Start;
            Grow(ref _bytes, _bytesUsed + bytes + Slack);
            Grow(ref _ends, _endsUsed + row.Count + Slack);
            _block.AsSpan(row.Start, bytes).CopyTo(_bytes.AsSpan(_bytesUsed));
            _blockEnds.AsSpan(row.End, row.Count).CopyTo(_ends.AsSpan(_endsUsed));
            (row.Byte, row.End) = (_bytesUsed, _endsUsed);
            _bytesUsed += bytes;
            _endsUsed += row.Count;
        }
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length) Array.Resize(ref array, Math.Max(length, array.Length * 2));
    }
}

/// <summary>What a part of a business object is.</summary>
internal enum PartKind : byte { Whole, Party, OtherPayer, Line, Adjudication }
