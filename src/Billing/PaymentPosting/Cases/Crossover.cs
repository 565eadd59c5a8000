using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// The payer forwarded the claim to the next one itself: CLP02 19, 20, 21 or 23, NM1*TT, or remark MA18, N89, MA07 (MONEY 4). The next payer's receivable
/// grows as always; we make no claim of our own.
/// </summary>
internal static class Crossover
{
    private static readonly string[] Remarks = ["MA18", "N89", "MA07"];

    public static bool Happened(Answer answer) => answer.Status is "19" or "20" or "21" or "23" || answer.CrossoverPayer is not null
        || answer.Remarks.Any(r => Remarks.Contains(r.Code, StringComparer.Ordinal));

    public static void See(ClaimDraft claim)
    {
        var crossed = Happened(claim.Answer);
        var next = NextPayer.After(claim.Facts.Coverages, claim.Answer.PayerId);
        if (next is not null) claim.Next = new NextTurn(next.Id.Value, next.PayerId.Value, OwnClaim: !crossed);
        else if (crossed) claim.Findings.Add(Guarantor.WhyNot(claim) ?? "The payer forwarded the claim.");
    }
}
