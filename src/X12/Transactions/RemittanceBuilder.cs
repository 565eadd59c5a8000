using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Reads one 835.</summary>
internal sealed class RemittanceBuilder(Envelope envelope, SegmentRange start, PaymentSegments segments, IDocumentListener? listener) : TransactionBuilder(envelope, start)
{
    private readonly List<Reference> _references = [];
    private readonly List<SegmentText> _kept = [];
    private readonly List<UnreadValue> _unread = [];
    private readonly List<ClaimPayment> _claims = [];
    private readonly bool _wantsHeadsOnly = listener?.WantsHeadsOnly == true;
    private PaymentObjects? _objects;

    // Where only heads are wanted: the end of what was passed over in the claim.
    private (long EndByte, int Segment) _passed;
    private readonly List<ProviderAdjustment> _adjustments = [];
    private readonly List<ProviderSummary> _summaries = [];
    private Remittance _head = new() { Envelope = envelope, Where = start };
    private PartyDraft? _payer, _payee, _party;
    private Remittance? _headForClaims;

    public override bool PassesOver => _wantsHeadsOnly && segments.IsInClaim;

    public override void Passed(long endByte, int segment) => _passed = (endByte, segment);

    public override void Take(uint id, SegmentView segment)
    {
        if (id is Id.Clp or Id.Lx or Id.Plb) CloseClaim();
        if (!segments.IsInClaim) TakeOutside(id, segment);
        else if (_wantsHeadsOnly) Passed(segment.Offset + segment.Bytes.Length + 1, segment.StOrdinal);
        else segments.Take(HeldKinds.Of(id), segment);
    }

    public override int TakePlain(X12Reader reader, int most)
    {
        if (_wantsHeadsOnly) return base.TakePlain(reader, most);
        var taker = new Taker(this, segments);
        return reader.TakePlain(ref taker, most);
    }

    /// <summary>Nothing stands between the reader and the claim.</summary>
    private readonly unsafe struct Taker(RemittanceBuilder builder, PaymentSegments segments) : IPlainTaker
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Hold(HeldKind kind, Vector256<byte> shared, byte* bytes, int* ends, int start, int length, int stOrdinal)
        {
            unchecked
            {
                builder.OfObject++;
                return segments.Hold(kind, shared, bytes, ends, start, length, stOrdinal);
            }
        }

