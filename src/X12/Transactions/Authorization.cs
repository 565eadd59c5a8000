using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>
/// One event of a 278 (005010X217): what is asked for a patient and, in an answer, what was decided. Where the request was refused
/// before any event, one without event that says why.
/// </summary>
public sealed record Authorization : X12Document
{
    /// <summary>Whether BHT02 says that it answers a request.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>BHT02: 13 request, 01 cancellation, 11 response, …</summary>
    public string? Purpose { get; init; }

    /// <summary>BHT03.</summary>
    public string? Reference { get; init; }

    /// <summary>BHT06: RU reservation of services, 18 no further updates, 19 further updates follow, …</summary>
    public string? Kind { get; init; }

    /// <summary>BHT04.</summary>
    public DateOnly? Created { get; init; }

    /// <summary>Who decides (2010A).</summary>
    public Party? Reviewer { get; init; }

    /// <summary>Who asks (2010B).</summary>
    public Party? Requester { get; init; }
    public Party? Subscriber { get; init; }

    /// <summary>The dependent (2010D); null when the subscriber is the patient.</summary>
    public Party? Dependent { get; init; }

    /// <summary>The patient: the dependent, else the subscriber.</summary>
    public Party? Patient => Dependent ?? Subscriber;

    /// <summary>INS02.</summary>
    public string? Relationship { get; init; }

    /// <summary>AAA above the event: why there is no decision.</summary>
    public IReadOnlyList<Rejection> Rejections { get; init; } = [];

    /// <summary>2000E; null where the request was refused above it.</summary>
    public ReviewItem? Event { get; init; }

    /// <summary>2000F.</summary>
    public IReadOnlyList<ReviewItem> Services { get; init; } = [];
}

/// <summary>An event or a service that is reviewed.</summary>
public sealed record ReviewItem
{
    public IReadOnlyList<Trace> Traces { get; init; } = [];

    /// <summary>UM01: AR admission, HS health services, SC specialty care, IN individual.</summary>
    public string? Category { get; init; }

    /// <summary>UM02: I initial, R renewal, S revised, …</summary>
    public string? Certification { get; init; }

    /// <summary>UM03.</summary>
    public string? ServiceType { get; init; }

    /// <summary>UM04-1, with UM04-2: A type of bill, B place of service.</summary>
    public string? Place { get; init; }
    public string? PlaceQualifier { get; init; }

    /// <summary>UM05, without the state.</summary>
    public IReadOnlyList<string> RelatedCauses { get; init; } = [];

    /// <summary>UM06: 03 emergency, U urgent, E elective.</summary>
    public string? LevelOfService { get; init; }

    /// <summary>HCR: null in a request.</summary>
    public ReviewDecision? Decision { get; init; }
    public IReadOnlyList<Rejection> Rejections { get; init; } = [];
    public IReadOnlyList<Reference> References { get; init; } = [];
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];

    /// <summary>HI.</summary>
    public IReadOnlyList<string> Diagnoses { get; init; } = [];
    public IReadOnlyList<ServiceDelivery> Deliveries { get; init; } = [];

    /// <summary>SV1, SV2 or SV3.</summary>
    public Procedure? Procedure { get; init; }

    /// <summary>SV201.</summary>
    public string? RevenueCode { get; init; }
    public X12Number? Amount { get; init; }
    public X12Number? Units { get; init; }
    public string? Unit { get; init; }
    public IReadOnlyList<string> DiagnosisPointers { get; init; } = [];
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>2010E, 2010F: providers, places of a trip, contacts.</summary>
    public IReadOnlyList<Party> Parties { get; init; } = [];
    public IReadOnlyList<SegmentText> Kept { get; init; } = [];
    public required SegmentRange Where { get; init; }
}

/// <summary>HCR.</summary>
/// <param name="Action">HCR01: A1 certified in full, A2 in part, A3 not certified, A4 pended, A6 modified, C cancelled, CT contact the payer, NA no action needed.</param>
/// <param name="Number">HCR02: the number of the authorization.</param>
/// <param name="Reasons">HCR03, repeated.</param>
/// <param name="SecondOpinion">HCR04.</param>
public sealed record ReviewDecision(string Action, string? Number, IReadOnlyList<string> Reasons, string? SecondOpinion);
