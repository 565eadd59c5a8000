using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Reads one 820.</summary>
internal sealed class PremiumBuilder(Envelope envelope, SegmentRange start) : TransactionBuilder(envelope, start)
{
    private readonly List<Premium> _premiums = [];
    private readonly List<PremiumAdjustment> _adjustments = [], _current = [];
    private readonly List<PartyDraft> _parties = [], _individuals = [];
    private readonly List<Reference> _references = [], _premiumReferences = [];
    private readonly List<QualifiedDate> _dates = [], _premiumDates = [];
    private readonly List<SegmentText> _kept = [], _premiumKept = [];
    private readonly List<UnreadValue> _unread = [];
    private PremiumPayment _head = new() { Envelope = envelope, Where = start };
    private PremiumEntity? _entity;
    private Premium? _premium;

    protected override void Take(string id, SegmentView segment)
    {
        switch (id)
        {
            case "BPR": Head(segment); break;
            case "TRN": _head = _head with { TraceNumber = segment.Text(2) }; break;
            case "N1": _parties.Add(PartyDraft.FromN1(segment, Facts)); break;
            case "ENT": Entity(segment); break;
            case "NM1" when _entity is not null && _premium is null: _individuals.Add(PartyDraft.FromNm1(segment, Facts)); break;
            case "ADX": (_premium is null ? _adjustments : _current).Add(new(_entity, Facts.Number(segment, 1), segment.Text(2) ?? "", Facts.At)); break;
            case "RMR": Open(segment); break;
            default: Rest(id, segment); break;
        }

        if (_premium is { } premium && id != "RMR") _premium = premium with { Where = premium.Where.Through(Facts.At) };
    }

    private void Head(SegmentView bpr) => _head = _head with
    {
        HandlingCode = bpr.Text(1),
        Amount = Facts.Number(bpr, 2),
        CreditOrDebit = bpr.Text(3),
        Method = bpr.Text(4),
        Date = Facts.Date(bpr, 16),
    };

    private void Entity(SegmentView ent)
    {
        Close();
        _individuals.Clear();
        _entity = new(ent.Text(1) ?? "", ent.Text(2), ent.Text(3), ent.Text(4));
    }

    private void Open(SegmentView rmr)
    {
        Close();
        _unread.AddRange(Facts.TakeUnread());
        _premium = new()
        {
            Entity = _entity, Individuals = [.. _individuals.Select(i => i.Build())], Qualifier = rmr.Text(1), Number = rmr.Text(2), Action = rmr.Text(3),
            Amount = Facts.Number(rmr, 4), Billed = Facts.Number(rmr, 5), Where = Facts.At,
        };
    }

    private void Rest(string id, SegmentView segment)
    {
        if (_premium is not null)
        {
            if (id == "REF") _premiumReferences.Add(Facts.Reference(segment));
            else if (id == "DTM") _premiumDates.Add(Facts.DtmPeriod(segment));
            else _premiumKept.Add(Facts.Text(segment));
            return;
        }

        var party = _entity is null ? _parties.LastOrDefault() : _individuals.LastOrDefault();
        if (party?.Take(id, segment, Facts) == true) return;
        if (id == "REF") _references.Add(Facts.Reference(segment));
        else if (id == "DTM") _dates.Add(Facts.DtmPeriod(segment));
        else _kept.Add(Facts.Text(segment));
    }

    private void Close()
    {
        if (_premium is not { } premium) return;
        _premium = null;
        _premiums.Add(premium with
        {
            References = [.. _premiumReferences],
            Dates = [.. _premiumDates],
            Adjustments = [.. _current],
            Kept = [.. _premiumKept],
            Unread = Facts.TakeUnread(),
        });
        _premiumReferences.Clear();
        _premiumDates.Clear();
        _current.Clear();
        _premiumKept.Clear();
    }

    public override void Finish(bool complete)
    {
        Close();
        _unread.AddRange(Facts.TakeUnread());
        var parties = _parties.ConvertAll(p => p.Build());
        var receiver = parties.Find(p => p.Role == "PE");
        var payer = parties.Find(p => p.Role is "PR" or "RM");
        Ready.Enqueue(_head with
        {
            Receiver = receiver,
            Payer = payer,
            Banks = [.. parties.Where(p => p != receiver && p != payer)],
            References = _references,
            Dates = _dates,
            Premiums = _premiums,
            Adjustments = _adjustments,
            Kept = _kept,
            Unread = _unread,
            Where = Where,
            Complete = complete,
        });
    }
}
