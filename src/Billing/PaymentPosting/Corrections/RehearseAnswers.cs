using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What deciding again would give.</summary>
internal abstract record RehearsedAnswers
{
    private RehearsedAnswers() { }
    public sealed record Same : RehearsedAnswers;
    public sealed record Differs : RehearsedAnswers;
    public sealed record Cannot(string Why) : RehearsedAnswers;
}

/// <summary>Decides standing answers of a claim again in memory alone, so that nothing is mirrored and written anew which would say what it says.</summary>
internal static class RehearseAnswers
{
    public static async Task<RehearsedAnswers> Run(Tx tx, IReadOnlyList<LiveAnswer> answers, CancellationToken cancel)
    {
        var (soFar, differs) = (new List<PostedAnswer>(), false);
        Balances? balances = null;
        foreach (var live in answers)
        {
            var facts = await ChunkFacts.Load(tx, live.Check, live.Remittance, [live.Answer], cancel, hold: false);
            if (!facts.Matches.TryGetValue(live.Answer.Id, out var match) || facts.ClaimOf(match) is not { } claim)
                return new RehearsedAnswers.Cannot($"The answer of {live.Check.PayerName} (check {live.Check.Trn02}) no longer finds the claim.");
            balances ??= Without(facts.Balances, answers);
            var outcome = Decide.Of(claim with { Answers = soFar }, facts.AnswerOf(live.Answer, match, claim), balances);
            if (outcome is not DecideOutcome.Decided { Decision: var decision })
                return new RehearsedAnswers.Cannot($"The answer of {live.Check.PayerName} (check {live.Check.Trn02}) could not post again: {((DecideOutcome.Waits)outcome).Why}");
            differs |= !IsSame(decision, live.Decision);
            if (decision is { Part: { } part, Of: { } of } && soFar.FindIndex(a => a.AdjudicationId == of) is >= 0 and var at) soFar[at] = soFar[at] with { Decision = soFar[at].Decision.Without(part) };
            else soFar.Add(new PostedAnswer(live.Answer.Id.Value, live.Answer.PayerControl, live.Answer.Charge, decision));
        }
        return differs ? new RehearsedAnswers.Differs() : new RehearsedAnswers.Same();
    }

    private static Balances Without(Balances now, IReadOnlyList<LiveAnswer> answers)
    {
        var before = now.Copy();
        before.Apply(answers.SelectMany(a => a.Decision.Lines).Select(l => l.Mirrored()));
        return before;
    }

    private static bool IsSame(PostingDecision a, PostingDecision b) => a.Plan == b.Plan && a.Next == b.Next && a.Lines.SequenceEqual(b.Lines) && a.Open.SequenceEqual(b.Open);
}
