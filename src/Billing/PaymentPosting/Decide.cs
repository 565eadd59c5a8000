using CleanClaim.Billing.PaymentPosting.Cases;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What <see cref="Decide"/> says of an answer: how it posts, or why it must wait for a person.</summary>
public abstract record DecideOutcome
{
    private DecideOutcome() { }
    public sealed record Decided(PostingDecision Decision) : DecideOutcome;
    public sealed record Waits(ExceptionKind Kind, string Why, string NextStep) : DecideOutcome;
}

/// <summary>
/// The posting policy as a pure function: the claim's charges, coverage order, live answers so far, people's decisions and open balances -> the
/// decision for one more answer. Each case has a file of its own in Cases; this one only says in which order they speak.
/// </summary>
public static class Decide
{
    /// <summary>Moves <paramref name="balances"/> by what it decides, so that the next answer to the same claim finds the state.</summary>
    public static DecideOutcome Of(ClaimFacts facts, Answer answer, Balances balances)
    {
        if (answer.Status == "22") return Reversal.Decide(facts, answer, balances);
        if (answer.Status == "25") return Predetermination.Decide(facts, answer);
        var (lines, why) = LineSpread.Of(facts.Charges, answer);
        if (lines is null)
            return new DecideOutcome.Waits(ExceptionKind.ClaimNotFound, $"The claim was found, but {why}.", "Open it and say which line of the claim each line of the payer is, or ask the payer for a corrected remittance that names the code we billed (SVC06) or our line number (REF 6R); until it posts, the money stands unapplied.");

        GivesWay.See(facts, answer, balances);
        var claim = new ClaimDraft(facts, answer);
        ExpectedPayer.Pull(claim, lines, balances);
        TakesOver.See(claim, lines, balances);
        Crossover.See(claim);
        AnsweredTwice.See(claim, lines);
        ChargedOtherwise.See(claim, lines);
        PatientShareSaid.See(claim);
        foreach (var line in lines) Post(new LineDraft(claim, line, balances));
        LeftOut.See(claim, lines, balances);
        Crossover.SeeUnknown(claim);
        if (!OutOfTurn.See(claim, balances)) PaidTwice.See(claim, balances);
        return new DecideOutcome.Decided(claim.Decided(DecisionKind.Answer));
    }

    private static void Post(LineDraft line)
    {
        Payment.Post(line);
        // What gives back comes first, so that what takes finds it; then the patient's share, then reductions (MONEY 1.2).
        foreach (var adjustment in line.Line.Adjustments.OrderBy(a => !a.Amount.IsNegative).ThenBy(a => !PatientResponsibility.Takes(a)))
        {
            if (PriorPayer.Takes(adjustment)) continue;
            if (PatientResponsibility.Takes(adjustment)) PatientResponsibility.Post(line, adjustment);
            else if (PaidToPatient.Takes(adjustment)) PaidToPatient.Post(line, adjustment);
            else if (ChargeOff.Takes(adjustment)) ChargeOff.Post(line, adjustment);
            else if (Sequestration.Takes(adjustment)) Sequestration.Post(line, adjustment);
            else if (PaymentReduction.Takes(adjustment)) PaymentReduction.Post(line, adjustment);
            else if (Incentive.Takes(adjustment)) Incentive.Post(line, adjustment);
        }
        Unresolved.See(line);
    }
}
