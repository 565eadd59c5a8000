using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>
/// The segments of the claim of an 837 under way and of the levels above it, each in its part. The one place that says what
/// belongs to what: views read it, typed objects and JSON are made of the views.
/// </summary>
internal sealed unsafe class ClaimSegments(X12Reader reader)
{
    private static readonly PartFields
        OfParty = new(HeldKind.N3, HeldKind.N4, HeldKind.Dmg, HeldKind.Prv, HeldKind.Ref, HeldKind.Per),
        BelowName = new(HeldKind.N3, HeldKind.N4, HeldKind.Dmg, HeldKind.Prv, HeldKind.Ref, HeldKind.Per, HeldKind.Rdm),
        OfClaim = new(HeldKind.Hi, HeldKind.Dn1, HeldKind.Dn2, HeldKind.Cl1, HeldKind.Dtp, HeldKind.Ref, HeldKind.Amt, HeldKind.Qty, HeldKind.Nte),
        OfOtherPayer = new(HeldKind.Cas, HeldKind.Amt, HeldKind.Oi, HeldKind.Mia, HeldKind.Moa, HeldKind.Dtp),
        OfLine = new(HeldKind.Sv1, HeldKind.Sv2, HeldKind.Sv3, HeldKind.Too, HeldKind.Dtp, HeldKind.Ref, HeldKind.Amt, HeldKind.Qty, HeldKind.Nte),
        OfAdjudication = new(HeldKind.Cas),
        TurnInClaim = new(HeldKind.Clm, HeldKind.Hl, HeldKind.Lx, HeldKind.Nm1, HeldKind.Sbr),
        TurnInLine = new(HeldKind.Clm, HeldKind.Hl, HeldKind.Lx, HeldKind.Nm1, HeldKind.Svd, HeldKind.Lq, HeldKind.Lin),
        TurnInAdjudication = new(HeldKind.Clm, HeldKind.Hl, HeldKind.Lx, HeldKind.Nm1, HeldKind.Svd, HeldKind.Lq, HeldKind.Lin, HeldKind.Dtp, HeldKind.Amt);

    private static readonly Routing
        Nowhere = new(PartFields.None, PartFields.All),
        UnderName = new(PartFields.None, PartFields.All.Except(BelowName), BelowName, OfParty),
        InClaim = new(OfClaim, TurnInClaim), InClaimUnderName = new(OfClaim, TurnInClaim, BelowName, OfParty),
        InOtherPayer = new(OfOtherPayer, TurnInClaim), InOtherPayerUnderName = new(OfOtherPayer, TurnInClaim, BelowName, OfParty),
        InLine = new(OfLine, TurnInLine), InLineUnderName = new(OfLine, TurnInLine, BelowName, OfParty),
        InAdjudication = new(OfAdjudication, TurnInAdjudication);

    // Where segments go that turn nothing: to the part under way, or to the party under way in it.
    private readonly Target[] _targets = GC.AllocateArray<Target>(2, pinned: true);
    private HeldSegments? _heldOfParty;
    private byte* _actions = Nowhere.Actions;
    private Routing _routing = Nowhere;
    private HeldPart* _line;
    private bool _isPartyDropped, _isBatchWhole;
    private ulong _level;

    private struct Target
    {
        public HeldRoom* Room;
        public HeldPart* Part;
    }

    /// <summary>BHT and the ends of the wire; the billing provider's level; the subscriber's; the patient's; the claim.</summary>
    public HeldSegments Batch { get; } = new(reader);
    public HeldSegments Billing { get; } = new(reader);
    public HeldSegments Subscriber { get; } = new(reader);
    public HeldSegments Dependent { get; } = new(reader);
    public HeldSegments Claim { get; } = new(reader);

    /// <summary>Parts of the levels above by role; null where nobody was named.</summary>
    public HeldPart* Submitter, Receiver, BillingProvider, PayTo, PayToPlan, Insured, Payer, Patient;

    /// <summary>Segments of the levels above without a field, of the whole transaction so far.</summary>
    public List<SegmentText> KeptAbove { get; private set; } = [];

    public Envelope Envelope { get; private set; } = new();

    public bool IsInClaim { get; private set; }

