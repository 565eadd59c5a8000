using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>One claim of an 835 while it is being read.</summary>
internal sealed class ClaimPaymentDraft
{
    private static readonly int[] InpatientRemarks = [5, 20, 21, 22, 23], OutpatientRemarks = [3, 4, 5, 6, 7];

    private readonly List<Adjustment> _adjustments = [];
    private readonly List<PartyDraft> _parties = [];
    private readonly List<QualifiedDate> _dates = [];
    private readonly List<Remark> _remarks = [];
    private readonly List<Reference> _references = [];
    private readonly List<Contact> _contacts = [];
    private readonly List<QualifiedAmount> _amounts = [];
    private readonly List<QualifiedQuantity> _quantities = [];
    private readonly List<ServicePayment> _lines = [];
    private readonly List<SegmentText> _kept = [];
    private ClaimPayment _claim;
    private SegmentRange _where;
    private ServicePaymentDraft? _line;

    public ClaimPaymentDraft(SegmentView segment, SegmentFacts facts, string? group)
    {
        _where = facts.At;
        facts.Loop = "2100";
        _claim = new()
        {
            PatientControlNumber = segment.Text(1), Status = segment.Text(2), Charge = facts.Number(segment, 3), Paid = facts.Number(segment, 4),
            PatientResponsibility = facts.Number(segment, 5), Filing = segment.Text(6), PayerClaimControlNumber = segment.Text(7),
            Facility = segment.Text(8), Frequency = segment.Text(9), PatientStatus = segment.Text(10), Drg = segment.Text(11),
            DrgWeight = facts.Number(segment, 12), DischargeFraction = facts.Number(segment, 13), YesOrNo = segment.Text(14), Group = group,
            Where = _where,
        };
    }

    public void Take(string id, SegmentView segment, SegmentFacts facts)
    {
        _where = _where.Through(facts.At);
        if (id == "SVC")
        {
            CloseLine();
            _line = new(segment, facts);
        }
        else if (_line is not null) _line.Take(id, segment, facts);
        else TakeOfClaim(id, segment, facts);
    }

    private void TakeOfClaim(string id, SegmentView segment, SegmentFacts facts)
    {
        switch (id)
        {
            case "CAS":
                facts.Adjustments(segment, _adjustments);
                break;
            case "NM1":
                _parties.Add(PartyDraft.FromNm1(segment, facts));
                break;
            case "MIA":
                _claim = _claim with { Inpatient = facts.Text(segment) };
                facts.Remarks(segment, InpatientRemarks, _remarks);
                break;
            case "MOA":
                _claim = _claim with { Outpatient = facts.Text(segment) };
                facts.Remarks(segment, OutpatientRemarks, _remarks);
                break;
            case "REF":
                _references.Add(facts.Reference(segment));
                break;
            case "DTM":
                _dates.Add(facts.Dtm(segment));
                break;
            case "PER":
                _contacts.Add(facts.Contact(segment));
                break;
            case "AMT":
                _amounts.Add(facts.Amount(segment));
                break;
            case "QTY":
                _quantities.Add(facts.Quantity(segment));
                break;
            default:
                _kept.Add(facts.Text(segment));
                break;
        }
    }

    private void CloseLine()
    {
        if (_line is not null) _lines.Add(_line.Build());
        _line = null;
    }

    public ClaimPayment Build(IReadOnlyList<UnreadValue> unread)
    {
        CloseLine();
        return _claim with
        {
            Adjustments = _adjustments,
            Patient = Party("QC"),
            Insured = Party("IL"),
            Corrected = Party("74"),
            Rendering = Party("82"),
            Crossover = Party("TT"),
            PriorityPayer = Party("PR"),
            OtherSubscriber = Party("GB"),
            OtherParties = OtherParties(),
            From = Day("232"),
            To = Day("233") ?? Day("232"),
            Received = Day("050"),
            Dates = _dates,
            Remarks = _remarks,
            References = _references,
            Contacts = _contacts,
            Amounts = _amounts,
            Quantities = _quantities,
            Lines = _lines,
            Kept = _kept,
            Unread = unread,
            Where = _where,
        };
    }

    private Party? Party(string role) => _parties.Find(p => p.Role == role)?.Build();

    /// <summary>Parties of a role without a property, and any second one of a role that has.</summary>
    private List<Party> OtherParties() =>
        [.. _parties.Where((p, i) => p.Role is not ("QC" or "IL" or "74" or "82" or "TT" or "PR" or "GB") || _parties.FindIndex(q => q.Role == p.Role) != i)
            .Select(p => p.Build())];

    private DateOnly? Day(string qualifier) => _dates.Find(d => d.Qualifier == qualifier)?.From;
}

/// <summary>One line of an 835 while it is being read.</summary>
internal sealed class ServicePaymentDraft
{
    private readonly List<QualifiedDate> _dates = [];
    private readonly List<Adjustment> _adjustments = [];
    private readonly List<Reference> _references = [];
    private readonly List<QualifiedAmount> _amounts = [];
    private readonly List<QualifiedQuantity> _quantities = [];
    private readonly List<Remark> _remarks = [];
    private readonly List<SegmentText> _kept = [];
    private readonly ServicePayment _line;
    private SegmentRange _where;

    public ServicePaymentDraft(SegmentView segment, SegmentFacts facts)
    {
        _where = facts.At;
        facts.Loop = "2110";
        _line = new()
        {
            Procedure = SegmentFacts.Procedure(segment, 1), Charge = facts.Number(segment, 2), Paid = facts.Number(segment, 3),
            RevenueCode = segment.Text(4), Units = facts.Number(segment, 5), Submitted = SegmentFacts.Procedure(segment, 6),
            SubmittedUnits = facts.Number(segment, 7), Where = _where,
        };
    }

    public void Take(string id, SegmentView segment, SegmentFacts facts)
    {
        _where = _where.Through(facts.At);
        switch (id)
        {
            case "DTM":
                _dates.Add(facts.Dtm(segment));
                break;
            case "CAS":
                facts.Adjustments(segment, _adjustments);
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
            case "LQ":
                _remarks.Add(new(segment.Text(1) ?? "", segment.Text(2) ?? "", facts.At));
                break;
            default:
                _kept.Add(facts.Text(segment));
                break;
        }
    }

    public ServicePayment Build()
    {
        var day = Day("472");
        return _line with
        {
            From = day ?? Day("150"),
            To = day ?? Day("151") ?? Day("150"),
            Dates = _dates,
            Adjustments = _adjustments,
            References = _references,
            Amounts = _amounts,
            Quantities = _quantities,
            Remarks = _remarks,
            Kept = _kept,
            Where = _where,
        };
    }

    private DateOnly? Day(string qualifier) => _dates.Find(d => d.Qualifier == qualifier)?.From;
}
