using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// PLB reasons that are income or expense of the practice: L6 interest (below zero paid to us, above zero paid by us), AH fee of the transfer, 50, 51 and L3 penalties,
/// CT capitation, BN and IP incentives, J1 and 90 what the contract does not pay.
/// </summary>
internal static class PayerIncome
{
    public static DecidedLine? Line(ProviderAdjustmentFacts plb) => Of(plb.Reason) is { } account
        ? LineDraft.To(account) with { Cents = plb.Amount.Cents } : null;

    private static Account? Of(string reason) => reason switch
    {
        "L6" => Account.InterestIncome,
        "AH" => Account.PaymentFee,
        "50" or "51" or "L3" => Account.PayerPenalty,
        "CT" => Account.Capitation,
        "BN" or "IP" => Account.Incentive,
        "J1" or "90" => Account.Contractual,
        _ => null,
    };
}
