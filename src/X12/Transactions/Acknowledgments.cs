using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>TA1: what the receiver says about one interchange.</summary>
public sealed record InterchangeAcknowledgment : X12Document
{
    /// <summary>TA101: ISA13 of the interchange that is answered.</summary>
    public string? ControlNumber { get; init; }

    /// <summary>TA102, TA103: date and time of that interchange as they stand.</summary>
    public string? Date { get; init; }
    public string? Time { get; init; }

    /// <summary>TA104: A accepted, E accepted with errors, R rejected.</summary>
    public string? Status { get; init; }

    /// <summary>TA105: why; 000 no error.</summary>
    public string? Note { get; init; }

    /// <summary>True for A and E.</summary>
    public bool Accepted => Status is "A" or "E";
}

/// <summary>999: what the receiver says about one functional group and each transaction in it (005010X231A1).</summary>
public sealed record Acknowledgment999 : X12Document
{
    /// <summary>AK101: functional id of the group answered (HC for claims).</summary>
    public string? FunctionalId { get; init; }

    /// <summary>AK102: GS06 of the group answered.</summary>
    public string? AnsweredGroup { get; init; }

    /// <summary>AK103.</summary>
    public string? AnsweredVersion { get; init; }

    public IReadOnlyList<TransactionAcknowledgment> Transactions { get; init; } = [];

    /// <summary>AK901: A accepted, E accepted with errors, P partly accepted, R rejected, M, W, X security.</summary>
    public string? Status { get; init; }

    /// <summary>AK902 to AK904: transactions the sender counted, that came, that are accepted.</summary>
    public X12Number? Included { get; init; }
    public X12Number? Received { get; init; }
    public X12Number? AcceptedCount { get; init; }

    /// <summary>AK905 to AK909.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>True for A and E. P is neither: see each transaction.</summary>
    public bool Accepted => Status is "A" or "E";
}

/// <summary>AK2 to IK5: the answer to one transaction.</summary>
public sealed record TransactionAcknowledgment
{
    /// <summary>AK201: 837.</summary>
    public string? TransactionId { get; init; }

    /// <summary>AK202: ST02 of the transaction answered.</summary>
    public string? AnsweredSt { get; init; }

    /// <summary>AK203.</summary>
    public string? Implementation { get; init; }

    /// <summary>IK501 (AK501 in an older 997): A, E, R, M, W, X.</summary>
    public string? Status { get; init; }

    /// <summary>IK502 to IK506.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];
    public IReadOnlyList<SegmentFault> Faults { get; init; } = [];
    public required SegmentRange Where { get; init; }

    /// <summary>True for A and E.</summary>
    public bool Accepted => Status is "A" or "E";
}

/// <summary>IK3 with its CTX and IK4: a segment the receiver objects to.</summary>
public sealed record SegmentFault
{
    /// <summary>IK301.</summary>
    public string? SegmentId { get; init; }

    /// <summary>IK302: its place, the ST being 1. Null when not a number.</summary>
    public int? Position { get; init; }

    /// <summary>IK303.</summary>
    public string? Loop { get; init; }

    /// <summary>IK304.</summary>
    public string? Code { get; init; }

    /// <summary>CTX with CLM01 and the like: which business object it is about (name, value).</summary>
    public IReadOnlyList<(string Name, string? Value)> BusinessUnits { get; init; } = [];

    /// <summary>Every CTX as it stands.</summary>
    public IReadOnlyList<SegmentText> Contexts { get; init; } = [];
    public IReadOnlyList<ElementFault> Elements { get; init; } = [];
    public required SegmentRange Where { get; init; }
}

/// <summary>IK4: an element the receiver objects to.</summary>
/// <param name="Position">IK401-1.</param>
/// <param name="Component">IK401-2.</param>
/// <param name="Repetition">IK401-3.</param>
/// <param name="DataElement">IK402: X12's number of the element.</param>
/// <param name="Code">IK403.</param>
/// <param name="BadValue">IK404: the value as it was sent.</param>
public sealed record ElementFault(
    int? Position, int? Component, int? Repetition, string? DataElement, string? Code, string? BadValue, SegmentRange Where);
