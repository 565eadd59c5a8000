using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>Views become the objects that outlive the file's bytes.</summary>
internal sealed partial class SegmentFacts
{
    /// <summary>ST02 of the transaction under way.</summary>
    public string St => At.St;

    /// <summary>Goes to a segment read before, so that what is unreadable in it is told at its place.</summary>
    public SegmentRange Begin(scoped SegmentView segment) => At = RangeOf(segment);

    private SegmentRange RangeOf(scoped SegmentView segment) => SegmentRange.Of(segment, St);

    public string? Text(ReadOnlySpan<byte> text) => text.IsEmpty ? null : _texts.Of(text);

    public X12Number? Number(Field field)
    {
        if (field.Bytes.IsEmpty) return null;
        var parsed = field.Number;
        return parsed.HasValue ? parsed.Value : KeepAt(parsed, field.Segment, field.Element);
    }

    public DateOnly? Date(Field field)
    {
        if (field.Bytes.IsEmpty) return null;
        var parsed = field.Date;
        return parsed.HasValue ? parsed.Value : KeepAt(parsed, field.Segment, field.Element);
    }

    public DateSpan? Span(Parsed<DateSpan> days, SegmentView segment, int element) => days.HasValue ? days.Value : KeepAt(days, segment, element);

    private T? KeepAt<T>(Parsed<T> parsed, SegmentView segment, int element) where T : struct
    {
        Begin(segment);
        return Keep(parsed, segment, element);
    }

    public QualifiedDate? Date(DateView date)
    {
        if (!date.IsPresent) return null;
        var days = Span(date.Days, date.Raw.Segment, date.Raw.Element);
        return new(Text(date.Qualifier) ?? "", days?.From, days?.To, Text(date.Raw.Bytes) ?? "", Text(date.Format) ?? "", RangeOf(date.Raw.Segment));
    }

    public QualifiedDate[] Dates(SegmentRows rows)
    {
        var made = Array<QualifiedDate>(rows);
        var at = 0;
        foreach (var row in rows) made[at++] = Date(new DateView(row))!;
        return made;
    }

    public Reference[] References(SegmentRows rows)
    {
        var made = Array<Reference>(rows);
        var at = 0;
        foreach (var row in rows) made[at++] = Reference(row, RangeOf(row));
        return made;
    }

    public QualifiedAmount[] Amounts(SegmentRows rows)
    {
        var made = Array<QualifiedAmount>(rows);
        var at = 0;
        foreach (var row in rows) made[at++] = Amount(row, Begin(row));
        return made;
    }

    public QualifiedQuantity[] Quantities(SegmentRows rows)
    {
        var made = Array<QualifiedQuantity>(rows);
        var at = 0;
        foreach (var row in rows) made[at++] = Quantity(row, Begin(row));
        return made;
    }

    public IReadOnlyList<Adjustment> Adjustments(SegmentRows rows)
    {
        if (rows.IsEmpty) return [];
        var made = new List<Adjustment>(rows.Count);
        foreach (var row in rows)
        {
            Begin(row);
            Adjustments(row, made);
        }

        return made;
    }

    /// <summary>The remark codes of MIA and MOA.</summary>
    public IReadOnlyList<Remark> Remarks(SegmentRows inpatient, SegmentRows outpatient)
    {
        if (inpatient.IsEmpty && outpatient.IsEmpty) return [];
        var made = new List<Remark>();
        Remarks(inpatient, Remark.OfInpatient, made);
        Remarks(outpatient, Remark.OfOutpatient, made);
        return made;
    }

    private void Remarks(SegmentRows rows, int[] elements, List<Remark> into)
    {
        foreach (var row in rows)
        {
            Begin(row);
            Remarks(row, elements, into);
        }
    }

    public Procedure? Procedure(ProcedureView procedure)
    {
        if (!procedure.IsPresent) return null;
        string[] modifiers = [];
        var max = procedure.ModifiersMax;
        for (var i = 1; i <= max; i++)
            if (Text(procedure.Modifier(i)) is { } modifier) modifiers = [.. modifiers, modifier];
        return new(Text(procedure.Qualifier) ?? "", Text(procedure.Code) ?? "", modifiers, Text(procedure.Description), Text(procedure.CodeThrough));
    }

    /// <summary>The components that are there, of those from one place on.</summary>
    public string[] Texts(CompositeView parts, int from, int countMax)
    {
        string[] texts = [];
        for (var i = from; i <= parts.Count && i - from < countMax; i++)
            if (Text(parts[i]) is { } text) texts = [.. texts, text];
        return texts;
    }

    public Party? Party(PartyView party)
    {
        if (!party.IsPresent) return null;
        var address = party.Address;
        var kept = Kept(party.Kept, "");
        return new()
        {
            Role = Text(party.Role) ?? "", Kind = Text(party.Kind) ?? "", LastName = Text(party.LastName), FirstName = Text(party.FirstName),
            MiddleName = Text(party.MiddleName), Prefix = Text(party.Prefix), Suffix = Text(party.Suffix), IdQualifier = Text(party.IdQualifier), Id = Text(party.Identifier),
            Address = address.IsPresent
                ? new(Text(address.Line1), Text(address.Line2), Text(address.City), Text(address.State), Text(address.Zip), Text(address.Country), Text(address.Subdivision))
                : null,
            BirthDate = Date(party.BirthDate), Gender = Text(party.Gender), Taxonomy = Text(party.Taxonomy), References = References(party.References),
            Contacts = Contacts(party.Contacts), Kept = kept, Where = party.Where(St),
        };
    }

    public Party[] Parties(Parts<PartyView> parties)
    {
        var count = parties.Count;
        if (count == 0) return [];
        var made = new Party[count];
        var at = 0;
        foreach (var party in parties) made[at++] = Party(party)!;
        return made;
    }

    public Contact[] Contacts(SegmentRows rows)
    {
        var made = Array<Contact>(rows);
        var at = 0;
        foreach (var row in rows)
        {
            Begin(row);
            made[at++] = Contact(row);
        }

        return made;
    }

    /// <summary>A segment as it stands; null for one that is not there.</summary>
    public SegmentText? Kept(SegmentView segment, string loop)
    {
        if (!segment.IsPresent) return null;
        Begin(segment);
        Loop = loop;
        return Text(segment);
    }

    public SegmentText[] Kept(SegmentRows rows, string loop)
    {
        var made = Array<SegmentText>(rows);
        var at = 0;
        foreach (var row in rows) made[at++] = Kept(row, loop)!;
        return made;
    }

    private static T[] Array<T>(SegmentRows rows) => rows.Count is > 0 and var count ? new T[count] : [];
}
