using System.Runtime.CompilerServices;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>One claim (CLM) of an 837 as it stands in the file, with everything above it that says who bills whom for whom.
/// Nothing is copied; it is valid until the next claim is read. An absent fact is an empty span.</summary>
public readonly unsafe ref struct ClaimView
{
    private readonly ClaimSegments _of;
    private readonly HeldPart* _part;

    internal ClaimView(ClaimSegments of)
    {
        _of = of;
        _part = of.Claim.Whole;
    }

    /// <summary>
    /// Changes with whatever stands above the subscriber: BHT, submitter, receiver, billing and pay-to provider. Of two claims of a
    /// file with the same number all of these are the same, and need not be asked again.
    /// </summary>
    public long BatchVersion
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (long)_of.Batch.Version << 32 | (uint)_of.Billing.Version;
    }

    internal IReadOnlyList<SegmentText> KeptAbove => _of.KeptAbove;

    internal ClaimSegments Segments => _of;

    public Envelope Envelope => _of.Envelope;

    /// <summary>BHT02: 00 original, 18 reissue.</summary>
    public ReadOnlySpan<byte> BatchPurpose => Bht->Element(2);
    public ReadOnlySpan<byte> BatchReference => Bht->Element(3);
    public Field BatchCreated => new(Bht, 4);
    public ReadOnlySpan<byte> BatchCreatedTime => Bht->Element(5);

    /// <summary>BHT06: CH chargeable, RP report of an encounter, 31 subrogation.</summary>
    public ReadOnlySpan<byte> Usage => Bht->Element(6);
    public PartyView Submitter => new(_of.Submitter);
    public PartyView Receiver => new(_of.Receiver);

    /// <summary>Loop 2010AA with the PRV of 2000A.</summary>
    public PartyView BillingProvider => new(_of.BillingProvider);
    public PartyView PayTo => new(_of.PayTo);
    public PartyView PayToPlan => new(_of.PayToPlan);

    /// <summary>Loop 2000B with 2010BA.</summary>
    public SubscriberView Subscriber => new(_of.Subscriber.Whole, _of.Insured);
    public PartyView Payer => new(_of.Payer);

    /// <summary>Whether loop 2000C was met: the subscriber is then not the patient.</summary>
    public bool HasDependent => _of.Dependent.Count > 0;
    public PartyView Dependent => new(_of.Patient);

    /// <summary>PAT of loop 2000C, which says how the patient is related to the subscriber in its first element.</summary>
    public SegmentView DependentFacts => _of.Dependent.Whole->LastRow(HeldKind.Pat)->View;

    /// <summary>Whoever was treated: the dependent, else the subscriber.</summary>
    public PartyView Patient => Dependent is { IsPresent: true } dependent ? dependent : Subscriber.Person;

    /// <summary>CLM01: the provider's own number of the claim.</summary>
    public ReadOnlySpan<byte> PatientControlNumber => Clm->Element(1);
    public Field TotalCharge => new(Clm, 2);

    /// <summary>CLM05-1: place of service (CLM05-2 is B), or the first digits of the type of bill (A).</summary>
    public ReadOnlySpan<byte> Place
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Composites.Of(Clm->View, 5)[1];
    }

    public ReadOnlySpan<byte> PlaceQualifier => Composites.Of(Clm->View, 5)[2];

    /// <summary>CLM05-3: 1 original, 7 replacement, 8 void.</summary>
    public ReadOnlySpan<byte> Frequency
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Composites.Of(Clm->View, 5)[3];
    }

    public ReadOnlySpan<byte> ProviderSignature => Clm->Element(6);
    public ReadOnlySpan<byte> Assignment => Clm->Element(7);
    public ReadOnlySpan<byte> BenefitsAssigned => Clm->Element(8);
    public ReadOnlySpan<byte> Release => Clm->Element(9);
    public ReadOnlySpan<byte> PatientSignature => Clm->Element(10);

    /// <summary>CLM11: three causes (AA auto, EM employment, OA other accident), then the state and country of the accident.</summary>
    public CompositeView RelatedCauses
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Composites.Of(Clm->View, 11);
    }

    public ReadOnlySpan<byte> AccidentState
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RelatedCauses[4];
    }

    public ReadOnlySpan<byte> AccidentCountry => RelatedCauses[5];
    public ReadOnlySpan<byte> SpecialProgram => Clm->Element(12);

    /// <summary>CLM19 of a dental claim: PB asks what would be paid.</summary>
    public ReadOnlySpan<byte> SubmissionReason => Clm->Element(19);
    public ReadOnlySpan<byte> DelayReason => Clm->Element(20);

    /// <summary>CL1 of an institutional claim: type and source of admission, status of the patient at the end.</summary>
    public ReadOnlySpan<byte> AdmissionType => _part->LastRow(HeldKind.Cl1)->Element(1);
    public ReadOnlySpan<byte> AdmissionSource => _part->LastRow(HeldKind.Cl1)->Element(2);
    public ReadOnlySpan<byte> PatientStatus => _part->LastRow(HeldKind.Cl1)->Element(3);

    /// <summary>DN1 of a dental claim: months of treatment, months left, and in the fourth element what is said of them.</summary>
    public SegmentView Orthodontics => Rows(HeldKind.Dn1).Last;
    public SegmentRows Teeth => Rows(HeldKind.Dn2);

    /// <summary>HI, to be read with <see cref="CodesView"/>.</summary>
    public SegmentRows Codes => Rows(HeldKind.Hi);
    public SegmentRows Dates => Rows(HeldKind.Dtp);
    public SegmentRows References => Rows(HeldKind.Ref);
    public SegmentRows Amounts => Rows(HeldKind.Amt);
    public SegmentRows Quantities => Rows(HeldKind.Qty);
    public SegmentRows Notes => Rows(HeldKind.Nte);

    /// <summary>REF*F8: the payer's number of the claim that this one replaces or voids.</summary>
    public ReadOnlySpan<byte> OriginalReference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new ReferenceView(_part->FirstRow(HeldKind.Ref, Qualifier.OriginalReference)->View).Value;
    }

    /// <summary>Loops 2310.</summary>
    public Parts<PartyView> Providers => new(_part);

    /// <summary>Loops 2320 to 2330.</summary>
    public Parts<OtherPayerView> OtherPayers => new(_part);

    /// <summary>Loops 2400.</summary>
    public Parts<ClaimLineView> Lines => new(_part);

    /// <summary>Segments without a field of their own.</summary>
    public SegmentRows Kept => new(_part, HeldKind.Kept);

    internal SegmentRange DependentWhere => PersonRange.Of(_of.Dependent.Whole, _of.Patient, Envelope.St);

    internal SegmentRange Where => _of.Claim.Range(Envelope.St);

    private HeldRow* Clm => _part->First;

    private HeldRow* Bht => _of.Batch.Whole->LastRow(HeldKind.Bht);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SegmentRows Rows(HeldKind kind) => new(_part, kind);
}

