using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>One claim (CLM) of an 837 as it stands in the file, with everything above it that says who bills whom for whom.
/// Nothing is copied; it is valid until the next claim is read. An absent fact is an empty span.</summary>
public readonly ref struct ClaimView
{
    private readonly ClaimSegments _of;
    private readonly SegmentView _clm;

    internal ClaimView(ClaimSegments of)
    {
        _of = of;
        _clm = of.Claim[0];
    }

    /// <summary>Changes with whatever stands above the subscriber.</summary>
    internal long VersionAbove => (long)_of.Batch.Version << 32 | (uint)_of.Billing.Version;

    internal IReadOnlyList<SegmentText> KeptAbove => _of.KeptAbove;

    internal ClaimSegments Segments => _of;

    public Envelope Envelope => _of.Envelope;

    /// <summary>BHT02: 00 original, 18 reissue.</summary>
    public ReadOnlySpan<byte> BatchPurpose => Bht[2];
    public ReadOnlySpan<byte> BatchReference => Bht[3];
    public Field BatchCreated => new(Bht, 4);
    public ReadOnlySpan<byte> BatchCreatedTime => Bht[5];

    /// <summary>BHT06: CH chargeable, RP report of an encounter, 31 subrogation.</summary>
    public ReadOnlySpan<byte> Usage => Bht[6];
    public PartyView Submitter => Party(_of.Batch, _of.Submitter);
    public PartyView Receiver => Party(_of.Batch, _of.Receiver);

    /// <summary>Loop 2010AA with the PRV of 2000A.</summary>
    public PartyView BillingProvider => _of.BillingProvider > 0 ? new(_of.Billing, _of.BillingProvider, _of.Billing.LastRow(HeldSegments.Whole, Id.Prv)) : default;
    public PartyView PayTo => Party(_of.Billing, _of.PayTo);
    public PartyView PayToPlan => Party(_of.Billing, _of.PayToPlan);

    /// <summary>Loop 2000B with 2010BA.</summary>
    public SubscriberView Subscriber => new(_of.Subscriber, HeldSegments.Whole, _of.Insured);
    public PartyView Payer => Party(_of.Subscriber, _of.Payer);

    /// <summary>Whether loop 2000C was met: the subscriber is then not the patient.</summary>
    public bool HasDependent => _of.Dependent.Count > 0;
    public PartyView Dependent => Party(_of.Dependent, _of.Patient);

    /// <summary>PAT of loop 2000C, which says how the patient is related to the subscriber in its first element.</summary>
    public SegmentView DependentFacts => _of.Dependent.Last(HeldSegments.Whole, Id.Pat);

    /// <summary>Whoever was treated: the dependent, else the subscriber.</summary>
    public PartyView Patient => Dependent is { IsPresent: true } dependent ? dependent : Subscriber.Person;

    /// <summary>CLM01: the provider's own number of the claim.</summary>
    public ReadOnlySpan<byte> PatientControlNumber => _clm[1];
    public Field TotalCharge => new(_clm, 2);

    /// <summary>CLM05-1: place of service (CLM05-2 is B), or the first digits of the type of bill (A).</summary>
    public ReadOnlySpan<byte> Place => Composites.Of(_clm, 5)[1];
    public ReadOnlySpan<byte> PlaceQualifier => Composites.Of(_clm, 5)[2];

    /// <summary>CLM05-3: 1 original, 7 replacement, 8 void.</summary>
    public ReadOnlySpan<byte> Frequency => Composites.Of(_clm, 5)[3];
    public ReadOnlySpan<byte> ProviderSignature => _clm[6];
    public ReadOnlySpan<byte> Assignment => _clm[7];
    public ReadOnlySpan<byte> BenefitsAssigned => _clm[8];
    public ReadOnlySpan<byte> Release => _clm[9];
    public ReadOnlySpan<byte> PatientSignature => _clm[10];

    /// <summary>CLM11: three causes (AA auto, EM employment, OA other accident), then the state and country of the accident.</summary>
    public CompositeView RelatedCauses => Composites.Of(_clm, 11);
    public ReadOnlySpan<byte> AccidentState => RelatedCauses[4];
    public ReadOnlySpan<byte> AccidentCountry => RelatedCauses[5];
    public ReadOnlySpan<byte> SpecialProgram => _clm[12];

    /// <summary>CLM19 of a dental claim: PB asks what would be paid.</summary>
    public ReadOnlySpan<byte> SubmissionReason => _clm[19];
    public ReadOnlySpan<byte> DelayReason => _clm[20];

    /// <summary>CL1 of an institutional claim: type and source of admission, status of the patient at the end.</summary>
    public ReadOnlySpan<byte> AdmissionType => Rows(Id.Cl1).Last[1];
    public ReadOnlySpan<byte> AdmissionSource => Rows(Id.Cl1).Last[2];
    public ReadOnlySpan<byte> PatientStatus => Rows(Id.Cl1).Last[3];

    /// <summary>DN1 of a dental claim: months of treatment, months left, and in the fourth element what is said of them.</summary>
    public SegmentView Orthodontics => Rows(Id.Dn1).Last;
    public SegmentRows Teeth => Rows(Id.Dn2);

    /// <summary>HI, to be read with <see cref="CodesView"/>.</summary>
    public SegmentRows Codes => Rows(Id.Hi);
    public SegmentRows Dates => Rows(Id.Dtp);
    public SegmentRows References => Rows(Id.Ref);
    public SegmentRows Amounts => Rows(Id.Amt);
    public SegmentRows Quantities => Rows(Id.Qty);
    public SegmentRows Notes => Rows(Id.Nte);

    /// <summary>REF*F8: the payer's number of the claim that this one replaces or voids.</summary>
    public ReadOnlySpan<byte> OriginalReference => new ReferenceView(References.First("F8"u8)).Value;

    /// <summary>Loops 2310.</summary>
    public Parts<PartyView> Providers => new(_of.Claim, HeldSegments.Whole);

    /// <summary>Loops 2320 to 2330.</summary>
    public Parts<OtherPayerView> OtherPayers => new(_of.Claim, HeldSegments.Whole);

    /// <summary>Loops 2400.</summary>
    public Parts<ClaimLineView> Lines => new(_of.Claim, HeldSegments.Whole);

    /// <summary>Segments without a field of their own.</summary>
    public SegmentRows Kept => SegmentRows.Kept(_of.Claim, HeldSegments.Whole);

    internal SegmentRange DependentWhere => PersonRange.Of(_of.Dependent, HeldSegments.Whole, _of.Patient, Envelope.St);

    internal SegmentRange Where => _of.Claim.RangeOf(HeldSegments.Whole, Envelope.St);

    private SegmentView Bht => _of.Batch.Last(HeldSegments.Whole, Id.Bht);

    private SegmentRows Rows(uint id) => new(_of.Claim, HeldSegments.Whole, id);

    private static PartyView Party(HeldSegments held, int part) => part > 0 ? new(held, part) : default;
}

