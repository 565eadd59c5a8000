using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>An EB or EQ while the segments below it are being read.</summary>
internal sealed class BenefitDraft
{
    private readonly List<ServiceDelivery> _deliveries = [];
    private readonly List<Reference> _references = [];
    private readonly List<QualifiedDate> _dates = [];
    private readonly List<QualifiedAmount> _amounts = [];
    private readonly List<Rejection> _rejections = [];
    private readonly List<string> _messages = [];
    private readonly List<BenefitPlace> _places = [];
    private readonly List<PartyDraft> _parties = [];
    private readonly List<UnreadValue> _unread = [];
    private readonly Benefit _head;
    private SegmentRange _where;

    public BenefitDraft(SegmentView segment, SegmentFacts facts)
    {
        _where = facts.At;
        _head = SegmentFacts.IdOf(segment) == "EQ" ? Asked(segment, facts) : Answered(segment, facts);
        _unread.AddRange(facts.TakeUnread());
    }

    public List<SegmentText> Kept { get; } = [];

    public IReadOnlyList<UnreadValue> Unread => _unread;

    private static Benefit Asked(SegmentView eq, SegmentFacts facts) => new()
    {
        Information = "", ServiceTypes = SegmentFacts.Texts(eq, 1), Procedure = facts.Procedure(eq, 2), CoverageLevel = eq.Text(3),
        DiagnosisPointers = Pointers(eq, 5), Envelope = new(), Where = facts.At,
    };

    private static Benefit Answered(SegmentView eb, SegmentFacts facts) => new()
    {
        Information = eb.Text(1) ?? "", CoverageLevel = eb.Text(2), ServiceTypes = SegmentFacts.Texts(eb, 3), InsuranceType = eb.Text(4),
        Plan = eb.Text(5), Period = eb.Text(6), Amount = facts.Number(eb, 7), Percent = facts.Number(eb, 8), QuantityQualifier = eb.Text(9),
        Quantity = facts.Number(eb, 10), Authorization = eb.Text(11), Network = eb.Text(12), Procedure = facts.Procedure(eb, 13),
        DiagnosisPointers = Pointers(eb, 14), Envelope = new(), Where = facts.At,
    };

    private static List<string> Pointers(SegmentView segment, int element) => [.. SegmentFacts.Components(segment, element).Where(p => p.Length > 0)];

    /// <summary>Takes a segment below the EB or EQ; false for one that has no property.</summary>
    public bool Take(string id, SegmentView segment, SegmentFacts facts)
    {
        _where = _where.Through(facts.At);
        var isTaken = Own(id, segment, facts);
        _unread.AddRange(facts.TakeUnread());
        return isTaken;
    }

    private bool Own(string id, SegmentView segment, SegmentFacts facts)
    {
        switch (id)
        {
            case "HSD": _deliveries.Add(facts.Delivery(segment)); return true;
            case "DTP": _dates.Add(facts.Dtp(segment)); return true;
            case "AMT": _amounts.Add(facts.Amount(segment)); return true;
            case "AAA": _rejections.Add(facts.Rejection(segment)); return true;
            case "MSG": _messages.Add(segment.Text(1) ?? ""); return true;
            case "III": _places.Add(new(segment.Text(1), segment.Text(2), segment.Text(3), segment.Text(4), facts.At)); return true;
            case "NM1": _parties.Add(PartyDraft.FromNm1(segment, facts)); return true;
            case "REF" when _parties.Count == 0: _references.Add(facts.Reference(segment)); return true;
            case "LS" or "LE": return true;
            default: return _parties.Count > 0 && _parties[^1].Take(id, segment, facts);
        }
    }

    public BenefitQuestion Question() => new()
    {
        ServiceTypes = _head.ServiceTypes, Procedure = _head.Procedure, CoverageLevel = _head.CoverageLevel, DiagnosisPointers = _head.DiagnosisPointers,
        Amounts = _amounts, Places = _places, References = _references, Dates = _dates, Where = _where,
    };

    public Benefit Benefit(Envelope envelope) => _head with
    {
        Envelope = envelope,
        Where = _where,
        Deliveries = _deliveries,
        References = _references,
        BenefitDates = _dates,
        Rejections = _rejections,
        Messages = _messages,
        Places = _places,
        Parties = [.. _parties.Select(p => p.Build())],
    };
}
