using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>An answer that pays what was paid before, without a reversal, leaves a credit with the payer: said so, and a work item, never netted away.</summary>
internal static class PaidTwice
{
    /// <summary>What was paid for a charge that is void since: its corrected answer, or its reversal, settles it.</summary>
    public const string OfVoid = "creditOfVoid";

    public static void See(ClaimDraft claim, Balances balances)
    {
        foreach (var charge in claim.Facts.Charges)
        {
            var held = claim.Held(balances, charge.Id);
            if (!held.IsNegative || !claim.Lines.Any(l => l.ChargeId == charge.Id)) continue;
            claim.Open.Add(charge.IsVoid
                ? new OpenAmount(OfVoid, charge.Id, null, "", held.Cents, $"{-held} was paid for {charge.Code}, {charge.Amount}, which is no charge of the visit any more.")
                : new OpenAmount("credit", charge.Id, null, "", held.Cents, "The payer paid more than it owed; a refund may be due to whoever overpaid."));
        }
    }
}
