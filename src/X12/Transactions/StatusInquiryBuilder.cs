using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Reads one 276 and hands out its questions.</summary>
internal sealed class StatusInquiryBuilder(Envelope envelope, SegmentRange start) : TransactionBuilder(envelope, start)
{
    private readonly List<PartyDraft> _providers = [];
    private readonly List<StatusInquiryLine> _lines = [];
    private readonly List<SegmentText> _kept = [];
    private string? _reference;
    private DateOnly? _created;
    private string _level = "";
    private PartyDraft? _payer, _receiver, _subscriber, _dependent, _party;
    private SegmentRange _where;
    private StatusDraft? _claim, _lineFacts;
    private StatusInquiryLine? _line;

    // DMG stands before the name here.
    private (DateOnly? On, string? Gender)? _birth;

    protected override void Take(string id, SegmentView segment)
    {
        switch (id)
        {
            case "BHT": (_reference, _created) = (segment.Text(3), Facts.Date(segment, 4)); break;
            case "HL": Level(segment.Text(3) ?? ""); break;
            case "NM1": Name(PartyDraft.FromNm1(segment, Facts)); break;
            case "TRN":
                Close();
                _claim = new(Facts.At) { Trace = segment.Text(2) };
                _where = Facts.At;
                break;
            case "SVC" when _claim is not null: BeginLine(segment); break;
            case "DMG" when _claim is null: Birth(segment); break;
            default: Rest(id, segment); break;
        }
    }

    private void Level(string level)
    {
        Close();
        _level = level;
        _party = null;
        if (level is "20" or "21" or "19") _providers.Clear();
        if (level == "22") (_subscriber, _dependent) = (null, null);
        if (level == "23") _dependent = null;
    }

    private void Name(PartyDraft party)
    {
        _party = party;
        if (_birth is { } birth) party.SetBirth(birth.On, birth.Gender);
        _birth = null;
        if (_level == "20") _payer = party;
        else if (_level == "21") _receiver = party;
        else if (_level == "19") _providers.Add(party);
        else if (_level == "22") _subscriber = party;
        else _dependent = party;
    }

    private void Birth(SegmentView dmg) => _birth = (Facts.Date(dmg, 2), dmg.Text(3));

    private void BeginLine(SegmentView svc)
    {
        CloseLine();
        _lineFacts = new(Facts.At);
        _line = new() { Procedure = Facts.Procedure(svc, 1), Charge = Facts.Number(svc, 2), RevenueCode = svc.Text(4), Units = Facts.Number(svc, 7), Where = Facts.At };
    }

    private void Rest(string id, SegmentView segment)
    {
        if ((_lineFacts ?? _claim)?.Take(id, segment, Facts) == true) return;
        if (_claim is not null || _party?.Take(id, segment, Facts) != true) _kept.Add(Facts.Text(segment));
    }

    private void CloseLine()
    {
        if (_line is not { } line || _lineFacts is not { } facts) return;
        (_line, _lineFacts) = (null, null);
        _claim?.Extend(facts.Where);
        var day = facts.Day("472");
        _lines.Add(line with { ControlNumber = facts.References.Find(r => r.Qualifier == "FJ")?.Value, From = day?.From, To = day?.To, Where = facts.Where });
    }

    private void Close()
    {
        CloseLine();
        if (_claim is not { } claim) return;
        _claim = null;
        var day = claim.Day("472");
        Ready.Enqueue(new StatusInquiry
        {
            Envelope = Envelope, Where = _where.Through(claim.Where), BatchReference = _reference, Created = _created, Payer = _payer?.Build(), Receiver = _receiver?.Build(),
            Providers = [.. _providers.Select(p => p.Build())], Subscriber = _subscriber?.Build(), Patient = (_dependent ?? _subscriber)?.Build(), TraceNumber = claim.Trace,
            References = claim.References, Charge = claim.Amounts.Find(a => a.Qualifier == "T3")?.Amount, From = day?.From, To = day?.To, Lines = [.. _lines], Kept = [.. _kept],
            Unread = Facts.TakeUnread(),
        });
        _lines.Clear();
        _kept.Clear();
    }

    public override void Finish(bool complete) => Close();
}
