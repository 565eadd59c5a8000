using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

public enum FileDirection { In, Out, Made }

/// <summary>A file that came, went or was made, kept byte for byte; the same bytes are kept once per organization.</summary>
public sealed class StoredFile : OrgRow
{
    /// <summary>Lower-case hex of the SHA-256 of the bytes.</summary>
    public required string Sha256 { get; init; }
    public required long Bytes { get; init; }
    public required string Name { get; init; }
    public required FileDirection Direction { get; init; }
    public required Instant At { get; init; }
}

/// <summary>At most 64 KiB of a file: compressed, then AES-256-GCM under the organization's key (nonce, tag, text).</summary>
public sealed class FileChunk : OrgRow
{
    public required string Sha256 { get; init; }
    public required int N { get; init; }
    public required byte[] Body { get; init; }
}

/// <summary>Each time a file came, under whatever name; the same bytes twice are two arrivals of one file.</summary>
public sealed class FileArrival : OrgRow
{
    public required Id<FileArrival> Id { get; init; }
    public required string Sha256 { get; init; }
    public required string Name { get; init; }
    public required Id<TradingPartner>? PartnerId { get; init; }
    public required Instant At { get; init; }
    public required string Actor { get; init; }
}

/// <summary>One ST..SE of a stored file. <see cref="CanonicalHash"/> ignores delimiters, line breaks and control numbers: the same transaction in a new envelope has the same.</summary>
public sealed class TransactionSet : OrgRow
{
    public required Id<TransactionSet> Id { get; init; }
    public required string Sha256 { get; init; }
    public required int StOrdinal { get; init; }
    /// <summary>"837P", "835", "999", "277CA", "TA1"…</summary>
    public required string Type { get; init; }
    public required string CanonicalHash { get; init; }
    public required long FromByte { get; init; }
    public required long ToByte { get; init; }
    /// <summary>What we made of it, in words for the queue.</summary>
    public required string Outcome { get; init; }
}
