using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>What a 270 and a 271 (005010X279A1) say of one patient: who asks whom, and about whom.</summary>
public abstract record EligibilityDocument : X12Document
{
    private protected EligibilityDocument() { }

    /// <summary>BHT03: the sender's own number of the transaction; an answer repeats it.</summary>
    public string? Reference { get; init; }

    /// <summary>BHT02: 13 request, 01 cancellation, 11 response, 06 confirmation.</summary>
    public string? Purpose { get; init; }

    /// <summary>BHT04.</summary>
    public DateOnly? Created { get; init; }

    /// <summary>Who is asked (2100A).</summary>
    public Party? Payer { get; init; }

    /// <summary>Who asks (2100B).</summary>
    public Party? Provider { get; init; }
    public Party? Subscriber { get; init; }

    /// <summary>The dependent (2100D); null when the subscriber is the patient.</summary>
    public Party? Dependent { get; init; }

    /// <summary>The patient: the dependent, else the subscriber.</summary>
    public Party? Patient => Dependent ?? Subscriber;

    /// <summary>INS02: 01 spouse, 18 self, 19 child, …</summary>
    public string? Relationship { get; init; }

    /// <summary>INS17: which child of a multiple birth.</summary>
    public string? BirthOrder { get; init; }

    /// <summary>TRN: 1 the asker's own trace, 2 the trace of the inquiry that is answered.</summary>
    public IReadOnlyList<Trace> Traces { get; init; } = [];

    /// <summary>HI of 2100C or 2100D.</summary>
    public IReadOnlyList<string> Diagnoses { get; init; } = [];

    /// <summary>DTP of 2100C or 2100D.</summary>
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];
}

/// <summary>TRN of an inquiry or its answer.</summary>
/// <param name="Kind">TRN01.</param>
/// <param name="Number">TRN02.</param>
/// <param name="Originator">TRN03.</param>
public sealed record Trace(string Kind, string Number, string? Originator, string? Supplement);

/// <summary>The inquiry of a 270 about one patient.</summary>
public sealed record EligibilityInquiry : EligibilityDocument
{
    /// <summary>EQ, one or more; none when the payer is asked about whatever it says by itself.</summary>
    public IReadOnlyList<BenefitQuestion> Questions { get; init; } = [];
}

/// <summary>EQ and what stands below it (2110C, 2110D).</summary>
public sealed record BenefitQuestion
{
    /// <summary>EQ01, repeated.</summary>
    public IReadOnlyList<string> ServiceTypes { get; init; } = [];

    /// <summary>EQ02.</summary>
    public Procedure? Procedure { get; init; }

    /// <summary>EQ03: FAM when the whole family is asked about.</summary>
    public string? CoverageLevel { get; init; }

    /// <summary>EQ05: which diagnoses of the HI, from 1.</summary>
    public IReadOnlyList<string> DiagnosisPointers { get; init; } = [];
    public IReadOnlyList<QualifiedAmount> Amounts { get; init; } = [];
    public IReadOnlyList<BenefitPlace> Places { get; init; } = [];
    public IReadOnlyList<Reference> References { get; init; } = [];
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];
    public required SegmentRange Where { get; init; }
}

/// <summary>What a 271 says of one patient apart from the benefits, which follow as documents of their own; or why a level above has no answer.</summary>
public sealed record EligibilityAnswer : EligibilityDocument
{
    /// <summary>HL03 of the level that this is about: 22 subscriber, 23 dependent, 20 or 21 when the payer or the asker was refused.</summary>
    public required string Level { get; init; }

    /// <summary>AAA of 2000A, 2100A, 2100B, 2100C or 2100D.</summary>
    public IReadOnlyList<Rejection> Rejections { get; init; } = [];

    /// <summary>How many EB follow.</summary>
    public int Benefits { get; init; }
}

/// <summary>AAA: why there is no answer and what to do about it.</summary>
/// <param name="IsValid">AAA01 Y: the request was valid, the answer failed all the same.</param>
/// <param name="Reason">AAA03.</param>
/// <param name="FollowUp">AAA04.</param>
public sealed record Rejection(bool IsValid, string Reason, string? FollowUp, SegmentRange Where);

/// <summary>One EB of a 271 with what stands below it (2110C, 2110D).</summary>
public sealed record Benefit : EligibilityDocument
{
    /// <summary>EB01: 1 active coverage, A co-insurance, B co-payment, C deductible, …</summary>
    public required string Information { get; init; }

    /// <summary>EB02.</summary>
    public string? CoverageLevel { get; init; }

    /// <summary>EB03, repeated.</summary>
    public IReadOnlyList<string> ServiceTypes { get; init; } = [];

    /// <summary>EB04.</summary>
    public string? InsuranceType { get; init; }

    /// <summary>EB05.</summary>
    public string? Plan { get; init; }

    /// <summary>EB06.</summary>
    public string? Period { get; init; }

    /// <summary>EB07.</summary>
    public X12Number? Amount { get; init; }

    /// <summary>EB08: a share of one, 0.2 for a fifth.</summary>
    public X12Number? Percent { get; init; }

    /// <summary>EB09 and EB10.</summary>
    public string? QuantityQualifier { get; init; }
    public X12Number? Quantity { get; init; }

    /// <summary>EB11: Y an authorization is needed, N it is not, U unknown.</summary>
    public string? Authorization { get; init; }

    /// <summary>EB12: Y in network, N out of it, W it does not matter, U unknown.</summary>
    public string? Network { get; init; }

    /// <summary>EB13.</summary>
    public Procedure? Procedure { get; init; }

    /// <summary>EB14.</summary>
    public IReadOnlyList<string> DiagnosisPointers { get; init; } = [];
    public IReadOnlyList<ServiceDelivery> Deliveries { get; init; } = [];
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>DTP of the benefit itself; those of the patient are in <see cref="EligibilityDocument.Dates"/>.</summary>
    public IReadOnlyList<QualifiedDate> BenefitDates { get; init; } = [];
    public IReadOnlyList<Rejection> Rejections { get; init; } = [];
    public IReadOnlyList<string> Messages { get; init; } = [];
    public IReadOnlyList<BenefitPlace> Places { get; init; } = [];

    /// <summary>2120C, 2120D: the primary care provider, another payer, whom to ask, …</summary>
    public IReadOnlyList<Party> Parties { get; init; } = [];
}

/// <summary>HSD: how often and how long a service is given.</summary>
/// <param name="Qualifier">HSD01: VS visits, DY days, …</param>
/// <param name="Unit">HSD03, with <paramref name="Every"/> HSD04: 2 visits every 1 week.</param>
/// <param name="Period">HSD05, with <paramref name="Periods"/> HSD06: for how long.</param>
/// <param name="Days">HSD07.</param>
/// <param name="Times">HSD08.</param>
public sealed record ServiceDelivery(
    string? Qualifier, X12Number? Quantity, string? Unit, X12Number? Every, string? Period, X12Number? Periods, string? Days, string? Times, SegmentRange Where);

/// <summary>III: a place of service or an injury that a benefit is limited to, or that is asked about.</summary>
public sealed record BenefitPlace(string? CodeList, string? Code, string? Category, string? Text, SegmentRange Where);
