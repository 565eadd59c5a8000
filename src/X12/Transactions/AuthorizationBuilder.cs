using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Reads one 278, a request or an answer: an object for each event.</summary>
internal sealed class AuthorizationBuilder(Envelope envelope, SegmentRange start) : TransactionBuilder(envelope, start)
{
    private readonly List<Rejection> _rejections = [];
    private readonly List<ReviewDraft> _services = [];
    private readonly List<SegmentText> _kept = [];
    private Authorization _head = new() { Envelope = envelope, Where = start };
    private PartyDraft? _reviewer, _requester, _subscriber, _dependent;
    private ReviewDraft? _event;
    private SegmentRange _at = start;
    private string _level = "";
    private string? _relationship;
    private bool _isHandedOut;

    private PartyDraft? Current => _level switch
    {
        "20" => _reviewer,
        "21" => _requester,
        "22" => _subscriber,
        "23" => _dependent,
        _ => null,
    };

    protected override void Take(string id, SegmentView segment)
    {
        if (id == "HL") Level(segment);
        else if (id == "BHT") Head(segment);
        else if (_services.Count > 0) _services[^1].Take(id, segment, Facts);
        else if (_event is { } item) item.Take(id, segment, Facts);
        else Above(id, segment);
        if (_event is not null) _at = _at.Through(Facts.At);
    }

    private void Head(SegmentView bht) => _head = _head with
    {
        IsAnswer = bht.Is(2, "11"u8),
        Purpose = bht.Text(2),
        Reference = bht.Text(3),
        Created = Facts.Date(bht, 4),
        Kind = bht.Text(6),
    };

    private void Level(SegmentView hl)
    {
        var level = hl.Text(3) ?? "";
        if (level == "SS" && _event is not null)
        {
            _services.Add(new(Facts.At));
            _level = level;
            return;
        }

        Close();
        _level = level;
        if (level == "EV") (_event, _at) = (new(Facts.At), Facts.At);
        if (level == "20") (_reviewer, _requester, _subscriber, _dependent) = (null, null, null, null);
        if (level == "21") (_requester, _subscriber, _dependent) = (null, null, null);
        if (level == "22") (_subscriber, _dependent, _relationship) = (null, null, null);
        if (level == "23") (_dependent, _relationship) = (null, null);
    }

    private void Above(string id, SegmentView segment)
    {
        switch (id)
        {
            case "NM1": Name(PartyDraft.FromNm1(segment, Facts)); break;
            case "AAA": _rejections.Add(Facts.Rejection(segment)); break;
            case "INS": _relationship = segment.Text(2); break;
            default:
                if (Current?.Take(id, segment, Facts) != true) _kept.Add(Facts.Text(segment));
                break;
        }
    }

    private void Name(PartyDraft party)
    {
        switch (_level)
        {
            case "20": _reviewer = party; break;
            case "21": _requester = party; break;
            case "22": _subscriber = party; break;
            default: _dependent = party; break;
        }
    }

    private void Close()
    {
        if (_event is null) return;
        HandOut(_at);
        (_event, _level) = (null, "");
        _services.Clear();
    }

    private void HandOut(SegmentRange where)
    {
        _isHandedOut = true;
        Ready.Enqueue(_head with
        {
            Reviewer = _reviewer?.Build(),
            Requester = _requester?.Build(),
            Subscriber = _subscriber?.Build(),
            Dependent = _dependent?.Build(),
            Relationship = _relationship,
            Rejections = [.. _rejections],
            Event = _event?.Build(),
            Services = [.. _services.Select(s => s.Build())],
            Kept = [.. _kept],
            Unread = Facts.TakeUnread(),
            Where = where,
        });
    }

    public override void Finish(bool complete)
    {
        Close();
        if (!_isHandedOut) HandOut(Where);
    }
}
