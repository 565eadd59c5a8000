using System.Runtime.CompilerServices;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>CLP: what the payer decided on one claim of an 835 (loop 2100), as it stands in the file. Nothing is copied; it is
/// valid until the next claim is read. An absent fact is an empty span.</summary>
public readonly unsafe ref struct ClaimPaymentView
{
    private readonly PaymentSegments _of;
    private readonly HeldPart* _part;

    internal ClaimPaymentView(PaymentSegments of)
    {
        _of = of;
        _part = of.Claim.Whole;
    }

    /// <summary>LX01 of the group that it stands in; null before any LX.</summary>
    public string? Group => _of.Group;

    /// <summary>CLP01: the provider's own number of the claim (CLM01).</summary>
    public ReadOnlySpan<byte> PatientControlNumber => Clp->Element(1);

    /// <summary>CLP02: 1 primary, 2 secondary, 3 tertiary, 4 patient not known, 22 reversal, …</summary>
    public ReadOnlySpan<byte> Status => Clp->Element(2);
    public Field Charge => new(Clp, 3);
    public Field Paid => new(Clp, 4);
    public Field PatientResponsibility => new(Clp, 5);

    /// <summary>CLP06: kind of plan.</summary>
    public ReadOnlySpan<byte> Filing => Clp->Element(6);

    /// <summary>CLP07: the payer's own number of the claim.</summary>
    public ReadOnlySpan<byte> PayerClaimControlNumber => Clp->Element(7);

    /// <summary>CLP08: place of service, or the first digits of the type of bill.</summary>
    public ReadOnlySpan<byte> Facility => Clp->Element(8);
    public ReadOnlySpan<byte> Frequency => Clp->Element(9);
    public ReadOnlySpan<byte> PatientStatus => Clp->Element(10);
    public ReadOnlySpan<byte> Drg => Clp->Element(11);
    public Field DrgWeight => new(Clp, 12);
    public Field DischargeFraction => new(Clp, 13);
    public ReadOnlySpan<byte> YesOrNo => Clp->Element(14);

    /// <summary>Whoever an NM1 names: QC patient, IL insured, 74 corrected, 82 rendering, TT crossover, PR priority payer, GB other subscriber.</summary>
    public Parts<PartyView> Parties => new(_part);

    /// <summary>CAS of the claim; those of the lines stand in the lines.</summary>
    public SegmentRows Adjustments => Rows(HeldKind.Cas);
    public SegmentRows Inpatient => Rows(HeldKind.Mia);
    public SegmentRows Outpatient => Rows(HeldKind.Moa);
    public SegmentRows Dates => Rows(HeldKind.Dtm);
    public SegmentRows References => Rows(HeldKind.Ref);
    public SegmentRows Contacts => Rows(HeldKind.Per);
    public SegmentRows Amounts => Rows(HeldKind.Amt);
    public SegmentRows Quantities => Rows(HeldKind.Qty);

    /// <summary>The claim's first and last day of service: DTM*232 and DTM*233; a single day needs no second.</summary>
    public (Parsed<DateOnly> From, Parsed<DateOnly> To) Served
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var from = DayView.Of(_part, Qualifier.ClaimFrom);
            return (from, DayView.Of(_part, Qualifier.ClaimTo) is { HasValue: true } last ? last : from);
        }
    }

    public Parsed<DateOnly> From => Served.From;
    public Parsed<DateOnly> To => Served.To;

    /// <summary>DTM*050: when the payer got the claim.</summary>
    public Parsed<DateOnly> Received => DayView.Of(_part, Qualifier.Received);

    /// <summary>REF*CE: the class of contract that priced the claim.</summary>
    public ReadOnlySpan<byte> ContractClass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new ReferenceView(_part->FirstRow(HeldKind.Ref, Qualifier.ContractClass)->View).Value;
    }

    public Parts<ServicePaymentView> Lines => new(_part);
    public SegmentRows Kept => new(_part, HeldKind.Kept);

    /// <summary>The first party of a role.</summary>
    public PartyView Party(ReadOnlySpan<byte> role) => Party(ElementCode.Of(role));

    internal PartyView Party(ulong role) => new(_part->FirstNamed(role));

    /// <summary>Whether a party has no place of its own: its role has none, or another of the role came before.</summary>
    internal bool IsOther(PartyView party) => !HasPlace(party.Part->First->Code) || _part->FirstNamed(party.Part->First->Code) != party.Part;

    private static bool HasPlace(ulong role) =>
        role is Qualifier.Patient or Qualifier.Insured or Qualifier.Corrected or Qualifier.Rendering or Qualifier.Crossover or Qualifier.Payer or Qualifier.OtherSubscriber;

    internal SegmentRange Where(string st) => _of.Claim.Range(st);

    internal HeldSegments Segments => _of.Claim;

    private HeldRow* Clp => _part->First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SegmentRows Rows(HeldKind kind) => new(_part, kind);
}