/// <summary>SBR and the person it insures.</summary>
public readonly unsafe ref struct SubscriberView
{
    private readonly HeldPart* _part, _person;

    internal SubscriberView(HeldPart* part, HeldPart* person)
    {
        _part = part;
        _person = person;
    }

    public bool IsPresent => !_part->IsEmpty || _person != null;

    /// <summary>SBR01: P, S, T, A to H, U.</summary>
    public ReadOnlySpan<byte> Responsibility => Sbr->Element(1);

    /// <summary>SBR02: 18 when the subscriber is the patient.</summary>
    public ReadOnlySpan<byte> Relationship => Sbr->Element(2);
    public ReadOnlySpan<byte> GroupNumber => Sbr->Element(3);
    public ReadOnlySpan<byte> GroupName => Sbr->Element(4);
    public ReadOnlySpan<byte> InsuranceType => Sbr->Element(5);
    public ReadOnlySpan<byte> Filing => Sbr->Element(9);

    /// <summary>PAT: death, weight, pregnancy.</summary>
    public SegmentView PatientFacts => _part->LastRow(HeldKind.Pat)->View;
    public PartyView Person => new(_person);

    private HeldRow* Sbr => _part->LastRow(HeldKind.Sbr);

    internal SegmentRange Where(string st) => PersonRange.Of(_part, _person, st);
}

/// <summary>Where somebody and what is said of him stand: from the level or SBR that opened his loop to the last segment below his name.</summary>
internal static unsafe class PersonRange
{
    public static SegmentRange Of(HeldPart* part, HeldPart* person, string st)
    {
        if (part->IsEmpty) return person->Range(st);
        var last = part->First;
        foreach (var kind in (ReadOnlySpan<HeldKind>)[HeldKind.Sbr, HeldKind.Pat])
            if (part->LastRow(kind)->FileOffset > last->FileOffset) last = part->LastRow(kind);
        var own = HeldPart.Range(part->First, last, st);
        return person != null ? own.Through(person->Range(st)) : own;
    }
}
