using System.Runtime.CompilerServices;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>One service line (2400).</summary>
public readonly unsafe ref struct ClaimLineView : IPartView<ClaimLineView>
{
    private readonly HeldPart* _part;

    // SV1, SV2 or SV3: the first of these that the line has.
    private readonly HeldRow* _service;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ClaimLineView(HeldPart* part)
    {
        _part = part;
        _service = part->LastRow(HeldKind.Sv1);
        if (_service == HeldRow.Absent) _service = part->LastRow(HeldKind.Sv2);
        if (_service == HeldRow.Absent) _service = part->LastRow(HeldKind.Sv3);
    }

    static PartKind IPartView<ClaimLineView>.Kind => PartKind.Line;

    static ClaimLineView IPartView<ClaimLineView>.Of(HeldPart* part) => new(part);

    internal SegmentRange Where(string st) => _part->Range(st);

    /// <summary>LX01.</summary>
    public ReadOnlySpan<byte> Number => _part->First->Element(1);

    /// <summary>SV101, SV202 or SV301.</summary>
    public ProcedureView Procedure
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Service, Kind == HeldKind.Sv2 ? 2 : 1);
    }

    /// <summary>SV201 of an institutional line.</summary>
    public ReadOnlySpan<byte> RevenueCode => Kind == HeldKind.Sv2 ? _service->Element(1) : default;

    /// <summary>SV102, SV203 or SV302.</summary>
    public Field Charge => new(_service, Kind == HeldKind.Sv2 ? 3 : 2);

    /// <summary>SV103 or SV204: UN units, MJ minutes.</summary>
    public ReadOnlySpan<byte> Unit => Kind switch { HeldKind.Sv1 => _service->Element(3), HeldKind.Sv2 => _service->Element(4), _ => default };

    /// <summary>SV104, SV205 or SV306.</summary>
    public Field Units => new(_service, Kind switch { HeldKind.Sv1 => 4, HeldKind.Sv2 => 5, _ => 6 });

    /// <summary>SV105 or SV303; empty when the claim's place holds.</summary>
    public ReadOnlySpan<byte> Place => Kind switch { HeldKind.Sv1 => _service->Element(5), HeldKind.Sv3 => _service->Element(3), _ => default };

    /// <summary>SV107 or SV311: places in the claim's diagnoses, the first being 1.</summary>
    public CompositeView Pointers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Composites.Of(Service, PointersElement);
    }

    internal int PointersElement => Kind switch { HeldKind.Sv1 => 7, HeldKind.Sv3 => 11, _ => int.MaxValue };

    internal SegmentView Service => _service->View;

    private HeldKind Kind => _service->Kind;

    /// <summary>SV109, SV111, SV112, SV115: emergency, EPSDT, family planning, copay exempt.</summary>
    public ReadOnlySpan<byte> Emergency => OfProfessional(9);
    public ReadOnlySpan<byte> Epsdt => OfProfessional(11);
    public ReadOnlySpan<byte> FamilyPlanning => OfProfessional(12);
    public ReadOnlySpan<byte> CopayExempt => OfProfessional(15);

    /// <summary>SV304 of a dental line: areas of the mouth.</summary>
    public CompositeView OralCavity
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Kind == HeldKind.Sv3 ? Composites.Of(Service, 4) : default;
    }

    /// <summary>SV305: I first placement, R replacement of a prosthesis, crown or inlay.</summary>
    public ReadOnlySpan<byte> Prosthesis => Kind == HeldKind.Sv3 ? _service->Element(5) : default;

    /// <summary>TOO: the tooth in its second element, the surfaces in its third.</summary>
    public SegmentRows Teeth => Rows(HeldKind.Too);

    /// <summary>DTP*472.</summary>
    public DateView ServiceDate => new(_part->FirstRow(HeldKind.Dtp, Qualifier.Service)->View);
    public SegmentRows Dates => Rows(HeldKind.Dtp);
    public SegmentRows References => Rows(HeldKind.Ref);
    public SegmentRows Amounts => Rows(HeldKind.Amt);
    public SegmentRows Quantities => Rows(HeldKind.Qty);
    public SegmentRows Notes => Rows(HeldKind.Nte);

    /// <summary>REF*6R: the provider's own number of the line.</summary>
    public ReadOnlySpan<byte> ControlNumber
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new ReferenceView(_part->FirstRow(HeldKind.Ref, Qualifier.LineControl)->View).Value;
    }

    /// <summary>Loops 2420.</summary>
    public Parts<PartyView> Providers => new(_part);

    /// <summary>Loops 2430: what other payers decided on this line.</summary>
    public Parts<AdjudicationView> Adjudications => new(_part);
    public SegmentRows Kept => new(_part, HeldKind.Kept);

    private ReadOnlySpan<byte> OfProfessional(int element) => Kind == HeldKind.Sv1 ? _service->Element(element) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SegmentRows Rows(HeldKind kind) => new(_part, kind);
}

