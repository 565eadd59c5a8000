using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Reads one 277: a claim acknowledgment (X214) or an answer on claim status (X212).</summary>
internal sealed class ClaimStatusBuilder(Envelope envelope, SegmentRange start) : TransactionBuilder(envelope, start)
{
    private readonly bool _isAnswer = envelope.Version.Contains("X212", StringComparison.Ordinal);
    private readonly List<ClaimStatus> _claims = [];
    private readonly List<ProviderStatus> _providers = [];
    private readonly StatusDraft _report = new();
    private ClaimStatusReport _head = new() { Envelope = envelope, Where = start };
    private string _level = "";
    private PartyDraft? _source, _receiver, _providerParty, _subscriber, _patient;
    private StatusDraft? _provider, _claim, _line;
    private ClaimStatus _claimHead = new() { Where = start };
    private LineStatus _lineHead = new() { Where = start };
    private readonly List<LineStatus> _lines = [];

    private bool IsProviderLevel => _level == "19";

    private bool IsClaimLevel => _level is "PT" or "22" or "23";

    protected override void Take(string id, SegmentView segment)
    {
        if (id == "HL") Level(segment.Text(3) ?? "");
        else if (id == "BHT") _head = _head with { Reference = segment.Text(3), Created = Facts.Date(segment, 4) };
        else if (id == "NM1") Name(PartyDraft.FromNm1(segment, Facts));
        else if (id == "TRN") Trace(segment);
        else if (id == "SVC") Line(segment);
        else if (!(_line ?? _claim ?? _provider ?? _report).Take(id, segment, Facts)) Rest(id, segment);
    }

    private void Level(string level)
    {
        CloseClaim();
        if (level is "19" or "21" or "20") CloseProvider();
        _level = level;
        if (IsProviderLevel) (_provider, _providerParty, _subscriber, _patient) = (new(Facts.At), null, null, null);
        if (level is "22") (_subscriber, _patient) = (null, null);
        if (level is "PT" or "23") _patient = null;
    }

    private void Name(PartyDraft party)
    {
        if (_level == "20") _source = party;
        else if (_level == "21") _receiver = party;
        else if (IsProviderLevel) _providerParty ??= party;
        else if (_level == "22") _subscriber = party;
        else _patient = party;
    }

    private void Trace(SegmentView segment)
    {
        if (IsClaimLevel)
        {
            CloseClaim();
            _claim = new(Facts.At);
            _claimHead = new()
            {
                PatientControlNumber = _isAnswer ? null : segment.Text(2), TraceNumber = _isAnswer ? segment.Text(2) : null, Patient = (_patient ?? _subscriber)?.Build(), Where = Facts.At,
                Subscriber = _patient is null ? null : _subscriber?.Build(), Provider = _providerParty?.Build(),
            };
        }
        else if (IsProviderLevel && _provider is not null) _provider.Trace = segment.Text(2);
        else if (segment.Is(1, "2"u8)) _head = _head with { AnsweredReference = segment.Text(2) };
        else _report.Keep(segment, Facts);
    }

    private void Line(SegmentView segment)
    {
        CloseLine();
        if (_claim is null)
        {
            _report.Keep(segment, Facts);
            return;
        }

        _line = new(Facts.At);
        _lineHead = new()
        {
            Procedure = Facts.Procedure(segment, 1), Charge = Facts.Number(segment, 2), Paid = Facts.Number(segment, 3),
            RevenueCode = segment.Text(4), Units = Facts.Number(segment, 7) ?? Facts.Number(segment, 5), Where = Facts.At,
        };
    }

    private void Rest(string id, SegmentView segment)
    {
        var party = _level == "20" ? _source : _level == "21" ? _receiver : IsProviderLevel ? _providerParty : _patient ?? _subscriber;
        if (party?.Take(id, segment, Facts) != true) (_line ?? _claim ?? _provider ?? _report).Keep(segment, Facts);
    }

    private void CloseLine()
    {
        if (_line is not { } line) return;
        _line = null;
        _claim?.Extend(line.Where);
        _lines.Add(_lineHead with
        {
            References = line.References,
            ControlNumber = line.References.Find(r => r.Qualifier == "FJ")?.Value,
            Dates = line.Dates,
            From = line.Day("472")?.From,
            To = line.Day("472")?.To,
            Statuses = line.Statuses,
            Where = line.Where,
        });
    }

