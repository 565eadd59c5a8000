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
    public const int OwnEnds = 24;

    /// <summary>The row of a segment that is not there; it has no elements.</summary>
    public static readonly HeldRow* Absent = NoSegment();

    /// <summary>First, so that a view of it is a view of the segment.</summary>
    public SegmentRow Row;

    /// <summary>The next one of the same kind in its part; after the last one the first.</summary>
    public HeldRow* Next;

    /// <summary>The kind it was added as.</summary>
    public HeldKind Kind;

    /// <summary>The first element as <see cref="ElementCode"/> packs it.</summary>
    public ulong Code;

    private fixed int _ends[OwnEnds];

    /// <summary>Whether the ends lie beside the row.</summary>
    public readonly bool IsSelfContained => Row.Padded > 0;

    /// <summary>The place in the file of its first byte.</summary>
    public readonly long FileOffset => Row.Offset + Row.Byte;

    public SegmentView View
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(in ((HeldRow*)Unsafe.AsPointer(ref this))->Row);
    }

    /// <summary>The bytes of an element; empty when it is not there.</summary>
    /// <param name="element">From 1, below <see cref="OwnEnds"/>: unchecked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ReadOnlySpan<byte> Element(int element)
    {
        unchecked
        {
            var from = Row.Ends[element - 1] + 1;
            return MemoryMarshal.CreateReadOnlySpan(ref Row.Bytes[from], Row.Ends[element] - from);
        }
    }

    /// <summary>Makes this the row of a segment. At least <see cref="OwnEnds"/> ends can be read there, whatever they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Note(in SegmentRow current, ulong code)
    {
        // Field by field: a row copied whole and read by its fields makes the processor wait.
        Row.Bytes = current.Bytes;
        Row.Byte = current.Byte;
        Row.Length = current.Length;
        Row.StOrdinal = current.StOrdinal;
        Row.Offset = current.Offset;
        Row.Delimiters = current.Delimiters;
        Row.Ends = current.Ends;
        Row.Padded = 0;
        Code = code;
        if (current.Length <= OwnEnds) TakeEnds(current.Ends, current.Length);
    }

    /// <summary>Those of the segment, then one further on each, so that what lies between is nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeEnds(int* from, int length)
    {
        unchecked
        {
            var own = (int*)Unsafe.AsPointer(ref _ends[0]);
            var (count, behind) = (Vector256.Create(length), Vector256.Create(from[length - 1] + 1 - length));
            for (var at = 0; at < OwnEnds; at += Vector256<int>.Count)
            {
                var places = Vector256<int>.Indices + Vector256.Create(at);
                Vector256.ConditionalSelect(Vector256.LessThan(places, count), Vector256.Load(from + at), behind + places).Store(own + at);
            }

            Row.Ends = own;
            Row.Padded = OwnEnds;
        }
    }

    private static HeldRow* NoSegment()
    {
        // The bytes of its elements are none, and lie in the row itself.
        var row = (HeldRow*)NativeMemory.AllocZeroed((nuint)sizeof(HeldRow) + Scanner.Slack);
        row->Row.Bytes = (byte*)row;
        row->Row.Ends = row->_ends;
        row->Row.Padded = OwnEnds;
        for (var i = 0; i < OwnEnds; i++) row->_ends[i] = i;
        return row;
    }
}
