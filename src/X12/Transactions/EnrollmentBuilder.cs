using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Reads one 834 and hands out its members one by one.</summary>
internal sealed class EnrollmentBuilder(Envelope envelope, SegmentRange start) : TransactionBuilder(envelope, start)
{
    private readonly List<Reference> _references = [];
    private readonly List<QualifiedDate> _fileDates = [], _dates = [];
    private readonly List<QualifiedQuantity> _totals = [];
    private readonly List<QualifiedAmount> _amounts = [];
    private readonly List<PartyDraft> _brokers = [], _others = [];
    private readonly List<EnrolledCoverage> _coverages = [];
    private readonly List<SegmentText> _kept = [];
    private EnrollmentFile _file = new();
    private EnrollmentFile? _wholeFile;
    private PartyDraft? _party, _sponsor, _payer, _member;
    private Enrollment? _head;
    private bool _hasMembers;
    private SegmentRange _where;
    private CoverageDraft? _coverage;

    protected override void Take(string id, SegmentView segment)
    {
        if (id == "INS")
        {
            CloseMember();
            BeginMember(segment);
        }
        else if (_head is null) TakeOfFile(id, segment);
        else TakeOfMember(id, segment);
    }

    private void TakeOfFile(string id, SegmentView segment)
    {
        switch (id)
        {
            case "BGN": _file = new() { Purpose = segment.Text(1), Reference = segment.Text(2), Created = Facts.Date(segment, 3), Action = segment.Text(8) }; break;
            case "REF" when segment.Is(1, "38"u8): _file = _file with { MasterPolicy = segment.Text(2) }; break;
            case "DTP": _fileDates.Add(Facts.Dtp(segment)); break;
            case "QTY": _totals.Add(Facts.Quantity(segment)); break;
            case "N1": Name(PartyDraft.FromN1(segment, Facts)); break;
            default: _kept.Add(Facts.Text(segment)); break;
        }
    }

    private void Name(PartyDraft party)
    {
        if (party.Role == "P5") _sponsor = party;
        else if (party.Role == "IN") _payer = party;
        else _brokers.Add(party);
    }

    private EnrollmentFile WholeFile() => _wholeFile ??=
        _file with { Sponsor = _sponsor?.Build(), Payer = _payer?.Build(), Brokers = [.. _brokers.Select(b => b.Build())], Dates = [.. _fileDates], Totals = [.. _totals] };

    private void BeginMember(SegmentView ins)
    {
        _hasMembers = true;
        Facts.Loop = "2000";
        _where = Facts.At;
        var medicare = SegmentFacts.Components(ins, 6);
        _head = new()
        {
            Envelope = Envelope, Where = Facts.At, File = WholeFile(), IsSubscriber = ins.Is(1, "Y"u8), Relationship = ins.Text(2), Maintenance = ins.Text(3), Reason = ins.Text(4),
            BenefitStatus = ins.Text(5), MedicarePlan = SegmentFacts.Part(medicare, 1), MedicareReason = SegmentFacts.Part(medicare, 2), CobraEvent = ins.Text(7),
            EmploymentStatus = ins.Text(8), StudentStatus = ins.Text(9), IsHandicapped = ins.Text(10), DiedOn = Facts.Span(ins.Text(11), ins.Text(12), ins, 12)?.From,
            Confidentiality = ins.Text(13), BirthOrder = ins.Text(17),
        };
    }

    private void TakeOfMember(string id, SegmentView segment)
    {
        _where = _where.Through(Facts.At);
        if (id is "HD" or "DSB" or "LS") CloseCoverage();
        if (id == "HD") _coverage = new(segment, Facts);
        else if (_coverage is not null) _coverage.Take(id, segment, Facts);
        else if (id == "NM1") NameOfMember(PartyDraft.FromNm1(segment, Facts));
        else if (_party?.Take(id, segment, Facts) != true) Rest(id, segment);
    }

    private void NameOfMember(PartyDraft party)
    {
        _party = party;
        if (_member is null && party.Role is "IL" or "74") _member = party;
        else _others.Add(party);
    }

