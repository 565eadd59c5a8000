using System.Diagnostics.CodeAnalysis;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>One claim (CLM) of an 837 with everything above it that says who bills whom for whom (005010X222A1).</summary>
/// <remarks>It has the bytes of its segments with it, amounts and days decoded. A text becomes a string each time it is asked for, a list when it is asked for first.</remarks>
public sealed record Claim : X12Document
{
    private readonly OwnedPart _own;
    private readonly AboveClaim _above;

    [SetsRequiredMembers]
    internal Claim(Envelope envelope, OwnedPart own, AboveClaim above)
    {
        (_own, _above) = (own, above);
        (Envelope, Where) = (envelope, own.Of.Where);
    }

    /// <summary>BHT and the two ends of the wire; the same object for every claim of one transaction.</summary>
    public ClaimBatch Batch => _above.Batch;

    /// <summary>Loop 2010AA with the PRV of 2000A; null when the file has none.</summary>
    public Party? BillingProvider => _above.BillingProvider;

    /// <summary>Loop 2010AB.</summary>
    public Party? PayTo => _above.PayTo;

    /// <summary>Loop 2010AC.</summary>
    public Party? PayToPlan => _above.PayToPlan;

    /// <summary>Loop 2000B with 2010BA; null when the claim stands under no subscriber.</summary>
    public Subscriber? Subscriber => _above.Subscriber.Made;

    /// <summary>Loop 2010BB.</summary>
    public Party? Payer => _above.Subscriber.Payer;

    /// <summary>Loop 2000C with 2010CA; null when the subscriber is the patient.</summary>
    public DependentPatient? Dependent => _above.Dependent?.Made;

    /// <summary>Whoever was treated: the dependent, else the subscriber.</summary>
    public Party? Patient => Dependent?.Person ?? Subscriber?.Person;

    /// <summary>CLM01: the provider's own number of the claim.</summary>
    public string? PatientControlNumber => Clm.Text(1);

    /// <summary>CLM02.</summary>
    public X12Number? TotalCharge => Clm.Number(0, 2);

    /// <summary>CLM05-1: place of service (CLM05-2 is B), or the first digits of the type of bill (A).</summary>
    public string? Place => Clm.Text(5, 1);
    public string? PlaceQualifier => Clm.Text(5, 2);

    /// <summary>CLM05-3: 1 original, 7 replacement, 8 void.</summary>
    public string? Frequency => Clm.Text(5, 3);

    /// <summary>CLM06 to CLM10, CLM12, CLM20 as they stand.</summary>
    public string? ProviderSignature => Clm.Text(6);
    public string? Assignment => Clm.Text(7);
    public string? BenefitsAssigned => Clm.Text(8);
    public string? Release => Clm.Text(9);
    public string? PatientSignature => Clm.Text(10);
    public string? SpecialProgram => Clm.Text(12);
    public string? DelayReason => Clm.Text(20);

    /// <summary>CLM11-1 to CLM11-3: AA auto, EM employment, OA other accident.</summary>
    public IReadOnlyList<string> RelatedCauses => field ??= Clm.Texts(11, 1, 3);
    public string? AccidentState => Clm.Text(11, 4);
    public string? AccidentCountry => Clm.Text(11, 5);

    /// <summary>CL1 of an institutional claim: type and source of admission, status of the patient at the end (UB-04 FL 14, 15, 17).</summary>
    public string? AdmissionType => _own.Last(HeldKind.Cl1).Text(1);
    public string? AdmissionSource => _own.Last(HeldKind.Cl1).Text(2);
    public string? PatientStatus => _own.Last(HeldKind.Cl1).Text(3);

    /// <summary>CLM19 of a dental claim: PB asks what would be paid (predetermination); null for a claim of services given.</summary>
    public string? SubmissionReason => Clm.Text(19);

    /// <summary>DN1 of a dental claim; null when there is none.</summary>
    public OrthodonticTreatment? Orthodontics => _own.Last(HeldKind.Dn1) is { IsPresent: true } dn1 ? new(dn1.Number(0, 1), dn1.Number(1, 2), dn1.Text(4)) : null;

    /// <summary>DN2: teeth missing (M) or to be extracted (E).</summary>
    public IReadOnlyList<(string Tooth, string Status)> Teeth => field ??= _own.Pairs(HeldKind.Dn2);

