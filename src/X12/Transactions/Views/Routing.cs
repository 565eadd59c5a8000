using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CleanClaim.X12.Transactions;

/// <summary>
/// What becomes of each kind of segment where a business object stands: one byte a kind, so that a loop over segments asks
/// once. Most kinds go to the part under way; some turn to another part, and others belong to the party named last.
/// </summary>
internal sealed unsafe class Routing
{
    private const int Kinds = 64;
    private const byte KindBits = Kinds - 1, PartyBit = 0x40, TurnBit = 0x80;

    // It never moves, so that a loop can hold its address.
    private readonly byte[] _actions = GC.AllocateArray<byte>(Kinds, pinned: true);

    /// <param name="fields">The kinds that the part under way has fields for; others are only kept.</param>
    /// <param name="turns">The kinds that turn to another part.</param>
    /// <param name="belowName">The kinds that belong to the party under way.</param>
    /// <param name="ofParty">The kinds that a party has fields for.</param>
    public Routing(PartFields fields, PartFields turns, PartFields belowName = default, PartFields ofParty = default)
    {
        for (var kind = 0; kind < HeldKinds.Count; kind++)
        {
            var own = belowName.Has((HeldKind)kind) ? PartyBit | (byte)ofParty.Of((HeldKind)kind) : (byte)fields.Of((HeldKind)kind);
            _actions[kind] = turns.Has((HeldKind)kind) ? TurnBit : (byte)own;
        }
    }

    public byte* Actions => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_actions));

    /// <summary>Whether such a segment turns to another part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Turns(byte action) => action >= TurnBit;

    /// <summary>1 for what belongs to the party under way, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Party(byte action) => action >> 6;

    /// <summary>The kind under which the segment is held.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HeldKind KindOf(byte action) => unchecked((HeldKind)(action & KindBits));
}
