using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Storage;

/// <summary>A row inside the wall of one organization; key (org, id). The open transaction sets <see cref="Org"/> when the row is added.</summary>
public abstract class OrgRow
{
    public Id<Organization> Org { get; internal set; }
}

/// <summary>A row of a practice's book; key (org, practice, id), both ids in every foreign and unique key.</summary>
public abstract class PracticeRow : OrgRow
{
    public required Id<Practice> Practice { get; init; }
}

/// <summary>A request that was carried out, by the caller's key: the same key and body give the stored outcome, another body is refused.</summary>
public sealed class Idempotency : OrgRow
{
    public required string Key { get; init; }
    public required string Verb { get; init; }
    public required string BodyHash { get; init; }
    public required string? Outcome { get; set; }
    public required Instant At { get; init; }
}

/// <summary>The next free number of a kind of an organization; handed out in blocks.</summary>
public sealed class IdBlock : OrgRow
{
    public required string Kind { get; init; }
    public required long Next { get; set; }
}

/// <summary>Global: a data key wrapped by the master key, or a web-session key. <see cref="Wrapped"/> is nonce, tag, cipher text.</summary>
public sealed class KeyRingRow
{
    public required long Id { get; init; }
    public required string Purpose { get; init; }
    public required byte[] Wrapped { get; init; }
    public required string MasterFingerprint { get; init; }
    public required Instant At { get; init; }
}

/// <summary>Global: a migration that was applied, with the checksum of its text.</summary>
public sealed class SchemaVersion
{
    public required int N { get; init; }
    public required string Name { get; init; }
    public required string Checksum { get; init; }
    public required Instant At { get; init; }
}
