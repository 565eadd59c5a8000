using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests.Ledger;

/// <summary>Entries as postings make them, for tests of the book itself.</summary>
internal static class Entries
{
    public static Money Money(string text) => Vocabulary.Money.TryParse(text)!.Value;

    public static JournalEntry Charge(long charge, long payer, string amount, DateOnly? day = null) => JournalEntry.Of(
        FactKind.Charge, charge, generation: 1, day ?? House.Today, $"charge {charge}", policyVersion: 1,
        [
            new(Account.PayerReceivable, Party.Payer(payer), Money(amount)) { About = $"charge:{charge}", ChargeId = charge, EncounterId = 9 },
            new(Account.GrossCharges, Party.None, -Money(amount)) { ChargeId = charge, EncounterId = 9 },
        ])!;

    /// <summary>The patient's part moves from the payer to the guarantor, who owes it from that day.</summary>
    public static JournalEntry ToGuarantor(long fact, long charge, long payer, long guarantor, string amount, DateOnly day) => JournalEntry.Of(
        FactKind.Transfer, fact, generation: 1, day, $"transfer {fact}", policyVersion: 1,
        [
            new(Account.GuarantorReceivable, Party.Guarantor(guarantor), Money(amount)) { About = $"charge:{charge}", ChargeId = charge, AgeFrom = day, EncounterId = 9 },
            new(Account.PayerReceivable, Party.Payer(payer), -Money(amount)) { About = $"charge:{charge}", ChargeId = charge, EncounterId = 9 },
        ])!;

    /// <summary>Money at the desk for a visit not yet owed.</summary>
    public static JournalEntry Prepaid(long receipt, long guarantor, string amount, DateOnly day) => JournalEntry.Of(
        FactKind.Receipt, receipt, generation: 1, day, $"receipt {receipt}", policyVersion: 1,
        [
            new(Account.UndepositedReceipts, Party.Practice(1), Money(amount)) { About = $"receipt:{receipt}" },
            new(Account.PatientPrepayments, Party.Guarantor(guarantor), -Money(amount)) { About = "visit:9", EncounterId = 9 },
        ])!;

    /// <summary>Money of a check that belongs to nothing yet; below zero what was taken off it.</summary>
    public static JournalEntry Unapplied(long fact, long check, long payer, string amount) => JournalEntry.Of(
        FactKind.AdjustingEntry, fact, generation: 1, House.Today, $"check {check}", policyVersion: 1,
        [
            new(Account.RemittanceClearing, Party.Payer(payer), Money(amount)) { About = $"check:{check}", CheckId = check },
            new(Account.UnappliedPayerCash, Party.Payer(payer), -Money(amount)) { About = $"check:{check}", CheckId = check },
        ])!;

    /// <summary>A payer pays a charge more than is left of it.</summary>
    public static JournalEntry Paid(long fact, long charge, long payer, string amount, DateOnly day) => JournalEntry.Of(
        FactKind.AdjustingEntry, fact, generation: 1, day, $"entry {fact}", policyVersion: 1,
        [
            new(Account.Cash, Party.Practice(1), Money(amount)),
            new(Account.PayerReceivable, Party.Payer(payer), -Money(amount)) { About = $"charge:{charge}", ChargeId = charge, EncounterId = 9 },
        ])!;
}
