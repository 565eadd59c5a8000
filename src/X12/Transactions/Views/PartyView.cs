using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Whoever an NM1 names, with the segments that follow it.</summary>
public readonly ref struct PartyView : IPartView<PartyView>
{
    private readonly HeldSegments? _held;
    private readonly int _part, _providerAbove;
    private readonly SegmentView _name;

    /// <param name="held">Where its segments are held.</param>
    /// <param name="part">Its part.</param>
    /// <param name="providerAbove">The PRV of the level above, which holds where the party has none of its own.</param>
    internal PartyView(HeldSegments held, int part, int providerAbove = -1)
    {
        _held = held;
        _part = part;
        _providerAbove = providerAbove;
        _name = held.HeadOf(part);
    }

    /// <summary>Whether a segment may stand below a name and belongs to it.</summary>
    internal static bool Takes(uint id) => id is Id.N3 or Id.N4 or Id.Dmg or Id.Prv or Id.Ref or Id.Per or Id.Rdm;

    internal HeldSegments? Held => _held;

    static PartKind IPartView<PartyView>.Kind => PartKind.Party;

    static PartyView IPartView<PartyView>.Of(HeldSegments held, int part) => new(held, part);

    internal int Part => _part;

    public bool IsPresent => _held is not null;

    /// <summary>NM101: what part it plays.</summary>
    public ReadOnlySpan<byte> Role => _name[1];

    /// <summary>NM102: 1 a person, 2 an organization.</summary>
    public ReadOnlySpan<byte> Kind => _name[2];

    /// <summary>Last name of a person, or the name of an organization.</summary>
    public ReadOnlySpan<byte> LastName => _name[3];
    public ReadOnlySpan<byte> FirstName => _name[4];
    public ReadOnlySpan<byte> MiddleName => _name[5];
    public ReadOnlySpan<byte> Prefix => _name[6];
    public ReadOnlySpan<byte> Suffix => _name[7];
    public ReadOnlySpan<byte> IdQualifier => _name[8];
    public ReadOnlySpan<byte> Identifier => _name[9];
    public AddressView Address => new(Last(Id.N3), Last(Id.N4));

    /// <summary>DMG02.</summary>
    public Field BirthDate => new(Last(Id.Dmg), 2);

    /// <summary>DMG03.</summary>
    public ReadOnlySpan<byte> Gender => Last(Id.Dmg)[3];

    /// <summary>PRV03.</summary>
    public ReadOnlySpan<byte> Taxonomy => Last(Id.Prv)[3] is { IsEmpty: false } own ? own : _held is null ? default : _held[_providerAbove][3];
    public SegmentRows References => new(_held, _part, Id.Ref);
    /// <summary>The tax id among the references: EI employer, TJ, SY social security.</summary>
    public ReadOnlySpan<byte> TaxReference
    {
        get
        {
            var segment = References.First("EI"u8);
            if (!segment.IsPresent) segment = References.First("TJ"u8);
            if (!segment.IsPresent) segment = References.First("SY"u8);
            return new ReferenceView(segment).Value;
        }
    }

    public SegmentRows Contacts => new(_held, _part, Id.Per);
    public SegmentRows Kept => SegmentRows.Kept(_held, _part);

    private SegmentView Last(uint id) => _held is null ? default : _held.Last(_part, id);
}

/// <summary>N3 and N4.</summary>
public readonly ref struct AddressView(SegmentView street, SegmentView place)
{
    private readonly SegmentView _street = street, _place = place;
    public bool IsPresent => _street.IsPresent || _place.IsPresent;
    public ReadOnlySpan<byte> Line1 => _street[1];
    public ReadOnlySpan<byte> Line2 => _street[2];
    public ReadOnlySpan<byte> City => _place[1];
    public ReadOnlySpan<byte> State => _place[2];
    public ReadOnlySpan<byte> Zip => _place[3];
    public ReadOnlySpan<byte> Country => _place[4];
    public ReadOnlySpan<byte> Subdivision => _place[7];
}