/// <summary>SVC: what the payer decided on one line (loop 2110).</summary>
public readonly unsafe ref struct ServicePaymentView : IPartView<ServicePaymentView>
{
    private readonly HeldPart* _part;

    internal ServicePaymentView(HeldPart* part) => _part = part;

    static PartKind IPartView<ServicePaymentView>.Kind => PartKind.Line;

    static ServicePaymentView IPartView<ServicePaymentView>.Of(HeldPart* part) => new(part);

    /// <summary>SVC01: the procedure that was adjudicated.</summary>
    public ProcedureView Procedure
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Svc->View, 1);
    }

    public Field Charge => new(Svc, 2);
    public Field Paid => new(Svc, 3);
    public ReadOnlySpan<byte> RevenueCode => Svc->Element(4);

    /// <summary>SVC05: units paid; absent stands for one.</summary>
    public Field Units => new(Svc, 5);

    /// <summary>SVC06: the procedure that was submitted, where the payer adjudicated another.</summary>
    public ProcedureView Submitted
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Svc->View, 6);
    }

    public Field SubmittedUnits => new(Svc, 7);

    /// <summary>The first and last day of service: DTM*472, else 150 and 151.</summary>
    public (Parsed<DateOnly> From, Parsed<DateOnly> To) Served
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => DayView.Of(_part, Qualifier.Service) is { HasValue: true } day ? (day, day) : Period(_part);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Parsed<DateOnly> From, Parsed<DateOnly> To) Period(HeldPart* part)
    {
        var from = DayView.Of(part, Qualifier.ServiceFrom);
        return (from, DayView.Of(part, Qualifier.ServiceTo) is { HasValue: true } last ? last : from);
    }

    public Parsed<DateOnly> From => Served.From;
    public Parsed<DateOnly> To => Served.To;
    public SegmentRows Dates => Rows(HeldKind.Dtm);
    public SegmentRows Adjustments => Rows(HeldKind.Cas);
    public SegmentRows References => Rows(HeldKind.Ref);
    public SegmentRows Amounts => Rows(HeldKind.Amt);
    public SegmentRows Quantities => Rows(HeldKind.Qty);

    /// <summary>LQ: the list in its first element, the code in its second.</summary>
    public SegmentRows Remarks => Rows(HeldKind.Lq);

    /// <summary>REF*6R: the provider's own number of the line.</summary>
    public ReadOnlySpan<byte> ControlNumber
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new ReferenceView(_part->FirstRow(HeldKind.Ref, Qualifier.LineControl)->View).Value;
    }

    /// <summary>AMT*B6: what the payer allows.</summary>
    public Field Allowed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new AmountView(_part->FirstRow(HeldKind.Amt, Qualifier.AllowedAmount)->View).Amount;
    }

    public SegmentRows Kept => new(_part, HeldKind.Kept);

    internal SegmentRange Where(string st) => _part->Range(st);

    private HeldRow* Svc => _part->First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SegmentRows Rows(HeldKind kind) => new(_part, kind);
}

/// <summary>The day of a DTM.</summary>
internal static unsafe class DayView
{
    /// <summary>That of the first one with this qualifier in a part; absent when there is none or it is no date.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Parsed<DateOnly> Of(HeldPart* part, ulong qualifier)
    {
        var row = part->FirstRow(HeldKind.Dtm, qualifier);
        return X12Dates.ParseDayWithSlack(row->Element(2)) is { HasValue: true } day ? day : default;
    }
}
