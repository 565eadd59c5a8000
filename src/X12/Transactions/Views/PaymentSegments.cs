using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>The segments of the claim of an 835 under way, each in its part. The one place that says what belongs to what.</summary>
internal sealed unsafe class PaymentSegments(X12Reader reader)
{
    private static readonly PartFields OfClaim = new(HeldKind.Cas, HeldKind.Mia, HeldKind.Moa, HeldKind.Ref, HeldKind.Dtm, HeldKind.Per, HeldKind.Amt, HeldKind.Qty);
    private static readonly PartFields OfLine = new(HeldKind.Dtm, HeldKind.Cas, HeldKind.Ref, HeldKind.Amt, HeldKind.Qty, HeldKind.Lq);

    private static readonly Routing
        Nowhere = new(PartFields.None, PartFields.All),
        InClaim = new(OfClaim, new(HeldKind.Clp, HeldKind.Lx, HeldKind.Plb, HeldKind.Svc, HeldKind.Nm1)),
        InLine = new(OfLine, new(HeldKind.Clp, HeldKind.Lx, HeldKind.Plb, HeldKind.Svc));

    private HeldPart* _part;
    private byte* _actions = Nowhere.Actions;

    public HeldSegments Claim { get; } = new(reader);

    public bool IsInClaim { get; private set; }

    /// <summary>LX01 of the group that the claim stands in; null before any LX.</summary>
    public string? Group { get; private set; }

    public void Begin(SegmentView clp, string? group)
    {
        End();
        Group = group;
        IsInClaim = true;
        _actions = InClaim.Actions;
        Claim.Add(clp, Claim.Whole, HeldKind.Head);
    }

    public void End()
    {
        IsInClaim = false;
        Claim.Clear();
        _part = Claim.Whole;
        _actions = Nowhere.Actions;
    }

    /// <summary>Holds a segment of a claim that opens no part; false of one that is to be taken otherwise.</summary>
    /// <inheritdoc cref="IPlainTaker.Hold"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Hold(HeldKind kind, Vector256<byte> shared, byte* bytes, int* ends, int start, int length, int stOrdinal)
    {
        unchecked
        {
            var action = _actions[(int)kind];
            if (Routing.Turns(action)) return false;
            var room = Claim.Room;
            var row = room->Next;
            if (row == room->End) return false;
            room->Next = row + 1;
            row->Note(shared, bytes, ends, start, length, stOrdinal);
            _part->Add(row, Routing.KindOf(action));
            return true;
        }
    }

    /// <summary>Takes a segment of a claim.</summary>
    public void Take(HeldKind kind, SegmentView segment)
    {
        if (kind == HeldKind.Svc)
        {
            _part = Claim.Open(PartKind.Line, Claim.Whole);
            _actions = InLine.Actions;
            Claim.Add(segment, _part, HeldKind.Head);
        }
        else if (kind == HeldKind.Nm1 && _part == Claim.Whole) Claim.Add(segment, Claim.Open(PartKind.Party, Claim.Whole), HeldKind.Head);
        else Claim.Add(segment, _part, (_part == Claim.Whole ? OfClaim : OfLine).Of(kind));
    }
}
