using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>One service line (2400).</summary>
public readonly ref struct ClaimLineView : IPartView<ClaimLineView>
{
    private readonly HeldSegments _held;
    private readonly int _part;
    private readonly SegmentView _service;
    private readonly uint _kind;

    internal ClaimLineView(HeldSegments held, int part)
    {
        _held = held;
        _part = part;
        var service = held.LastRow(part, _kind = Id.Sv1);
        if (service < 0) service = held.LastRow(part, _kind = Id.Sv2);
        if (service < 0) service = held.LastRow(part, _kind = Id.Sv3);
        _service = held[service];
    }

    static PartKind IPartView<ClaimLineView>.Kind => PartKind.Line;

    static ClaimLineView IPartView<ClaimLineView>.Of(HeldSegments held, int part) => new(held, part);

    internal int Part => _part;

    internal HeldSegments Held => _held;

    /// <summary>LX01.</summary>
    public ReadOnlySpan<byte> Number => _held.HeadOf(_part)[1];

    /// <summary>SV101, SV202 or SV301.</summary>
    public ProcedureView Procedure => new(_service, _kind == Id.Sv2 ? 2 : 1);

    /// <summary>SV201 of an institutional line.</summary>
    public ReadOnlySpan<byte> RevenueCode => _kind == Id.Sv2 ? _service[1] : default;

    /// <summary>SV102, SV203 or SV302.</summary>
    public Field Charge => new(_service, _kind == Id.Sv2 ? 3 : 2);

    /// <summary>SV103 or SV204: UN units, MJ minutes.</summary>
    public ReadOnlySpan<byte> Unit => _kind switch { Id.Sv1 => _service[3], Id.Sv2 => _service[4], _ => default };

    /// <summary>SV104, SV205 or SV306.</summary>
    public Field Units => new(_service, _kind switch { Id.Sv1 => 4, Id.Sv2 => 5, _ => 6 });

    /// <summary>SV105 or SV303; empty when the claim's place holds.</summary>
    public ReadOnlySpan<byte> Place => _kind switch { Id.Sv1 => _service[5], Id.Sv3 => _service[3], _ => default };

    /// <summary>SV107 or SV311: places in the claim's diagnoses, the first being 1.</summary>
    public CompositeView Pointers => Composites.Of(_service, PointersElement);

    internal int PointersElement => _kind switch { Id.Sv1 => 7, Id.Sv3 => 11, _ => int.MaxValue };

    internal SegmentView Service => _service;

    /// <summary>SV109, SV111, SV112, SV115: emergency, EPSDT, family planning, copay exempt.</summary>
    public ReadOnlySpan<byte> Emergency => OfProfessional(9);
    public ReadOnlySpan<byte> Epsdt => OfProfessional(11);
    public ReadOnlySpan<byte> FamilyPlanning => OfProfessional(12);
    public ReadOnlySpan<byte> CopayExempt => OfProfessional(15);

    /// <summary>SV304 of a dental line: areas of the mouth.</summary>
    public CompositeView OralCavity => _kind == Id.Sv3 ? Composites.Of(_service, 4) : default;

    /// <summary>SV305: I first placement, R replacement of a prosthesis, crown or inlay.</summary>
    public ReadOnlySpan<byte> Prosthesis => _kind == Id.Sv3 ? _service[5] : default;

    /// <summary>TOO: the tooth in its second element, the surfaces in its third.</summary>
    public SegmentRows Teeth => Rows(Id.Too);

    /// <summary>DTP*472.</summary>
    public DateView ServiceDate => new(Dates.First("472"u8));
    public SegmentRows Dates => Rows(Id.Dtp);
    public SegmentRows References => Rows(Id.Ref);
    public SegmentRows Amounts => Rows(Id.Amt);
    public SegmentRows Quantities => Rows(Id.Qty);
    public SegmentRows Notes => Rows(Id.Nte);

    /// <summary>REF*6R: the provider's own number of the line.</summary>
    public ReadOnlySpan<byte> ControlNumber => new ReferenceView(References.First("6R"u8)).Value;

    /// <summary>Loops 2420.</summary>
    public Parts<PartyView> Providers => new(_held, _part);

    /// <summary>Loops 2430: what other payers decided on this line.</summary>
    public Parts<AdjudicationView> Adjudications => new(_held, _part);
    public SegmentRows Kept => SegmentRows.Kept(_held, _part);

    private ReadOnlySpan<byte> OfProfessional(int element) => _kind == Id.Sv1 ? _service[element] : default;

    private SegmentRows Rows(uint id) => new(_held, _part, id);
}

/// <summary>SVD with its CAS and date: what another payer decided on a line (2430).</summary>
public readonly ref struct AdjudicationView : IPartView<AdjudicationView>
{
    private readonly HeldSegments _held;
    private readonly int _part;
    private readonly SegmentView _svd;

    internal AdjudicationView(HeldSegments held, int part)
    {
        _held = held;
        _part = part;
        _svd = held.HeadOf(part);
    }

    static PartKind IPartView<AdjudicationView>.Kind => PartKind.Adjudication;

    static AdjudicationView IPartView<AdjudicationView>.Of(HeldSegments held, int part) => new(held, part);

    internal int Part => _part;

    internal HeldSegments Held => _held;

    /// <summary>SVD01: the id of that payer in its 2330B.</summary>
    public ReadOnlySpan<byte> PayerId => _svd[1];
    public Field Paid => new(_svd, 2);
    public ProcedureView Procedure => new(_svd, 3);
    public Field Units => new(_svd, 5);

    /// <summary>SVD06: the line that this one was bundled into.</summary>
    public ReadOnlySpan<byte> BundledLine => _svd[6];
    public SegmentRows Adjustments => new(_held, _part, Id.Cas);

    /// <summary>DTP*573.</summary>
    public DateView AdjudicatedOn => new(_held.Last(_part, Id.Dtp));

    /// <summary>AMT*EAF: what the patient is still liable for.</summary>
    public Field RemainingLiability => new AmountView(_held.Last(_part, Id.Amt)).Amount;
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
    public SubscriberView Subscriber => new(_held, _part, Math.Max(0, Named("IL"u8)));

    /// <summary>Loop 2330B.</summary>
    public PartyView Payer => Named("PR"u8) is > 0 and var part ? new(_held, part) : default;
    public SegmentRows Adjustments => new(_held, _part, Id.Cas);

    /// <summary>AMT of 2320: D paid, EAF remaining patient liability, A8 not covered.</summary>
    public SegmentRows Amounts => new(_held, _part, Id.Amt);
    public Field Paid => new AmountView(Amounts.First("D"u8)).Amount;

    /// <summary>OI, MIA and MOA.</summary>
    public SegmentView Coverage => _held.Last(_part, Id.Oi);
    public SegmentRows Inpatient => new(_held, _part, Id.Mia);
    public SegmentRows Outpatient => new(_held, _part, Id.Moa);

    /// <summary>DTP*573 of 2330B: when this payer adjudicated the claim.</summary>
    public DateView AdjudicatedOn => new(Dates.First("573"u8));
    public SegmentRows Dates => new(_held, _part, Id.Dtp);

    /// <summary>Loops 2330C to 2330G.</summary>
    public Parts<PartyView> Providers => new(_held, _part, Named("IL"u8), Named("PR"u8));
    public SegmentRows Kept => SegmentRows.Kept(_held, _part);

    private int Named(ReadOnlySpan<byte> role) => _held.FirstNamed(_part, role);
}
