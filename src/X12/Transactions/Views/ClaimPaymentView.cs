using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>CLP: what the payer decided on one claim of an 835 (loop 2100), as it stands in the file. Nothing is copied; it is
/// valid until the next claim is read. An absent fact is an empty span.</summary>
public readonly ref struct ClaimPaymentView
{
    private readonly HeldSegments _held;
    private readonly SegmentView _clp;

    internal ClaimPaymentView(PaymentSegments of)
    {
        _held = of.Claim;
        _clp = _held[0];
        Group = of.Group;
    }

    /// <summary>LX01 of the group that it stands in; null before any LX.</summary>
    public string? Group { get; }

    /// <summary>CLP01: the provider's own number of the claim (CLM01).</summary>
    public ReadOnlySpan<byte> PatientControlNumber => _clp[1];

    /// <summary>CLP02: 1 primary, 2 secondary, 3 tertiary, 4 patient not known, 22 reversal, …</summary>
    public ReadOnlySpan<byte> Status => _clp[2];
    public Field Charge => new(_clp, 3);
    public Field Paid => new(_clp, 4);
    public Field PatientResponsibility => new(_clp, 5);

    /// <summary>CLP06: kind of plan.</summary>
    public ReadOnlySpan<byte> Filing => _clp[6];

    /// <summary>CLP07: the payer's own number of the claim.</summary>
    public ReadOnlySpan<byte> PayerClaimControlNumber => _clp[7];

    /// <summary>CLP08: place of service, or the first digits of the type of bill.</summary>
    public ReadOnlySpan<byte> Facility => _clp[8];
    public ReadOnlySpan<byte> Frequency => _clp[9];
    public ReadOnlySpan<byte> PatientStatus => _clp[10];
    public ReadOnlySpan<byte> Drg => _clp[11];
    public Field DrgWeight => new(_clp, 12);
    public Field DischargeFraction => new(_clp, 13);
    public ReadOnlySpan<byte> YesOrNo => _clp[14];

    /// <summary>Whoever an NM1 names: QC patient, IL insured, 74 corrected, 82 rendering, TT crossover, PR priority payer, GB other subscriber.</summary>
    public Parts<PartyView> Parties => new(_held, HeldSegments.Whole);

    /// <summary>CAS of the claim; those of the lines stand in the lines.</summary>
    public SegmentRows Adjustments => Rows(Id.Cas);
    public SegmentRows Inpatient => Rows(Id.Mia);
    public SegmentRows Outpatient => Rows(Id.Moa);
    public SegmentRows Dates => Rows(Id.Dtm);
    public SegmentRows References => Rows(Id.Ref);
    public SegmentRows Contacts => Rows(Id.Per);
    public SegmentRows Amounts => Rows(Id.Amt);
    public SegmentRows Quantities => Rows(Id.Qty);

    /// <summary>DTM*232 and DTM*233: the claim's first and last day of service; a single day needs no second.</summary>
    public Parsed<DateOnly> From => new DateView(Dates.First("232"u8)).Day;
    public Parsed<DateOnly> To => Dates.FirstDay("233"u8, "232"u8);

    /// <summary>DTM*050: when the payer got the claim.</summary>
    public Parsed<DateOnly> Received => new DateView(Dates.First("050"u8)).Day;

    /// <summary>REF*CE: the class of contract that priced the claim.</summary>
    public ReadOnlySpan<byte> ContractClass => new ReferenceView(References.First("CE"u8)).Value;
    public Parts<ServicePaymentView> Lines => new(_held, HeldSegments.Whole);
    public SegmentRows Kept => SegmentRows.Kept(_held, HeldSegments.Whole);

    /// <summary>The first party of a role.</summary>
    public PartyView Party(ReadOnlySpan<byte> role) => PartOf(role) is >= 0 and var part ? new(_held, part) : default;

    private int PartOf(ReadOnlySpan<byte> role) => _held.FirstNamed(HeldSegments.Whole, role);

    /// <summary>Whether a party has no place of its own: its role has none, or another of the role came before.</summary>
    internal bool IsOther(PartyView party) => !PlaceOf(party.Role) || PartOf(party.Role) != party.Part;

    private static bool PlaceOf(ReadOnlySpan<byte> role) =>
        role.SequenceEqual("QC"u8) || role.SequenceEqual("IL"u8) || role.SequenceEqual("74"u8) || role.SequenceEqual("82"u8) || role.SequenceEqual("TT"u8) || role.SequenceEqual("PR"u8) || role.SequenceEqual("GB"u8);

    internal SegmentRange Where(string st) => _held.RangeOf(HeldSegments.Whole, st);

    private SegmentRows Rows(uint id) => new(_held, HeldSegments.Whole, id);
}

/// <summary>SVC: what the payer decided on one line (loop 2110).</summary>
public readonly ref struct ServicePaymentView : IPartView<ServicePaymentView>
{
    private readonly HeldSegments _held;
    private readonly int _part;
    private readonly SegmentView _svc;

    internal ServicePaymentView(HeldSegments held, int part)
    {
        _held = held;
        _part = part;
        _svc = held.HeadOf(part);
    }

    static PartKind IPartView<ServicePaymentView>.Kind => PartKind.Line;

    static ServicePaymentView IPartView<ServicePaymentView>.Of(HeldSegments held, int part) => new(held, part);

    /// <summary>SVC01: the procedure that was adjudicated.</summary>
    public ProcedureView Procedure => new(_svc, 1);
    public Field Charge => new(_svc, 2);
    public Field Paid => new(_svc, 3);
    public ReadOnlySpan<byte> RevenueCode => _svc[4];

    /// <summary>SVC05: units paid; absent stands for one.</summary>
    public Field Units => new(_svc, 5);

    /// <summary>SVC06: the procedure that was submitted, where the payer adjudicated another.</summary>
    public ProcedureView Submitted => new(_svc, 6);
    public Field SubmittedUnits => new(_svc, 7);

    /// <summary>DTM*472, else 150 and 151.</summary>
    public Parsed<DateOnly> From => Dates.FirstDay("472"u8, "150"u8);
    public Parsed<DateOnly> To => Dates.FirstDay("472"u8, "151"u8) is { HasValue: true } day ? day : From;
    public SegmentRows Dates => Rows(Id.Dtm);
    public SegmentRows Adjustments => Rows(Id.Cas);
    public SegmentRows References => Rows(Id.Ref);
    public SegmentRows Amounts => Rows(Id.Amt);
    public SegmentRows Quantities => Rows(Id.Qty);

    /// <summary>LQ: the list in its first element, the code in its second.</summary>
    public SegmentRows Remarks => Rows(Id.Lq);

    /// <summary>REF*6R: the provider's own number of the line.</summary>
    public ReadOnlySpan<byte> ControlNumber => new ReferenceView(References.First("6R"u8)).Value;

    /// <summary>AMT*B6: what the payer allows.</summary>
    public Field Allowed => new AmountView(Amounts.First("B6"u8)).Amount;
    public SegmentRows Kept => SegmentRows.Kept(_held, _part);

    internal SegmentRange Where(string st) => _held.RangeOf(_part, st);

    private SegmentRows Rows(uint id) => new(_held, _part, id);
}
