using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>Identity only: the charges of one visit that are billed together. What state it is in is a query over its events and answers.</summary>
public sealed class Claim : PracticeRow
{
    public required Id<Claim> Id { get; init; }
    public required Id<Encounter> EncounterId { get; init; }
    public required Id<Patient> PatientId { get; init; }
    /// <summary>The visit's.</summary>
    public required Id<GuarantorAccount> AccountId { get; set; }
    /// <summary>The number of its latest <see cref="ClaimVersion"/>.</summary>
    public required int Version { get; set; }
}

/// <summary>The claim as it was when built: its own snapshot of patient, subscriber, coverages, providers, payer ids and prices (MONEY 1.10). Append-only.</summary>
public sealed class ClaimVersion : PracticeRow
{
    public required Id<ClaimVersion> Id { get; init; }
    public required Id<Claim> ClaimId { get; init; }
    public required int Version { get; init; }
    public required Instant BuiltAt { get; init; }
    /// <summary>JSON of <c>Claims.ClaimSnapshot</c>, format version inside.</summary>
    public required string Snapshot { get; init; }
}

/// <summary>One line of a claim version.</summary>
public sealed class ClaimLine : PracticeRow
{
    public required Id<ClaimLine> Id { get; init; }
    public required Id<ClaimVersion> ClaimVersionId { get; init; }
    public required int N { get; init; }
    public required Id<Charge> ChargeId { get; init; }
    public required Money Amount { get; init; }
}

public enum PayerLevel { P, S, T }

/// <summary>A claim version sent to one payer at one level with one frequency: the thing that has a patient control number. Append-only.</summary>
public sealed class Submission : PracticeRow
{
    public required Id<Submission> Id { get; init; }
    public required Id<Claim> ClaimId { get; init; }
    public required Id<ClaimVersion> ClaimVersionId { get; init; }
    public required Id<Coverage> CoverageId { get; init; }
    public required Id<Payer> PayerId { get; init; }
    public required PayerLevel Level { get; init; }
    /// <summary>CLM05-3: "1" original, "7" replacement, "8" void.</summary>
    public required string Frequency { get; init; }
    public required string Pcn { get; init; }
    public required string PcnFolded { get; init; }
    /// <summary>REF F8: the payer's number of the claim that this one replaces or voids.</summary>
    public required string? PayerControl { get; init; }
    public required Id<Submission>? ReplacesId { get; init; }
    public required Id<TradingPartner>? PartnerId { get; init; }
    public required string FileSha256 { get; init; }
    public required int FromSegment { get; init; }
    public required int ToSegment { get; init; }
    public required string InterchangeControl { get; init; }
    public required string GroupControl { get; init; }
    public required string StControl { get; init; }
    public required Money Charge { get; init; }
    public required Instant At { get; init; }
}

public enum ClaimEventKind
{
    Built, Held, Released, Sent, InterchangeAccepted, InterchangeRejected, GroupAccepted, GroupRejected,
    ClearinghouseAccepted, PayerAccepted, Rejected, Adjudicated, CrossedOver, Reversed, Replaced, Voided, Denied, DenialWorked, NoteAdded,
}

/// <summary>Something that happened to a claim; its status is folded from these. Append-only.</summary>
public sealed class ClaimEvent : PracticeRow
{
    public required Id<ClaimEvent> Id { get; init; }
    public required Id<Claim> ClaimId { get; init; }
    public required Id<Submission>? SubmissionId { get; init; }
    public required ClaimEventKind Kind { get; init; }
    public required DateOnly HappenedOn { get; init; }
    public required Instant RecordedAt { get; init; }
    public required string Actor { get; init; }
    /// <summary>In words, with the codes: what a timeline shows.</summary>
    public required string Detail { get; init; }
    public required string? SourceSha256 { get; init; }
    public required int? SourceFromSegment { get; init; }
    public required int? SourceToSegment { get; init; }
}
