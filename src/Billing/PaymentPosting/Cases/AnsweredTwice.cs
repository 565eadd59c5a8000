using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// A payer answers services that it has answered and not taken back, as where the answer to a forwarded claim and the answer to our own both come (MONEY 4). Only what
/// is still owed moves; that it is the second is said.
/// </summary>
internal static class AnsweredTwice
{
    public static void See(ClaimDraft claim, IReadOnlyList<SpreadLine> lines)
    {
        var answered = lines.Where(l => l.LineN is not null || !l.Paid.IsZero || l.Adjustments.Count > 0).Select(l => l.Charge.Id).ToHashSet();
        var before = claim.Facts.Answers.LastOrDefault(a => a.Decision.Plan == claim.Answer.Plan && a.Decision.Lines.Any(l => l.ChargeId is { } charge && answered.Contains(charge)));
        if (before is not null)
            claim.Findings.Add($"This payer answered the same services on {before.Decision.HappenedOn.InWords()} and has not taken that back: this is its second answer, and moves only what was still open.");
    }
}
