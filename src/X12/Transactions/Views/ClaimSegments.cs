using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>
/// The segments of the claim of an 837 under way and of the levels above it, each in its part. The one place that says what
/// belongs to what: views read it, typed objects and JSON are made of the views.
/// </summary>
internal sealed class ClaimSegments(X12Reader reader)
{
    private int _party, _line, _otherPayer, _adjudication;
    private HeldSegments? _partyHeld;
    private bool _isPartyDropped, _isBatchWhole;
    private string _level = "";

    /// <summary>BHT and the ends of the wire; the billing provider's level; the subscriber's; the patient's; the claim.</summary>
    public HeldSegments Batch { get; } = new(reader);
    public HeldSegments Billing { get; } = new(reader);
    public HeldSegments Subscriber { get; } = new(reader);
    public HeldSegments Dependent { get; } = new(reader);
    public HeldSegments Claim { get; } = new(reader);

    /// <summary>Parts of the levels above by role; 0 where nobody was named.</summary>
    public int Submitter, Receiver, BillingProvider, PayTo, PayToPlan, Insured, Payer, Patient;

    /// <summary>Segments of the levels above without a field, of the whole transaction so far.</summary>
    public List<SegmentText> KeptAbove { get; private set; } = [];

    public Envelope Envelope { get; private set; } = new();

    public bool IsInClaim { get; private set; }

    public void Begin(Envelope envelope)
    {
        (Envelope, KeptAbove, _level, IsInClaim, _isBatchWhole) = (envelope, [], "", false, false);
        Batch.Clear();
        (Submitter, Receiver) = (0, 0);
        Leave();
        LeaveBilling();
    }

    /// <summary>The claim was used; the levels above it stay.</summary>
    public void End()
    {
        IsInClaim = false;
        // What the batch says of itself, it says before its first claim.
        _isBatchWhole = true;
        Leave();
        Claim.Clear();
    }

    public void Take(in SegmentView segment, SegmentFacts facts)
    {
        var id = segment.Id.Value;
        if (id == Id.Clm)
        {
            Claim.Clear();
            Leave();
            IsInClaim = true;
            Claim.Add(segment, HeldSegments.Whole);
        }
        else if (!IsInClaim) TakeAbove(id, segment, facts);
        else if (id == Id.Lx) BeginLine(segment);
        else if (_line > 0) TakeOfLine(id, segment);
        else if (id == Id.Sbr) BeginOtherPayer(segment);
        else if (_otherPayer > 0) TakeOfOtherPayer(id, segment);
        else TakeOfClaim(id, segment);
    }

    private void TakeAbove(uint id, in SegmentView segment, SegmentFacts facts)
    {
        switch (id)
        {
            case Id.Bht: if (!_isBatchWhole) Batch.Add(segment, HeldSegments.Whole); break;
            case Id.Hl: Level(segment); break;
            case Id.Sbr: Subscriber.Add(segment, HeldSegments.Whole); break;
            case Id.Pat: (_level == "23" ? Dependent : Subscriber).Add(segment, HeldSegments.Whole); break;
            case Id.Nm1: Name(segment, facts); break;
            case Id.Prv when !HasParty: Billing.Add(segment, HeldSegments.Whole); break;
            default:
                if (!PartyTakes(id, segment)) KeptAbove.Add(facts.Kept(segment, LoopOfLevel)!);
                break;
        }
    }

    private string LoopOfLevel => _level switch { "20" => "2000A", "22" => "2000B", "23" => "2000C", _ => "" };

    private void Level(in SegmentView hl)
    {
        _level = hl.Text(3) ?? "";
        Leave();
        if (_level == "20") LeaveBilling();
        else if (_level == "22") LeaveSubscriber();
        Dependent.Clear();
        Patient = 0;
        if (_level == "22") Subscriber.Add(hl, HeldSegments.Whole);
        if (_level == "23") Dependent.Add(hl, HeldSegments.Whole);
    }

    private void LeaveBilling()
    {
        Billing.Clear();
        (BillingProvider, PayTo, PayToPlan) = (0, 0, 0);
        LeaveSubscriber();
        Dependent.Clear();
        Patient = 0;
    }

    private void LeaveSubscriber()
    {
        Subscriber.Clear();
        (Insured, Payer) = (0, 0);
    }

