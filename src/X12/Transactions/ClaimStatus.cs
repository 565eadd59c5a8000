using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>One transaction of a 277CA (005010X214), or of a 277 (005010X212): who answers whom about which claims.</summary>
public sealed record ClaimStatusReport : X12Document
{
    /// <summary>BHT03.</summary>
    public string? Reference { get; init; }

    /// <summary>BHT04.</summary>
    public DateOnly? Created { get; init; }

    /// <summary>Who answers (2100A): the payer or a clearinghouse.</summary>
    public Party? Source { get; init; }

    /// <summary>Who is answered (2100B).</summary>
    public Party? Receiver { get; init; }

    /// <summary>TRN*2 of 2200B: BHT03 of the 837 that is answered.</summary>
    public string? AnsweredReference { get; init; }

    /// <summary>STC of 2200B: on the whole batch.</summary>
    public IReadOnlyList<StatusDecision> Statuses { get; init; } = [];

    /// <summary>QTY and AMT of 2200B: how many claims, how much, accepted and rejected.</summary>
    public IReadOnlyList<QualifiedQuantity> Quantities { get; init; } = [];
    public IReadOnlyList<QualifiedAmount> Amounts { get; init; } = [];
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];

    /// <summary>Billing providers (2000C) with what was decided on the provider as a whole.</summary>
    public IReadOnlyList<ProviderStatus> Providers { get; init; } = [];

    /// <summary>Claims (2000D, 2000E), in file order.</summary>
    public IReadOnlyList<ClaimStatus> Claims { get; init; } = [];

    /// <summary>False when the file ends before the SE.</summary>
    public bool Complete { get; init; }
}

/// <summary>Loop 2000C: one billing provider.</summary>
public sealed record ProviderStatus
{
    public Party? Provider { get; init; }
    public string? TraceNumber { get; init; }
    public IReadOnlyList<StatusDecision> Statuses { get; init; } = [];
    public IReadOnlyList<Reference> References { get; init; } = [];
    public IReadOnlyList<QualifiedQuantity> Quantities { get; init; } = [];
    public IReadOnlyList<QualifiedAmount> Amounts { get; init; } = [];
    public required SegmentRange Where { get; init; }
}

/// <summary>Loop 2200D (2200E for a dependent): one claim and what was decided on it.</summary>
public sealed record ClaimStatus
{
    /// <summary>NM1 of the patient; the subscriber where the claim stands directly under it.</summary>
    public Party? Patient { get; init; }

    /// <summary>The subscriber above a dependent.</summary>
    public Party? Subscriber { get; init; }

    /// <summary>The billing provider above it.</summary>
    public Party? Provider { get; init; }

    /// <summary>The provider's own number of the claim (CLM01): TRN02 of a 277CA, REF*EJ of a 277.</summary>
    public string? PatientControlNumber { get; init; }

    /// <summary>TRN02 of a 277: the trace number of the question.</summary>
    public string? TraceNumber { get; init; }
    public IReadOnlyList<StatusDecision> Statuses { get; init; } = [];
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>REF*1K: the payer's number of the claim.</summary>
    public string? PayerClaimControlNumber => References.FirstOrDefault(r => r.Qualifier == "1K")?.Value;

    /// <summary>REF*D9: the clearinghouse's number of the claim.</summary>
    public string? ClearinghouseTraceNumber => References.FirstOrDefault(r => r.Qualifier == "D9")?.Value;

    /// <summary>DTP*472.</summary>
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];
    public IReadOnlyList<LineStatus> Lines { get; init; } = [];
    public IReadOnlyList<SegmentText> Kept { get; init; } = [];
    public IReadOnlyList<UnreadValue> Unread { get; init; } = [];
    public required SegmentRange Where { get; init; }
}

/// <summary>Loop 2220D: one line and what was decided on it.</summary>
public sealed record LineStatus
{
    public Procedure? Procedure { get; init; }
    public X12Number? Charge { get; init; }
    public X12Number? Paid { get; init; }
    public string? RevenueCode { get; init; }
    public X12Number? Units { get; init; }

    /// <summary>REF*FJ: the provider's own number of the line.</summary>
    public string? ControlNumber { get; init; }
    public IReadOnlyList<Reference> References { get; init; } = [];
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];
    public IReadOnlyList<StatusDecision> Statuses { get; init; } = [];
    public required SegmentRange Where { get; init; }
}

/// <summary>STC: up to three codes with the day and the amounts they are about.</summary>
public sealed record StatusDecision
{
    /// <summary>STC01, STC10, STC11, as many as there are.</summary>
    public required IReadOnlyList<StatusCode> Codes { get; init; }

    /// <summary>STC02.</summary>
    public DateOnly? EffectiveDate { get; init; }

    /// <summary>STC03: WQ accepted, U rejected.</summary>
    public string? Action { get; init; }

    /// <summary>STC04: charge.</summary>
    public X12Number? Charge { get; init; }

    /// <summary>STC05: paid (277 only).</summary>
    public X12Number? Paid { get; init; }

    /// <summary>STC06 to STC09: date of the decision, method, check date, check number (277 only).</summary>
    public DateOnly? DecidedOn { get; init; }
    public string? Method { get; init; }
    public DateOnly? CheckDate { get; init; }
    public string? CheckNumber { get; init; }

    /// <summary>STC12.</summary>
    public string? Message { get; init; }
    public required SegmentRange Where { get; init; }
}

/// <summary>One code of an STC.</summary>
/// <param name="Category">A1 received, A2 accepted, A3 rejected, …</param>
/// <param name="Status">What the category is about.</param>
/// <param name="Entity">Whose part it concerns (QC patient, 85 billing provider, …).</param>
/// <param name="CodeList">RX when the status is an NCPDP reject.</param>
public sealed record StatusCode(string Category, string Status, string? Entity, string? CodeList);
