using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CleanClaim.X12.Reading;

/// <summary>
/// Where a segment lies. Views refer to it instead of carrying it along: a view of eight bytes stays in a register, while one
/// that is copied field by field and read again as a whole makes the processor wait each time.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct SegmentRow
{
    // What all segments of a block share comes first and is one vector, so that it can be copied at once.

    /// <summary>The first byte of the <see cref="SegmentGround"/>, where its ends count from. Whoever owns the row keeps the ground alive.</summary>
    public byte* Bytes;

    /// <summary>The place in the file of the first byte of the ground.</summary>
    public long Offset;

    public Delimiters Delimiters;

    /// <summary>So many ends can be asked for whatever the <see cref="Length"/>: elements that were not written end where they begin (<see cref="HeldRow"/>).</summary>
    public int Padded;

    /// <summary>Where the bytes of the ground that were read end; 0 where no segments follow.</summary>
    public int Until;

    private readonly int _unused;

    /// <summary>Where the segment's id ends, then each of its elements.</summary>
    public int* Ends;

    /// <summary>The segment's first byte in the ground.</summary>
    public int Byte;

    /// <summary>How many ends there are. 0 of a segment that is not there.</summary>
    public int Length;

    /// <summary>The segment's number in the file and in its transaction set.</summary>
    public int Ordinal, StOrdinal;

    /// <summary>What all segments of the block share.</summary>
    public Vector256<byte> Shared
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => Unsafe.ReadUnaligned<Vector256<byte>>(in Unsafe.As<SegmentRow, byte>(ref Unsafe.AsRef(in this)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => Unsafe.WriteUnaligned(ref Unsafe.As<SegmentRow, byte>(ref this), value);
    }
}
