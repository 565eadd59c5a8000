using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Contracts;

/// <summary>Charge master row: what the practice charges for a code from a day on, until the next row of the code. Modifiers are joined by a blank, in order.</summary>
public sealed class Fee : PracticeRow
{
    public required Id<Fee> Id { get; init; }
    public required string Code { get; init; }
    public required string Modifiers { get; init; }
    public required Money Amount { get; init; }
    public required DateOnly From { get; init; }
    /// <summary>From the day on the code has no fee; the amount is zero then, and says nothing.</summary>
    public required bool Ends { get; init; }
    /// <summary>1 as it was first kept; a correction of the same first day is the next, and the latest counts.</summary>
    public required int Revision { get; init; }

    /// <summary>Of rows of one code the one that counts last: the latest first day, and of it the latest revision.</summary>
    public static Fee? Latest(IEnumerable<Fee> rows) => rows.OrderByDescending(f => f.From).ThenByDescending(f => f.Revision).FirstOrDefault();
}

/// <summary>What a payer's contract allows for a code.</summary>
public sealed class ContractRate : PracticeRow
{
    public required Id<ContractRate> Id { get; init; }
    public required Id<Payer> PayerId { get; init; }
    public required string Code { get; init; }
    public required string Modifiers { get; init; }
    public required Money Amount { get; set; }
    public required DateOnly From { get; init; }
    public required DateOnly? To { get; set; }
}

/// <summary>A provider takes part with a payer (MONEY 1.11): decides CO-45 against balance billing, and whether a claim may leave.</summary>
public sealed class Participation : PracticeRow
{
    public required Id<Participation> Id { get; init; }
    public required Id<Provider> ProviderId { get; init; }
    public required Id<Payer> PayerId { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly? To { get; set; }
}

public enum PartnerTransport { Folder, Sandbox }

/// <summary>Who carries our files to payers: a clearinghouse or a payer itself. Quirks are rows here, never `if`s.</summary>
public sealed class TradingPartner : OrgRow
{
    public required Id<TradingPartner> Id { get; init; }
    public required string Key { get; init; }
    public required string Name { get; set; }
    public required PartnerTransport Transport { get; set; }
    /// <summary>Folder with `in` (we write) and `out` (we read), relative to the data folder unless absolute.</summary>
    public required string Folder { get; set; }
    public required string SubmitterId { get; set; }
    public required string ReceiverId { get; set; }
    public required string ReceiverName { get; set; }
}

/// <summary>The payer's claims go by this partner; a payer without a row has its files put into DATA/out/PAYER.</summary>
public sealed class PartnerPayer : OrgRow
{
    public required Id<PartnerPayer> Id { get; init; }
    public required Id<TradingPartner> PartnerId { get; set; }
    public required Id<Payer> PayerId { get; init; }
}

/// <summary>How money is posted, in force from a day on; the version stands on every decision. Append-only.</summary>
public sealed class PostingPolicy : OrgRow
{
    public required int Version { get; init; }
    public required DateOnly From { get; init; }
    /// <summary>JSON of <c>PaymentPosting.Policy</c>.</summary>
    public required string Rules { get; init; }
}