    /// <summary>HI with ABK, ABF, BK, BF: in the order that SV107 points to, the first being 1.</summary>
    public IReadOnlyList<Diagnosis> Diagnoses => field ??= _own.Codes(areDiagnoses: true);

    /// <summary>The other HI (BP, BO anesthesia procedures, BG conditions, and every other qualifier).</summary>
    public IReadOnlyList<Diagnosis> OtherCodes => field ??= _own.Codes(areDiagnoses: false);
    public IReadOnlyList<QualifiedDate> Dates => field ??= _own.Dtps;
    public IReadOnlyList<Reference> References => field ??= _own.References;
    public IReadOnlyList<QualifiedAmount> Amounts => field ??= _own.Amounts;
    public IReadOnlyList<QualifiedQuantity> Quantities => field ??= _own.Quantities;

    /// <summary>REF*F8: the payer's number of the claim that this one replaces or voids.</summary>
    public string? OriginalReference => Reference("F8"u8);

    /// <summary>REF*G1.</summary>
    public string? PriorAuthorization => Reference("G1"u8);

    /// <summary>AMT*F5: what the patient has paid.</summary>
    public X12Number? PatientPaid => _own.First(HeldKind.Amt, "F5"u8).Number(0, 2);

    /// <summary>NTE of the claim: what kind of note, its text.</summary>
    public IReadOnlyList<(string Kind, string Text)> Notes => field ??= _own.Pairs(HeldKind.Nte);

    /// <summary>Loops 2310: DN referring, P3 first referring, 82 rendering, 77 facility, DQ supervising, PW pick-up, 45 drop-off.</summary>
    public IReadOnlyList<Party> Providers => field ??= _own.Parties;

    /// <summary>Loops 2320 to 2330, in file order.</summary>
    public IReadOnlyList<OtherPayer> OtherPayers => field ??= ClaimParts.OtherPayers(_own);

    /// <summary>Loops 2400, in file order.</summary>
    public IReadOnlyList<ClaimLine> Lines => field ??= ClaimParts.Lines(_own);

    /// <summary>The first reference of the claim with this qualifier, null when there is none.</summary>
    public string? Reference(string qualifier) => References.FirstOrDefault(r => r.Qualifier == qualifier)?.Value;

    /// <inheritdoc/>
    public override IReadOnlyList<SegmentText> Kept
    {
        get => field ??= _above.Kept.Length == 0 ? _own.Kept("2300") : [.. _above.Kept, .. _own.Kept("2300")];
        init;
    }

    /// <summary>Whether both are the same claim of the same reading.</summary>
    public bool Equals(Claim? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => _own.GetHashCode();

    private OwnedSegment Clm => _own.Head;

    private string? Reference(ReadOnlySpan<byte> qualifier) => _own.First(HeldKind.Ref, qualifier) is { IsPresent: true } reference ? reference.TextOrEmpty(2) : null;
}

/// <summary>What the head of an 837 says about all of its claims.</summary>
public sealed record ClaimBatch
{
    /// <summary>BHT02: 00 original, 18 reissue.</summary>
    public string? Purpose { get; init; }

    /// <summary>BHT03.</summary>
    public string? Reference { get; init; }

    /// <summary>BHT04.</summary>
    public DateOnly? Created { get; init; }

    /// <summary>BHT05 as it stands.</summary>
    public string? CreatedTime { get; init; }

    /// <summary>BHT06: CH chargeable, RP report of an encounter, 31 subrogation.</summary>
    public string? Usage { get; init; }
    public Party? Submitter { get; init; }
    public Party? Receiver { get; init; }
}

/// <summary>SBR and the person it insures.</summary>
public sealed record Subscriber
{
    /// <summary>SBR01: P, S, T, A to H, U.</summary>
    public string? Responsibility { get; init; }

    /// <summary>SBR02: 18 when the subscriber is the patient.</summary>
    public string? Relationship { get; init; }

    /// <summary>SBR03.</summary>
    public string? GroupNumber { get; init; }

    /// <summary>SBR04.</summary>
    public string? GroupName { get; init; }

    /// <summary>SBR05.</summary>
    public string? InsuranceType { get; init; }

    /// <summary>SBR09.</summary>
    public string? Filing { get; init; }

