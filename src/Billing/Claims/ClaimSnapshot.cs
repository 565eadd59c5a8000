using System.Text.Json;
using System.Text.Json.Serialization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Claims;

public sealed record BilledPractice(string Key, string Name, string Npi, string TaxId, string Taxonomy, Address Address, string Phone);

public sealed record BilledProvider(long ProviderId, string Npi, string LastName, string FirstName, string Taxonomy);

public sealed record BilledPatient(string Key, string LastName, string FirstName, string? MiddleName, DateOnly BirthDate, string Sex, Address Address);

/// <summary>A coverage of the claim as it was when built, with its payer; the first of the list is billed first.</summary>
public sealed record BilledCoverage
{
    public required long CoverageId { get; init; }
    public required long PayerId { get; init; }
    public required string PayerKey { get; init; }
    public required string PayerName { get; init; }
    public required PayerKind Kind { get; init; }
    /// <summary>NM109 of loop 2010BB.</summary>
    public required string PayerNumber { get; init; }
    public required string ClaimFiling { get; init; }
    public required int? FilingDays { get; init; }
    public required bool AcceptsReplacement { get; init; }
    public required Address? PayerAddress { get; init; }
    public required string MemberId { get; init; }
    public required string? Group { get; init; }
    public required Relation Relation { get; init; }
    public required string LastName { get; init; }
    public required string FirstName { get; init; }
    public required DateOnly BirthDate { get; init; }
    public required string Sex { get; init; }
    public required Address Address { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly? To { get; init; }
    /// <summary>The payer's authorization for the services on the day, where one is on file.</summary>
    public required string? Authorization { get; init; }
    [JsonIgnore] public Plan Plan => new(CoverageId, PayerId);
}

public sealed record BilledCase(CaseKind Kind, DateOnly Date, string State, string? ClaimNumber, string? Employer);

public sealed record BilledLine(
    int N, long ChargeId, string Code, IReadOnlyList<string> Modifiers, Money Charge, int Units, IReadOnlyList<int> Pointers, int? Minutes);

/// <summary>
/// The claim as it was when built (MONEY 1.10): what is sent, scrubbed and explained comes from here, so that correcting a patient's name never
/// rewrites what was billed. Stored as JSON with its format version.
/// </summary>
public sealed record ClaimSnapshot
{
    public const int CurrentFormat = 1;
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    public int Format { get; init; } = CurrentFormat;
    public required string VisitKey { get; init; }
    public required DateOnly Date { get; init; }
    public required string Place { get; init; }
    public required BilledPractice Practice { get; init; }
    public required BilledProvider Provider { get; init; }
    public required BilledPatient Patient { get; init; }
    public required IReadOnlyList<BilledCoverage> Coverages { get; init; }
    public required BilledCase? Case { get; init; }
    /// <summary>ICD-10-CM codes without dots; the first is pointer 1.</summary>
    public required IReadOnlyList<string> Diagnoses { get; init; }
    public required int? ContactMinutes { get; init; }
    public required IReadOnlyList<BilledLine> Lines { get; init; }

    [JsonIgnore]
    public Money Charge => Lines.Sum(l => l.Charge);

    /// <summary>The payer's name; with the member id where the payer covers the patient under several plans.</summary>
    public string NameOf(BilledCoverage coverage) => Coverages.Count(c => c.PayerId == coverage.PayerId) > 1 ? $"{coverage.PayerName} ({coverage.MemberId})" : coverage.PayerName;

    /// <summary>In the order of payment.</summary>
    [JsonIgnore]
    public IReadOnlyList<Plan> Plans => [.. Coverages.Select(c => c.Plan)];

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static ClaimSnapshot FromJson(string json) => JsonSerializer.Deserialize<ClaimSnapshot>(json, Options)!;
}
