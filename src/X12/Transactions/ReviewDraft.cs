using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>An event or a service of a 278 while its segments are being read.</summary>
internal sealed class ReviewDraft(SegmentRange start)
{
    private readonly List<Trace> _traces = [];
    private readonly List<Rejection> _rejections = [];
    private readonly List<Reference> _references = [];
    private readonly List<QualifiedDate> _dates = [];
    private readonly List<string> _diagnoses = [], _messages = [];
    private readonly List<ServiceDelivery> _deliveries = [];
    private readonly List<PartyDraft> _parties = [];
    private readonly List<SegmentText> _kept = [];
    private ReviewItem _item = new() { Where = start };

    public void Take(string id, SegmentView segment, SegmentFacts facts)
    {
        _item = _item with { Where = _item.Where.Through(facts.At) };
        if (_parties.Count > 0 && _parties[^1].Take(id, segment, facts)) return;
        if (!Own(id, segment, facts)) _kept.Add(facts.Text(segment));
    }

    private bool Own(string id, SegmentView segment, SegmentFacts facts)
    {
        switch (id)
        {
            case "TRN": _traces.Add(new(segment.Text(1) ?? "", segment.Text(2) ?? "", segment.Text(3), segment.Text(4))); return true;
            case "AAA": _rejections.Add(facts.Rejection(segment)); return true;
            case "UM": Asked(segment); return true;
            case "HCR": _item = _item with { Decision = new(segment.Text(1) ?? "", segment.Text(2), SegmentFacts.Texts(segment, 3), segment.Text(4)) }; return true;
            case "REF": _references.Add(facts.Reference(segment)); return true;
            case "DTP": _dates.Add(facts.Dtp(segment)); return true;
            case "HI": _diagnoses.AddRange(SegmentFacts.CodesOf(segment)); return true;
            case "HSD": _deliveries.Add(facts.Delivery(segment)); return true;
            case "MSG": _messages.Add(segment.Text(1) ?? ""); return true;
            case "NM1": _parties.Add(PartyDraft.FromNm1(segment, facts)); return true;
            case "SV1" or "SV2" or "SV3": Service(id, segment, facts); return true;
            default: return false;
        }
    }

    private void Asked(SegmentView um)
    {
        var place = SegmentFacts.Components(um, 4);
        _item = _item with
        {
            Category = um.Text(1),
            Certification = um.Text(2),
            ServiceType = um.Text(3),
            Place = SegmentFacts.Part(place, 1),
            PlaceQualifier = SegmentFacts.Part(place, 2),
            RelatedCauses = [.. SegmentFacts.Components(um, 5).Take(3).Where(c => c.Length > 0)],
            LevelOfService = um.Text(6),
        };
    }

    private void Service(string id, SegmentView segment, SegmentFacts facts)
    {
        // Where procedure, amount, unit and units stand in each.
        var (procedure, amount, unit, units, pointers) = id switch
        {
            "SV1" => (1, 2, 3, 4, 7),
            "SV2" => (2, 3, 4, 5, 0),
            _ => (1, 2, 0, 6, 11),
        };
        _item = _item with
        {
            Procedure = facts.Procedure(segment, procedure),
            RevenueCode = id == "SV2" ? segment.Text(1) : null,
            Amount = facts.Number(segment, amount),
            Unit = unit == 0 ? null : segment.Text(unit),
            Units = facts.Number(segment, units),
            DiagnosisPointers = pointers == 0 ? [] : [.. SegmentFacts.Components(segment, pointers).Where(p => p.Length > 0)],
        };
    }

    public ReviewItem Build() => _item with
    {
        Traces = _traces,
        Rejections = _rejections,
        References = _references,
        Dates = _dates,
        Diagnoses = _diagnoses,
        Deliveries = _deliveries,
        Messages = _messages,
        Parties = [.. _parties.Select(p => p.Build())],
        Kept = _kept,
    };
}
