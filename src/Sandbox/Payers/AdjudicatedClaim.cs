using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Payers;

/// <summary>A line as a payer answered it. Amounts in cents; charge = paid + adjustments.</summary>
internal sealed record AdjudicatedLine
{
    public required SubmittedLine Line { get; init; }
    public required long Paid { get; init; }

    /// <summary>What the payer's contract allows; null on a denied line.</summary>
    public long? Allowed { get; init; }
    public required IReadOnlyList<Adjustment> Adjustments { get; init; }
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>What this line used up of the person's deductible and copay of the day.</summary>
    public long Deductible { get; init; }
    public long Copay { get; init; }
    public bool Denied => Allowed is null;
}

/// <summary>A payer's answer to one claim, as it stands in the state and in the 835.</summary>
internal sealed record AdjudicatedClaim
{
    public required SubmittedClaim Claim { get; init; }
    public required string PayerId { get; init; }

    /// <summary>CLP07, the payer's own number of the claim.</summary>
    public required string ClaimNumber { get; init; }

    /// <summary>CLP02: 1, 2, 3, 19 forwarded, 22 reversal.</summary>
    public required string Status { get; init; }
    public required IReadOnlyList<AdjudicatedLine> Lines { get; init; }

    /// <summary>Who is meant, at this payer: member id, first name and birth date; benefits are counted by it.</summary>
    public required string PersonKey { get; init; }
    public IReadOnlyList<string> ClaimRemarks { get; init; } = [];
    public string ForwardedTo { get; init; } = "";
    public string ForwardedName { get; init; } = "";

    /// <summary>Who should have been billed first, when that is why it is denied.</summary>
    public string PriorityPayer { get; init; } = "";
    public string PriorityName { get; init; } = "";

    /// <summary>The claim number that this one replaces or reverses.</summary>
    public string Corrects { get; init; } = "";

    /// <summary>True once a reversal took it back: it then counts for nothing.</summary>
    public bool Reversed { get; init; }

    public long Charge => Lines.Sum(l => l.Line.Charge);
    public long Paid => Lines.Sum(l => l.Paid);
    public long PatientResponsibility => Lines.SelectMany(l => l.Adjustments).Where(a => a.Group == "PR").Sum(a => a.Amount);

    /// <summary>The same answer with every amount's sign turned: original group codes kept (X12 RFI 1147), CLP02 22.</summary>
    public AdjudicatedClaim Reversal() => this with
    {
        Status = "22",
        Corrects = ClaimNumber,
        ClaimRemarks = [],
        ForwardedTo = "",
        PriorityPayer = "",
        Lines = [.. Lines.Select(l => l with
        {
            Line = l.Line with { Charge = -l.Line.Charge },
            Paid = -l.Paid,
            Adjustments = [.. l.Adjustments.Select(a => a with { Amount = -a.Amount })],
            Remarks = [],
        })],
    };
}
