using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>One transaction of an 835: one check or transfer with the claims it pays (005010X221A1).</summary>
public sealed record Remittance : X12Document
{
    /// <summary>BPR01: I remittance with payment information, H notification only, …</summary>
    public string? HandlingCode { get; init; }

    /// <summary>BPR02: the amount of the check or transfer.</summary>
    public X12Number? Amount { get; init; }

    /// <summary>BPR03: C credit, D debit.</summary>
    public string? CreditOrDebit { get; init; }

    /// <summary>BPR04: ACH, CHK, NON, BOP, FWT.</summary>
    public string? Method { get; init; }

    /// <summary>BPR07, BPR09: the payer's bank and account.</summary>
    public string? PayerBank { get; init; }
    public string? PayerAccount { get; init; }

    /// <summary>BPR13, BPR15: the payee's bank and account.</summary>
    public string? PayeeBank { get; init; }
    public string? PayeeAccount { get; init; }

    /// <summary>BPR16: date of the check, or day on which the transfer takes effect.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The whole BPR as it stands.</summary>
    public SegmentText? PaymentText { get; init; }

    /// <summary>TRN02: check or trace number, ties the file to the money.</summary>
    public string? TraceNumber { get; init; }

    /// <summary>TRN03: the payer's identifier, as a rule 1 and its tax id.</summary>
    public string? PayerTraceId { get; init; }

    /// <summary>TRN04.</summary>
    public string? OriginatorSupplement { get; init; }

    /// <summary>CUR02, null when US dollars are not spelled out.</summary>
    public string? Currency { get; init; }

    /// <summary>The whole CUR as it stands; a second one is in <see cref="X12Document.Kept"/>.</summary>
    public SegmentText? CurrencyText { get; init; }

    /// <summary>DTM*405: when the payer made the file.</summary>
    public DateOnly? ProductionDate { get; init; }

    /// <summary>REF of the header (EV receiver, F2 version of the payer's system).</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>Loop 1000A; null when the file has none.</summary>
    public Party? Payer { get; init; }

    /// <summary>Loop 1000B; null when the file has none.</summary>
    public Party? Payee { get; init; }

    /// <summary>LX groups with the totals of TS3 and TS2, where sent.</summary>
    public IReadOnlyList<ProviderSummary> Summaries { get; init; } = [];

    /// <summary>Empty in the objects that streaming hands out (<c>Remittance835.ReadClaims</c>).</summary>
    public IReadOnlyList<ClaimPayment> Claims { get; init; } = [];

    /// <summary>PLB rows, in file order. A positive amount lowers the check.</summary>
    public IReadOnlyList<ProviderAdjustment> ProviderAdjustments { get; init; } = [];

    /// <summary>False when the file ends before the SE, i.e. it was cut off.</summary>
    public bool Complete { get; init; }
}

/// <summary>PLB: money moved outside of any claim.</summary>
/// <param name="ProviderId">PLB01.</param>
/// <param name="FiscalPeriodEnd">PLB02.</param>
/// <param name="Reason">PLB03-1 and its repeats: WO, FB, L6, 72, CS, …</param>
/// <param name="Reference">PLB03-2: which claim or letter it is about.</param>
public sealed record ProviderAdjustment(
    string? ProviderId, DateOnly? FiscalPeriodEnd, string Reason, string? Reference, X12Number? Amount, SegmentRange Where);

/// <summary>LX with TS3 and TS2: totals per provider and type of bill. All elements are in the texts.</summary>
/// <param name="Number">LX01.</param>
/// <param name="ProviderId">TS301.</param>
/// <param name="Facility">TS302.</param>
/// <param name="FiscalPeriodEnd">TS303.</param>
/// <param name="ClaimCount">TS304.</param>
/// <param name="TotalCharge">TS305.</param>
public sealed record ProviderSummary(
    string Number, string? ProviderId, string? Facility, DateOnly? FiscalPeriodEnd, X12Number? ClaimCount, X12Number? TotalCharge,
    IReadOnlyList<SegmentText> Texts, SegmentRange Where);

