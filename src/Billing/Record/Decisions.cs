using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>
/// Part of a receipt that pays one charge's guarantor balance: by the desk's word, or by itself when the debt arose. An amount below zero gives
/// an earlier one back (the debt went away, the receipt was returned). Append-only: what a receipt still holds is its amount less the sum of these.
/// </summary>
public sealed class ReceiptApplication : PracticeRow
{
    public required Id<ReceiptApplication> Id { get; init; }
    public required Id<Receipt> ReceiptId { get; init; }
    public required Id<Charge> ChargeId { get; init; }
    public required Id<GuarantorAccount> AccountId { get; init; }
    public required Money Amount { get; init; }
    public required DateOnly AppliedOn { get; init; }
    /// <summary>"debtArose" and "debtGone" when posting did it, "desk" or "held" when a person did, "returned" with its receipt; "unposted" and "again" by an answer undone and posted again, which change nothing of what a charge is to have.</summary>
    public required string How { get; init; }
    /// <summary>The adjudication, transfer or write-off behind it: while an adjudication is unposted, it does not count. Null when a person did.</summary>
    public required long? CausedBy { get; init; }
}

/// <summary>A receipt that came back: returned check or chargeback. It re-opens what the receipt paid (MONEY 2). Append-only.</summary>
public sealed class ReceiptReturned : PracticeRow
{
    public required Id<ReceiptReturned> Id { get; init; }
    public required Id<Receipt> ReceiptId { get; init; }
    public required DateOnly ReturnedOn { get; init; }
    public required string Reason { get; init; }
    public required string Actor { get; init; }
}

/// <summary>Money that we decide not to ask for. The reason is its account: "timelyFiling", "noAuthorization", "smallBalance", "hardship"… Append-only.</summary>
public sealed class WriteOff : PracticeRow
{
    public required Id<WriteOff> Id { get; init; }
    public required Id<Charge> ChargeId { get; init; }
    public required PartyKind PartyKind { get; init; }
    public required long PartyId { get; init; }
    public required Money Amount { get; init; }
    public required string Reason { get; init; }
    public required string Note { get; init; }
    public required DateOnly DecidedOn { get; init; }
    public required string Actor { get; init; }
}

/// <summary>Responsibility for part of a charge moved by a person from one party to another; never a negative payment. Append-only.</summary>
public sealed class Transfer : PracticeRow
{
    public required Id<Transfer> Id { get; init; }
    public required Id<Charge> ChargeId { get; init; }
    public required PartyKind FromKind { get; init; }
    public required long FromId { get; init; }
    public required PartyKind ToKind { get; init; }
    public required long ToId { get; init; }
    public required Money Amount { get; init; }
    public required string Reason { get; init; }
    public required DateOnly DecidedOn { get; init; }
    public required string Actor { get; init; }
}

/// <summary>Money given back to a payer or a guarantor. Of which receipts it came is in its parts. Append-only.</summary>
public sealed class Refund : PracticeRow
{
    public required Id<Refund> Id { get; init; }
    public required PartyKind PartyKind { get; init; }
    public required long PartyId { get; init; }
    public required Id<Charge>? ChargeId { get; init; }
    /// <summary>The receipt that a person chose; null where the oldest money went first.</summary>
    public required Id<Receipt>? ReceiptId { get; init; }
    public required Money Amount { get; init; }
    public required PaymentMethod Method { get; init; }
    /// <summary>The number of the check, or what the terminal printed; null where there is none.</summary>
    public required string? Reference { get; init; }
    public required string Reason { get; init; }
    public required DateOnly PaidOn { get; init; }
    public required string Actor { get; init; }
}

/// <summary>
/// Part of a refund that came from one receipt. An amount below zero puts an earlier one back (the refund was taken back, the receipt came back). Append-only: what no part of a standing
/// refund covers the guarantor has too much.
/// </summary>
public sealed class RefundPart : PracticeRow
{
    public required Id<RefundPart> Id { get; init; }
    public required Id<Refund> RefundId { get; init; }
    public required Id<Receipt> ReceiptId { get; init; }
    public required Money Amount { get; init; }
    public required DateOnly MovedOn { get; init; }
    /// <summary>"given" with the refund, "takenBack" with it, "returned" with its receipt, "covered" by other money of the guarantor after that.</summary>
    public required string How { get; init; }
}

/// <summary>A refund that was a mistake of entry or whose check nobody cashed: what it gave is paid ahead again. Append-only.</summary>
public sealed class RefundTakenBack : PracticeRow
{
    public required Id<RefundTakenBack> Id { get; init; }
    public required Id<Refund> RefundId { get; init; }
    public required DateOnly TakenBackOn { get; init; }
    public required string Reason { get; init; }
    public required string Actor { get; init; }
}

/// <summary>What a person decided about how a fact is to be posted: the claim it belongs to, a PR amount released to the guarantor, who is next. Append-only; the latest counts.</summary>
public sealed class PersonDecision : PracticeRow
{
    public required Id<PersonDecision> Id { get; init; }
    /// <summary>The <see cref="Kind"/> of a decision whose choice is the id of the one that counts no more.</summary>
    public const string TakenBack = "takenBack";

    /// <summary>The visit was charged by mistake and is cancelled; the decision names one of its charges, and its claim where it has one. It counts while nothing of the visit is charged.</summary>
    public const string VisitCancelled = "visitCancelled";

    /// <summary>Another guarantor answers for the visit; the decision names one of its charges, and the accounts as "17>23".</summary>
    public const string Guarantor = "guarantor";

    /// <summary>"match", "line", "release", "secondRemittance", "aside", "unpost", <see cref="VisitCancelled"/>, <see cref="Guarantor"/> or <see cref="TakenBack"/>.</summary>
    public required string Kind { get; init; }
    public required Id<Adjudication>? AdjudicationId { get; init; }
    public required Id<Claim>? ClaimId { get; init; }
    public required Id<Charge>? ChargeId { get; init; }
    /// <summary>JSON of the choice.</summary>
    public required string Choice { get; init; }
    public required string Reason { get; init; }
    public required string Actor { get; init; }
    public required Instant At { get; init; }

    /// <summary>Those of a kind that nobody took back, in the order they were made; which of two rows has the higher id says nothing, since nodes hand out ids in blocks.</summary>
    public static List<PersonDecision> Counting(IReadOnlyCollection<PersonDecision> rows, string kind)
    {
        var taken = rows.Where(r => r.Kind == TakenBack).Select(r => r.Choice).ToHashSet(StringComparer.Ordinal);
        return [.. rows.Where(r => r.Kind == kind && !taken.Contains(r.Id.ToString())).OrderBy(r => r.At).ThenBy(r => r.Id)];
    }
}

/// <summary>A balance brought over from another system: one party's debt on a day. Append-only.</summary>
public sealed class OpeningBalance : PracticeRow
{
    public required Id<OpeningBalance> Id { get; init; }
    public required PartyKind PartyKind { get; init; }
    public required long PartyId { get; init; }
    public required Id<Patient>? PatientId { get; init; }
    public required Money Amount { get; init; }
    public required DateOnly AsOf { get; init; }
    public required string Source { get; init; }
    public required string Actor { get; init; }
}

/// <summary>Lines given by a named person with a reason: the last resort, shown in every report as what it is. Append-only.</summary>
public sealed class AdjustingEntry : PracticeRow
{
    public required Id<AdjustingEntry> Id { get; init; }
    /// <summary>JSON of the lines.</summary>
    public required string Lines { get; init; }
    public required string Reason { get; init; }
    public required string Actor { get; init; }
    public required DateOnly DecidedOn { get; init; }
}