/// <summary>SVD with its CAS and date: what another payer decided on a line (2430).</summary>
public readonly unsafe ref struct AdjudicationView : IPartView<AdjudicationView>
{
    private readonly HeldPart* _part;

    internal AdjudicationView(HeldPart* part) => _part = part;

    static PartKind IPartView<AdjudicationView>.Kind => PartKind.Adjudication;

    static AdjudicationView IPartView<AdjudicationView>.Of(HeldPart* part) => new(part);

    internal SegmentRange Where(string st) => _part->Range(st);

    /// <summary>SVD01: the id of that payer in its 2330B.</summary>
    public ReadOnlySpan<byte> PayerId => Svd->Element(1);
    public Field Paid => new(Svd, 2);
    public ProcedureView Procedure
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Svd->View, 3);
    }

    public Field Units => new(Svd, 5);

    /// <summary>SVD06: the line that this one was bundled into.</summary>
    public ReadOnlySpan<byte> BundledLine => Svd->Element(6);
    public SegmentRows Adjustments => new(_part, HeldKind.Cas);

    /// <summary>DTP*573.</summary>
    public DateView AdjudicatedOn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_part->LastRow(HeldKind.Dtp)->View);
    }

    private HeldRow* Svd => _part->First;

    /// <summary>AMT*EAF: what the patient is still liable for.</summary>
    public Field RemainingLiability
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new AmountView(_part->LastRow(HeldKind.Amt)->View).Amount;
    }

    public SegmentRows Kept => new(_part, HeldKind.Kept);
}

/// <summary>Another payer of the same claim (2320) with what it decided, where it has.</summary>
public readonly unsafe ref struct OtherPayerView : IPartView<OtherPayerView>
{
    private readonly HeldPart* _part;

    internal OtherPayerView(HeldPart* part) => _part = part;

    static PartKind IPartView<OtherPayerView>.Kind => PartKind.OtherPayer;

    static OtherPayerView IPartView<OtherPayerView>.Of(HeldPart* part) => new(part);

    internal SegmentRange Where(string st) => _part->Range(st);

    /// <summary>SBR of 2320 and the subscriber of 2330A.</summary>
    public SubscriberView Subscriber => new(_part, _part->LastPart(PartKind.OtherInsured));

    /// <summary>Loop 2330B.</summary>
    public PartyView Payer => new(_part->LastPart(PartKind.OtherPayerName));
    public SegmentRows Adjustments => new(_part, HeldKind.Cas);

    /// <summary>AMT of 2320: D paid, EAF remaining patient liability, A8 not covered.</summary>
    public SegmentRows Amounts => new(_part, HeldKind.Amt);
    public Field Paid
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new AmountView(_part->FirstRow(HeldKind.Amt, Qualifier.PayerPaid)->View).Amount;
    }

    /// <summary>OI, MIA and MOA.</summary>
    public SegmentView Coverage => _part->LastRow(HeldKind.Oi)->View;
    public SegmentRows Inpatient => new(_part, HeldKind.Mia);
    public SegmentRows Outpatient => new(_part, HeldKind.Moa);

    /// <summary>DTP*573 of 2330B: when this payer adjudicated the claim.</summary>
    public DateView AdjudicatedOn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_part->FirstRow(HeldKind.Dtp, Qualifier.Adjudicated)->View);
    }

    public SegmentRows Dates => new(_part, HeldKind.Dtp);

    /// <summary>Loops 2330C to 2330G.</summary>
    public Parts<PartyView> Providers => new(_part);
    public SegmentRows Kept => new(_part, HeldKind.Kept);
}