    private void Rest(string id, SegmentView segment)
    {
        switch (id)
        {
            case "REF" when _member is null: _references.Add(Facts.Reference(segment)); break;
            case "DTP" when _member is null: _dates.Add(Facts.Dtp(segment)); break;
            case "AMT": _amounts.Add(Facts.Amount(segment)); break;
            default: _kept.Add(Facts.Text(segment)); break;
        }
    }

    private void CloseCoverage()
    {
        if (_coverage is { } coverage) _coverages.Add(coverage.Build());
        (_coverage, _party) = (null, null);
    }

    private void CloseMember()
    {
        CloseCoverage();
        if (_head is not { } head) return;
        _head = null;
        Ready.Enqueue(head with
        {
            References = [.. _references],
            Dates = [.. _dates],
            Member = _member?.Build(),
            Amounts = [.. _amounts],
            Others = [.. _others.Select(o => o.Build())],
            Coverages = [.. _coverages],
            Kept = [.. _kept],
            Unread = Facts.TakeUnread(),
            Where = _where,
        });
        _references.Clear();
        _dates.Clear();
        _amounts.Clear();
        _others.Clear();
        _coverages.Clear();
        _kept.Clear();
        (_member, _party) = (null, null);
    }

    public override void Finish(bool complete)
    {
        CloseMember();
        if (!_hasMembers) Ready.Enqueue(new EmptyEnrollment { Envelope = Envelope, Where = Where, File = WholeFile(), Kept = [.. _kept], Unread = Facts.TakeUnread() });
    }
}

/// <summary>Loop 2300 while being read.</summary>
internal sealed class CoverageDraft
{
    private readonly List<QualifiedDate> _dates = [], _otherDates = [];
    private readonly List<QualifiedAmount> _amounts = [];
    private readonly List<Reference> _references = [], _otherReferences = [];
    private readonly List<PartyDraft> _providers = [], _insurers = [];
    private readonly List<OtherCoverage> _others = [];
    private readonly List<SegmentText> _kept = [];
    private EnrolledCoverage _coverage;
    private OtherCoverage? _other;
    private PartyDraft? _party;

    public CoverageDraft(SegmentView hd, SegmentFacts facts)
    {
        facts.Loop = "2300";
        _coverage = new() { Maintenance = hd.Text(1), Line = hd.Text(3), Plan = hd.Text(4), Level = hd.Text(5), Where = facts.At };
    }

    public void Take(string id, SegmentView segment, SegmentFacts facts)
    {
        _coverage = _coverage with { Where = _coverage.Where.Through(facts.At) };
        switch (id)
        {
            case "COB":
                CloseOther();
                _other = new() { Responsibility = segment.Text(1), PolicyNumber = segment.Text(2), Coordination = segment.Text(3) };
                break;
            case "LX": _party = null; break;
            case "NM1": Name(PartyDraft.FromNm1(segment, facts)); break;
            case "DTP": (_other is null ? _dates : _otherDates).Add(facts.Dtp(segment)); break;
            case "AMT": _amounts.Add(facts.Amount(segment)); break;
            case "REF": (_other is null ? _references : _otherReferences).Add(facts.Reference(segment)); break;
            default:
                if (_party?.Take(id, segment, facts) != true) _kept.Add(facts.Text(segment));
                break;
        }
    }

    private void Name(PartyDraft party)
    {
        _party = party;
        (_other is null ? _providers : _insurers).Add(party);
    }

    private void CloseOther()
    {
        if (_other is { } other) _others.Add(other with { References = [.. _otherReferences], Dates = [.. _otherDates], Insurers = [.. _insurers.Select(i => i.Build())] });
        _otherReferences.Clear();
        _otherDates.Clear();
        _insurers.Clear();
        (_other, _party) = (null, null);
    }

    public EnrolledCoverage Build()
    {
        CloseOther();
        return _coverage with
        {
            Begins = _dates.Find(d => d.Qualifier == "348")?.From,
            Ends = _dates.Find(d => d.Qualifier == "349")?.To,
            Dates = _dates,
            Amounts = _amounts,
            References = _references,
            Providers = [.. _providers.Select(p => p.Build())],
            OtherCoverages = _others,
            Kept = _kept,
        };
    }
}
