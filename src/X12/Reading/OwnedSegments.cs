using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Reading;

/// <summary>
/// The segments of a business object in memory of its own, which outlives the file's: one array with the numbers and days as they
/// were decoded, where each segment stands, what part it belongs to, and the bytes. Nothing of it changes.
/// </summary>
internal sealed class OwnedSegments
{
    /// <summary>So many bytes lie behind the last segment, so that a vector can be read wherever an element begins.</summary>
    private const int Slack = CompositeView.MarkedMax;
    private readonly byte[] _data;
    private readonly int _rowsAt, _partsAt, _bytesAt;

    /// <param name="values">What was decoded.</param>
    /// <param name="rows">The segments in file order.</param>
    /// <param name="parts">The parts in the order in which they were opened, the whole first.</param>
    /// <param name="bytes">How many bytes the segments take.</param>
    public OwnedSegments(ReadOnlySpan<long> values, ReadOnlySpan<OwnedRow> rows, ReadOnlySpan<OwnedPlace> parts, int bytes)
    {
        _rowsAt = values.Length * sizeof(long);
        _partsAt = _rowsAt + MemoryMarshal.AsBytes(rows).Length;
        _bytesAt = _partsAt + MemoryMarshal.AsBytes(parts).Length;
        _data = GC.AllocateUninitializedArray<byte>(_bytesAt + bytes + Slack);
        MemoryMarshal.AsBytes(values).CopyTo(_data);
        MemoryMarshal.AsBytes(rows).CopyTo(_data.AsSpan(_rowsAt));
        MemoryMarshal.AsBytes(parts).CopyTo(_data.AsSpan(_partsAt));
    }

    public required Delimiters Delimiters { get; init; }

    /// <summary>Texts of the transaction that are asked for over and over.</summary>
    public required RepeatedTexts Texts { get; init; }

    /// <summary>ST02 of the transaction.</summary>
    public required string St { get; init; }

    /// <summary>The place of the first segment in the file, and its number in the transaction.</summary>
    public required long Offset { get; init; }
    public required int StOrdinal { get; init; }

    /// <summary>The same of each segment, where they did not follow one another in the file as they do here.</summary>
    public (long Offset, int StOrdinal)[]? Scattered { get; init; }

    public Span<byte> Bytes => _data.AsSpan(_bytesAt);

    public ReadOnlySpan<OwnedRow> Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MemoryMarshal.Cast<byte, OwnedRow>(_data.AsSpan(_rowsAt, _partsAt - _rowsAt));
    }

    public ReadOnlySpan<OwnedPlace> Parts
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MemoryMarshal.Cast<byte, OwnedPlace>(_data.AsSpan(_partsAt, _bytesAt - _partsAt));
    }

    public OwnedPart Whole => new(this, 0);

    /// <summary>The part of this number; null for -1.</summary>
    public OwnedPart? PartAt(int number) => number < 0 ? null : new(this, number);

    /// <summary>From the first segment to the last one.</summary>
    public SegmentRange Where => Range(0, Rows.Length - 1);

    public long Value(int number) => MemoryMarshal.Cast<byte, long>(_data.AsSpan(0, _rowsAt))[number];

    /// <summary>The next segment of a part that is of this kind, behind that of this number; -1 when there is none.</summary>
    public int Next(int part, HeldKind kind, int after)
    {
        var rows = Rows[..(Parts[part].Last + 1)];
        for (var row = after + 1; row < rows.Length; row++)
            if (rows[row].Kind == kind && rows[row].Part == part) return row;
        return -1;
    }

    /// <summary>The last segment of a part that is of this kind; -1 when there is none.</summary>
    public int Last(int part, HeldKind kind)
    {
        var rows = Rows;
        var place = Parts[part];
        for (var row = place.Last; row >= place.First; row--)
            if (rows[row].Kind == kind && rows[row].Part == part) return row;
        return -1;
    }

    public SegmentRange Range(int first, int last)
    {
        var (from, to) = (PlaceOf(first), PlaceOf(last));
        return new(from.Offset, to.Offset + Rows[last].Length + 1, from.StOrdinal, to.StOrdinal, St);
    }

    private (long Offset, int StOrdinal) PlaceOf(int row) => Scattered is { } places ? places[row] : (Offset + Rows[row].Byte, unchecked(StOrdinal + row));

    /// <summary>From a part's first segment to the last one of it or of a part in it.</summary>
    public SegmentRange RangeOf(int part)
    {
        var parts = Parts;
        var last = parts[part].Last;
        for (var inner = part + 1; inner < parts.Length && parts[inner].Parent >= part; inner++) last = Math.Max(last, parts[inner].Last);
        return Range(parts[part].First, last);
    }
}

/// <summary>Where a segment of a business object stands in the object's memory.</summary>
internal struct OwnedRow
{
    /// <summary>Its first byte among the object's, and how many it has without its terminator.</summary>
    public int Byte, Length;

    /// <summary>The number of the first value that was decoded of it.</summary>
    public int Values;

    /// <summary>The part that it belongs to. An object has at most 50,000 segments.</summary>
    public ushort Part;
    public HeldKind Kind;
}

/// <summary>Where a part of a business object stands: its first and last segment, those of parts in it left out.</summary>
internal struct OwnedPlace
{
    /// <summary>The last one is before the first when it has none.</summary>
    public int First, Last;
    public ushort Parent;
    public PartKind Kind;
}
