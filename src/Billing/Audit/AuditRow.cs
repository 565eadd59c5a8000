using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Audit;

/// <summary>Who did what to which subject, ids only. Append-only; each row's hash covers its content.</summary>
public sealed class AuditRow : OrgRow
{
    public required Id<AuditRow> Id { get; init; }
    public required string Actor { get; init; }
    public required string Verb { get; init; }
    /// <summary>Ids, never names: "claim 17", "file 3f2a…".</summary>
    public required string Subject { get; init; }
    public required Instant At { get; init; }
    public required byte[] Hash { get; set; }

    /// <summary>What the hash covers, format version first.</summary>
    internal string Content => $"1|{Org}|{Id}|{Actor}|{Verb}|{Subject}|{At.Micros}";
}
