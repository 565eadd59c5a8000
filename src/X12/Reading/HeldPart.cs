using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CleanClaim.X12.Transactions;

namespace CleanClaim.X12.Reading;

/// <summary>
/// A part of a business object, and where each kind of segment and each kind of part stands in it. Unchecked: only kinds below
/// <see cref="HeldKinds.Noted"/> are added or asked for.
/// </summary>
internal unsafe struct HeldPart
{
    // Whole vectors, to be cleared by.
    private const int RowKinds = (HeldKinds.Noted + 3) & ~3, PartKinds = ((int)PartKind.Adjudication + 4) & ~3;

    private fixed long _lastRow[RowKinds];
    private fixed long _lastPart[PartKinds];

    public HeldPart* Parent;

    /// <summary>Its first and last row, the absent one when it has none; those of parts in it may stand between.</summary>
    public HeldRow* First, Last;

    /// <summary>The next one of the same kind and parent; after the last one the first.</summary>
    public HeldPart* Next;

    /// <summary>The part opened after this one; null for the latest.</summary>
    public HeldPart* Later;

    /// <summary>Counts the parts in the order in which they were opened.</summary>
    public int Number;
    public PartKind Kind;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(PartKind kind, HeldPart* parent, int number)
    {
        Kind = kind;
        Number = number;
        Parent = parent;
        Next = Later = null;
        First = Last = HeldRow.Absent;
        var rows = (long*)Unsafe.AsPointer(ref _lastRow[0]);
        var parts = (long*)Unsafe.AsPointer(ref _lastPart[0]);
        var none = Vector256.Create(unchecked((long)HeldRow.Absent));
        for (var i = 0; i < RowKinds; i += Vector256<long>.Count) none.Store(rows + i);
        for (var i = 0; i < PartKinds; i += Vector256<long>.Count) Vector256<long>.Zero.Store(parts + i);
    }

    /// <summary>Its last segment of a kind; the absent one when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly HeldRow* LastRow(HeldKind kind) => unchecked((HeldRow*)_lastRow[(int)kind]);

    /// <summary>The last part of a kind directly in it; null when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly HeldPart* LastPart(PartKind kind) => unchecked((HeldPart*)_lastPart[(int)kind]);

    public bool IsEmpty => First == HeldRow.Absent;

    /// <summary>One more row, at the end of the ring of its kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(HeldRow* row, HeldKind kind)
    {
        ref var slot = ref _lastRow[(int)kind];
        var last = unchecked((HeldRow*)slot);
        row->Kind = kind;
        row->Part = Number;
        row->Next = row;
        // Without a branch, for whether it is the first of its kind cannot be guessed: alone, it is its own next one.
        last = last == HeldRow.Absent ? row : last;
        var first = last->Next;
        last->Next = row;
        row->Next = first;
        First = First == HeldRow.Absent ? row : First;
        Last = row;
        slot = unchecked((long)row);
    }

    /// <summary>One more part in it, at the end of the ring of its kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(HeldPart* part, PartKind kind)
    {
        var last = LastPart(kind);
        part->Next = last == null ? part : last->Next;
        if (last != null) last->Next = part;
        _lastPart[(int)kind] = unchecked((long)part);
    }

    /// <summary>The first party directly in it that plays this role; null when there is none.</summary>
    public readonly HeldPart* FirstNamed(ulong role)
    {
        var last = LastPart(PartKind.Party);
        if (last == null) return null;
        var part = last;
        do
        {
            part = part->Next;
            if (part->First->Code == role) return part;
        }
        while (part != last);
        return null;
    }

    /// <summary>Its first segment of this kind whose first element is this code; the absent one when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly HeldRow* FirstRow(HeldKind kind, ulong code)
    {
        // Mostly it is the first one or there is none; the absent one is followed by itself.
        var last = LastRow(kind);
        var row = last->Next;
        if (row->Code == code) return row;
        return row == last ? HeldRow.Absent : Behind(row, last, code);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static HeldRow* Behind(HeldRow* row, HeldRow* last, ulong code)
    {
        while (row != last)
        {
            row = row->Next;
            if (row->Code == code) return row;
        }

        return HeldRow.Absent;
    }

    /// <summary>From its first segment to the last one of it or of a part in it.</summary>
    public readonly SegmentRange Range(string st)
    {
        var last = Last;
        for (var inner = Later; inner != null && inner->Parent->Number >= Number; inner = inner->Later)
            if (inner->Last->FileOffset > last->FileOffset) last = inner->Last;
        return Range(First, last, st);
    }

    public static SegmentRange Range(HeldRow* first, HeldRow* last, string st)
    {
        SegmentView from = first->View, to = last->View;
        return new(from.Offset, to.Offset + to.Bytes.Length + 1, from.StOrdinal, to.StOrdinal, st);
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
