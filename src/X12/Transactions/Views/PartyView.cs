using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Whoever an NM1 names, with the segments that follow it.</summary>
public readonly ref struct PartyView : IPartView<PartyView>
{
    private readonly HeldSegments? _held;
    private readonly int _part;

    internal PartyView(HeldSegments held, int part)
    {
        _held = held;
        _part = part;
    }

    internal HeldSegments? Held => _held;

    static PartKind IPartView<PartyView>.Kind => PartKind.Party;

    static PartyView IPartView<PartyView>.Of(HeldSegments held, int part) => new(held, part);

    internal int Part => _part;

    public bool IsPresent => _held is not null;

    /// <summary>NM101: what part it plays.</summary>
    public ReadOnlySpan<byte> Role => Name[1];

    /// <summary>NM102: 1 a person, 2 an organization.</summary>
    public ReadOnlySpan<byte> Kind => Name[2];

    /// <summary>Last name of a person, or the name of an organization.</summary>
    public ReadOnlySpan<byte> LastName => Name[3];
    public ReadOnlySpan<byte> FirstName => Name[4];
    public ReadOnlySpan<byte> MiddleName => Name[5];
    public ReadOnlySpan<byte> Prefix => Name[6];
    public ReadOnlySpan<byte> Suffix => Name[7];
    public ReadOnlySpan<byte> IdQualifier => Name[8];
    public ReadOnlySpan<byte> Identifier => Name[9];
    public AddressView Address => new(Last(HeldKind.N3), Last(HeldKind.N4));

    /// <summary>DMG02.</summary>
    public Field BirthDate => new(Last(HeldKind.Dmg), 2);

    /// <summary>DMG03.</summary>
    public ReadOnlySpan<byte> Gender => Last(HeldKind.Dmg)[3];

    /// <summary>PRV03; a billing provider's stands above his name.</summary>
    public ReadOnlySpan<byte> Taxonomy => Last(HeldKind.Prv)[3] is { IsEmpty: false } own ? own : TaxonomyAbove;
    public SegmentRows References => new(_held, _part, HeldKind.Ref);
    /// <summary>The tax id among the references: EI employer, TJ, SY social security.</summary>
    public ReadOnlySpan<byte> TaxReference
    {
        get
        {
            if (_held is null) return default;
            var segment = _held.First(_part, HeldKind.Ref, Qualifier.EmployerId);
            if (!segment.IsPresent) segment = _held.First(_part, HeldKind.Ref, Qualifier.TaxId);
            if (!segment.IsPresent) segment = _held.First(_part, HeldKind.Ref, Qualifier.SocialSecurity);
            return new ReferenceView(segment).Value;
        }
    }

    public SegmentRows Contacts => new(_held, _part, HeldKind.Per);
    public SegmentRows Kept => SegmentRows.Kept(_held, _part);

    private SegmentView Name => _held is null ? default : _held.HeadOf(_part);

    private ReadOnlySpan<byte> TaxonomyAbove =>
        _held is not null && _held.LastRow(HeldSegments.Whole, HeldKind.Prv) is > HeldSegments.NoRow and var above && Name.FirstCode == Qualifier.BillingProvider ? _held[above][3] : default;

    private SegmentView Last(HeldKind kind) => _held is null ? default : _held.Last(_part, kind);
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
