using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// FB: below zero the payer carries forward what this check could not bear, above zero a later check bears it (MONEY 1.7). Advances behave alike: AP accelerated,
/// PI periodic interim, C5 temporary allowance. One that bears more than was carried is said: its remittance is missing, or the payer takes what is not its.
/// </summary>
internal sealed class ForwardBalance(ProviderAdjustmentState state)
{
    private Money _carried = state.Carried;

    public static bool Takes(string reason) => reason is "FB" or "AP" or "PI" or "C5";

    public static string About(Party payer) => $"payer:{payer.Id}";

    public DecidedLine Line(ProviderAdjustmentFacts plb, List<string> findings)
    {
        var unknown = plb.Amount - Money.Max(_carried, Money.Zero);
        if (!plb.Amount.IsNegative && unknown > Money.Zero)
            findings.Add($"The payer takes {plb.Amount} off this check as carried forward from an earlier one, but {(unknown == plb.Amount ? "nothing" : $"only {_carried}")} was carried forward here: {unknown} is not explained.");
        _carried -= plb.Amount;
        return new(Account.ForwardBalance, state.CheckParty.Kind, state.CheckParty.Id, plb.Amount.Cents) { About = About(state.CheckParty) };
    }
}
