using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A later payer's remittance may be posted before that of the payer who pays first: by then nothing was left to it, so what it says of the patient's share moves nothing. When the earlier payer
/// answers for the first time, the later ones' answers are decided again behind it, and who posts which file first changes no balance (MONEY 1.5, DESIGN law 7).
/// Example: the second pays 15.00 and leaves 5.00; then the first pays 80.00 of 160.00 and leaves 20.00: the guarantor owes 5.00.
/// </summary>
internal static class PayersInTurn
{
    public static async Task Follow(Tx tx, Id<Practice> practice, IReadOnlyCollection<(Id<Claim> Claim, long Later)> outOfTurn, CancellationToken cancel)
    {
        foreach (var claim in outOfTurn.GroupBy(o => o.Claim, o => o.Later))
        {
            var again = (await RedecideAnswers.Live(tx, practice, claim.Key, hold: true, cancel)).Standing().FindAll(l => claim.Contains(l.Answer.Id.Value));
            if (again.Count > 0) await RedecideAnswers.Run(tx, practice, again, "the payer before it has answered", "decidedAgain", cancel);
        }
    }
}
