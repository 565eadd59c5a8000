namespace CleanClaim.Sandbox.Reading;

/// <summary>One CAS reason: positive reduces the payment. Amount in cents.</summary>
internal sealed record Adjustment(string Group, string Reason, long Amount);

internal sealed record Person(string LastName, string FirstName, string MiddleName, DateOnly? BirthDate, string Sex);

internal sealed record Payee(string Npi, string TaxId, string Name, string Line1, string City, string State, string Zip, string Taxonomy);

internal sealed record SubmittedLine(
    int Number, string Code, IReadOnlyList<string> Modifiers, long Charge, string Units,
    IReadOnlyList<int> Pointers, DateOnly From, DateOnly To, string ControlNumber);

/// <summary>What an earlier payer did with one line.</summary>
internal sealed record PriorLine(int LineNumber, long Paid, IReadOnlyList<Adjustment> Adjustments);

/// <summary>An earlier (or later) payer of the same claim: loops 2320, 2330 and 2430.</summary>
internal sealed record OtherPayer(
    string Responsibility, string PayerId, string Name, long? Paid, IReadOnlyList<Adjustment> Adjustments, IReadOnlyList<PriorLine> Lines);

/// <summary>Where a claim came from, for the answers that name it.</summary>
internal sealed record Submission(string SenderId, string SubmitterName, string SubmitterId, string BatchReference, bool IsTest);

/// <summary>One claim as the clinic sent it, clean by the guide. Amounts in cents.</summary>
internal sealed record SubmittedClaim
{
    public required Submission Submission { get; init; }
    public required Payee Billing { get; init; }
    public required string MemberId { get; init; }
    public required Person Subscriber { get; init; }
    public required Person Patient { get; init; }
    public required bool PatientIsSubscriber { get; init; }
    public required string PayerId { get; init; }
    public required string PayerName { get; init; }

    /// <summary>SBR01: P, S, T, A …</summary>
    public required string Responsibility { get; init; }
    public required string PatientControlNumber { get; init; }
    public required long TotalCharge { get; init; }
    public required string PlaceOfService { get; init; }
    public required string Frequency { get; init; }

    /// <summary>REF*F8: the payer's number of the claim that is replaced or voided; empty when there is none.</summary>
    public required string OriginalReference { get; init; }
    public required string Authorization { get; init; }
    public required IReadOnlyList<string> Diagnoses { get; init; }
    public required string RenderingNpi { get; init; }
    public required string RenderingTaxonomy { get; init; }
    public required IReadOnlyList<SubmittedLine> Lines { get; init; }
    public required IReadOnlyList<OtherPayer> OtherPayers { get; init; }

    public DateOnly From => Lines.Min(l => l.From);
    public DateOnly To => Lines.Max(l => l.To);
}
