using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>One question of a 276 (005010X212): where a claim stands. It is one TRN of loop 2200D or 2200E.</summary>
public sealed record StatusInquiry : X12Document
{
    /// <summary>BHT03.</summary>
    public string? BatchReference { get; init; }

    /// <summary>BHT04.</summary>
    public DateOnly? Created { get; init; }
    public Party? Payer { get; init; }

    /// <summary>Who asks (2100B).</summary>
    public Party? Receiver { get; init; }

    /// <summary>2100C: the provider, or two of them.</summary>
    public IReadOnlyList<Party> Providers { get; init; } = [];
    public Party? Subscriber { get; init; }

    /// <summary>The dependent asked about; else the subscriber.</summary>
    public Party? Patient { get; init; }

    /// <summary>TRN02, which the answer repeats.</summary>
    public string? TraceNumber { get; init; }
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>REF*EJ.</summary>
    public string? PatientControlNumber => References.FirstOrDefault(r => r.Qualifier == "EJ")?.Value;

    /// <summary>REF*1K.</summary>
    public string? PayerClaimControlNumber => References.FirstOrDefault(r => r.Qualifier == "1K")?.Value;

    /// <summary>REF*BLT.</summary>
    public string? TypeOfBill => References.FirstOrDefault(r => r.Qualifier == "BLT")?.Value;

    /// <summary>AMT*T3.</summary>
    public X12Number? Charge { get; init; }

    /// <summary>DTP*472.</summary>
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public IReadOnlyList<StatusInquiryLine> Lines { get; init; } = [];
}

/// <summary>Loop 2210: a line asked about.</summary>
public sealed record StatusInquiryLine
{
    public Procedure? Procedure { get; init; }
    public X12Number? Charge { get; init; }
    public string? RevenueCode { get; init; }
    public X12Number? Units { get; init; }

    /// <summary>REF*FJ.</summary>
    public string? ControlNumber { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public required SegmentRange Where { get; init; }
}