    /// <summary>PAT of the subscriber: death, weight, pregnancy.</summary>
    public SegmentText? PatientFacts { get; init; }
    public Party? Person { get; init; }
    public required SegmentRange Where { get; init; }
}

/// <summary>PAT of loop 2000C and the person of 2010CA.</summary>
public sealed record DependentPatient
{
    /// <summary>PAT01: relation to the subscriber (01 spouse, 19 child, 20 employee, 21 unknown, G8 other, …).</summary>
    public string? Relationship { get; init; }
    public SegmentText? PatientFacts { get; init; }
    public Party? Person { get; init; }
    public required SegmentRange Where { get; init; }
}

/// <summary>One code of an HI: what kind (ABK first diagnosis, ABF further, BG condition, …) and the code without point.</summary>
public sealed record Diagnosis(string Qualifier, string Code, SegmentRange Where)
{
    /// <summary>The day of a procedure or occurrence, the days of a span.</summary>
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }

    /// <summary>The amount of a value code.</summary>
    public X12Number? Amount { get; init; }

    /// <summary>Present on admission: Y, N, U unknown, W undetermined.</summary>
    public string? PresentOnAdmission { get; init; }
}

/// <summary>DN1: months of treatment in all and left, with what is said of them.</summary>
public sealed record OrthodonticTreatment(X12Number? Months, X12Number? MonthsLeft, string? Description);

/// <summary>TOO: a tooth of a dental line and its surfaces (B, D, F, I, L, M, O).</summary>
public sealed record TreatedTooth(string? Tooth, IReadOnlyList<string> Surfaces);

/// <summary>Another payer of the same claim (2320) with what it decided, where it has.</summary>
public sealed record OtherPayer
{
    /// <summary>SBR of 2320 and the subscriber of 2330A.</summary>
    public required Subscriber Subscriber { get; init; }

    /// <summary>Loop 2330B.</summary>
    public Party? Payer { get; init; }

    /// <summary>CAS of 2320.</summary>
    public IReadOnlyList<Adjustment> Adjustments { get; init; } = [];

    /// <summary>AMT of 2320: D paid, EAF remaining patient liability, A8 not covered.</summary>
    public IReadOnlyList<QualifiedAmount> Amounts { get; init; } = [];

    /// <summary>AMT*D.</summary>
    public X12Number? Paid => Amounts.FirstOrDefault(a => a.Qualifier == "D")?.Amount;

    /// <summary>OI, MIA and MOA as they stand.</summary>
    public SegmentText? Coverage { get; init; }
    public SegmentText? Inpatient { get; init; }
    public SegmentText? Outpatient { get; init; }

    /// <summary>Remark codes of MIA and MOA.</summary>
    public IReadOnlyList<Remark> Remarks { get; init; } = [];

    /// <summary>DTP*573 of 2330B: when this payer adjudicated the claim.</summary>
    public DateOnly? AdjudicatedOn { get; init; }
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];

    /// <summary>Loops 2330C to 2330G.</summary>
    public IReadOnlyList<Party> Providers { get; init; } = [];
    public IReadOnlyList<SegmentText> Kept { get; init; } = [];
    public required SegmentRange Where { get; init; }
}

/// <summary>One service line (2400).</summary>
public sealed record ClaimLine
{
    private readonly OwnedPart _own;

    // SV1, SV2 or SV3: the first of these that the line has.
    private readonly HeldKind _kind;

    internal ClaimLine(OwnedPart own)
    {
        _own = own;
        _kind = own.Last(HeldKind.Sv1).IsPresent ? HeldKind.Sv1 : own.Last(HeldKind.Sv2).IsPresent ? HeldKind.Sv2 : HeldKind.Sv3;
    }

    /// <summary>LX01.</summary>
    public string? Number => _own.Head.Text(1);

    /// <summary>SV101; null when the element is empty.</summary>
    public Procedure? Procedure => Service.Procedure(_kind == HeldKind.Sv2 ? 2 : 1);

    /// <summary>SV102.</summary>
    public X12Number? Charge => Service.Number(0, _kind == HeldKind.Sv2 ? 3 : 2);

    /// <summary>SV103: UN units, MJ minutes.</summary>
    public string? Unit => _kind switch { HeldKind.Sv1 => Service.Text(3), HeldKind.Sv2 => Service.Text(4), _ => null };

    /// <summary>SV104.</summary>
    public X12Number? Units => Service.Number(1, _kind switch { HeldKind.Sv1 => 4, HeldKind.Sv2 => 5, _ => 6 });

    /// <summary>SV105; null when the claim's place holds.</summary>
    public string? Place => _kind switch { HeldKind.Sv1 => Service.Text(5), HeldKind.Sv3 => Service.Text(3), _ => null };

