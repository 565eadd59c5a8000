using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting.Cases;

/// <summary>
/// CLP02 22: the payer takes an answer back. The lines of the answer it reverses are mirrored, so that older files with group CR and no PR post
/// as well (X12 RFI 213 for version 4010, 1147 for 5010); the money moves as the file says. A difference is a finding, not a failure; nothing to reverse waits (MONEY 1.8).
/// What the guarantor has paid of it goes back to prepaid with the same posting (<see cref="Applications"/>).
/// </summary>
internal static class Reversal
{
    public static DecideOutcome Decide(ClaimFacts facts, Answer answer, Balances balances)
    {
        if (Find(facts, answer) is not { } reversed)
            return new DecideOutcome.Waits(ExceptionKind.ReversalOfNothing, $"The payer takes back {-answer.Paid} for an answer that {(answer.TookBack is null ? "was never posted here" : "is not posted now")}.",
                "Post the answer that it reverses first, or ask the payer for that remittance if it was paid before your time.");

        var claim = new ClaimDraft(facts, answer with { CoverageId = reversed.Decision.CoverageId is { } plan ? new(plan) : null, Insurer = reversed.Decision.Insurer!.Value });
        foreach (var line in reversed.Decision.Lines) Mirror(claim, line, balances);
        TakeTheMoneyAsSaid(claim, reversed, balances);
        if (answer.Charge.Abs != reversed.Charge.Abs)
            claim.Findings.Add($"It reverses a charge of {answer.Charge.Abs}, but the answer it takes back was for {reversed.Charge.Abs}.");
        FollowUp(claim, reversed);
        return new DecideOutcome.Decided(claim.Decided(DecisionKind.Reversal, reversed.AdjudicationId));
    }

    /// <summary>
    /// The latest live answer of the same payer: the one of the same charge and payment, and of those the one whose adjustments it mirrors; else with the payer's claim number, else of the same
    /// charge, else the latest. Where the payer has several plans, each may have answered under one number of ours: of what agrees equally well, the answer of the plan that the claim was for; an answer
    /// of another plan only where it came under the number that the reversal has.
    /// </summary>
    private static PostedAnswer? Find(ClaimFacts facts, Answer answer)
    {
        if (answer.TookBack is { } before) return facts.Answers.FirstOrDefault(a => a.AdjudicationId == before);
        var mine = facts.Answers.Where(a => a.Decision.PayerId == answer.PayerId.Value && a.Decision.Kind == DecisionKind.Answer && (a.Decision.Insurer == answer.Insurer || a.Submission == answer.Submission)).Reverse()
            .OrderBy(a => a.Decision.Plan != answer.Plan).ToList();
        bool IsSame(PostedAnswer a) => a.Decision.Paid == -answer.Paid && a.Charge.Abs == answer.Charge.Abs;
        if ((mine.Find(a => IsSame(a) && Mirrors(answer, a)) ?? mine.Find(IsSame)) is { } same) return same;
        // A payer takes back with other money what it said before, not what it says in the same check: that is the corrected answer, and the one it corrects was never posted.
        mine.RemoveAll(a => a.Decision.CheckId == answer.CheckId);
        return mine.Find(a => a.PayerControl is not null && a.PayerControl == answer.PayerControl && a.Charge.Abs == answer.Charge.Abs)
            ?? mine.Find(a => a.Charge.Abs == answer.Charge.Abs) ?? mine.FirstOrDefault();
    }

    private static bool Mirrors(Answer reversal, PostedAnswer answer)
    {
        static IEnumerable<(string, Money)> ByCode(IEnumerable<AnswerAdjustment> adjustments) => adjustments.GroupBy(a => a.Code).Select(g => (g.Key, g.Sum(a => a.Amount))).Order();
        return ByCode(reversal.Adjustments.Select(a => a with { Amount = -a.Amount })).SequenceEqual(ByCode(answer.Adjustments));
    }

    private static void Mirror(ClaimDraft claim, DecidedLine line, Balances balances)
    {
        var mirrored = line.Mirrored();
        if (line.Account == Account.RemittanceClearing)
            mirrored = mirrored with { PartyKind = claim.Answer.CheckParty.Kind, PartyId = claim.Answer.CheckParty.Id };
        Lay(claim, balances, mirrored);
    }

