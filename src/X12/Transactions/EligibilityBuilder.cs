using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Reads one 270 or 271: an object for each patient and, of a 271, one for each benefit.</summary>
internal sealed class EligibilityBuilder(Envelope envelope, SegmentRange start) : TransactionBuilder(envelope, start)
{
    private readonly List<BenefitDraft> _benefits = [];
    private readonly List<Trace> _traces = [];
    private readonly List<QualifiedDate> _dates = [];
    private readonly List<Rejection> _rejections = [];
    private readonly List<SegmentText> _kept = [];
    private readonly List<UnreadValue> _unread = [];
    private IReadOnlyList<string> _diagnoses = [];
    private PartyDraft? _payer, _provider, _subscriber, _dependent;
    private BenefitDraft? _benefit;
    private SegmentRange _levelAt = start;
    private string _level = "";
    private string? _reference, _purpose, _relationship, _birthOrder;
    private DateOnly? _created;
    private bool _hasLevelsBelow;

    private bool IsInquiry => Envelope.TransactionId == "270";

    private PartyDraft? Current => _level switch
    {
        "20" => _payer,
        "21" => _provider,
        "22" => _subscriber,
        "23" => _dependent,
        _ => null,
    };

    protected override void Take(string id, SegmentView segment)
    {
        if (_level.Length > 0) _levelAt = _levelAt.Through(Facts.At);
        switch (id)
        {
            case "BHT": Head(segment); break;
            case "HL": Level(segment); break;
            case "EB" or "EQ" when _level is "22" or "23": Begin(segment); break;
            default:
                if (_benefit is { } benefit)
                {
                    if (!benefit.Take(id, segment, Facts)) benefit.Kept.Add(Facts.Text(segment));
                }
                else if (!Of(id, segment)) _kept.Add(Facts.Text(segment));
                break;
        }
    }

    private void Head(SegmentView bht) => (_purpose, _reference, _created) = (bht.Text(2), bht.Text(3), Facts.Date(bht, 4));

    private void Level(SegmentView hl)
    {
        Close();
        (_level, _hasLevelsBelow, _levelAt) = (hl.Text(3) ?? "", hl.Is(4, "1"u8), Facts.At);
        if (_level == "20") (_payer, _provider, _subscriber, _dependent) = (null, null, null, null);
        if (_level == "21") (_provider, _subscriber, _dependent) = (null, null, null);
        if (_level == "22") (_subscriber, _dependent) = (null, null);
        if (_level == "23") _dependent = null;
    }

    private void Begin(SegmentView segment)
    {
        _unread.AddRange(Facts.TakeUnread());
        _benefit = new(segment, Facts);
        _benefits.Add(_benefit);
    }

    /// <summary>A segment of the level itself, above its benefits.</summary>
    private bool Of(string id, SegmentView segment)
    {
        switch (id)
        {
            case "NM1": Name(PartyDraft.FromNm1(segment, Facts)); return true;
            case "TRN": _traces.Add(new(segment.Text(1) ?? "", segment.Text(2) ?? "", segment.Text(3), segment.Text(4))); return true;
            case "AAA": _rejections.Add(Facts.Rejection(segment)); return true;
            case "DTP": _dates.Add(Facts.Dtp(segment)); return true;
            case "INS": (_relationship, _birthOrder) = (segment.Text(2), segment.Text(17)); return true;
            case "HI": _diagnoses = SegmentFacts.CodesOf(segment); return true;
            default: return Current?.Take(id, segment, Facts) == true;
        }
    }

    private void Name(PartyDraft party)
    {
        switch (_level)
        {
            case "20": _payer = party; break;
            case "21": _provider = party; break;
            case "22": _subscriber = party; break;
            case "23": _dependent = party; break;
        }
    }

    /// <summary>A patient's level is over: what was read of it is handed out. A subscriber above dependents is none unless something is said of it.</summary>
    private void Close()
    {
        _unread.AddRange(Facts.TakeUnread());
        var isPatient = _level == "23" || (_level == "22" && (!_hasLevelsBelow || _benefits.Count > 0 || _traces.Count > 0));
        if (IsInquiry && isPatient)
            Ready.Enqueue(Head(new EligibilityInquiry { Questions = [.. _benefits.Select(b => b.Question())], Envelope = Envelope, Where = _levelAt }, [.. _unread, .. _benefits.SelectMany(b => b.Unread)]));
        else if (isPatient || _rejections.Count > 0)
        {
            Ready.Enqueue(Head(new EligibilityAnswer { Level = _level, Rejections = [.. _rejections], Benefits = _benefits.Count, Envelope = Envelope, Where = _levelAt }, [.. _unread]));
            foreach (var benefit in _benefits) Ready.Enqueue(Head(benefit.Benefit(Envelope), benefit.Unread) with { Kept = benefit.Kept });
        }

        Clear();
    }

    private void Clear()
    {
        _benefits.Clear();
        _traces.Clear();
        _dates.Clear();
        _rejections.Clear();
        _kept.Clear();
        _unread.Clear();
        (_diagnoses, _relationship, _birthOrder, _benefit) = ([], null, null, null);
    }

    private T Head<T>(T document, IReadOnlyList<UnreadValue> unread) where T : EligibilityDocument => document with
    {
        Reference = _reference,
        Purpose = _purpose,
        Created = _created,
        Payer = _payer?.Build(),
        Provider = _provider?.Build(),
        Subscriber = _subscriber?.Build(),
        Dependent = _dependent?.Build(),
        Relationship = _relationship,
        BirthOrder = _birthOrder,
        Traces = [.. _traces],
        Diagnoses = _diagnoses,
        Dates = [.. _dates],
        Kept = [.. _kept],
        Unread = unread,
    };

    public override void Finish(bool complete) => Close();
}
