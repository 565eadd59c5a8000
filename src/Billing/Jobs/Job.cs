using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Jobs;

/// <summary>Later work: a row written in the transaction that causes it. Global and without personal data; ids only.</summary>
public sealed class Job
{
    public required long Id { get; init; }
    public required long Org { get; init; }
    public required long? Practice { get; init; }
    public required string Kind { get; init; }
    /// <summary>What it is about: an id or a file's SHA-256.</summary>
    public required string Ref { get; init; }
    public required Instant RunAt { get; set; }
    /// <summary>Grows with each lease; the work completes only under the fence it was leased with.</summary>
    public required long Fence { get; set; }
    public required Instant? LeaseUntil { get; set; }
    public required int Tries { get; set; }
    public required string? LastError { get; set; }
    public required Instant? DoneAt { get; set; }
}
