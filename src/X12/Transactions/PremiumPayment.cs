using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>One 820 (005010X218, 005010X306, or the standard's): who pays whom which premiums.</summary>
public sealed record PremiumPayment : X12Document
{
    /// <summary>BPR01.</summary>
    public string? HandlingCode { get; init; }

    /// <summary>BPR02: what is paid in all.</summary>
    public X12Number? Amount { get; init; }

    /// <summary>BPR03: C credit, D debit.</summary>
    public string? CreditOrDebit { get; init; }

    /// <summary>BPR04: ACH, CHK, FWT, NON, …</summary>
    public string? Method { get; init; }

    /// <summary>BPR16.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>TRN02: the check or the trace of the transfer.</summary>
    public string? TraceNumber { get; init; }

    /// <summary>N1*PE: who is paid.</summary>
    public Party? Receiver { get; init; }

    /// <summary>N1*PR, in an exchange payment N1*RM: who pays.</summary>
    public Party? Payer { get; init; }

    /// <summary>Banks between the two.</summary>
    public IReadOnlyList<Party> Banks { get; init; } = [];
    public IReadOnlyList<Reference> References { get; init; } = [];
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];

    /// <summary>RMR, in file order.</summary>
    public IReadOnlyList<Premium> Premiums { get; init; } = [];

    /// <summary>ADX below ENT: adjustments of earlier payments.</summary>
    public IReadOnlyList<PremiumAdjustment> Adjustments { get; init; } = [];

    /// <summary>False when the file ends before the SE.</summary>
    public bool Complete { get; init; }
}

/// <summary>Who a premium is for (ENT): an organization, an individual, or nobody but a number.</summary>
/// <param name="Number">ENT01.</param>
/// <param name="Role">ENT02: 2J individual, 2L corporation, …</param>
/// <param name="IdQualifier">ENT03, of the <paramref name="Id"/> ENT04.</param>
public sealed record PremiumEntity(string Number, string? Role, string? IdQualifier, string? Id);

/// <summary>RMR: one premium that is paid, or one charge or balance (negative).</summary>
public sealed record Premium
{
    public PremiumEntity? Entity { get; init; }

    /// <summary>NM1 below ENT, with their references.</summary>
    public IReadOnlyList<Party> Individuals { get; init; } = [];

    /// <summary>RMR01: what the number is, in an exchange payment ZZ.</summary>
    public string? Qualifier { get; init; }

    /// <summary>RMR02: the policy, contract or invoice; in an exchange payment the kind of payment (APTC, CSR, UF, BAL, …).</summary>
    public string? Number { get; init; }

    /// <summary>RMR03.</summary>
    public string? Action { get; init; }

    /// <summary>RMR04.</summary>
    public X12Number? Amount { get; init; }

    /// <summary>RMR05.</summary>
    public X12Number? Billed { get; init; }
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>DTM: the period that the premium is for.</summary>
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];

    /// <summary>ADX below RMR: adjustments of this payment.</summary>
    public IReadOnlyList<PremiumAdjustment> Adjustments { get; init; } = [];
    public IReadOnlyList<SegmentText> Kept { get; init; } = [];
    public IReadOnlyList<UnreadValue> Unread { get; init; } = [];
    public required SegmentRange Where { get; init; }
}

/// <summary>ADX.</summary>
/// <param name="Entity">Whose it is.</param>
/// <param name="Amount">ADX01.</param>
/// <param name="Reason">ADX02.</param>
public sealed record PremiumAdjustment(PremiumEntity? Entity, X12Number? Amount, string Reason, SegmentRange Where);