/// <summary>CLP: what the payer decided on one claim (loop 2100), with its lines.</summary>
/// <remarks>It has the bytes of its segments with it, amounts and days decoded. A text becomes a string each time it is asked for, a list when it is asked for first.</remarks>
public sealed record ClaimPayment
{
    private readonly OwnedPart _own;

    internal ClaimPayment(OwnedPart own, string? group, IReadOnlyList<UnreadValue> unread)
    {
        _own = own;
        (Group, Unread) = (group, unread);
    }

    /// <summary>CLP01: the provider's own number of the claim (CLM01).</summary>
    public string? PatientControlNumber => Clp.Text(1);

    /// <summary>CLP02: 1 primary, 2 secondary, 3 tertiary, 4 patient not known, 19-21 the same and forwarded, 22 reversal, 23 forwarded, 25 predetermination.</summary>
    public string? Status => Clp.Text(2);

    /// <summary>CLP03.</summary>
    public X12Number? Charge => Clp.Number(0, 3);

    /// <summary>CLP04.</summary>
    public X12Number? Paid => Clp.Number(1, 4);

    /// <summary>CLP05.</summary>
    public X12Number? PatientResponsibility => Clp.Number(2, 5);

    /// <summary>CLP06: kind of plan.</summary>
    public string? Filing => Clp.Text(6);

    /// <summary>CLP07: the payer's own number of the claim.</summary>
    public string? PayerClaimControlNumber => Clp.Text(7);

    /// <summary>CLP08: place of service, or the first digits of the type of bill.</summary>
    public string? Facility => Clp.Text(8);

    /// <summary>CLP09.</summary>
    public string? Frequency => Clp.Text(9);

    /// <summary>CLP10 to CLP14: patient status, DRG, its weight, discharge fraction, yes or no.</summary>
    public string? PatientStatus => Clp.Text(10);
    public string? Drg => Clp.Text(11);
    public X12Number? DrgWeight => Clp.Number(3, 12);
    public X12Number? DischargeFraction => Clp.Number(4, 13);
    public string? YesOrNo => Clp.Text(14);

    /// <summary>LX01 of the group that it stands in; null before any LX.</summary>
    public string? Group { get; }

    /// <summary>CAS of the claim; those of the lines stand in the lines.</summary>
    public IReadOnlyList<Adjustment> Adjustments => field ??= _own.Adjustments;

    /// <summary>NM1*QC.</summary>
    public Party? Patient => Named("QC");

    /// <summary>NM1*IL: the subscriber when not the patient.</summary>
    public Party? Insured => Named("IL");

    /// <summary>NM1*74: name or member id as the payer has it.</summary>
    public Party? Corrected => Named("74");

    /// <summary>NM1*82.</summary>
    public Party? Rendering => Named("82");

    /// <summary>NM1*TT: the payer that the claim was forwarded to.</summary>
    public Party? Crossover => Named("TT");

    /// <summary>NM1*PR: the payer that should have come first.</summary>
    public Party? PriorityPayer => Named("PR");

    /// <summary>NM1*GB: the subscriber of that other plan.</summary>
    public Party? OtherSubscriber => Named("GB");

    /// <summary>Any further NM1.</summary>
    public IReadOnlyList<Party> OtherParties => field ??= PaymentParts.WithoutPlace(Parties);

    /// <summary>DTM*232 and DTM*233: the claim's first and last day of service.</summary>
    public DateOnly? From => _own.Day("232"u8);
    public DateOnly? To => _own.Day("233"u8) ?? From;

    /// <summary>DTM*050: when the payer got the claim.</summary>
    public DateOnly? Received => _own.Day("050"u8);

    /// <summary>All DTM of the claim, those above included.</summary>
    public IReadOnlyList<QualifiedDate> Dates => field ??= _own.Dtms;

    /// <summary>MIA and MOA as they stand; their remark codes are in <see cref="Remarks"/>.</summary>
    public SegmentText? Inpatient => _own.AsText(HeldKind.Mia, "2100");
    public SegmentText? Outpatient => _own.AsText(HeldKind.Moa, "2100");

