using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Charges;

/// <summary>What the book needs to know of a charge: who owes it first, since when, and the dimensions of its lines.</summary>
/// <param name="ChargeId">The fact: the charge, the negative charge that voids one, or the positive one that puts it back.</param>
/// <param name="About">The charge whose receivable moves: itself, or the one that is voided or put back.</param>
/// <param name="Debtor">The first payer of the visit, or the guarantor where no coverage is in force.</param>
public sealed record ChargeFact(
    long ChargeId, long About, long Practice, long EncounterId, long ProviderId, DateOnly ServiceDate, string Code, Money Amount, Party Debtor)
{
    /// <summary>It voids another charge.</summary>
    public bool IsVoid => ChargeId != About && !PutsBack;

    /// <summary>A charge that was void stands again.</summary>
    public bool PutsBack { get; init; }
}

/// <summary>The entry of a charge: the debtor's receivable against gross charges. Pure; a void gives the mirror, since its amount is negative.</summary>
public static class ProjectCharge
{
    public static JournalEntry? Entry(ChargeFact fact)
    {
        var account = fact.Debtor.IsInsurer ? Account.PayerReceivable : Account.GuarantorReceivable;
        var source = fact.ChargeId == fact.About ? $"charge {fact.ChargeId} ({fact.Code})" : $"charge {fact.ChargeId} {(fact.PutsBack ? "puts back" : "voids")} charge {fact.About} ({fact.Code})";
        return JournalEntry.Of(FactKind.Charge, fact.ChargeId, generation: 1, fact.ServiceDate, source, policyVersion: 1,
        [
            Line(account, fact.Debtor, fact.Amount) with { About = $"charge:{fact.About}", AgeFrom = fact.ServiceDate },
            Line(Account.GrossCharges, Party.Practice(fact.Practice), -fact.Amount),
        ]);

        JournalLine Line(Account on, Party party, Money amount) =>
            new(on, party, amount) { EncounterId = fact.EncounterId, ChargeId = fact.About, ProviderId = fact.ProviderId };
    }
}
