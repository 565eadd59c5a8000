using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// A payer answers for another charge than we billed: SVC02, which repeats the submitted charge (005010X221A1), summed over the lines that answer one of ours. What it leaves out is answered by nothing and stays
/// with the payer, so it is said. Example: 100.00 billed, 90.00 answered, 50.00 paid, 40.00 adjusted: the 10.00 left over are no reduction.
/// </summary>
internal static class ChargedOtherwise
{
    public static void See(ClaimDraft claim, IReadOnlyList<SpreadLine> lines)
    {
        foreach (var line in lines)
            if (line.Charged is { } charged && charged != line.Charge.Amount) claim.Findings.Add($"Line {line.Charge.Line}: {Words(line.Charge.Amount, charged)}");
        var billed = claim.Facts.Charges.Sum(c => c.Amount);
        if (claim.Answer.Lines.Count == 0 && claim.Answer.Charge != billed) claim.Findings.Add($"The claim: {Words(billed, claim.Answer.Charge)}");
    }

    private static string Words(Money billed, Money answered) =>
        $"we billed {billed}, the payer answers for a charge of {answered}; {(billed - answered).Abs} {(answered < billed ? "is answered by nothing" : "was never billed")}. Ask the payer for a corrected answer.";
}
