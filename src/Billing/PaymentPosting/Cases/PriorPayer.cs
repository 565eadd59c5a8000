namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// OA-23: what the payer before has paid and adjusted, repeated so that the line balances. It was posted with that payer's answer and
/// posts nothing here (X12 RFI 2535, 1696). CO-23 is a misuse of the same.
/// </summary>
internal static class PriorPayer
{
    public static bool Takes(AnswerAdjustment adjustment) => adjustment is { Reason: "23", Group: "OA" or "CO" };
}
