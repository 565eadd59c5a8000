namespace CleanClaim.X12.Writing;

/// <summary>The fields of an ISA segment that a sender decides; authorization and security are not used (qualifier 00).</summary>
public sealed record InterchangeFields
{
    public string SenderQualifier { get; init; } = "ZZ";
    public required string SenderId { get; init; }
    public string ReceiverQualifier { get; init; } = "ZZ";
    public required string ReceiverId { get; init; }
    public required DateOnly Date { get; init; }
    public required TimeOnly Time { get; init; }

    /// <summary>ISA13 and IEA02, 1 to 999,999,999.</summary>
    public required int ControlNumber { get; init; }

    /// <summary>ISA14: whether the receiver is asked for a TA1.</summary>
    public bool AcknowledgmentRequested { get; init; }

    /// <summary>ISA15: T instead of P.</summary>
    public bool IsTest { get; init; }
}

/// <summary>The fields of a GS segment.</summary>
public sealed record GroupFields
{
    /// <summary>GS01: HC claims, HP payments, FA acknowledgments, HN status.</summary>
    public required string FunctionalId { get; init; }
    public required string SenderCode { get; init; }
    public required string ReceiverCode { get; init; }
    public required DateOnly Date { get; init; }
    public required TimeOnly Time { get; init; }

    /// <summary>GS06 and GE02, 1 to 999,999,999.</summary>
    public required int ControlNumber { get; init; }

    /// <summary>GS08, e.g. 005010X222A2.</summary>
    public required string Version { get; init; }
}
