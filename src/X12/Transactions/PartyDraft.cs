using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>A party while the segments below its name are being read.</summary>
internal sealed class PartyDraft
{
    private readonly List<Reference> _references = [];
    private readonly List<Contact> _contacts = [];
    private readonly List<SegmentText> _kept = [];
    private Party _party;
    private Party? _built;

    private PartyDraft(Party party) => _party = party;

    public string Role => _party.Role;

    public static PartyDraft FromNm1(SegmentView segment, SegmentFacts facts) => new(new()
    {
        Role = segment.Text(1) ?? "", Kind = segment.Text(2) ?? "", LastName = segment.Text(3), FirstName = segment.Text(4),
        MiddleName = segment.Text(5), Prefix = segment.Text(6), Suffix = segment.Text(7), IdQualifier = segment.Text(8), Id = segment.Text(9),
        Where = facts.At,
    });

    public static PartyDraft FromN1(SegmentView segment, SegmentFacts facts) => new(new()
    {
        Role = segment.Text(1) ?? "", LastName = segment.Text(2), IdQualifier = segment.Text(3), Id = segment.Text(4), Where = facts.At,
    });

    public void SetTaxonomy(string? taxonomy) => _party = _party with { Taxonomy = taxonomy ?? _party.Taxonomy };

    public void SetBirth(DateOnly? on, string? gender) => _party = _party with { BirthDate = on, Gender = gender };

    /// <summary>Takes a segment that may stand below a name; false for any other.</summary>
    public bool Take(string id, SegmentView segment, SegmentFacts facts)
    {
        switch (id)
        {
            case "N3":
                var before = Address;
                _party = _party with { Address = before with { Line1 = segment.Text(1), Line2 = segment.Text(2) } };
                break;
            case "N4":
                _party = _party with
                {
                    Address = Address with
                    {
                        City = segment.Text(1),
                        State = segment.Text(2),
                        Zip = segment.Text(3),
                        Country = segment.Text(4),
                        Subdivision = segment.Text(7),
                    },
                };
                break;
            case "DMG":
                _party = _party with { BirthDate = facts.Date(segment, 2), Gender = segment.Text(3) };
                break;
            case "PRV":
                SetTaxonomy(segment.Text(3));
                break;
            case "REF":
                _references.Add(facts.Reference(segment));
                break;
            case "PER":
                _contacts.Add(facts.Contact(segment));
                break;
            case "RDM":
                _kept.Add(facts.Text(segment));
                break;
            default:
                return false;
        }

        _party = _party with { Where = _party.Where.Through(facts.At) };
        _built = null;
        return true;
    }

    /// <summary>The party as read so far; the same object as long as nothing is added.</summary>
    public Party Build() => _built ??= _party with { References = [.. _references], Contacts = [.. _contacts], Kept = [.. _kept] };

    private PostalAddress Address => _party.Address ?? new(null, null, null, null, null, null, null);
}
