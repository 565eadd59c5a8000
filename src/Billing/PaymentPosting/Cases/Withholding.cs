using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>E3 (withhold, paid later) and IR (federal tax withheld from the check; X12 RFI 1285, 2125; a levy is LE): money that is still ours, an asset and not a loss (FACTS 0).</summary>
internal static class Withholding
{
    public static bool Takes(string reason) => reason is "E3" or "IR";

    public static DecidedLine Line(ProviderAdjustmentFacts plb, ProviderAdjustmentState state) =>
        new(plb.Reason == "E3" ? Account.WithholdReceivable : Account.BackupWithholding, state.CheckParty.Kind, state.CheckParty.Id, plb.Amount.Cents) { About = $"check:{state.CheckId}" };
}
