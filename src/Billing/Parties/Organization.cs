using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Parties;

/// <summary>The wall: a clinic, or a billing company with many practices. The directory of organizations is global; everything below it is scoped.</summary>
public sealed class Organization
{
    public required Id<Organization> Org { get; init; }
    public required string Key { get; set; }
    public required string Name { get; set; }
    /// <summary>The key in the key ring that encrypts this organization's stored files.</summary>
    public required long KeyId { get; init; }
    /// <summary>True for folders made to practise in: the clock may be set, the sandbox may answer, `demo` may replace it.</summary>
    public required bool PracticeData { get; init; }
}

/// <summary>The book: one legal entity with its own ledger, patients, control numbers and bank. Rows of a practice carry both ids.</summary>
public sealed class Practice : OrgRow
{
    public required Id<Practice> Id { get; init; }
    public required string Key { get; init; }
    public required string Name { get; set; }
    public required string Npi { get; set; }
    public required string TaxId { get; set; }
    public required string Taxonomy { get; set; }
    /// <summary>IANA time zone; "today", month ends, aging and deadlines are computed in it.</summary>
    public required string Zone { get; set; }
    public required Address Address { get; set; }
    public required string Phone { get; set; }
}

public enum PayerKind { Commercial, Medicare, Supplement, Medicaid, WorkersComp, Auto, Va, Other }

/// <summary>Who pays claims; belongs to the organization, since its practices share payers.</summary>
public sealed class Payer : OrgRow
{
    public required Id<Payer> Id { get; init; }
    public required string Key { get; init; }
    public required string Name { get; set; }
    public required PayerKind Kind { get; set; }
    /// <summary>The id that goes into NM109 of loop 2010BB and comes back in the 835 (REF 2U or TRN03 maps to it by <see cref="Contracts.TradingPartner"/>).</summary>
    public required string PayerId { get; set; }
    /// <summary>SBR09 claim filing indicator: CI, MB, MC, BL…</summary>
    public required string ClaimFiling { get; set; }
    /// <summary>Days after the service in which a first claim must be accepted; null = not known, so no clock is claimed.</summary>
    public required int? FilingDays { get; set; }
    public required bool AcceptsReplacement { get; set; }
    public Address? Address { get; set; }
    /// <summary>Counts people's edits; a stale edit is answered with both versions.</summary>
    public int Version { get; set; } = 1;
}

public sealed class Provider : PracticeRow
{
    public required Id<Provider> Id { get; init; }
    public required string Key { get; init; }
    public required string Npi { get; set; }
    public required string LastName { get; set; }
    public required string FirstName { get; set; }
    public required string Taxonomy { get; set; }
    public required string? License { get; set; }
    /// <summary>Counts people's edits, of the payers they take part with too; a stale edit is answered with both versions.</summary>
    public int Version { get; set; } = 1;
}