/// <summary>SBR and the person it insures.</summary>
public readonly ref struct SubscriberView
{
    private readonly HeldSegments _held;
    private readonly int _part, _person;
    private readonly SegmentView _sbr;

    internal SubscriberView(HeldSegments held, int part, int person)
    {
        _held = held;
        _part = part;
        _person = person;
        _sbr = held.Last(part, Id.Sbr);
    }

    public bool IsPresent => !_held.IsEmpty(_part) || _person > 0;

    /// <summary>SBR01: P, S, T, A to H, U.</summary>
    public ReadOnlySpan<byte> Responsibility => _sbr[1];

    /// <summary>SBR02: 18 when the subscriber is the patient.</summary>
    public ReadOnlySpan<byte> Relationship => _sbr[2];
    public ReadOnlySpan<byte> GroupNumber => _sbr[3];
    public ReadOnlySpan<byte> GroupName => _sbr[4];
    public ReadOnlySpan<byte> InsuranceType => _sbr[5];
    public ReadOnlySpan<byte> Filing => _sbr[9];

    /// <summary>PAT: death, weight, pregnancy.</summary>
    public SegmentView PatientFacts => _held.Last(_part, Id.Pat);
    public PartyView Person => _person > 0 ? new(_held, _person) : default;

    internal SegmentRange Where(string st) => PersonRange.Of(_held, _part, _person, st);
}

/// <summary>Where somebody and what is said of him stand: from the level or SBR that opened his loop to the last segment below his name.</summary>
internal static class PersonRange
{
    public static SegmentRange Of(HeldSegments held, int part, int person, string st)
    {
        if (held.IsEmpty(part)) return held.RangeOf(person, st);
        var own = held.RangeOf(held.FirstOf(part), Math.Max(held.FirstOf(part), Math.Max(held.LastRow(part, Id.Sbr), held.LastRow(part, Id.Pat))), st);
        return person > 0 ? own.Through(held.RangeOf(person, st)) : own;
    }
}
