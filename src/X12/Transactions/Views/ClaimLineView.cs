using System.Runtime.CompilerServices;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>One service line (2400).</summary>
public readonly ref struct ClaimLineView : IPartView<ClaimLineView>
{
    private readonly HeldSegments _held;
    private readonly int _part;

    internal ClaimLineView(HeldSegments held, int part)
    {
        _held = held;
        _part = part;
    }

    static PartKind IPartView<ClaimLineView>.Kind => PartKind.Line;

    static ClaimLineView IPartView<ClaimLineView>.Of(HeldSegments held, int part) => new(held, part);

    internal int Part => _part;

    internal HeldSegments Held => _held;

    /// <summary>LX01.</summary>
    public ReadOnlySpan<byte> Number => _held.HeadOf(_part)[1];

    /// <summary>SV101, SV202 or SV301.</summary>
    public ProcedureView Procedure => new(Service, Kind == HeldKind.Sv2 ? 2 : 1);

    /// <summary>SV201 of an institutional line.</summary>
    public ReadOnlySpan<byte> RevenueCode => Kind == HeldKind.Sv2 ? Service[1] : default;

    /// <summary>SV102, SV203 or SV302.</summary>
    public Field Charge => new(Service, Kind == HeldKind.Sv2 ? 3 : 2);

    /// <summary>SV103 or SV204: UN units, MJ minutes.</summary>
    public ReadOnlySpan<byte> Unit => Kind switch { HeldKind.Sv1 => Service[3], HeldKind.Sv2 => Service[4], _ => default };

    /// <summary>SV104, SV205 or SV306.</summary>
    public Field Units => new(Service, Kind switch { HeldKind.Sv1 => 4, HeldKind.Sv2 => 5, _ => 6 });

    /// <summary>SV105 or SV303; empty when the claim's place holds.</summary>
    public ReadOnlySpan<byte> Place => Kind switch { HeldKind.Sv1 => Service[5], HeldKind.Sv3 => Service[3], _ => default };

    /// <summary>SV107 or SV311: places in the claim's diagnoses, the first being 1.</summary>
    public CompositeView Pointers => Composites.Of(Service, PointersElement);

    internal int PointersElement => Kind switch { HeldKind.Sv1 => 7, HeldKind.Sv3 => 11, _ => int.MaxValue };

    /// <summary>SV1, SV2 or SV3: the first of these that the line has.</summary>
    internal SegmentView Service => _held.Last(_part, Kind);

    private HeldKind Kind =>
        _held.LastRow(_part, HeldKind.Sv1) != HeldSegments.NoRow ? HeldKind.Sv1 : _held.LastRow(_part, HeldKind.Sv2) != HeldSegments.NoRow ? HeldKind.Sv2 : HeldKind.Sv3;

    /// <summary>SV109, SV111, SV112, SV115: emergency, EPSDT, family planning, copay exempt.</summary>
    public ReadOnlySpan<byte> Emergency => OfProfessional(9);
    public ReadOnlySpan<byte> Epsdt => OfProfessional(11);
    public ReadOnlySpan<byte> FamilyPlanning => OfProfessional(12);
    public ReadOnlySpan<byte> CopayExempt => OfProfessional(15);

    /// <summary>SV304 of a dental line: areas of the mouth.</summary>
    public CompositeView OralCavity => Kind == HeldKind.Sv3 ? Composites.Of(Service, 4) : default;

    /// <summary>SV305: I first placement, R replacement of a prosthesis, crown or inlay.</summary>
    public ReadOnlySpan<byte> Prosthesis => Kind == HeldKind.Sv3 ? Service[5] : default;

    /// <summary>TOO: the tooth in its second element, the surfaces in its third.</summary>
    public SegmentRows Teeth => Rows(HeldKind.Too);

    /// <summary>DTP*472.</summary>
    public DateView ServiceDate => new(_held.First(_part, HeldKind.Dtp, Qualifier.Service));
    public SegmentRows Dates => Rows(HeldKind.Dtp);
    public SegmentRows References => Rows(HeldKind.Ref);
    public SegmentRows Amounts => Rows(HeldKind.Amt);
    public SegmentRows Quantities => Rows(HeldKind.Qty);
    public SegmentRows Notes => Rows(HeldKind.Nte);

    /// <summary>REF*6R: the provider's own number of the line.</summary>
    public ReadOnlySpan<byte> ControlNumber => new ReferenceView(_held.First(_part, HeldKind.Ref, Qualifier.LineControl)).Value;

    /// <summary>Loops 2420.</summary>
    public Parts<PartyView> Providers => new(_held, _part);

    /// <summary>Loops 2430: what other payers decided on this line.</summary>
    public Parts<AdjudicationView> Adjudications => new(_held, _part);
    public SegmentRows Kept => SegmentRows.Kept(_held, _part);

    private ReadOnlySpan<byte> OfProfessional(int element) => Kind == HeldKind.Sv1 ? Service[element] : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SegmentRows Rows(HeldKind kind) => new(_held, _part, kind);
}

