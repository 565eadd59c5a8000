using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Loop 2400 with 2410 to 2440 while being read.</summary>
internal sealed class ClaimLineDraft
{
    private readonly List<TreatedTooth> _teeth = [];
    private readonly List<QualifiedDate> _dates = [];
    private readonly List<Reference> _references = [];
    private readonly List<QualifiedAmount> _amounts = [];
    private readonly List<QualifiedQuantity> _quantities = [];
    private readonly List<(string, string)> _notes = [];
    private readonly List<PartyDraft> _providers = [];
    private readonly List<LineAdjudication> _adjudications = [];
    private readonly List<SegmentText> _kept = [];
    private ClaimLine _line;
    private SegmentRange _where;
    private PartyDraft? _party;
    private LineAdjudicationDraft? _adjudication;

    public ClaimLineDraft(SegmentView segment, SegmentFacts facts)
    {
        _where = facts.At;
        facts.Loop = "2400";
        _line = new() { Number = segment.Text(1), Where = _where };
    }

    public void Take(string id, SegmentView segment, SegmentFacts facts)
    {
        _where = _where.Through(facts.At);
        if (id is "NM1" or "SVD" or "LQ" or "LIN") CloseParts();
        if (id == "SVD") _adjudication = new(segment, facts);
        else if (_adjudication is not null) _adjudication.Take(id, segment, facts);
        else if (id == "NM1") _providers.Add(_party = PartyDraft.FromNm1(segment, facts));
        else if (_party?.Take(id, segment, facts) != true) TakeOfLine(id, segment, facts);
    }

    private void TakeOfLine(string id, SegmentView segment, SegmentFacts facts)
    {
        switch (id)
        {
            case "SV1":
                Professional(segment, facts);
                break;
            case "SV2":
                Institutional(segment, facts);
                break;
            case "SV3":
                Dental(segment, facts);
                break;
            case "TOO":
                _teeth.Add(new(segment.Text(2), [.. SegmentFacts.Components(segment, 3).Where(c => c.Length > 0)]));
                break;
            case "DTP":
                _dates.Add(facts.Dtp(segment));
                break;
            case "REF":
                _references.Add(facts.Reference(segment));
                break;
            case "AMT":
                _amounts.Add(facts.Amount(segment));
                break;
            case "QTY":
                _quantities.Add(facts.Quantity(segment));
                break;
            case "NTE":
                _notes.Add((segment.Text(1) ?? "", segment.Text(2) ?? ""));
                break;
            default:
                _kept.Add(facts.Text(segment));
                break;
        }
    }

    private void Professional(SegmentView segment, SegmentFacts facts) => _line = _line with
    {
        Procedure = SegmentFacts.Procedure(segment, 1),
        Charge = facts.Number(segment, 2),
        Unit = segment.Text(3),
        Units = facts.Number(segment, 4),
        Place = segment.Text(5),
        Pointers = Pointers(segment, 7, facts),
        Emergency = segment.Text(9),
        Epsdt = segment.Text(11),
        FamilyPlanning = segment.Text(12),
        CopayExempt = segment.Text(15),
    };

    private void Institutional(SegmentView segment, SegmentFacts facts) => _line = _line with
    {
        RevenueCode = segment.Text(1),
        Procedure = SegmentFacts.Procedure(segment, 2),
        Charge = facts.Number(segment, 3),
        Unit = segment.Text(4),
        Units = facts.Number(segment, 5),
    };

    private void Dental(SegmentView segment, SegmentFacts facts) => _line = _line with
    {
        Procedure = SegmentFacts.Procedure(segment, 1),
        Charge = facts.Number(segment, 2),
        Place = segment.Text(3),
        OralCavity = [.. SegmentFacts.Components(segment, 4).Where(c => c.Length > 0)],
        Prosthesis = segment.Text(5),
        Units = facts.Number(segment, 6),
        Pointers = Pointers(segment, 11, facts),
    };

    private static List<int> Pointers(SegmentView segment, int element, SegmentFacts facts)
    {
        var pointers = new List<int>();
        foreach (var part in SegmentFacts.Components(segment, element))
            if (facts.Integer(part.Length == 0 ? null : part, segment, element) is { } pointer) pointers.Add(pointer);
        return pointers;
    }

    private void CloseParts()
    {
        if (_adjudication is not null) _adjudications.Add(_adjudication.Build());
        (_adjudication, _party) = (null, null);
    }

    public ClaimLine Build()
    {
        CloseParts();
        var service = _dates.Find(d => d.Qualifier == "472");
        return _line with
        {
            From = service?.From,
            To = service?.To,
            Teeth = _teeth,
            Dates = _dates,
            References = _references,
            Amounts = _amounts,
            Quantities = _quantities,
            Notes = _notes,
            Providers = [.. _providers.Select(p => p.Build())],
            Adjudications = _adjudications,
            Kept = _kept,
            Where = _where,
        };
    }
}

/// <summary>Loop 2430 while being read.</summary>
internal sealed class LineAdjudicationDraft
{
    private readonly List<Adjustment> _adjustments = [];
    private readonly List<SegmentText> _kept = [];
    private LineAdjudication _adjudication;

    public LineAdjudicationDraft(SegmentView segment, SegmentFacts facts)
    {
        facts.Loop = "2430";
        _adjudication = new()
        {
            PayerId = segment.Text(1), Paid = facts.Number(segment, 2), Procedure = SegmentFacts.Procedure(segment, 3), Units = facts.Number(segment, 5),
            BundledLine = segment.Text(6), Where = facts.At,
        };
    }

    public void Take(string id, SegmentView segment, SegmentFacts facts)
    {
        _adjudication = _adjudication with { Where = _adjudication.Where.Through(facts.At) };
        if (id == "CAS") facts.Adjustments(segment, _adjustments);
        else if (id == "DTP" && segment.Is(1, "573"u8)) _adjudication = _adjudication with { AdjudicatedOn = facts.Dtp(segment).From };
        else if (id == "AMT" && segment.Is(1, "EAF"u8)) _adjudication = _adjudication with { RemainingLiability = facts.Amount(segment).Amount };
        else _kept.Add(facts.Text(segment));
    }

    public LineAdjudication Build() => _adjudication with { Adjustments = _adjustments, Kept = _kept };
}
