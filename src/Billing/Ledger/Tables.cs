using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Ledger;

/// <summary>
/// What an entry is about: every journal entry projects exactly one posted fact. The number is stored; never reuse one.
/// The ledger knows the fact by kind and id only.
/// </summary>
public enum FactKind : short
{
    Charge = 1, Check = 2, Adjudication = 3, ProviderAdjustment = 4, RunRemainder = 5, Receipt = 6, ReceiptApplication = 7, Deposit = 8,
    Refund = 9, WriteOff = 10, Transfer = 11, OpeningBalance = 12, AdjustingEntry = 13, PracticeSettlement = 14, RefundPart = 15,
}

public enum PartyKind : short { None = 0, Practice = 1, Payer = 2, Guarantor = 3, UnknownPayer = 4, Plan = 5 }

/// <summary>
/// Whom a line is about. <see cref="Id"/> is the payer's, guarantor account's or practice's id; for an unknown payer the check's id. A payer that covers a patient under a second plan owes under it
/// as a party of its own, whose id is the plan's (<c>Coverage.ApartId</c>): what one plan has too much never pays what another owes (MONEY 1.9).
/// </summary>
public readonly record struct Party(PartyKind Kind, long Id)
{
    public static readonly Party None;
    public static Party Payer(long id) => new(PartyKind.Payer, id);
    public static Party Guarantor(long id) => new(PartyKind.Guarantor, id);
    public static Party Practice(long id) => new(PartyKind.Practice, id);
    public static Party Plan(long id) => new(PartyKind.Plan, id);
    /// <summary>A payer, under whichever of its plans.</summary>
    public bool IsInsurer => Kind is PartyKind.Payer or PartyKind.Plan;
}

/// <summary>Append-only. Unique by (fact kind, fact, generation): a fact is live when its latest generation does not reverse.</summary>
public sealed class JournalEntryRow : PracticeRow
{
    public required long Id { get; init; }
    public required FactKind FactKind { get; init; }
    public required long FactId { get; init; }
    public required int Generation { get; init; }
    /// <summary>Accounting date, always in an open month when written; the only date that as-of reports use.</summary>
    public required DateOnly BookedOn { get; init; }
    public required DateOnly HappenedOn { get; init; }
    public required Instant RecordedAt { get; init; }
    public required string Actor { get; init; }
    /// <summary>The entry that this one undoes.</summary>
    public required long? Reverses { get; init; }
    public required int PolicyVersion { get; init; }
    /// <summary>Where it comes from in words or as file + segment ("835 3f2a… segments 812-819"); what `explain` prints.</summary>
    public required string Source { get; init; }
    /// <summary>SHA-256 of the entry's content with its lines, format version first; computed before the insert, needs no lock.</summary>
    public required byte[] Hash { get; init; }
}

/// <summary>Append-only. Debit positive, credit negative; the lines of an entry sum to zero. Dimensions are plain ids: the ledger knows no claims.</summary>
public sealed class JournalLineRow : PracticeRow
{
    public required long Id { get; init; }
    public required long EntryId { get; init; }
    public required int N { get; init; }
    public required Account Account { get; init; }
    /// <summary>For write-off accounts the reason word ("timelyFiling"), else null.</summary>
    public required string? Detail { get; init; }
    public required PartyKind PartyKind { get; init; }
    public required long PartyId { get; init; }
    public required long? EncounterId { get; init; }
    public required long? ChargeId { get; init; }
    public required long? ClaimId { get; init; }
    public required long? CheckId { get; init; }
    public required long? ProviderId { get; init; }
    /// <summary>Repeated from the entry so that reports never join.</summary>
    public required DateOnly BookedOn { get; init; }
    public required Money Amount { get; init; }
    /// <summary>The open item it moves, null for income and cash.</summary>
    public required long? OpenItemId { get; init; }
}

/// <summary>A receivable, credit or clearing balance that must find its zero: (account, party, what it is about). Written once, when first moved.</summary>
public sealed class OpenItem : PracticeRow
{
    public required long Id { get; init; }
    public required Account Account { get; init; }
    public required PartyKind PartyKind { get; init; }
    public required long PartyId { get; init; }
    /// <summary>"charge:17", "check:4", "visit:9", "account:3": what the item is about; unique with account and party.</summary>
    public required string About { get; init; }
    /// <summary>Payer items age from the date of service, guarantor items from the day the debt became theirs (MONEY 1.9).</summary>
    public required DateOnly AgeFrom { get; init; }
}

/// <summary>Derived: the balance of each open item. Moved with the lines; rebuilt and compared by command.</summary>
public sealed class OpenItemNow : PracticeRow
{
    public required long ItemId { get; init; }
    public required Account Account { get; init; }
    public required PartyKind PartyKind { get; init; }
    public required long PartyId { get; init; }
    public required DateOnly AgeFrom { get; init; }
    public required Money Amount { get; set; }
    public required long LastLineId { get; set; }
}

/// <summary>Derived: debits and credits of an account in a month.</summary>
public sealed class AccountMonth : PracticeRow
{
    public required Account Account { get; init; }
    /// <summary>yyyymm.</summary>
    public required int Month { get; init; }
    public required Money Debits { get; set; }
    public required Money Credits { get; set; }
}

/// <summary>A month of the book. Posting takes the row shared, closing takes it alone; a closed month takes no entry.</summary>
public sealed class Period : PracticeRow
{
    /// <summary>yyyymm.</summary>
    public required int Month { get; init; }
    public required Instant? ClosedAt { get; set; }
    public required string? ClosedBy { get; set; }
    /// <summary>At close: number of lines, sum of debits, and the root hash over the month's entries; verify recomputes them.</summary>
    public required long? Lines { get; set; }
    public required Money? Debits { get; set; }
    public required byte[]? Root { get; set; }
}

/// <summary>A month was closed, or reopened with a reason; keeps what the close had found, so that both versions of a report can be told apart. Append-only.</summary>
public sealed class PeriodEvent : PracticeRow
{
    public required long Id { get; init; }
    public required int Month { get; init; }
    /// <summary>"closed" or "reopened".</summary>
    public required string Kind { get; init; }
    public required string Reason { get; init; }
    public required long Lines { get; init; }
    public required Money Debits { get; init; }
    public required byte[] Root { get; init; }
    public required string Actor { get; init; }
    public required Instant At { get; init; }
}

/// <summary>
/// Append-only, gap-free per practice: a hash chain over the entries. Ids come from blocks and transactions commit in any order, so a seal
/// lists the entries that it covers; an altered, lost or inserted entry breaks the chain.
/// </summary>
public sealed class Seal : PracticeRow
{
    public required int N { get; init; }
    public required long FromEntry { get; init; }
    public required long ToEntry { get; init; }
    public required int Count { get; init; }
    /// <summary>The ids in order, as <see cref="EntryList"/> packs them.</summary>
    public required byte[] Entries { get; init; }
    public required byte[] Root { get; init; }
    public required byte[] Prev { get; init; }
    public required Instant At { get; init; }
}

/// <summary>Entries written and not yet sealed: a row per batch, drained by the sealer.</summary>
public sealed class Unsealed : PracticeRow
{
    public required long Id { get; init; }
    /// <summary>The ids in order, as <see cref="EntryList"/> packs them.</summary>
    public required byte[] Entries { get; init; }
}
