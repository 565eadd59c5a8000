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
public sealed record ClaimPayment
{
    /// <summary>CLP01: the provider's own number of the claim (CLM01).</summary>
    public string? PatientControlNumber { get; init; }

    /// <summary>CLP02: 1 primary, 2 secondary, 3 tertiary, 4 patient not known, 19-21 the same and forwarded, 22 reversal, 23 forwarded, 25 predetermination.</summary>
    public string? Status { get; init; }

    /// <summary>CLP03.</summary>
    public X12Number? Charge { get; init; }

    /// <summary>CLP04.</summary>
    public X12Number? Paid { get; init; }

    /// <summary>CLP05.</summary>
    public X12Number? PatientResponsibility { get; init; }

    /// <summary>CLP06: kind of plan.</summary>
    public string? Filing { get; init; }

    /// <summary>CLP07: the payer's own number of the claim.</summary>
    public string? PayerClaimControlNumber { get; init; }

    /// <summary>CLP08: place of service, or the first digits of the type of bill.</summary>
    public string? Facility { get; init; }

    /// <summary>CLP09.</summary>
    public string? Frequency { get; init; }

    /// <summary>CLP10 to CLP14: patient status, DRG, its weight, discharge fraction, yes or no.</summary>
    public string? PatientStatus { get; init; }
    public string? Drg { get; init; }
    public X12Number? DrgWeight { get; init; }
    public X12Number? DischargeFraction { get; init; }
    public string? YesOrNo { get; init; }

    /// <summary>LX01 of the group that it stands in; null before any LX.</summary>
    public string? Group { get; init; }

    /// <summary>CAS of the claim; those of the lines stand in the lines.</summary>
    public IReadOnlyList<Adjustment> Adjustments { get; init; } = [];

    /// <summary>NM1*QC.</summary>
    public Party? Patient { get; init; }

    /// <summary>NM1*IL: the subscriber when not the patient.</summary>
    public Party? Insured { get; init; }

    /// <summary>NM1*74: name or member id as the payer has it.</summary>
    public Party? Corrected { get; init; }

    /// <summary>NM1*82.</summary>
    public Party? Rendering { get; init; }

    /// <summary>NM1*TT: the payer that the claim was forwarded to.</summary>
    public Party? Crossover { get; init; }

    /// <summary>NM1*PR: the payer that should have come first.</summary>
    public Party? PriorityPayer { get; init; }

    /// <summary>NM1*GB: the subscriber of that other plan.</summary>
    public Party? OtherSubscriber { get; init; }

    /// <summary>Any further NM1.</summary>
    public IReadOnlyList<Party> OtherParties { get; init; } = [];

    /// <summary>DTM*232 and DTM*233: the claim's first and last day of service.</summary>
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }

    /// <summary>DTM*050: when the payer got the claim.</summary>
    public DateOnly? Received { get; init; }

    /// <summary>All DTM of the claim, those above included.</summary>
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];

    /// <summary>MIA and MOA as they stand; their remark codes are in <see cref="Remarks"/>.</summary>
    public SegmentText? Inpatient { get; init; }
    public SegmentText? Outpatient { get; init; }

    /// <summary>Remark codes of MIA and MOA, in order.</summary>
    public IReadOnlyList<Remark> Remarks { get; init; } = [];
    public IReadOnlyList<Reference> References { get; init; } = [];
    public IReadOnlyList<Contact> Contacts { get; init; } = [];
    public IReadOnlyList<QualifiedAmount> Amounts { get; init; } = [];
    public IReadOnlyList<QualifiedQuantity> Quantities { get; init; } = [];

    /// <summary>REF*CE: the class of contract that priced the claim.</summary>
    public string? ContractClass => References.FirstOrDefault(r => r.Qualifier == "CE")?.Value;

    public IReadOnlyList<ServicePayment> Lines { get; init; } = [];
    public IReadOnlyList<SegmentText> Kept { get; init; } = [];

    /// <summary>Unreadable values of the claim and its lines.</summary>
    public IReadOnlyList<UnreadValue> Unread { get; init; } = [];
    public required SegmentRange Where { get; init; }
}

/// <summary>SVC: what the payer decided on one line (loop 2110).</summary>
public sealed record ServicePayment
{
    /// <summary>SVC01: the procedure that was adjudicated; null when the element is empty.</summary>
    public Procedure? Procedure { get; init; }

    /// <summary>SVC02.</summary>
    public X12Number? Charge { get; init; }

    /// <summary>SVC03.</summary>
    public X12Number? Paid { get; init; }

    /// <summary>SVC04.</summary>
    public string? RevenueCode { get; init; }

    /// <summary>SVC05: units paid; null when not sent, which the guide lets stand for one.</summary>
    public X12Number? Units { get; init; }

    /// <summary>SVC06: the procedure that was submitted, where the payer adjudicated another.</summary>
    public Procedure? Submitted { get; init; }

    /// <summary>SVC07: units submitted, where another number was paid.</summary>
    public X12Number? SubmittedUnits { get; init; }

    /// <summary>DTM*472, else 150 and 151.</summary>
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];
    public IReadOnlyList<Adjustment> Adjustments { get; init; } = [];
    public IReadOnlyList<Reference> References { get; init; } = [];
    public IReadOnlyList<QualifiedAmount> Amounts { get; init; } = [];
    public IReadOnlyList<QualifiedQuantity> Quantities { get; init; } = [];
    public IReadOnlyList<Remark> Remarks { get; init; } = [];

    /// <summary>REF*6R: the provider's own number of the line.</summary>
    public string? ControlNumber => References.FirstOrDefault(r => r.Qualifier == "6R")?.Value;

    /// <summary>AMT*B6: what the payer allows.</summary>
    public X12Number? Allowed => Amounts.FirstOrDefault(a => a.Qualifier == "B6")?.Amount;
    public IReadOnlyList<SegmentText> Kept { get; init; } = [];
    public required SegmentRange Where { get; init; }
}
