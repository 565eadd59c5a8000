using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CleanClaim.X12.Transactions;

/// <summary>The segments that parts of claims and payments have fields for, or that open parts, by number: a part notes under it where such a segment stands.</summary>
internal enum HeldKind : byte
{
    /// <summary>Without a field of its own, and only kept as it stands.</summary>
    Kept,
    Ref, Dtp, Dtm, Amt, Qty, Nte, Hi, Cas, N3, N4, Dmg, Prv, Per, Sbr, Pat, Bht, Hl, Sv1, Sv2, Sv3, Too, Dn1, Dn2, Cl1, Mia, Moa, Oi, Lq,

    /// <summary>The first segment of the part that it opens; nobody looks for it by kind.</summary>
    Head,
    Nm1, Clm, Clp, Lx, Svc, Svd, Lin, Rdm, Plb,
}

/// <summary>Finds a segment's kind by its id, in one look.</summary>
internal static class HeldKinds
{
    /// <summary>How many kinds are looked for in a part.</summary>
    public const int Noted = (int)HeldKind.Head + 1;

    public const int Count = (int)HeldKind.Plb + 1;

    private const int Slots = 256, Shift = 32 - 8;

    private static readonly (uint Id, HeldKind Kind)[] Known =
    [
        (Id.Ref, HeldKind.Ref), (Id.Dtp, HeldKind.Dtp), (Id.Dtm, HeldKind.Dtm), (Id.Amt, HeldKind.Amt), (Id.Qty, HeldKind.Qty), (Id.Nte, HeldKind.Nte), (Id.Hi, HeldKind.Hi),
        (Id.Cas, HeldKind.Cas), (Id.N3, HeldKind.N3), (Id.N4, HeldKind.N4), (Id.Dmg, HeldKind.Dmg), (Id.Prv, HeldKind.Prv), (Id.Per, HeldKind.Per), (Id.Sbr, HeldKind.Sbr),
        (Id.Pat, HeldKind.Pat), (Id.Bht, HeldKind.Bht), (Id.Hl, HeldKind.Hl), (Id.Sv1, HeldKind.Sv1), (Id.Sv2, HeldKind.Sv2), (Id.Sv3, HeldKind.Sv3), (Id.Too, HeldKind.Too),
        (Id.Dn1, HeldKind.Dn1), (Id.Dn2, HeldKind.Dn2), (Id.Cl1, HeldKind.Cl1), (Id.Mia, HeldKind.Mia), (Id.Moa, HeldKind.Moa), (Id.Oi, HeldKind.Oi), (Id.Lq, HeldKind.Lq),
        (Id.Nm1, HeldKind.Nm1), (Id.Clm, HeldKind.Clm), (Id.Clp, HeldKind.Clp), (Id.Lx, HeldKind.Lx), (Id.Svc, HeldKind.Svc), (Id.Svd, HeldKind.Svd), (Id.Lin, HeldKind.Lin),
        (Id.Rdm, HeldKind.Rdm), (Id.Plb, HeldKind.Plb),
    ];

    /// <summary>Multiplied by it, no two known ids fall into one slot.</summary>
    private static readonly uint Factor = FactorWithoutClash();

    // In each slot an id and, above it, its kind. It never moves, so that a loop can hold its address.
    private static readonly ulong[] Table = Filled(Factor)!;

    /// <summary>The table by address, for a loop that finds the kinds of many segments.</summary>
    public static unsafe KindTable ByAddress => new((ulong*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Table)), Factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HeldKind Of(uint id) => ByAddress.Of(id);

    internal static int Slot(uint id, uint factor) => unchecked((int)((id * factor) >> Shift));

    private static uint FactorWithoutClash()
    {
        // An odd factor of the golden ratio's kind spreads the ids; the first one without two ids in one slot is taken.
        var factor = 0x9E3779B1u;
        while (Filled(factor) is null) factor = unchecked(factor + 2);
        return factor;
    }

    private static ulong[]? Filled(uint factor)
    {
        var table = GC.AllocateArray<ulong>(Slots, pinned: true);
        foreach (var known in Known)
        {
            ref var slot = ref table[Slot(known.Id, factor)];
            if (slot != 0) return null;
            slot = known.Id | (ulong)known.Kind << 32;
        }

        return table;
    }
}

/// <summary>Where kinds are found by id.</summary>
internal readonly unsafe struct KindTable(ulong* first, uint factor)
{
    private readonly ulong* _first = first;
    private readonly uint _factor = factor;

    /// <summary>Unchecked: a slot has as many bits as there are slots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HeldKind Of(uint id)
    {
        unchecked
        {
            var known = _first[(nint)HeldKinds.Slot(id, _factor)];
            return (uint)known == id ? (HeldKind)(known >> 32) : HeldKind.Kept;
        }
    }
}
