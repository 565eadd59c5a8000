using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>A part of a business object, out of the object's own memory: what its segments say, put into words when asked.</summary>
internal readonly record struct OwnedPart(OwnedSegments Of, int Number)
{
    public bool IsEmpty => Place.Last < Place.First;

    public SegmentRange Where => Of.RangeOf(Number);

    /// <summary>The segment that opened it.</summary>
    public OwnedSegment Head => new(Of, Place.First);

    private OwnedPlace Place => Of.Parts[Number];

    /// <summary>Its last segment of a kind.</summary>
    public OwnedSegment Last(HeldKind kind) => new(Of, Of.Last(Number, kind));

    /// <summary>Its first segment of a kind whose first element is this code.</summary>
    public OwnedSegment First(HeldKind kind, ReadOnlySpan<byte> code)
    {
        for (var row = FirstRow(kind); row >= 0; row = NextRow(kind, row))
            if (new OwnedSegment(Of, row) is var segment && segment.Is(1, code)) return segment;
        return new(Of, -1);
    }

    private int FirstRow(HeldKind kind) => Of.Next(Number, kind, Place.First - 1);

    private int NextRow(HeldKind kind, int row) => Of.Next(Number, kind, row);

    /// <summary>Something of each of its segments of a kind.</summary>
    private T[] Each<T>(HeldKind kind, Func<OwnedSegment, T> make)
    {
        var first = FirstRow(kind);
        if (first < 0) return [];
        var count = 0;
        for (var row = first; row >= 0; row = NextRow(kind, row)) count++;
        var made = new T[count];
        for (var (row, at) = (first, 0); row >= 0; row = NextRow(kind, row)) made[at++] = make(new(Of, row));
        return made;
    }

    /// <summary>The parts of a kind directly in it.</summary>
    public OwnedPart[] Inside(PartKind kind)
    {
        var parts = Of.Parts;
        var count = 0;
        for (var part = Number + 1; part < parts.Length && parts[part].Parent >= Number; part++)
            if (parts[part].Kind == kind && parts[part].Parent == Number) count++;
        if (count == 0) return [];
        var inside = new OwnedPart[count];
        var at = 0;
        for (var part = Number + 1; at < count; part++)
            if (parts[part].Kind == kind && parts[part].Parent == Number) inside[at++] = new(Of, part);
        return inside;
    }

    /// <summary>The last part of a kind directly in it.</summary>
    public OwnedPart? LastInside(PartKind kind) => Inside(kind) is [.., var last] ? last : null;

    public Reference[] References => Each(HeldKind.Ref, static r => new Reference(r.TextOrEmpty(1), r.TextOrEmpty(2), r.Text(3), r.Where));

    public QualifiedAmount[] Amounts => Each(HeldKind.Amt, static a => new QualifiedAmount(a.TextOrEmpty(1), a.Number(0, 2), a.Text(3), a.Where));

    public QualifiedQuantity[] Quantities => Each(HeldKind.Qty, static q => new QualifiedQuantity(q.TextOrEmpty(1), q.Number(0, 2), q.Text(3, 1), q.Where));

    /// <summary>DTP, which has a format.</summary>
    public QualifiedDate[] Dtps =>
        Each(HeldKind.Dtp, static d => new QualifiedDate(d.TextOrEmpty(1), d.Days()?.From, d.Days()?.To, d.TextOrEmpty(3), d.TextOrEmpty(2), d.Where));

    /// <summary>DTM, which has none.</summary>
    public QualifiedDate[] Dtms =>
        Each(HeldKind.Dtm, static d => new QualifiedDate(d.TextOrEmpty(1), d.Days()?.From, d.Days()?.To, d.TextOrEmpty(2), "", d.Where));

    /// <summary>The day of its first DTM with this qualifier.</summary>
    public DateOnly? Day(ReadOnlySpan<byte> qualifier) => First(HeldKind.Dtm, qualifier).Days()?.From;

    /// <summary>The first two elements of each: a note with its kind, a tooth with its status.</summary>
    public (string, string)[] Pairs(HeldKind kind) => Each(kind, static row => (row.TextOrEmpty(1), row.TextOrEmpty(2)));

    public SegmentText[] Kept(string loop) => Each(HeldKind.Kept, row => row.AsText(loop));

    /// <summary>Its last segment of a kind as it stands.</summary>
    public SegmentText? AsText(HeldKind kind, string loop) => Last(kind) is { IsPresent: true } row ? row.AsText(loop) : null;

    public Remark[] Remarks => Each(HeldKind.Lq, static lq => new Remark(lq.TextOrEmpty(1), lq.TextOrEmpty(2), lq.Where));

    public TreatedTooth[] TreatedTeeth => Each(HeldKind.Too, static too => new TreatedTooth(too.Text(2), too.Texts(3, 1, int.MaxValue)));

    public Contact[] Contacts => Each(HeldKind.Per, static per =>
    {
        var channels = new List<(string, string)>();
        for (var i = 3; i <= 7; i += 2)
            if (per.Text(i + 1) is { } number) channels.Add((per.TextOrEmpty(i), number));
        return new Contact(per.TextOrEmpty(1), per.Text(2), channels, per.Where);
    });

    /// <summary>The adjustments of its CAS, each of which may hold six.</summary>
    public IReadOnlyList<Adjustment> Adjustments
    {
        get
        {
            List<Adjustment>? made = null;
            for (var row = FirstRow(HeldKind.Cas); row >= 0; row = NextRow(HeldKind.Cas, row))
            {
                var cas = new OwnedSegment(Of, row);
                var (count, group, at) = (cas.Count, cas.TextOrEmpty(1), cas.Where);
                for (var (first, value) = (2, 0); first <= count; first += 3, value += 2)
                    if (!cas[first].IsEmpty || !cas[first + 1].IsEmpty || !cas[first + 2].IsEmpty)
                        (made ??= []).Add(new(group, cas.TextOrEmpty(first), cas.Number(value, first + 1), cas.Number(value + 1, first + 2), at));
            }

            return made is null ? [] : made;
        }
    }

    /// <summary>The remark codes of MIA and MOA.</summary>
    public IReadOnlyList<Remark> RemarksOfOutcome
    {
        get
        {
            List<Remark>? made = null;
            Add(HeldKind.Mia, Remark.OfInpatient, ref made);
            Add(HeldKind.Moa, Remark.OfOutpatient, ref made);
            return made is null ? [] : made;
        }
    }

    private void Add(HeldKind kind, int[] elements, ref List<Remark>? into)
    {
        for (var row = FirstRow(kind); row >= 0; row = NextRow(kind, row))
        {
            var segment = new OwnedSegment(Of, row);
            foreach (var element in elements)
                if (segment.Text(element) is { } code) (into ??= []).Add(new("HE", code, segment.Where));
        }
    }

    /// <summary>The codes of its HI: diagnoses, or all the others.</summary>
    public IReadOnlyList<Diagnosis> Codes(bool areDiagnoses)
    {
        List<Diagnosis>? made = null;
        for (var row = FirstRow(HeldKind.Hi); row >= 0; row = NextRow(HeldKind.Hi, row))
        {
            var hi = new OwnedSegment(Of, row);
            var count = hi.Count;
            for (var element = 1; element <= count; element++)
            {
                var parts = hi.Parts(element);
                if (parts.IsEmpty) continue;
                var isTorn = parts.Count == 1 && CodesView.IsTorn(parts, hi.Parts(element + 1));
                if (CodeView.IsDiagnosisKind(parts[1]) == areDiagnoses) (made ??= []).Add(Code(hi, element, parts, isTorn));
                if (isTorn) element++;
            }
        }

        return made is null ? [] : made;
    }

    private static Diagnosis Code(OwnedSegment hi, int element, CompositeView parts, bool isTorn)
    {
        var code = (isTorn ? hi.Text(element + 1) : null) ?? hi.Text(parts[2]) ?? "";
        if (!hi.HasValues) return new(hi.Text(parts[1]) ?? "", code, hi.Where) { PresentOnAdmission = hi.Text(parts[9]) };
        var value = (element - 1) * 2;
        return new(hi.Text(parts[1]) ?? "", code, hi.Where)
        {
            From = hi.Days(value)?.From, To = hi.Days(value)?.To, Amount = hi.Number(value + 1, element, 5), PresentOnAdmission = hi.Text(parts[9]),
        };
    }

    /// <summary>Whoever it names.</summary>
    public Party Party()
    {
        OwnedSegment name = Head, street = Last(HeldKind.N3), place = Last(HeldKind.N4), birth = Last(HeldKind.Dmg);
        return new()
        {
            Role = name.TextOrEmpty(1), Kind = name.TextOrEmpty(2), LastName = name.Text(3), FirstName = name.Text(4), MiddleName = name.Text(5), Prefix = name.Text(6),
            Suffix = name.Text(7), IdQualifier = name.Text(8), Id = name.Text(9),
            Address = street.IsPresent || place.IsPresent
                ? new(street.Text(1), street.Text(2), place.Text(1), place.Text(2), place.Text(3), place.Text(4), place.Text(7))
                : null,
            BirthDate = birth.Days()?.From, Gender = birth.Text(3), Taxonomy = Last(HeldKind.Prv).Text(3) ?? TaxonomyAbove, References = References, Contacts = Contacts,
            Kept = Kept(""), Where = Where,
        };
    }

    /// <summary>A billing provider's stands above his name.</summary>
    private string? TaxonomyAbove => Place.Parent == 0 && Head.Is(1, "85"u8) ? Of.Whole.Last(HeldKind.Prv).Text(3) : null;

    public Party[] Parties => Array.ConvertAll(Inside(PartKind.Party), static part => part.Party());

    /// <summary>SBR and the person it insures.</summary>
    public Subscriber? Subscriber(OwnedPart? person, string loop)
    {
        if (IsEmpty && person is null) return null;
        var sbr = Last(HeldKind.Sbr);
        return new()
        {
            Responsibility = sbr.Text(1), Relationship = sbr.Text(2), GroupNumber = sbr.Text(3), GroupName = sbr.Text(4), InsuranceType = sbr.Text(5), Filing = sbr.Text(9),
            PatientFacts = AsText(HeldKind.Pat, loop), Person = person?.Party(), Where = WhereWith(person),
        };
    }

    /// <summary>From the level or SBR that opened the loop of a person to the last segment below his name.</summary>
    public SegmentRange WhereWith(OwnedPart? person)
    {
        if (IsEmpty) return person!.Value.Where;
        var last = Math.Max(Place.First, Math.Max(Of.Last(Number, HeldKind.Sbr), Of.Last(Number, HeldKind.Pat)));
        var own = Of.Range(Place.First, last);
        return person is { } named ? own.Through(named.Where) : own;
    }
}