        public bool Take(HeldKind kind, SegmentView segment)
        {
            if (segments.IsInClaim && kind is not (HeldKind.Clp or HeldKind.Lx or HeldKind.Plb)) segments.Take(kind, segment);
            else
            {
                if (kind == HeldKind.Clp) builder.OfObject = 1;
                builder.Take(segment.Id.Value, segment);
            }

            return true;
        }
    }

    private void TakeOutside(uint id, SegmentView segment)
    {
        Where = Where.Through(Facts.Begin(segment));
        if (id == Id.Clp) segments.Begin(segment, _summaries.Count > 0 ? _summaries[^1].Number : null);
        else TakeOutsideClaims(SegmentFacts.IdOf(segment), segment);
    }

    private void TakeOutsideClaims(string id, SegmentView segment)
    {
        Facts.Loop = _summaries.Count > 0 ? "2000" : _party is null ? "" : "1000";
        switch (id)
        {
            case "BPR":
                Payment(segment);
                break;
            case "TRN":
                _head = _head with { TraceNumber = segment.Text(2), PayerTraceId = segment.Text(3), OriginatorSupplement = segment.Text(4) };
                break;
            case "CUR" when _head.CurrencyText is null:
                _head = _head with { Currency = segment.Text(2), CurrencyText = Facts.Text(segment) };
                break;
            case "DTM" when segment.Is(1, "405"u8):
                _head = _head with { ProductionDate = Facts.Date(segment, 2) };
                break;
            case "N1":
                _party = PartyDraft.FromN1(segment, Facts);
                if (_party.Role == "PR") _payer = _party;
                else if (_party.Role == "PE") _payee = _party;
                else _kept.Add(Facts.Text(segment));
                break;
            case "LX":
                _summaries.Add(new(segment.Text(1) ?? "", null, null, null, null, null, [], Facts.At));
                _party = null;
                break;
            case "TS3" or "TS2" when _summaries.Count > 0:
                Summary(id, segment);
                break;
            case "PLB":
                ProviderAdjustments(segment);
                break;
            default:
                if (_party?.Take(id, segment, Facts) == true) break;
                if (id == "REF") _references.Add(Facts.Reference(segment));
                else _kept.Add(Facts.Text(segment));
                break;
        }
    }

    private void Payment(SegmentView segment) => _head = _head with
    {
        HandlingCode = segment.Text(1),
        Amount = Facts.Number(segment, 2),
        CreditOrDebit = segment.Text(3),
        Method = segment.Text(4),
        PayerBank = segment.Text(7),
        PayerAccount = segment.Text(9),
        PayeeBank = segment.Text(13),
        PayeeAccount = segment.Text(15),
        Date = Facts.Date(segment, 16),
        PaymentText = Facts.Text(segment),
    };

    private void Summary(string id, SegmentView segment)
    {
        var summary = _summaries[^1];
        summary = summary with { Texts = [.. summary.Texts, Facts.Text(segment)], Where = summary.Where.Through(Facts.At) };
        _summaries[^1] = id == "TS2" ? summary : summary with
        {
            ProviderId = segment.Text(1),
            Facility = segment.Text(2),
            FiscalPeriodEnd = Facts.Date(segment, 3),
            ClaimCount = Facts.Number(segment, 4),
            TotalCharge = Facts.Number(segment, 5),
        };
    }

    private void ProviderAdjustments(SegmentView segment)
    {
        var until = Facts.Date(segment, 2);
        for (var i = 3; i <= segment.Count; i += 2)
        {
            if (!segment.Has(i) && !segment.Has(i + 1)) continue;
            var parts = SegmentFacts.Components(segment, i);
            var reference = parts.Length > 1 ? string.Join((char)segment.Delimiters.Component, parts.Skip(1)) : null;
            _adjustments.Add(new(segment.Text(1), until, parts.Length > 0 ? parts[0] : "", reference is "" ? null : reference,
                Facts.Number(segment, i + 1), Facts.At));
        }
    }

    private void CloseClaim()
    {
        // What could not be read before the first claim belongs to the head, what follows to the claim.
        if (!segments.IsInClaim)
        {
            _unread.AddRange(Facts.TakeUnread());
            return;
        }

        var claim = new ClaimPaymentView(segments);
        _objects ??= new(Facts);
        if (listener is null) _claims.Add(_objects.Claim(claim));
        else listener.ClaimPayment(_headForClaims ??= Head(complete: false), claim, _objects);
        // The SE, when it closes the claim, is of the transaction already.
        if (!_wantsHeadsOnly && claim.Where(Envelope.St) is var range && range.EndByte > Where.EndByte) Where = Where.Through(range);
        if (_wantsHeadsOnly && _passed.EndByte > Where.EndByte) Where = Where with { EndByte = _passed.EndByte, LastSegment = _passed.Segment };
        segments.End();
    }

    private Remittance Head(bool complete) => _head with
    {
        References = [.. _references],
        Payer = _payer?.Build(),
        Payee = _payee?.Build(),
        Summaries = [.. _summaries],
        Claims = _claims,
        ProviderAdjustments = [.. _adjustments],
        Kept = [.. _kept],
        Unread = [.. _unread],
        Where = Where,
        Complete = complete,
    };

    public override void Finish(bool complete)
    {
        CloseClaim();
        _unread.AddRange(Facts.TakeUnread());
        var whole = Head(complete);
        if (listener is null) Ready.Enqueue(whole);
        else listener.Payment(whole);
    }
}
