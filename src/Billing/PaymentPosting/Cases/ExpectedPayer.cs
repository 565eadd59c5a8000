using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// The first payer that answers may not be the one whose receivable the charges were put into (a coverage was corrected in between).
/// Its first answer as primary brings the receivable over, as a transfer of responsibility. Not so where a plan holds it that pays before, by the order of payment, and has not answered: there the answer
/// came out of turn (<see cref="OutOfTurn"/>), whatever place its CLP02 says (MONEY 1.1).
/// </summary>
internal static class ExpectedPayer
{
    public static void Pull(ClaimDraft claim, IReadOnlyList<SpreadLine> lines, Balances balances)
    {
        if (claim.Facts.Answers.Count > 0 || claim.Answer.Status is "2" or "3" or "20" or "21") return;
        var payer = claim.Answer.Insurer;
        if (lines.Any(l => !balances.Of(Account.PayerReceivable, payer, l.Charge.Id).IsZero)) return;
        var before = OutOfTurn.Before(claim).Select(c => c.Party).ToHashSet();
        var held = balances.All.Where(b => b.Account == Account.PayerReceivable && !before.Contains(b.Party) && lines.Any(l => l.Charge.Id == b.Charge)).ToList();
        foreach (var (_, party, charge, amount) in held)
        {
            DecidedLine[] moved =
            [
                new(Account.PayerReceivable, party.Kind, party.Id, -amount.Cents) { ChargeId = charge },
                new(Account.PayerReceivable, payer.Kind, payer.Id, amount.Cents) { ChargeId = charge, AgeFrom = claim.Facts.ServiceDate },
            ];
            claim.Lines.AddRange(moved);
            balances.Apply(moved);
        }
        if (held.Count > 0) claim.Findings.Add("Another payer answered than the one that was expected to: the receivable moved to it.");
    }
}
