using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Reading;

/// <summary>A part of a business object, and where each kind of segment and each kind of part stands in it.</summary>
internal struct HeldPart
{
    public int Parent;

    /// <summary>Its first and last row, 0 when it has none; those of parts in it may stand between.</summary>
    public int First, Last;

    /// <summary>The next one of the same kind and parent; after the last one the first.</summary>
    public int Next;

    /// <summary>
    /// The last row of each <see cref="HeldKind"/> and the last part of each <see cref="PartKind"/>; 0 when there is none. Unchecked:
    /// only kinds below <see cref="HeldKinds.Noted"/> are added or asked for.
    /// </summary>
    public RowOfKind LastRow;
    public PartOfKind LastPart;

    [InlineArray(HeldKinds.Noted)]
    public struct RowOfKind
    {
        private int _first;

        [UnscopedRef, MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref int Of(HeldKind kind) => ref Unsafe.Add(ref _first, (nint)kind);
    }

    [InlineArray((int)PartKind.Adjudication + 1)]
    public struct PartOfKind
    {
        private int _first;

        [UnscopedRef, MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref int Of(PartKind kind) => ref Unsafe.Add(ref _first, (nint)kind);
    }
}

/// <summary>What a part of a business object is.</summary>
internal enum PartKind : byte
{
    Whole,
    Party,

    /// <summary>The subscriber of another payer, and that payer itself: parties with a place of their own.</summary>
    OtherInsured, OtherPayerName,
    OtherPayer, Line, Adjudication,
}
