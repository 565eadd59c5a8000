using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Remittance;

/// <summary>One remittance as we take it: an ST of an 835, or a paper EOB that was typed in. Amounts that are not whole cents are null, with a fault.</summary>
public sealed record ReceivedPayment
{
    public required string Trn02 { get; init; }
    public required string Trn03 { get; init; }
    public required DateOnly? Date { get; init; }
    public required Money? Amount { get; init; }
    public required string Method { get; init; }
    public required string PayerName { get; init; }
    /// <summary>Every id that the file gives the payer: N104, REF 2U, TRN03 without its leading 1.</summary>
    public required IReadOnlyList<string> PayerIds { get; init; }
    public required string PayeeName { get; init; }
    public required string? PayeeNpi { get; init; }
    public required string? PayeeTaxId { get; init; }
    public required IReadOnlyList<ReceivedClaim> Claims { get; init; }
    public required IReadOnlyList<ReceivedProviderAdjustment> ProviderAdjustments { get; init; }
    public IReadOnlyList<Fault> Faults { get; init; } = [];
    /// <summary>Segments that the guide of the 835 does not know, by id and place; they are kept as they came.</summary>
    public IReadOnlyList<(string Id, int Segment)> Strangers { get; init; } = [];

    /// <summary>A currency other than US dollars in which the amounts are (CUR02; empty where CUR names none), and the segment that says so.</summary>
    public (string Code, int Segment)? Foreign { get; init; }

    /// <summary>The amount of the check, where that is in US dollars.</summary>
    public Money? Dollars => Foreign is null ? Amount : null;

    public Money ClaimsPaid => Claims.Sum(c => c.Paid ?? Money.Zero);
    public Money Adjusted => ProviderAdjustments.Sum(a => a.Amount ?? Money.Zero);
    /// <summary>BPR02 - (sum of CLP04 - sum of PLB): zero when check and detail agree (005010X221A1 1.10.2.1).</summary>
    public Money Difference => (Amount ?? Money.Zero) - (ClaimsPaid - Adjusted);
}

public sealed record ReceivedClaim
{
    public required string Status { get; init; }
    public required string Pcn { get; init; }
    public required string? PayerControl { get; init; }
    public required Money? Charge { get; init; }
    public required Money? Paid { get; init; }
    public required Money? PatientResponsibility { get; init; }
    public required string? Filing { get; init; }
    public required string? PatientName { get; init; }
    public required string? MemberId { get; init; }
    public required DateOnly? ServiceFrom { get; init; }
    public required string? CrossoverPayer { get; init; }
    public required string? CrossoverPayerId { get; init; }
    public required IReadOnlyList<ReceivedLine> Lines { get; init; }
    public required IReadOnlyList<ReceivedAdjustment> Adjustments { get; init; }
    public required IReadOnlyList<ReceivedRemark> Remarks { get; init; }
    /// <summary>Segments without a meaning to us, as they stand.</summary>
    public required IReadOnlyList<(string Raw, int Segment)> Extras { get; init; }
    public required IReadOnlyList<Fault> Faults { get; init; }
    public required FileRef Where { get; init; }
}

public sealed record ReceivedLine(
    int N, string Code, string? SubmittedCode, string Modifiers, Money? Charge, Money? Paid, string? Units, Money? Allowed, string? Control,
    DateOnly? ServiceFrom, int FromSegment, int ToSegment);

/// <summary><paramref name="LineN"/> null is the claim's level.</summary>
public sealed record ReceivedAdjustment(int? LineN, string Group, string Reason, Money? Amount, string? Quantity, int Segment);

public sealed record ReceivedRemark(int? LineN, string Code, int Segment);

public sealed record ReceivedProviderAdjustment(string Reason, string? Reference, Money? Amount, int Segment);
