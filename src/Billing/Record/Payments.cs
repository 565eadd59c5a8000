using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Record;

/// <summary>A payer's payment: check, EFT, or none (NON). Money that a remittance announces; the bank says when it is there.</summary>
public sealed class PayerCheck : PracticeRow
{
    public required Id<PayerCheck> Id { get; init; }
    /// <summary>Null when the payer of the file is on nobody's list; then <see cref="Trn03"/> names it.</summary>
    public required Id<Payer>? PayerId { get; init; }
    public required string PayerName { get; init; }
    public required string Trn02 { get; init; }
    public required string Trn03 { get; init; }
    public required DateOnly Date { get; init; }
    public required Money Amount { get; init; }
    /// <summary>BPR04: ACH, CHK, NON, BOP, FWT.</summary>
    public required string Method { get; init; }
    public required string PayeeNpi { get; init; }
    /// <summary>
    /// Empty; or the transaction's canonical hash where the trace is no key (BPR02 = 0, BPR04 = NON; MONEY 1.8); or, where a sibling practice passed it on,
    /// what of which check it is (<see cref="PassedCheck"/>).
    /// </summary>
    public required string DupSalt { get; init; }
}

/// <summary>The detail of a check: an 835's ST, or a paper EOB typed in (no transaction set). Several may serve one check. Append-only.</summary>
public sealed class RemittanceRow : PracticeRow
{
    public required Id<RemittanceRow> Id { get; init; }
    public required Id<PayerCheck> CheckId { get; init; }
    public required Id<TransactionSet>? TransactionSetId { get; init; }
    public required string? FileSha256 { get; init; }
    public required Money ClaimsPaid { get; init; }
    public required Money ProviderAdjustments { get; init; }
    /// <summary>BPR02 - (sum of CLP04 - sum of PLB); zero when the file balances.</summary>
    public required Money Difference { get; init; }
    public required int Claims { get; init; }
    public required Instant ReceivedAt { get; init; }
}

/// <summary>A payer's answer to one claim, immutable: the core record (DESIGN law 2). Append-only.</summary>
public sealed class Adjudication : PracticeRow
{
    public required Id<Adjudication> Id { get; init; }
    public required Id<RemittanceRow> RemittanceId { get; init; }
    /// <summary>Place in the remittance, from 1.</summary>
    public required int Ordinal { get; init; }
    /// <summary>CLP02 as it stands.</summary>
    public required string ClpStatus { get; init; }
    public required string PcnRaw { get; init; }
    public required string PcnFolded { get; init; }
    public required string? PayerControl { get; init; }
    public required Money Charge { get; init; }
    public required Money Paid { get; init; }
    public required Money? PatientResponsibility { get; init; }
    public required string? Filing { get; init; }
    public required string? PatientName { get; init; }
    public required string? MemberId { get; init; }
    public required DateOnly? ServiceFrom { get; init; }
    public required string? CrossoverPayer { get; init; }
    public required string? CrossoverPayerId { get; init; }
    /// <summary>Zero when CLP03 - all CAS = CLP04 and each line balances; else the first difference found.</summary>
    public required Money Difference { get; init; }
    /// <summary>What does not balance, in words with the place; null when all does.</summary>
    public required string? DifferenceAt { get; init; }
    public required long FromByte { get; init; }
    public required long ToByte { get; init; }
    public required int FromSegment { get; init; }
    public required int ToSegment { get; init; }
}

public sealed class AdjudicationLine : PracticeRow
{
    public required Id<AdjudicationLine> Id { get; init; }
    public required Id<Adjudication> AdjudicationId { get; init; }
    public required int N { get; init; }
    public required string CodeRaw { get; init; }
    public required string? SubmittedCodeRaw { get; init; }
    public required string Modifiers { get; init; }
    public required Money Charge { get; init; }
    public required Money Paid { get; init; }
    /// <summary>As in the file; null when absent.</summary>
    public required string? Units { get; init; }
    public required Money? Allowed { get; init; }
    /// <summary>REF 6R as it stands.</summary>
    public required string? ControlRaw { get; init; }
    public required DateOnly? ServiceFrom { get; init; }
    public required int FromSegment { get; init; }
    public required int ToSegment { get; init; }
}

