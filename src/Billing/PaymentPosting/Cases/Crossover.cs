using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// The payer forwarded the claim to the next one itself: CLP02 19, 20, 21 or 23, NM1*TT, or remark MA18, N89, MA07 (MONEY 4). The next payer's receivable
/// grows as always; a claim of our own waits. A payer that is not among the patient's coverages is work: its answer would find nobody.
/// </summary>
internal static class Crossover
{
    private static readonly string[] Remarks = ["MA18", "N89", "MA07"];

    public static bool Happened(Answer answer) => answer.Status is "19" or "20" or "21" or "23" || answer.CrossoverPayer is not null
        || answer.Remarks.Any(r => Remarks.Contains(r.Code, StringComparer.Ordinal));

    public static void See(ClaimDraft claim)
    {
        var crossed = Happened(claim.Answer);
        var next = claim.NextPlan;
        if (next is not null) claim.Next = new NextTurn(next.Id.Value, next.PayerId.Value, OwnClaim: !crossed) { ApartId = PlanParties.ApartOf(next.Party) };
        else if (crossed) claim.Findings.Add(Guarantor.WhyNot(claim) ?? "The payer forwarded the claim.");
        if (crossed && next is not null && Stranger(claim, next.PayerId) is { } why)
        {
            claim.Findings.Add(why);
            claim.Open.Add(new OpenAmount(Coverage, null, null, "", 0, why));
        }
    }

    /// <summary>After every line: where the claim went to a payer that we do not know and no money is left that says so, the coverage is work all the same.</summary>
    public static void SeeUnknown(ClaimDraft claim)
    {
        if (claim.Next is null && Guarantor.Of(claim) == GuarantorRule.CrossedToUnknown && claim.Open.Count == 0)
            claim.Open.Add(new OpenAmount(Coverage, null, null, "", 0, Guarantor.WhyNot(claim)));
    }

    /// <summary>Work of adding or correcting a coverage.</summary>
    public const string Coverage = "coverage";

    /// <summary>In words, when NM1*TT names another payer than the next coverage; a payer's name is spelled in many ways, so its number or first word is enough.</summary>
    private static string? Stranger(ClaimDraft claim, Id<Payer> next)
    {
        var (name, number) = (claim.Answer.CrossoverPayer, claim.Answer.CrossoverPayerId);
        if (name is null || !claim.Facts.Called.TryGetValue(next, out var ours) || number == ours.Number || FirstWord(name) == FirstWord(ours.Name)) return null;
        return $"The payer forwarded the claim to {name}{(number is null ? "" : $" ({number})")}, but the patient's next coverage is with {ours.Name}.";
    }

    private static string FirstWord(string name) => new([.. name.TrimStart().TakeWhile(c => !char.IsWhiteSpace(c)).Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);
}