    private void CloseClaim()
    {
        CloseLine();
        if (_claim is not { } claim) return;
        _claim = null;
        _claims.Add(_claimHead with
        {
            PatientControlNumber = _claimHead.PatientControlNumber ?? claim.References.Find(r => r.Qualifier == "EJ")?.Value,
            Statuses = claim.Statuses,
            References = claim.References,
            Dates = claim.Dates,
            From = claim.Day("472")?.From,
            To = claim.Day("472")?.To,
            Lines = [.. _lines],
            Kept = claim.Kept,
            Unread = Facts.TakeUnread(),
            Where = claim.Where,
        });
        _lines.Clear();
    }

    private void CloseProvider()
    {
        if (_provider is not { } provider) return;
        _provider = null;
        _providers.Add(new()
        {
            Provider = _providerParty?.Build(), TraceNumber = provider.Trace, Statuses = provider.Statuses, References = provider.References,
            Quantities = provider.Quantities, Amounts = provider.Amounts, Where = provider.Where,
        });
    }

    public override void Finish(bool complete)
    {
        CloseClaim();
        CloseProvider();
        Ready.Enqueue(_head with
        {
            Source = _source?.Build(),
            Receiver = _receiver?.Build(),
            Statuses = _report.Statuses,
            Quantities = _report.Quantities,
            Amounts = _report.Amounts,
            Dates = _report.Dates,
            Providers = _providers,
            Claims = _claims,
            Kept = _report.Kept,
            Unread = Facts.TakeUnread(),
            Where = Where,
            Complete = complete,
        });
    }
}

/// <summary>What stands below one TRN or SVC of a 277 while it is being read.</summary>
internal sealed class StatusDraft(SegmentRange start = default)
{
    public List<StatusDecision> Statuses { get; } = [];
    public List<Reference> References { get; } = [];
    public List<QualifiedDate> Dates { get; } = [];
    public List<QualifiedQuantity> Quantities { get; } = [];
    public List<QualifiedAmount> Amounts { get; } = [];
    public List<SegmentText> Kept { get; } = [];
    public string? Trace { get; set; }
    public SegmentRange Where { get; private set; } = start;

    public void Extend(SegmentRange last) => Where = Where.Through(last);

    public void Keep(SegmentView segment, SegmentFacts facts)
    {
        Kept.Add(facts.Text(segment));
        Extend(facts.At);
    }

    public QualifiedDate? Day(string qualifier) => Dates.Find(d => d.Qualifier == qualifier);

    public bool Take(string id, SegmentView segment, SegmentFacts facts)
    {
        switch (id)
        {
            case "STC":
                Statuses.Add(Status(segment, facts));
                break;
            case "REF":
                References.Add(facts.Reference(segment));
                break;
            case "DTP":
                Dates.Add(facts.Dtp(segment));
                break;
            case "QTY":
                Quantities.Add(facts.Quantity(segment));
                break;
            case "AMT":
                Amounts.Add(facts.Amount(segment));
                break;
            default:
                return false;
        }

        Extend(facts.At);
        return true;
    }

    private static StatusDecision Status(SegmentView segment, SegmentFacts facts)
    {
        var codes = new List<StatusCode>();
        foreach (var element in (int[])[1, 10, 11])
        {
            var parts = SegmentFacts.Components(segment, element);
            if (parts.Length > 0) codes.Add(new(parts[0], SegmentFacts.Part(parts, 2) ?? "", SegmentFacts.Part(parts, 3), SegmentFacts.Part(parts, 4)));
        }

        return new()
        {
            Codes = codes, EffectiveDate = facts.Date(segment, 2), Action = segment.Text(3), Charge = facts.Number(segment, 4),
            Paid = facts.Number(segment, 5), DecidedOn = facts.Date(segment, 6), Method = segment.Text(7), CheckDate = facts.Date(segment, 8),
            CheckNumber = segment.Text(9), Message = segment.Text(12), Where = facts.At,
        };
    }
}
