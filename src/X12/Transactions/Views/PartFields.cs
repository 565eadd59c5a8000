namespace CleanClaim.X12.Transactions;

/// <summary>A set of kinds of segments: those for which a part has fields, or which open another.</summary>
internal readonly record struct PartFields
{
    private readonly ulong _kinds;

    public PartFields(params ReadOnlySpan<HeldKind> kinds)
    {
        foreach (var kind in kinds) _kinds |= 1UL << (int)kind;
    }

    private PartFields(ulong kinds) => _kinds = kinds;

    public static PartFields None => default;

    public static PartFields All => new(ulong.MaxValue);

    public PartFields Except(PartFields others) => new(_kinds & ~others._kinds);

    public bool Has(HeldKind kind) => Bit(kind) != 0;

    /// <summary>1 for a kind of the set, else 0.</summary>
    public int Bit(HeldKind kind) => (int)(_kinds >> (int)kind & 1);

    /// <summary>The kind under which a part with these fields holds such a segment: its own, or that of those only kept.</summary>
    public HeldKind Of(HeldKind kind) => (HeldKind)((int)kind * Bit(kind));
}
