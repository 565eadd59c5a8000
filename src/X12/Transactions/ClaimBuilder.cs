using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Reads one 837 and hands out its claims, each with the levels above it.</summary>
internal sealed class ClaimBuilder(Envelope envelope, SegmentRange start) : TransactionBuilder(envelope, start)
{
    private readonly List<SegmentText> _kept = [];
    private ClaimBatch _batch = new();
    private ClaimBatch? _wholeBatch;
    private PartyDraft? _submitter, _receiver, _billing, _payTo, _payToPlan, _payer, _party;
    private PersonDraft? _subscriber, _dependent;
    private string? _billingTaxonomy;
    private string _level = "";
    private ClaimDraft? _claim;

    protected override void Take(string id, SegmentView segment)
    {
        if (id is "CLM" or "HL") CloseClaim();
        if (id == "CLM") _claim = new(segment, Facts);
        else if (_claim is not null) _claim.Take(id, segment, Facts);
        else TakeAbove(id, segment);
    }

    private void TakeAbove(string id, SegmentView segment)
    {
        switch (id)
        {
            case "BHT":
                _batch = new()
                {
                    Purpose = segment.Text(2), Reference = segment.Text(3), Created = Facts.Date(segment, 4), CreatedTime = segment.Text(5),
                    Usage = segment.Text(6),
                };
                break;
            case "HL":
                Level(segment.Text(3) ?? "");
                break;
            case "SBR":
                (_subscriber ??= new(Facts.At)).Take(segment, Facts);
                break;
            case "PAT":
                (_level == "23" ? _dependent ??= new(Facts.At) : _subscriber ??= new(Facts.At)).TakePatientFacts(segment, Facts);
                break;
            case "NM1":
                _party = PartyDraft.FromNm1(segment, Facts);
                if (!Name(_party)) _kept.Add(Facts.Text(segment));
                break;
            case "PRV" when _party is null:
                _billingTaxonomy = segment.Text(3);
                break;
            default:
                if (_party?.Take(id, segment, Facts) != true) _kept.Add(Facts.Text(segment));
                break;
        }
    }

    private void Level(string level)
    {
        _level = level;
        _party = null;
        Facts.Loop = level switch { "20" => "2000A", "22" => "2000B", "23" => "2000C", _ => "" };
        if (level == "20") (_billing, _payTo, _payToPlan, _billingTaxonomy) = (null, null, null, null);
        if (level is "20" or "22") (_subscriber, _payer) = (null, null);
        if (level == "22") _subscriber = new(Facts.At);
        _dependent = level == "23" ? new(Facts.At) : null;
    }

    private bool Name(PartyDraft party)
    {
        switch (party.Role)
        {
            case "41":
                _submitter = party;
                break;
            case "40":
                _receiver = party;
                break;
            case "85":
                _billing = party;
                party.SetTaxonomy(_billingTaxonomy);
                break;
            case "87":
                _payTo = party;
                break;
            case "PE":
                _payToPlan = party;
                break;
            case "IL":
                (_subscriber ??= new(Facts.At)).Person = party;
                break;
            case "PR":
                _payer = party;
                break;
            case "QC":
                (_dependent ??= new(Facts.At)).Person = party;
                break;
            default:
                return false;
        }

        return true;
    }

    private void CloseClaim()
    {
        if (_claim is not { } draft) return;
        _claim = null;
        _party = null;
        _wholeBatch ??= _batch with { Submitter = _submitter?.Build(), Receiver = _receiver?.Build() };
        Ready.Enqueue(draft.Build(new()
        {
            Envelope = Envelope, Where = Where, Batch = _wholeBatch, BillingProvider = _billing?.Build(), PayTo = _payTo?.Build(),
            PayToPlan = _payToPlan?.Build(), Subscriber = _subscriber?.Subscriber(), Payer = _payer?.Build(), Dependent = _dependent?.Dependent(),
            Unread = Facts.TakeUnread(),
        }, _kept));
    }

    public override void Finish(bool complete) => CloseClaim();
}

/// <summary>SBR or PAT with the person, while being read.</summary>
internal sealed class PersonDraft(SegmentRange start)
{
    private Subscriber _subscriber = new() { Where = start };
    private SegmentText? _patientFacts;
    private SegmentRange _where = start;
    private (Party? Person, Subscriber Built)? _cache;

    public PartyDraft? Person { get; set; }

    public void Take(SegmentView segment, SegmentFacts facts)
    {
        _where = _where.Through(facts.At);
        _cache = null;
        _subscriber = _subscriber with
        {
            Responsibility = segment.Text(1),
            Relationship = segment.Text(2),
            GroupNumber = segment.Text(3),
            GroupName = segment.Text(4),
            InsuranceType = segment.Text(5),
            Filing = segment.Text(9),
        };
    }

    public void TakePatientFacts(SegmentView segment, SegmentFacts facts)
    {
        _where = _where.Through(facts.At);
        _cache = null;
        _patientFacts = facts.Text(segment);
    }

    /// <summary>The subscriber as read so far; the same object for each claim below it.</summary>
    public Subscriber Subscriber()
    {
        var person = Person?.Build();
        if (_cache is { } cache && ReferenceEquals(cache.Person, person)) return cache.Built;
        var built = _subscriber with { PatientFacts = _patientFacts, Person = person, Where = person is null ? _where : _where.Through(person.Where) };
        _cache = (person, built);
        return built;
    }

    public DependentPatient Dependent()
    {
        var person = Person?.Build();
        return new()
        {
            Relationship = _patientFacts?[1], PatientFacts = _patientFacts, Person = person,
            Where = person is null ? _where : _where.Through(person.Where),
        };
    }
}