    private static void TakeTheMoneyAsSaid(ClaimDraft claim, PostedAnswer reversed, Balances balances)
    {
        var paidThen = reversed.Decision.Paid;
        var difference = claim.Answer.Paid + paidThen; // both sides of one amount: zero when the reversal takes back what was paid
        if (difference.IsZero) return;
        var charge = reversed.Decision.Lines.Where(l => l.Account == Account.RemittanceClearing).MaxBy(l => l.Cents)?.ChargeId ?? claim.Facts.Charges[0].Id;
        var party = claim.Answer.CheckParty;
        Lay(claim, balances, new(Account.RemittanceClearing, party.Kind, party.Id, difference.Cents) { ChargeId = charge });
        Lay(claim, balances, LineDraft.To(Account.PayerReceivable, claim.Answer.Insurer) with { Cents = -difference.Cents, ChargeId = charge });
        claim.Findings.Add($"It takes back {-claim.Answer.Paid}, but {paidThen} was paid: {difference.Abs} differs.");
    }

    /// <summary>
    /// A reversal behind which a later payer has answered opens three jobs (MONEY 3): its corrected claim, the patient's share, the statement if one went out. None where an earlier answer of the plan stands:
    /// taken back was a second one, and what the later payer was told holds.
    /// </summary>
    private static void FollowUp(ClaimDraft claim, PostedAnswer reversed)
    {
        if (claim.Facts.Answers.TakeWhile(a => a.AdjudicationId != reversed.AdjudicationId).Any(a => a.Decision.Kind == DecisionKind.Answer && a.Decision.Plan == reversed.Decision.Plan)) return;
        var after = claim.Facts.Answers.SkipWhile(a => a.AdjudicationId != reversed.AdjudicationId).Skip(1)
            .Where(a => a.Decision.Kind == DecisionKind.Answer && Place(claim.Facts, a.Decision.Plan!.Value) > Place(claim.Facts, claim.Answer.Plan)).ToList();
        if (after.Count == 0)
        {
            // A later payer has a claim of ours with the answer that is taken back, and has not answered: what it will say rests on that.
            if (claim.Facts.Asked.Any(plan => Place(claim.Facts, plan) > Place(claim.Facts, claim.Answer.Plan) && !claim.Facts.Answers.Any(a => a.Decision.Plan is { } told && Place(claim.Facts, told) == Place(claim.Facts, plan))))
                claim.Open.Add(new OpenAmount(TakenBackWork.Claim, null, null, TakenBackWork.CodesOf(TakenBackWork.Claim), 0, "the next payer's claim, which is not answered yet, went with an answer that no longer stands."));
            return;
        }
        foreach (var answer in after)
        {
            var paid = answer.Decision.Paid;
            claim.Open.Add(new OpenAmount(TakenBackWork.Claim, null, null, TakenBackWork.CodesOf(TakenBackWork.Claim), paid.Cents, "an earlier payer took its answer back after a later one had followed it."));
        }
        var share = after.Select(a => a.Decision).Append(reversed.Decision).SelectMany(d => d.Lines).Where(l => l.Account == Account.GuarantorReceivable).Sum(l => l.Amount);
        claim.Open.Add(new OpenAmount(TakenBackWork.Share, null, null, TakenBackWork.CodesOf(TakenBackWork.Share), share.Cents, "what the patient owes or has paid rests on answers of which the first no longer stands."));
        if (claim.Facts.OnStatement) // its money is the share's, told above
            claim.Open.Add(new OpenAmount(TakenBackWork.Statement, null, null, TakenBackWork.CodesOf(TakenBackWork.Statement), 0, "a statement sent so far shows an answer that no longer stands."));
    }

    private static int Place(ClaimFacts facts, Plan plan) => facts.Coverages.Select(c => c.Plan).PlaceOf(plan);

    private static void Lay(ClaimDraft claim, Balances balances, DecidedLine line)
    {
        if (line.Amount.IsZero) return;
        claim.Lines.Add(line);
        balances.Apply([line]);
    }
}