    public void Begin(Envelope envelope)
    {
        (Envelope, KeptAbove, _level, IsInClaim, _isBatchWhole) = (envelope, [], 0, false, false);
        Batch.Clear();
        Submitter = Receiver = null;
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

    /// <summary>Holds a segment that turns nothing; false of one that is to be taken by <see cref="Take"/>.</summary>
    /// <inheritdoc cref="IPlainTaker.Hold"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Hold(HeldKind kind, Vector256<byte> shared, byte* bytes, int* ends, int start, int length, int stOrdinal)
    {
        unchecked
        {
            var action = _actions[(int)kind];
            if (Routing.Turns(action)) return false;
            // Unchecked: there are two.
            ref var target = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_targets), Routing.Party(action));
            var room = target.Room;
            var row = room->Next;
            if (row == room->End) return false;
            room->Next = row + 1;
            row->Note(shared, bytes, ends, start, length, stOrdinal);
            target.Part->Add(row, Routing.KindOf(action));
            return true;
        }
    }

    public void Take(HeldKind kind, SegmentView segment, SegmentFacts facts)
    {
        var action = _actions[(int)kind];
        if (Routing.Turns(action)) Turn(kind, segment, facts);
        else if (Routing.Party(action) == 0) Claim.Add(segment, Part, Routing.KindOf(action));
        else _heldOfParty!.Add(segment, _targets[1].Part, Routing.KindOf(action));
    }

    /// <summary>The part of the claim that segments go to.</summary>
    private HeldPart* Part => _targets[0].Part;

    private void Turn(HeldKind kind, SegmentView segment, SegmentFacts facts)
    {
        if (kind == HeldKind.Clm) BeginClaim(segment);
        else if (!IsInClaim) TakeAbove(kind, segment, facts);
        else
            switch (kind)
            {
                case HeldKind.Lx: BeginLine(segment); break;
                case HeldKind.Sbr: BeginOtherPayer(segment); break;
                case HeldKind.Nm1: NameInClaim(segment); break;
                case HeldKind.Svd: BeginAdjudication(segment); break;
                case HeldKind.Dtp: TakeOfAdjudication(segment, kind, Qualifier.Adjudicated); break;
                case HeldKind.Amt: TakeOfAdjudication(segment, kind, Qualifier.RemainingLiability); break;
                default:
                    // LQ and LIN end a party and an adjudication.
                    StandIn(_line, InLine);
                    Claim.Add(segment, _line, HeldKind.Kept);
                    break;
            }
    }

    private void TakeAbove(HeldKind kind, SegmentView segment, SegmentFacts facts)
    {
        switch (kind)
        {
            case HeldKind.Bht: if (!_isBatchWhole) Batch.Add(segment, Batch.Whole, kind); break;
            case HeldKind.Hl: Level(segment); break;
            case HeldKind.Sbr: Subscriber.Add(segment, Subscriber.Whole, kind); break;
            case HeldKind.Pat: AddToWhole(_level == PatientLevel ? Dependent : Subscriber, segment, kind); break;
            case HeldKind.Nm1: Name(segment, facts); break;
            default:
                if (_isPartyDropped && BelowName.Has(kind)) break;
                if (kind == HeldKind.Prv) Billing.Add(segment, Billing.Whole, kind);
                else KeptAbove.Add(facts.Kept(segment, LoopOfLevel)!);
                break;
        }
    }

    private static void AddToWhole(HeldSegments held, SegmentView segment, HeldKind kind) => held.Add(segment, held.Whole, kind);

    /// <summary>HL03.</summary>
    private const ulong BillingLevel = '2' | '0' << 8 | 2UL << 56, SubscriberLevel = '2' | '2' << 8 | 2UL << 56, PatientLevel = '2' | '3' << 8 | 2UL << 56;

    private string LoopOfLevel => _level switch { BillingLevel => "2000A", SubscriberLevel => "2000B", PatientLevel => "2000C", _ => "" };

    private void Level(SegmentView hl)
    {
        _level = ElementCode.Of(hl[3]);
        Leave();
        if (_level == BillingLevel) LeaveBilling();
        else if (_level == SubscriberLevel) LeaveSubscriber();
        Dependent.Clear();
        Patient = null;
        if (_level == SubscriberLevel) Subscriber.Add(hl, Subscriber.Whole, HeldKind.Hl);
        if (_level == PatientLevel) Dependent.Add(hl, Dependent.Whole, HeldKind.Hl);
    }

    private void LeaveBilling()
    {
        Billing.Clear();
        BillingProvider = PayTo = PayToPlan = null;
        LeaveSubscriber();
        Dependent.Clear();
        Patient = null;
    }

    private void LeaveSubscriber()
    {
        Subscriber.Clear();
        Insured = Payer = null;
    }

    /// <summary>A party belongs to the level of its role, wherever a careless sender put it.</summary>
    private void Name(SegmentView nm1, SegmentFacts facts)
    {
        switch (nm1.FirstCode)
        {
            case Qualifier.Submitter: NameIn(Batch, ref Submitter, nm1); break;
            case Qualifier.Receiver: NameIn(Batch, ref Receiver, nm1); break;
            case Qualifier.BillingProvider: NameIn(Billing, ref BillingProvider, nm1); break;
            case Qualifier.PayTo: NameIn(Billing, ref PayTo, nm1); break;
            case Qualifier.PayToPlan: NameIn(Billing, ref PayToPlan, nm1); break;
            case Qualifier.Insured: NameIn(Subscriber, ref Insured, nm1); break;
            case Qualifier.Payer: NameIn(Subscriber, ref Payer, nm1); break;
            case Qualifier.Patient: NameIn(Dependent, ref Patient, nm1); break;
            default:
                KeptAbove.Add(facts.Kept(nm1, LoopOfLevel)!);
                Drop();
                break;
        }
    }

    /// <summary>What stands below a name that is not held is not held either.</summary>
    private void Drop()
    {
        _isPartyDropped = true;
        _actions = Nowhere.Actions;
    }

    private void NameIn(HeldSegments held, ref HeldPart* part, SegmentView nm1)
    {
        if (held == Batch && _isBatchWhole)
        {
            Drop();
            return;
        }

        _isPartyDropped = false;
        part = OpenParty(held, held.Whole, nm1, PartKind.Party);
        _actions = UnderName.Actions;
    }

    private HeldPart* OpenParty(HeldSegments held, HeldPart* parent, SegmentView nm1, PartKind kind)
    {
        var party = held.Open(kind, parent);
        held.Add(nm1, party, HeldKind.Head);
        _targets[1] = new() { Room = held.Room, Part = party };
        _heldOfParty = held;
        return party;
    }

    /// <summary>No claim, no line and no party is under way.</summary>
    private void Leave()
    {
        _line = null;
        _isPartyDropped = false;
        _actions = Nowhere.Actions;
    }

    private void BeginClaim(SegmentView clm)
    {
        Claim.Clear();
        Leave();
        IsInClaim = true;
        StandIn(Claim.Whole, InClaim);
        Claim.Add(clm, Claim.Whole, HeldKind.Head);
    }

    /// <summary>Segments of the claim now go to this part.</summary>
    private void StandIn(HeldPart* part, Routing routing)
    {
        _targets[0] = new() { Room = Claim.Room, Part = part };
        _routing = routing;
        _actions = routing.Actions;
    }

    private void NameInClaim(SegmentView nm1)
    {
        if (_line != null) StandIn(_line, InLine);
        OpenParty(Claim, Part, nm1, KindOf(nm1.FirstCode, Part));
        _actions = (_routing == InLine ? InLineUnderName : _routing == InOtherPayer ? InOtherPayerUnderName : InClaimUnderName).Actions;
    }

    /// <summary>Of another payer, the first subscriber and the first payer named are those that it is about.</summary>
    private PartKind KindOf(ulong role, HeldPart* part)
    {
        if (_routing != InOtherPayer) return PartKind.Party;
        if (role == Qualifier.Insured && part->LastPart(PartKind.OtherInsured) == null) return PartKind.OtherInsured;
        return role == Qualifier.Payer && part->LastPart(PartKind.OtherPayerName) == null ? PartKind.OtherPayerName : PartKind.Party;
    }

    private void BeginOtherPayer(SegmentView sbr)
    {
        StandIn(Claim.Open(PartKind.OtherPayer, Claim.Whole), InOtherPayer);
        Claim.Add(sbr, _targets[0].Part, HeldKind.Sbr);
    }

    private void BeginLine(SegmentView lx)
    {
        _line = Claim.Open(PartKind.Line, Claim.Whole);
        StandIn(_line, InLine);
        Claim.Add(lx, _line, HeldKind.Head);
    }

    private void BeginAdjudication(SegmentView svd)
    {
        StandIn(Claim.Open(PartKind.Adjudication, _line), InAdjudication);
        Claim.Add(svd, _targets[0].Part, HeldKind.Head);
    }

    /// <summary>Of dates and amounts an adjudication has a field for one each.</summary>
    private void TakeOfAdjudication(SegmentView segment, HeldKind kind, ulong qualifier) =>
        Claim.Add(segment, Part, segment.FirstCode == qualifier ? kind : HeldKind.Kept);
}
