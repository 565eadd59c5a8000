using System.Runtime.CompilerServices;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Whoever an NM1 names, with the segments that follow it.</summary>
public readonly unsafe ref struct PartyView : IPartView<PartyView>
{
    private readonly HeldPart* _part;

    /// <param name="part">Null where nobody is named.</param>
    internal PartyView(HeldPart* part) => _part = part;

    static PartKind IPartView<PartyView>.Kind => PartKind.Party;

    static PartyView IPartView<PartyView>.Of(HeldPart* part) => new(part);

    internal HeldPart* Part => _part;

    internal SegmentRange Where(string st) => _part->Range(st);

    public bool IsPresent => _part != null;

    /// <summary>NM101: what part it plays.</summary>
    public ReadOnlySpan<byte> Role => Name->Element(1);

    /// <summary>NM102: 1 a person, 2 an organization.</summary>
    public ReadOnlySpan<byte> Kind => Name->Element(2);

    /// <summary>Last name of a person, or the name of an organization.</summary>
    public ReadOnlySpan<byte> LastName => Name->Element(3);
    public ReadOnlySpan<byte> FirstName => Name->Element(4);
    public ReadOnlySpan<byte> MiddleName => Name->Element(5);
    public ReadOnlySpan<byte> Prefix => Name->Element(6);
    public ReadOnlySpan<byte> Suffix => Name->Element(7);
    public ReadOnlySpan<byte> IdQualifier => Name->Element(8);
    public ReadOnlySpan<byte> Identifier => Name->Element(9);
    public AddressView Address
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Last(HeldKind.N3), Last(HeldKind.N4));
    }

    /// <summary>DMG02.</summary>
    public Field BirthDate => new(Last(HeldKind.Dmg), 2);

    /// <summary>DMG03.</summary>
    public ReadOnlySpan<byte> Gender => Last(HeldKind.Dmg)->Element(3);

    /// <summary>PRV03; a billing provider's stands above his name.</summary>
    public ReadOnlySpan<byte> Taxonomy
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Last(HeldKind.Prv)->Element(3) is { IsEmpty: false } own ? own : Name->Code == Qualifier.BillingProvider ? TaxonomyAbove(_part) : default;
    }

    public SegmentRows References => new(_part, HeldKind.Ref);

    /// <summary>The tax id among the references: EI employer, TJ, SY social security.</summary>
    public ReadOnlySpan<byte> TaxReference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Last(HeldKind.Ref) == HeldRow.Absent ? default : TaxReferenceOf(_part)->Element(2);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static HeldRow* TaxReferenceOf(HeldPart* part)
    {
        var row = part->FirstRow(HeldKind.Ref, Qualifier.EmployerId);
        if (row == HeldRow.Absent) row = part->FirstRow(HeldKind.Ref, Qualifier.TaxId);
        return row == HeldRow.Absent ? part->FirstRow(HeldKind.Ref, Qualifier.SocialSecurity) : row;
    }

    public SegmentRows Contacts => new(_part, HeldKind.Per);
    public SegmentRows Kept => new(_part, HeldKind.Kept);

    private HeldRow* Name => _part == null ? HeldRow.Absent : _part->First;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<byte> TaxonomyAbove(HeldPart* part) => part->Parent->Parent == null ? part->Parent->LastRow(HeldKind.Prv)->Element(3) : default;

    private HeldRow* Last(HeldKind kind) => _part == null ? HeldRow.Absent : _part->LastRow(kind);
}

/// <summary>N3 and N4.</summary>
public readonly unsafe ref struct AddressView
{
    private readonly HeldRow* _street, _place;

    internal AddressView(HeldRow* street, HeldRow* place)
    {
        _street = street;
        _place = place;
    }

    public bool IsPresent => _street != HeldRow.Absent || _place != HeldRow.Absent;
    public ReadOnlySpan<byte> Line1 => _street->Element(1);
    public ReadOnlySpan<byte> Line2 => _street->Element(2);
    public ReadOnlySpan<byte> City => _place->Element(1);
    public ReadOnlySpan<byte> State => _place->Element(2);
    public ReadOnlySpan<byte> Zip => _place->Element(3);
    public ReadOnlySpan<byte> Country => _place->Element(4);
    public ReadOnlySpan<byte> Subdivision => _place->Element(7);
}