/// <summary>SVD with its CAS and date: what another payer decided on a line (2430).</summary>
public readonly ref struct AdjudicationView : IPartView<AdjudicationView>
{
    private readonly HeldSegments _held;
    private readonly int _part;

    internal AdjudicationView(HeldSegments held, int part)
    {
        _held = held;
        _part = part;
    }

    static PartKind IPartView<AdjudicationView>.Kind => PartKind.Adjudication;

    static AdjudicationView IPartView<AdjudicationView>.Of(HeldSegments held, int part) => new(held, part);

    internal int Part => _part;

    internal HeldSegments Held => _held;

    /// <summary>SVD01: the id of that payer in its 2330B.</summary>
    public ReadOnlySpan<byte> PayerId => Svd[1];
    public Field Paid => new(Svd, 2);
    public ProcedureView Procedure => new(Svd, 3);
    public Field Units => new(Svd, 5);

    /// <summary>SVD06: the line that this one was bundled into.</summary>
    public ReadOnlySpan<byte> BundledLine => Svd[6];
    public SegmentRows Adjustments => new(_held, _part, HeldKind.Cas);

    /// <summary>DTP*573.</summary>
    public DateView AdjudicatedOn => new(_held.Last(_part, HeldKind.Dtp));

    private SegmentView Svd => _held.HeadOf(_part);

    /// <summary>AMT*EAF: what the patient is still liable for.</summary>
    public Field RemainingLiability => new AmountView(_held.Last(_part, HeldKind.Amt)).Amount;
    public SegmentRows Kept => SegmentRows.Kept(_held, _part);
}

/// <summary>Another payer of the same claim (2320) with what it decided, where it has.</summary>
public readonly ref struct OtherPayerView : IPartView<OtherPayerView>
{
    private readonly HeldSegments _held;
    private readonly int _part;

    internal OtherPayerView(HeldSegments held, int part)
    {
        _held = held;
        _part = part;
    }

    static PartKind IPartView<OtherPayerView>.Kind => PartKind.OtherPayer;

    static OtherPayerView IPartView<OtherPayerView>.Of(HeldSegments held, int part) => new(held, part);

    internal int Part => _part;

    internal HeldSegments Held => _held;

    /// <summary>SBR of 2320 and the subscriber of 2330A.</summary>
    public SubscriberView Subscriber => new(_held, _part, _held.LastPart(_part, PartKind.OtherInsured));

    /// <summary>Loop 2330B.</summary>
    public PartyView Payer => _held.LastPart(_part, PartKind.OtherPayerName) is > 0 and var part ? new(_held, part) : default;
    public SegmentRows Adjustments => new(_held, _part, HeldKind.Cas);

    /// <summary>AMT of 2320: D paid, EAF remaining patient liability, A8 not covered.</summary>
    public SegmentRows Amounts => new(_held, _part, HeldKind.Amt);
    public Field Paid => new AmountView(_held.First(_part, HeldKind.Amt, Qualifier.PayerPaid)).Amount;

    /// <summary>OI, MIA and MOA.</summary>
    public SegmentView Coverage => _held.Last(_part, HeldKind.Oi);
    public SegmentRows Inpatient => new(_held, _part, HeldKind.Mia);
    public SegmentRows Outpatient => new(_held, _part, HeldKind.Moa);

    /// <summary>DTP*573 of 2330B: when this payer adjudicated the claim.</summary>
    public DateView AdjudicatedOn => new(_held.First(_part, HeldKind.Dtp, Qualifier.Adjudicated));
    public SegmentRows Dates => new(_held, _part, HeldKind.Dtp);

    /// <summary>Loops 2330C to 2330G.</summary>
    public Parts<PartyView> Providers => new(_held, _part);
    public SegmentRows Kept => SegmentRows.Kept(_held, _part);
}