    /// <summary>Remark codes of MIA and MOA, in order.</summary>
    public IReadOnlyList<Remark> Remarks => field ??= _own.RemarksOfOutcome;
    public IReadOnlyList<Reference> References => field ??= _own.References;
    public IReadOnlyList<Contact> Contacts => field ??= _own.Contacts;
    public IReadOnlyList<QualifiedAmount> Amounts => field ??= _own.Amounts;
    public IReadOnlyList<QualifiedQuantity> Quantities => field ??= _own.Quantities;

    /// <summary>REF*CE: the class of contract that priced the claim.</summary>
    public string? ContractClass => _own.First(HeldKind.Ref, "CE"u8) is { IsPresent: true } reference ? reference.TextOrEmpty(2) : null;

    public IReadOnlyList<ServicePayment> Lines => field ??= PaymentParts.Lines(_own);
    public IReadOnlyList<SegmentText> Kept => field ??= _own.Kept("2100");

    /// <summary>Unreadable values of the claim and its lines.</summary>
    public IReadOnlyList<UnreadValue> Unread { get; }
    public SegmentRange Where => _own.Of.Where;

    /// <summary>Whether both are the same claim of the same reading.</summary>
    public bool Equals(ClaimPayment? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => _own.GetHashCode();

    private OwnedSegment Clp => _own.Head;

    private Party[] Parties => field ??= _own.Parties;

    private Party? Named(string role) => Array.Find(Parties, party => party.Role == role);
}

/// <summary>SVC: what the payer decided on one line (loop 2110).</summary>
public sealed record ServicePayment
{
    private readonly OwnedPart _own;

    internal ServicePayment(OwnedPart own) => _own = own;

    /// <summary>SVC01: the procedure that was adjudicated; null when the element is empty.</summary>
    public Procedure? Procedure => Svc.Procedure(1);

    /// <summary>SVC02.</summary>
    public X12Number? Charge => Svc.Number(0, 2);

    /// <summary>SVC03.</summary>
    public X12Number? Paid => Svc.Number(1, 3);

    /// <summary>SVC04.</summary>
    public string? RevenueCode => Svc.Text(4);

    /// <summary>SVC05: units paid; null when not sent, which the guide lets stand for one.</summary>
    public X12Number? Units => Svc.Number(2, 5);

    /// <summary>SVC06: the procedure that was submitted, where the payer adjudicated another.</summary>
    public Procedure? Submitted => Svc.Procedure(6);

    /// <summary>SVC07: units submitted, where another number was paid.</summary>
    public X12Number? SubmittedUnits => Svc.Number(3, 7);

    /// <summary>DTM*472, else 150 and 151.</summary>
    public DateOnly? From => _own.Day("472"u8) ?? _own.Day("150"u8);
    public DateOnly? To => _own.Day("472"u8) ?? _own.Day("151"u8) ?? _own.Day("150"u8);
    public IReadOnlyList<QualifiedDate> Dates => field ??= _own.Dtms;
    public IReadOnlyList<Adjustment> Adjustments => field ??= _own.Adjustments;
    public IReadOnlyList<Reference> References => field ??= _own.References;
    public IReadOnlyList<QualifiedAmount> Amounts => field ??= _own.Amounts;
    public IReadOnlyList<QualifiedQuantity> Quantities => field ??= _own.Quantities;
    public IReadOnlyList<Remark> Remarks => field ??= _own.Remarks;

    /// <summary>REF*6R: the provider's own number of the line.</summary>
    public string? ControlNumber => _own.First(HeldKind.Ref, "6R"u8) is { IsPresent: true } reference ? reference.TextOrEmpty(2) : null;

    /// <summary>AMT*B6: what the payer allows.</summary>
    public X12Number? Allowed => _own.First(HeldKind.Amt, "B6"u8).Number(0, 2);
    public IReadOnlyList<SegmentText> Kept => field ??= _own.Kept("2110");
    public SegmentRange Where => _own.Where;

    /// <summary>Whether both are the same line of the same claim.</summary>
    public bool Equals(ServicePayment? other) => other is not null && other._own == _own;

    public override int GetHashCode() => _own.GetHashCode();

    private OwnedSegment Svc => _own.Head;
}
