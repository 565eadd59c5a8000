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
        var (part, unclear) = PartOf(facts, answer, reversed);
        var takenBack = reversed.Decision.Lines.Where(l => part is null || (l.ChargeId is { } its && part.Contains(its))).ToList();
        if ((WhyNot(answer, reversed, takenBack) ?? unclear) is { } why)
            return new DecideOutcome.Waits(ExceptionKind.ReversalOfNothing, why, "Ask the payer for a corrected remittance; until then the answer that it names stands as it is, and the money of this one unapplied.");

        var claim = new ClaimDraft(facts, answer with { CoverageId = reversed.Decision.CoverageId is { } plan ? new(plan) : null, Insurer = reversed.Decision.Insurer!.Value });
        foreach (var line in takenBack) Mirror(claim, line, balances);
        TakeTheMoneyAsSaid(claim, takenBack, balances);
        if (part is not null)
            claim.Findings.Add($"It takes back {string.Join(" and ", facts.Charges.Where(c => part.Contains(c.Id)).Select(c => $"line {c.Line} ({c.Code}, {c.Amount})"))} alone: the rest of the answer stands.");
        else if (answer.Charge.Abs != reversed.Charge.Abs)
            claim.Findings.Add($"It reverses a charge of {answer.Charge.Abs}, but the answer it takes back was for {reversed.Charge.Abs}.");
        FollowUp(claim, reversed, takenBack);
        return new DecideOutcome.Decided(claim.Decided(DecisionKind.Reversal, reversed.AdjudicationId) with { Part = part });
    }

    /// <summary>
    /// Which charges of the answer are taken back where not all are: a reversal repeats the whole claim (005010X221A1 1.10.2.8), but some payers send the changed lines alone, with their charge as the
    /// claim's. What is not named stands as it was answered. Null where it is the whole answer; with the reason where that cannot be told.
    /// Example: line 1 paid 80.00, line 2 paid 40.00; CLP03 -60.00 with line 2 alone: line 1's 80.00 and the share that it left stand.
    /// </summary>
    private static (IReadOnlyList<long>? Part, string? Unclear) PartOf(ClaimFacts facts, Answer answer, PostedAnswer reversed)
    {
        var answered = Answered(facts, reversed);
        if (answer.Charge.Abs >= reversed.Charge.Abs || answered.Count == 0) return (null, null);
        var placed = LinePlaces.Of(facts.Charges, answer.Lines);
        var named = placed.Select(p => p.Charge?.Id).OfType<long>().Distinct().Where(answered.Contains).ToList();
        if (named.Count == answered.Count || answer.TookBack is not null && named.Count == 0) return (null, null);
        if (named.Count > 0 && placed.All(p => p.Charge is not null)) return (named, null);
        var words = placed.Count == 0 ? "names no line" : placed.Any(p => p.Charge is null) ? "names a line that is none of the claim's" : "names lines of which nothing stands";
        return (null, $"The payer takes back {answer.Charge.Abs} of the {reversed.Charge.Abs} that it had answered, and {words}: which of them stand cannot be told.");
    }

    /// <summary>The charges of which the answer says something that stands.</summary>
    private static HashSet<long> Answered(ClaimFacts facts, PostedAnswer answer) => [.. facts.Charges.Where(c => !c.Amount.IsZero && answer.Decision.Unanswered?.Contains(c.Id) != true).Select(c => c.Id)];

    private static Money Paid(IReadOnlyList<DecidedLine> lines) => lines.Where(l => l.Account == Account.RemittanceClearing).Sum(l => l.Amount);

    /// <summary>A reversal has the amounts of the answer with the other sign (005010X221A1 1.10.2.8): one that has them as they were takes nothing back. Null where it does.</summary>
    private static string? WhyNot(Answer answer, PostedAnswer reversed, IReadOnlyList<DecidedLine> takenBack)
    {
        var paid = Paid(takenBack);
        static bool SameSign(Money a, Money b) => !a.IsZero && !b.IsZero && a.IsNegative == b.IsNegative;
        return SameSign(answer.Charge, reversed.Charge) || SameSign(answer.Paid, paid)
            ? $"The payer calls this a reversal (CLP02 22), but its amounts have the sign of an answer: charge {answer.Charge}, paid {answer.Paid}, where {reversed.Charge} and {paid} were answered." : null;
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
            ?? mine.Find(a => a.Charge.Abs == answer.Charge.Abs) ?? mine.Find(a => Covers(facts, a, answer)) ?? mine.FirstOrDefault();
    }

    /// <summary>It answered every line that the reversal names.</summary>
    private static bool Covers(ClaimFacts facts, PostedAnswer answer, Answer reversal) =>
        reversal.Lines.Count > 0 && Answered(facts, answer) is var answered && LinePlaces.Of(facts.Charges, reversal.Lines).All(p => p.Charge is { } charge && answered.Contains(charge.Id));

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

    private static void TakeTheMoneyAsSaid(ClaimDraft claim, IReadOnlyList<DecidedLine> takenBack, Balances balances)
    {
        var paidThen = Paid(takenBack);
        var difference = claim.Answer.Paid + paidThen; // both sides of one amount: zero when the reversal takes back what was paid
        if (difference.IsZero) return;
        foreach (var (charge, amount) in OnLines(claim, takenBack) is { } lines && lines.Values.Sum() == difference ? lines : new() { [Largest(claim, takenBack)] = difference })
        {
            var party = claim.Answer.CheckParty;
            Lay(claim, balances, new(Account.RemittanceClearing, party.Kind, party.Id, amount.Cents) { ChargeId = charge });
            Lay(claim, balances, LineDraft.To(Account.PayerReceivable, claim.Answer.Insurer) with { Cents = -amount.Cents, ChargeId = charge });
        }
        claim.Findings.Add($"It takes back {-claim.Answer.Paid}, but {paidThen} was paid: {difference.Abs} differs.");
    }

    /// <summary>By charge what its line takes back beside what was paid for it; null where a line is none of the claim's.</summary>
    private static Dictionary<long, Money>? OnLines(ClaimDraft claim, IReadOnlyList<DecidedLine> takenBack)
    {
        var placed = LinePlaces.Of(claim.Facts.Charges, claim.Answer.Lines);
        if (placed.Any(p => p.Charge is null)) return null;
        return placed.GroupBy(p => p.Charge!.Id).ToDictionary(g => g.Key, g => g.Sum(p => p.Line.Paid) + Paid([.. takenBack.Where(l => l.ChargeId == g.Key)]));
    }

    private static long Largest(ClaimDraft claim, IReadOnlyList<DecidedLine> takenBack) =>
        takenBack.Where(l => l.Account == Account.RemittanceClearing).MaxBy(l => l.Cents)?.ChargeId ?? takenBack.FirstOrDefault(l => l.ChargeId is not null)?.ChargeId ?? claim.Facts.Charges[0].Id;

    /// <summary>
    /// A reversal behind which a later payer has answered opens three jobs (MONEY 3): its corrected claim, the patient's share, the statement if one went out. None where an earlier answer of the plan stands:
    /// taken back was a second one, and what the later payer was told holds; nor where nothing is charged any more, or we took the later payer's claim back ourselves.
    /// </summary>
    private static void FollowUp(ClaimDraft claim, PostedAnswer reversed, IReadOnlyList<DecidedLine> takenBack)
    {
        if (claim.Facts.IsCancelled) return;
        if (claim.Facts.Answers.TakeWhile(a => a.AdjudicationId != reversed.AdjudicationId).Any(a => a.Decision.Kind == DecisionKind.Answer && a.Decision.Plan == reversed.Decision.Plan)) return;
        var after = claim.Facts.Answers.SkipWhile(a => a.AdjudicationId != reversed.AdjudicationId).Skip(1)
            .Where(a => a.Decision.Kind == DecisionKind.Answer && Place(claim.Facts, a.Decision.Plan!.Value) > Place(claim.Facts, claim.Answer.Plan) && (a.Submission is not { } sent || !claim.Facts.Voided.Contains(sent))).ToList();
        if (after.Count == 0)
        {
            // A later payer has a claim of ours with the answer that is taken back, and has not answered: what it will say rests on that. One that went when this reversal was posted (it is posted again) does not have it.
            if (claim.Facts.Asked.Any(asked => Place(claim.Facts, asked.Plan) is var later && later > Place(claim.Facts, claim.Answer.Plan) && !asked.Posted.Contains(claim.Answer.AdjudicationId)
                && !claim.Facts.Answers.Any(a => a.Decision.Plan is { } told && Place(claim.Facts, told) == later)))
                claim.Open.Add(new OpenAmount(TakenBackWork.Claim, null, null, TakenBackWork.CodesOf(TakenBackWork.Claim), 0, "the next payer's claim, which is not answered yet, went with an answer that no longer stands."));
            return;
        }
        foreach (var answer in after)
        {
            var paid = answer.Decision.Paid;
            claim.Open.Add(new OpenAmount(TakenBackWork.Claim, null, null, TakenBackWork.CodesOf(TakenBackWork.Claim), paid.Cents, "an earlier payer took its answer back after a later one had followed it."));
        }
        var share = after.SelectMany(a => a.Decision.Lines).Concat(takenBack).Where(l => l.Account == Account.GuarantorReceivable).Sum(l => l.Amount);
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