    /// <summary>SV107: places in the claim's diagnoses, the first being 1. Text that is no number is in Unread.</summary>
    public IReadOnlyList<int> Pointers => field ??= ClaimParts.Pointers(Service, _kind);

    /// <summary>SV109, SV111, SV112, SV115: emergency, EPSDT, family planning, copay exempt.</summary>
    public string? Emergency => OfProfessional(9);
    public string? Epsdt => OfProfessional(11);
    public string? FamilyPlanning => OfProfessional(12);
    public string? CopayExempt => OfProfessional(15);

    /// <summary>SV2 01 of an institutional line.</summary>
    public string? RevenueCode => _kind == HeldKind.Sv2 ? Service.Text(1) : null;

    /// <summary>SV304 of a dental line: areas of the mouth (00 whole, 10 to 40 quadrants).</summary>
    public IReadOnlyList<string> OralCavity => field ??= _kind == HeldKind.Sv3 ? Service.Texts(4, 1, int.MaxValue) : [];

    /// <summary>SV305: I first placement, R replacement of a prosthesis, crown or inlay.</summary>
    public string? Prosthesis => _kind == HeldKind.Sv3 ? Service.Text(5) : null;
    public IReadOnlyList<TreatedTooth> Teeth => field ??= _own.TreatedTeeth;

    /// <summary>DTP*472.</summary>
    public DateOnly? From => _own.First(HeldKind.Dtp, "472"u8).Days()?.From;
    public DateOnly? To => _own.First(HeldKind.Dtp, "472"u8).Days()?.To;
    public IReadOnlyList<QualifiedDate> Dates => field ??= _own.Dtps;
    public IReadOnlyList<Reference> References => field ??= _own.References;
    public IReadOnlyList<QualifiedAmount> Amounts => field ??= _own.Amounts;
    public IReadOnlyList<QualifiedQuantity> Quantities => field ??= _own.Quantities;
    public IReadOnlyList<(string Kind, string Text)> Notes => field ??= _own.Pairs(HeldKind.Nte);

    /// <summary>REF*6R: the provider's own number of the line.</summary>
    public string? ControlNumber => _own.First(HeldKind.Ref, "6R"u8) is { IsPresent: true } reference ? reference.TextOrEmpty(2) : null;

    /// <summary>Loops 2420.</summary>
    public IReadOnlyList<Party> Providers => field ??= _own.Parties;

    /// <summary>Loops 2430: what other payers decided on this line.</summary>
    public IReadOnlyList<LineAdjudication> Adjudications => field ??= ClaimParts.Adjudications(_own);

    /// <summary>PWK, CR1, CR3, CRC, MEA, CN1, K3, PS1, HCP, SV5, LIN, CTP, LQ, FRM, … as they stand.</summary>
    public IReadOnlyList<SegmentText> Kept => field ??= _own.Kept("2400");
    public SegmentRange Where => _own.Where;

    /// <summary>Whether both are the same line of the same claim.</summary>
    public bool Equals(ClaimLine? other) => other is not null && other._own == _own;

    public override int GetHashCode() => _own.GetHashCode();

    private OwnedSegment Service => _own.Last(_kind);

    private string? OfProfessional(int element) => _kind == HeldKind.Sv1 ? Service.Text(element) : null;
}

/// <summary>SVD with its CAS and date: what another payer decided on a line (2430). SVD02 plus the adjustments is the line's charge.</summary>
public sealed record LineAdjudication
{
    /// <summary>SVD01: the id of that payer in its 2330B.</summary>
    public string? PayerId { get; init; }

    /// <summary>SVD02.</summary>
    public X12Number? Paid { get; init; }

    /// <summary>SVD03.</summary>
    public Procedure? Procedure { get; init; }

    /// <summary>SVD05.</summary>
    public X12Number? Units { get; init; }

    /// <summary>SVD06: the line that this one was bundled into.</summary>
    public string? BundledLine { get; init; }
    public IReadOnlyList<Adjustment> Adjustments { get; init; } = [];

    /// <summary>DTP*573.</summary>
    public DateOnly? AdjudicatedOn { get; init; }

    /// <summary>AMT*EAF: what the patient is still liable for.</summary>
    public X12Number? RemainingLiability { get; init; }
    public IReadOnlyList<SegmentText> Kept { get; init; } = [];
    public required SegmentRange Where { get; init; }
}
