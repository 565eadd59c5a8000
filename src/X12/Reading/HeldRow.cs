using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Reading;

/// <summary>
/// A segment that is held. It has the ends of its first elements beside it, and elements that were not written end where they
/// begin: whoever names an element that every part of the guide knows need not ask how many there are.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct HeldRow
{
    /// <summary>How many ends lie beside the row; a segment with more keeps those that the reader found.</summary>
    public const int OwnEnds = 16;

    /// <summary>The row of a segment that is not there; it has no elements.</summary>
    public static readonly HeldRow* Absent = NoSegment();

    /// <summary>First, so that a view of it is a view of the segment.</summary>
    public SegmentRow Row;

    /// <summary>The next one of the same kind in its part; after the last one the first.</summary>
    public HeldRow* Next;

    /// <summary>The kind it was added as, and the number of the part it was added to.</summary>
    public HeldKind Kind;
    public int Part;

    /// <summary>The first element as <see cref="ElementCode"/> packs it.</summary>
    public ulong Code;

    private fixed int _ends[OwnEnds];

    /// <summary>The ends beside the row, <see cref="OwnEnds"/> of them.</summary>
    public readonly int* Own => (int*)Unsafe.AsPointer(ref Unsafe.AsRef(in _ends[0]));

    /// <summary>Whether all of its ends lie beside the row.</summary>
    public readonly bool IsSelfContained => Row.Padded > 0;

    /// <summary>The place in the file of its first byte.</summary>
    public readonly long FileOffset => Row.Offset + Row.Byte;

    public readonly SegmentView View
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(in ((HeldRow*)Unsafe.AsPointer(ref Unsafe.AsRef(in this)))->Row);
    }

    /// <summary>The bytes of an element; empty when it is not there.</summary>
    /// <param name="element">From 1: unchecked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ReadOnlySpan<byte> Element(int element)
    {
        unchecked
        {
            if (element >= OwnEnds) return Far(element);
            var from = _ends[element - 1] + 1;
            return MemoryMarshal.CreateReadOnlySpan(ref Row.Bytes[from], _ends[element] - from);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly ReadOnlySpan<byte> Far(int element) => View[element];

    /// <summary>What the segments of a block share, for rows that have their ends beside them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SharedOf(in SegmentRow current)
    {
        // As a vector all the way: one that is stored in parts and read as a whole makes the processor wait.
        var isOwn = Vector256.Create(0, 0, 0, 0, 0, -1, -1, 0);
        return Vector256.ConditionalSelect(isOwn, Vector256.Create(0, 0, 0, 0, 0, OwnEnds, 0, 0), current.Shared.AsInt32()).AsByte();
    }

    /// <summary>Makes this the row of a segment. At least <see cref="OwnEnds"/> ends can be read there, whatever they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Note(in SegmentRow current) => Note(SharedOf(current), current.Bytes, current.Ends, current.Byte, current.Length, current.StOrdinal);

    /// <inheritdoc cref="Note(in SegmentRow)"/>
    /// <param name="shared">As <see cref="SharedOf"/> gives it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Note(Vector256<byte> shared, byte* bytes, int* ends, int start, int length, int stOrdinal)
    {
        unchecked
        {
            // Field by field: a row copied whole and read by its fields makes the processor wait.
            Row.Shared = shared;
            Row.Byte = start;
            Row.Length = length;
            Row.StOrdinal = stOrdinal;
            var first = ends[0] + 1;
            var firstLength = length > 1 ? ends[1] - first : 0;
            // A segment without elements has the code of an empty one.
            Code = length > 1 ? ElementCode.At(in bytes[first], firstLength) : 0;
            TakeEnds(ends, length);
            if (length <= OwnEnds) return;
            Row.Ends = ends;
            Row.Padded = 0;
        }
    }

    /// <summary>Those of the segment, then one further on each, so that what lies between is nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeEnds(int* from, int length)
    {
        unchecked
        {
            var own = (int*)Unsafe.AsPointer(ref _ends[0]);
            var (count, behind) = (Vector256.Create(length), Vector256.Create(from[length - 1] + 1 - length));
            var places = Vector256<int>.Indices;
            Vector256.ConditionalSelect(Vector256.LessThan(places, count), Vector256.Load(from), behind + places).Store(own);
            places += Vector256.Create(Vector256<int>.Count);
            Vector256.ConditionalSelect(Vector256.LessThan(places, count), Vector256.Load(from + Vector256<int>.Count), behind + places).Store(own + Vector256<int>.Count);
            Row.Ends = own;
        }
    }

    private static HeldRow* NoSegment()
    {
        // The bytes of its elements are none, and lie in the row itself.
        var row = (HeldRow*)NativeMemory.AllocZeroed((nuint)sizeof(HeldRow) + Scanner.Slack);
        row->Row.Bytes = (byte*)row;
        row->Row.Ends = row->_ends;
        row->Row.Padded = OwnEnds;
        row->Next = row;
        for (var i = 0; i < OwnEnds; i++) row->_ends[i] = i;
        return row;
    }
}
