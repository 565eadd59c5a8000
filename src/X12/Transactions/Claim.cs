using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>One claim (CLM) of an 837 with everything above it that says who bills whom for whom (005010X222A1).</summary>
public sealed record Claim : X12Document
{
    /// <summary>BHT and the two ends of the wire; the same object for every claim of one transaction.</summary>
    public required ClaimBatch Batch { get; init; }

    /// <summary>Loop 2010AA with the PRV of 2000A; null when the file has none.</summary>
    public Party? BillingProvider { get; init; }

    /// <summary>Loop 2010AB.</summary>
    public Party? PayTo { get; init; }

    /// <summary>Loop 2010AC.</summary>
    public Party? PayToPlan { get; init; }

    /// <summary>Loop 2000B with 2010BA; null when the claim stands under no subscriber.</summary>
    public Subscriber? Subscriber { get; init; }

    /// <summary>Loop 2010BB.</summary>
    public Party? Payer { get; init; }

    /// <summary>Loop 2000C with 2010CA; null when the subscriber is the patient.</summary>
    public DependentPatient? Dependent { get; init; }

    /// <summary>Whoever was treated: the dependent, else the subscriber.</summary>
    public Party? Patient => Dependent?.Person ?? Subscriber?.Person;

    /// <summary>CLM01: the provider's own number of the claim.</summary>
    public string? PatientControlNumber { get; init; }

    /// <summary>CLM02.</summary>
    public X12Number? TotalCharge { get; init; }

    /// <summary>CLM05-1: place of service (CLM05-2 is B), or the first digits of the type of bill (A).</summary>
    public string? Place { get; init; }
    public string? PlaceQualifier { get; init; }

    /// <summary>CLM05-3: 1 original, 7 replacement, 8 void.</summary>
    public string? Frequency { get; init; }

    /// <summary>CLM06 to CLM10, CLM12, CLM20 as they stand.</summary>
    public string? ProviderSignature { get; init; }
    public string? Assignment { get; init; }
    public string? BenefitsAssigned { get; init; }
    public string? Release { get; init; }
    public string? PatientSignature { get; init; }
    public string? SpecialProgram { get; init; }
    public string? DelayReason { get; init; }

    /// <summary>CLM11-1 to CLM11-3: AA auto, EM employment, OA other accident.</summary>
    public IReadOnlyList<string> RelatedCauses { get; init; } = [];
    public string? AccidentState { get; init; }
    public string? AccidentCountry { get; init; }

    /// <summary>CL1 of an institutional claim: type and source of admission, status of the patient at the end (UB-04 FL 14, 15, 17).</summary>
    public string? AdmissionType { get; init; }
    public string? AdmissionSource { get; init; }
    public string? PatientStatus { get; init; }

    /// <summary>CLM19 of a dental claim: PB asks what would be paid (predetermination); null for a claim of services given.</summary>
    public string? SubmissionReason { get; init; }

    /// <summary>DN1 of a dental claim; null when there is none.</summary>
    public OrthodonticTreatment? Orthodontics { get; init; }

    /// <summary>DN2: teeth missing (M) or to be extracted (E).</summary>
    public IReadOnlyList<(string Tooth, string Status)> Teeth { get; init; } = [];

    /// <summary>HI with ABK, ABF, BK, BF: in the order that SV107 points to, the first being 1.</summary>
    public IReadOnlyList<Diagnosis> Diagnoses { get; init; } = [];