/// <summary>One CAS triplet. <see cref="LineN"/> null is the claim level.</summary>
public sealed class Adjustment : PracticeRow
{
    public required Id<Adjustment> Id { get; init; }
    public required Id<Adjudication> AdjudicationId { get; init; }
    public required int? LineN { get; init; }
    public required string Group { get; init; }
    public required string Reason { get; init; }
    public required Money Amount { get; init; }
    public required string? Quantity { get; init; }
    public required int Segment { get; init; }
}

/// <summary>A remark code of MOA, MIA (claim) or LQ (line).</summary>
public sealed class Remark : PracticeRow
{
    public required Id<Remark> Id { get; init; }
    public required Id<Adjudication> AdjudicationId { get; init; }
    public required int? LineN { get; init; }
    public required string Code { get; init; }
    public required int Segment { get; init; }
}

/// <summary>A segment that we know no meaning for, kept as it stands.</summary>
public sealed class AdjudicationExtra : PracticeRow
{
    public required Id<AdjudicationExtra> Id { get; init; }
    public required Id<Adjudication> AdjudicationId { get; init; }
    public required string SegmentRaw { get; init; }
    public required int Segment { get; init; }
}

/// <summary>PLB: money between payer and practice that is not one claim's. Positive reduces the check.</summary>
public sealed class ProviderAdjustment : PracticeRow
{
    public required Id<ProviderAdjustment> Id { get; init; }
    public required Id<RemittanceRow> RemittanceId { get; init; }
    public required string Reason { get; init; }
    public required string? ReferenceRaw { get; init; }
    public required Money Amount { get; init; }
    public required Id<Claim>? ClaimId { get; init; }
    public required int Segment { get; init; }
}

public enum PaymentMethod { Cash, Check, Card, Other }

/// <summary>Money a guarantor or patient paid. With a visit it is prepaid for that visit until owed (MONEY 1.6). Append-only.</summary>
public sealed class Receipt : PracticeRow
{
    public required Id<Receipt> Id { get; init; }
    public required Id<GuarantorAccount> AccountId { get; init; }
    public required Id<Patient> PatientId { get; init; }
    public required Id<Encounter>? EncounterId { get; init; }
    public required Money Amount { get; init; }
    public required PaymentMethod Method { get; init; }
    public required DateOnly TakenOn { get; init; }
    public required Instant RecordedAt { get; init; }
    public required string Actor { get; init; }
}

/// <summary>Money that reached the bank: an EFT, or a slip of checks, cash and cards. Immutable once recorded.</summary>
public sealed class Deposit : PracticeRow
{
    public required Id<Deposit> Id { get; init; }
    public required DateOnly Date { get; init; }
    public required Money Amount { get; init; }
    public required string Description { get; init; }
    /// <summary>The trace the bank passes on (CORE 370: the TRN of the 835 in the CCD+ addenda), when it does.</summary>
    public required string? TraceNumber { get; init; }
    public required string? SourceSha256 { get; init; }
    /// <summary>Which line of the bank's file, from 1.</summary>
    public required int? SourceLine { get; init; }
}

/// <summary>A part of a deposit that is one check's, one receipt's or a sibling practice's money; its mirror where that was taken back (<see cref="DepositItems"/>). Append-only.</summary>
public sealed class DepositItem : PracticeRow
{
    public required Id<DepositItem> Id { get; init; }
    public required Id<Deposit> DepositId { get; init; }
    public required Id<PayerCheck>? CheckId { get; init; }
    public required Id<Receipt>? ReceiptId { get; init; }
    /// <summary>The <see cref="PracticeSettlement"/> that it is, as the paid practice's book has it.</summary>
    public long? Settlement { get; init; }
    public required Money Amount { get; init; }
}
