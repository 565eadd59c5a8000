using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Audit;

/// <summary>Append-only, gap-free: a hash chain over the audit log of an organization, as the ledger's seals are over entries. A lost, altered or inserted row breaks it.</summary>
public sealed class AuditSeal : OrgRow
{
    public required int N { get; init; }
    public required int Count { get; init; }
    /// <summary>The ids in order, as <see cref="Ledger.EntryList"/> packs them.</summary>
    public required byte[] Rows { get; init; }
    public required byte[] Root { get; init; }
    public required byte[] Prev { get; init; }
    public required Instant At { get; init; }
}

/// <summary>An audit row written and not yet sealed; drained by the sealer.</summary>
public sealed class AuditUnsealed : OrgRow
{
    public required Id<AuditRow> Id { get; init; }
}
