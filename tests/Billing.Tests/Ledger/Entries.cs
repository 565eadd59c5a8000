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
            new(Account.PayerReceivable, Party.Payer(payer), Money(amount)) { About = $"charge:{charge}", ChargeId = charge },
            new(Account.GrossCharges, Party.None, -Money(amount)) { ChargeId = charge },
        ])!;
}