    /// <summary>The other HI (BP, BO anesthesia procedures, BG conditions, and every other qualifier).</summary>
    public IReadOnlyList<Diagnosis> OtherCodes { get; init; } = [];
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];
    public IReadOnlyList<Reference> References { get; init; } = [];
    public IReadOnlyList<QualifiedAmount> Amounts { get; init; } = [];
    public IReadOnlyList<QualifiedQuantity> Quantities { get; init; } = [];

    /// <summary>REF*F8: the payer's number of the claim that this one replaces or voids.</summary>
    public string? OriginalReference => Reference("F8");

    /// <summary>REF*G1.</summary>
    public string? PriorAuthorization => Reference("G1");

    /// <summary>AMT*F5: what the patient has paid.</summary>
    public X12Number? PatientPaid => Amounts.FirstOrDefault(a => a.Qualifier == "F5")?.Amount;

    /// <summary>NTE of the claim: what kind of note, its text.</summary>
    public IReadOnlyList<(string Kind, string Text)> Notes { get; init; } = [];

    /// <summary>Loops 2310: DN referring, P3 first referring, 82 rendering, 77 facility, DQ supervising, PW pick-up, 45 drop-off.</summary>
    public IReadOnlyList<Party> Providers { get; init; } = [];

    /// <summary>Loops 2320 to 2330, in file order.</summary>
    public IReadOnlyList<OtherPayer> OtherPayers { get; init; } = [];

    /// <summary>Loops 2400, in file order.</summary>
    public IReadOnlyList<ClaimLine> Lines { get; init; } = [];

    /// <summary>The first reference of the claim with this qualifier, null when there is none.</summary>
    public string? Reference(string qualifier) => References.FirstOrDefault(r => r.Qualifier == qualifier)?.Value;
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
    /// <summary>LX01.</summary>
    public string? Number { get; init; }

    /// <summary>SV101; null when the element is empty.</summary>
    public Procedure? Procedure { get; init; }

    /// <summary>SV102.</summary>
    public X12Number? Charge { get; init; }

    /// <summary>SV103: UN units, MJ minutes.</summary>
    public string? Unit { get; init; }

    /// <summary>SV104.</summary>
    public X12Number? Units { get; init; }

    /// <summary>SV105; null when the claim's place holds.</summary>
    public string? Place { get; init; }

    /// <summary>SV107: places in the claim's diagnoses, the first being 1. Text that is no number is in Unread.</summary>
    public IReadOnlyList<int> Pointers { get; init; } = [];

    /// <summary>SV109, SV111, SV112, SV115: emergency, EPSDT, family planning, copay exempt.</summary>
    public string? Emergency { get; init; }
    public string? Epsdt { get; init; }
    public string? FamilyPlanning { get; init; }
    public string? CopayExempt { get; init; }

    /// <summary>SV2 01 of an institutional line.</summary>
    public string? RevenueCode { get; init; }

    /// <summary>SV304 of a dental line: areas of the mouth (00 whole, 10 to 40 quadrants).</summary>
    public IReadOnlyList<string> OralCavity { get; init; } = [];

    /// <summary>SV305: I first placement, R replacement of a prosthesis, crown or inlay.</summary>
    public string? Prosthesis { get; init; }
    public IReadOnlyList<TreatedTooth> Teeth { get; init; } = [];

    /// <summary>DTP*472.</summary>
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];
    public IReadOnlyList<Reference> References { get; init; } = [];
    public IReadOnlyList<QualifiedAmount> Amounts { get; init; } = [];
    public IReadOnlyList<QualifiedQuantity> Quantities { get; init; } = [];
    public IReadOnlyList<(string Kind, string Text)> Notes { get; init; } = [];

    /// <summary>REF*6R: the provider's own number of the line.</summary>
    public string? ControlNumber => References.FirstOrDefault(r => r.Qualifier == "6R")?.Value;

    /// <summary>Loops 2420.</summary>
    public IReadOnlyList<Party> Providers { get; init; } = [];

    /// <summary>Loops 2430: what other payers decided on this line.</summary>
    public IReadOnlyList<LineAdjudication> Adjudications { get; init; } = [];

    /// <summary>PWK, CR1, CR3, CRC, MEA, CN1, K3, PS1, HCP, SV5, LIN, CTP, LQ, FRM, … as they stand.</summary>
    public IReadOnlyList<SegmentText> Kept { get; init; } = [];
    public required SegmentRange Where { get; init; }
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
