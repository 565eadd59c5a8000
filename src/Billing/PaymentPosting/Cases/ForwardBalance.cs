using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// FB: below zero the payer carries forward what this check could not bear, above zero a later check bears it (MONEY 1.7). Advances behave alike: AP accelerated,
/// PI periodic interim, C5 temporary allowance.
/// </summary>
internal static class ForwardBalance
{
    public static bool Takes(string reason) => reason is "FB" or "AP" or "PI" or "C5";

    public static DecidedLine Line(ProviderAdjustmentFacts plb, ProviderAdjustmentState state) =>
        new(Account.ForwardBalance, state.CheckParty.Kind, state.CheckParty.Id, plb.Amount.Cents) { About = $"payer:{state.CheckParty.Id}" };
}