    /// <summary>A party belongs to the level of its role, wherever a careless sender put it.</summary>
    private void Name(in SegmentView nm1, SegmentFacts facts)
    {
        switch (nm1.Text(1))
        {
            case "41": NameIn(Batch, ref Submitter, nm1); break;
            case "40": NameIn(Batch, ref Receiver, nm1); break;
            case "85": NameIn(Billing, ref BillingProvider, nm1); break;
            case "87": NameIn(Billing, ref PayTo, nm1); break;
            case "PE": NameIn(Billing, ref PayToPlan, nm1); break;
            case "IL": NameIn(Subscriber, ref Insured, nm1); break;
            case "PR": NameIn(Subscriber, ref Payer, nm1); break;
            case "QC": NameIn(Dependent, ref Patient, nm1); break;
            default:
                KeptAbove.Add(facts.Kept(nm1, LoopOfLevel)!);
                (_partyHeld, _isPartyDropped) = (null, true);
                break;
        }
    }

    private void NameIn(HeldSegments held, ref int part, in SegmentView nm1)
    {
        _isPartyDropped = held == Batch && _isBatchWhole;
        _partyHeld = null;
        if (_isPartyDropped) return;
        (_partyHeld, part) = (held, held.Open(PartKind.Party, HeldSegments.Whole));
        _party = part;
        held.Add(nm1, part);
    }

    private bool HasParty => _partyHeld is not null || _isPartyDropped;

    private bool PartyTakes(uint id, in SegmentView segment)
    {
        if (!HasParty || !PartyView.Takes(id)) return false;
        _partyHeld?.Add(segment, _party, isKept: id == Id.Rdm);
        return true;
    }

    private void Leave() => (_partyHeld, _isPartyDropped, _line, _otherPayer, _adjudication) = (null, false, 0, 0, 0);

    private void NameInClaim(in SegmentView nm1, int parent)
    {
        (_partyHeld, _party) = (Claim, Claim.Open(PartKind.Party, parent));
        Claim.Add(nm1, _party);
    }

    private void TakeOfClaim(uint id, in SegmentView segment)
    {
        if (PartyTakes(id, segment)) return;
        if (id == Id.Nm1) NameInClaim(segment, HeldSegments.Whole);
        else Claim.Add(segment, HeldSegments.Whole, isKept: id is not (Id.Hi or Id.Dn1 or Id.Dn2 or Id.Cl1 or Id.Dtp or Id.Ref or Id.Amt or Id.Qty or Id.Nte));
    }

    private void BeginOtherPayer(in SegmentView sbr)
    {
        Leave();
        _otherPayer = Claim.Open(PartKind.OtherPayer, HeldSegments.Whole);
        Claim.Add(sbr, _otherPayer);
    }

    private void TakeOfOtherPayer(uint id, in SegmentView segment)
    {
        if (id == Id.Nm1) NameInClaim(segment, _otherPayer);
        else if (!PartyTakes(id, segment)) Claim.Add(segment, _otherPayer, isKept: id is not (Id.Cas or Id.Amt or Id.Oi or Id.Mia or Id.Moa or Id.Dtp));
    }

    private void BeginLine(in SegmentView lx)
    {
        Leave();
        _line = Claim.Open(PartKind.Line, HeldSegments.Whole);
        Claim.Add(lx, _line);
    }

    private void TakeOfLine(uint id, in SegmentView segment)
    {
        if (id is Id.Nm1 or Id.Svd or Id.Lq or Id.Lin) (_partyHeld, _adjudication) = (null, 0);
        if (id == Id.Svd) Claim.Add(segment, _adjudication = Claim.Open(PartKind.Adjudication, _line));
        else if (_adjudication > 0) Claim.Add(segment, _adjudication, isKept: !IsOfAdjudication(id, segment));
        else if (id == Id.Nm1) NameInClaim(segment, _line);
        else if (!PartyTakes(id, segment))
            Claim.Add(segment, _line, isKept: id is not (Id.Sv1 or Id.Sv2 or Id.Sv3 or Id.Too or Id.Dtp or Id.Ref or Id.Amt or Id.Qty or Id.Nte));
    }

    private static bool IsOfAdjudication(uint id, in SegmentView segment) =>
        id == Id.Cas || (id == Id.Dtp && segment.Is(1, "573"u8)) || (id == Id.Amt && segment.Is(1, "EAF"u8));
}
