using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>The entries of what people decide about a balance: in full when it is decided, later only as far as the debt goes (<see cref="StandingDecisions"/>).</summary>
internal static class BalanceEntries
{
    public static JournalEntry Of(WriteOff row, Money amount, int generation, Charge charge, Encounter visit, string source)
    {
        var (account, detail) = BalanceReasons.AccountOf(row.Reason);
        return JournalEntry.Of(FactKind.WriteOff, row.Id.Value, generation, row.DecidedOn, source, policyVersion: 1,
        [
            new(account, Party.Practice(charge.Practice.Value), amount) { Detail = detail, ChargeId = charge.Id.Value, EncounterId = visit.Id.Value, ProviderId = visit.ProviderId.Value },
            Receivable(new(row.PartyKind, row.PartyId), -amount, charge, visit),
        ])!;
    }

    public static JournalEntry Of(Transfer row, Money amount, int generation, Charge charge, Encounter visit, string source)
    {
        var to = new Party(row.ToKind, row.ToId);
        var received = Receivable(to, amount, charge, visit) with
        {
            AgeFrom = to.Kind == PartyKind.Guarantor ? row.DecidedOn : visit.Date,
            Detail = BalanceReasons.Said(row.Reason)?.Statement,
        };
        return JournalEntry.Of(FactKind.Transfer, row.Id.Value, generation, row.DecidedOn, source, policyVersion: 1, [Receivable(new(row.FromKind, row.FromId), -amount, charge, visit), received])!;
    }

    public static Account AccountOf(Party party) => party.Kind == PartyKind.Guarantor ? Account.GuarantorReceivable : Account.PayerReceivable;

    private static JournalLine Receivable(Party party, Money amount, Charge charge, Encounter visit) => new(AccountOf(party), party, amount)
    {
        About = $"charge:{charge.Id}", ChargeId = charge.Id.Value, EncounterId = visit.Id.Value, ProviderId = visit.ProviderId.Value,
    };
}
