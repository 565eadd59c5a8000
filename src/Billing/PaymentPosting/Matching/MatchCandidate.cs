using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Something in which an answer and a claim differ, as each says it; for amounts <paramref name="Apart"/> is theirs less ours.</summary>
public sealed record MatchDifference(string What, string Theirs, string Ours, Money? Apart = null)
{
    /// <summary>The payer has answered the claim before and has not taken that back.</summary>
    public const string EarlierAnswer = "earlier answer";
}

/// <summary>A submitted claim beside an answer: how it differs, what would be posted, or why it cannot be this one.</summary>
public sealed record MatchCandidate
{
    public required Id<Claim> Claim { get; init; }
    /// <summary>The practice whose claim it is: the check's own, or a sibling of it.</summary>
    public required Id<Practice> Practice { get; init; }
    /// <summary>The sibling's name; null for a claim of the practice that the check was paid to.</summary>
    public string? Sibling { get; init; }
    public required Id<Submission> Submission { get; init; }
    public required string Pcn { get; init; }
    public required string Patient { get; init; }
    public required DateOnly ServiceDate { get; init; }
    public required string Payer { get; init; }
    public required Money Charge { get; init; }
    public required IReadOnlyList<MatchDifference> Differences { get; init; }
    /// <summary>Null when a person may match it.</summary>
    public required Fault? Refused { get; init; }
    /// <summary>The lines that posting would lay; empty where <see cref="Refused"/>.</summary>
    public required IReadOnlyList<DecidedLine> Posts { get; init; }
    /// <summary>How much of payer, patient, day, charge and codes agrees; a claim that this payer has not answered comes first among equals.</summary>
    public required int Agreement { get; init; }

    /// <summary>Where the claim's money would go, by account; debit positive, what stays with the plans left out.</summary>
    public IReadOnlyList<(Account Account, Money Amount)> Moves =>
        [.. Posts.Where(l => l.Account != Account.PayerReceivable).GroupBy(l => l.Account).Select(g => (g.Key, g.Sum(l => l.Amount))).Where(m => !m.Item2.IsZero)];
}

/// <summary>A submission with the names that a person knows it by.</summary>
internal sealed record SentTo(Submission Submission, string Patient, string NameKey, string Payer, string Status);

/// <summary>Compares an answer with a claim that it may be for. Pure: what the rules of posting would do is asked of <see cref="Decide"/>, on a copy of the balances.</summary>
internal static class MatchComparison
{
    public static MatchCandidate Of(ChunkFacts facts, AnswerAsSaid said, SentTo sent)
    {
        var match = new Match(sent.Submission.ClaimId, sent.Submission.Id, Match.Person);
        var claim = facts.ClaimOf(match)!;
        var answer = facts.AnswerOf(said.Answer, match, claim);
        var differences = Differences(facts, said, claim, answer, sent).ToList();
        var outcome = Decide.Of(claim, answer, facts.Balances.Copy());
        var refused = Refused(facts, claim, answer, sent) ?? (outcome is DecideOutcome.Waits waits ? new Fault("claim", waits.Why, waits.NextStep) : null);
        return new MatchCandidate
        {
            Claim = sent.Submission.ClaimId, Practice = facts.Check.Practice, Submission = sent.Submission.Id, Pcn = sent.Submission.Pcn, Patient = sent.Patient, ServiceDate = claim.ServiceDate, Payer = sent.Payer,
            Charge = Charged(claim), Differences = differences, Refused = refused, Posts = refused is null && outcome is DecideOutcome.Decided decided ? decided.Decision.Lines : [],
            Agreement = Agreement(facts, differences, claim),
        };
    }

    /// <summary>What no reason and no confirmation can mend.</summary>
    private static Fault? Refused(ChunkFacts facts, ClaimFacts claim, Answer answer, SentTo sent)
    {
        // The answer to a void is the payer taking its money back (CLP02 22); anything else answers a claim that does not stand.
        if (answer.Status != "22" && (sent.Status == ClaimStatus.Voided || sent.Submission.Frequency == "8"))
            return new Fault("claim", $"The claim {sent.Submission.Pcn} was voided: we took it back, so no payment is due for it.", "Match it to the claim that stands, or ask the payer what it paid for.");
        if (facts.Check.PayerId is { } payer && !claim.SentTo.Contains(payer) && claim.Coverages.All(c => c.PayerId != payer))
            return new Fault("claim", $"{facts.Check.PayerName} is none of the plans of {sent.Patient} on {claim.ServiceDate.InWords()}, and was sent no claim of this visit.",
                "Add the coverage to the patient if it is one, then match; else choose another claim.");
        return answer.PayerId.Value == 0 ? new Fault("claim", $"{sent.Patient} has no coverage on {claim.ServiceDate.InWords()}.", "Add the coverage, then match.") : null;
    }

    private static IEnumerable<MatchDifference> Differences(ChunkFacts facts, AnswerAsSaid said, ClaimFacts claim, Answer answer, SentTo sent)
    {
        if (facts.Check.PayerId is null) yield return new MatchDifference("payer", $"{facts.Check.PayerName}, on no list of ours", sent.Payer);
        if (said.Answer.PatientName is { } named && Patient.FoldName(named, "").TrimEnd() != sent.NameKey) yield return new MatchDifference("patient", named, sent.Patient);
        var days = said.Lines.Select(l => l.ServiceFrom).Append(said.Answer.ServiceFrom).OfType<DateOnly>().Distinct().ToList();
        if (days.Count > 0 && !days.Contains(claim.ServiceDate)) yield return new MatchDifference("day of service", string.Join(", ", days.Select(Day)), Day(claim.ServiceDate));
        if (answer.Charge.Abs != Charged(claim)) yield return new MatchDifference("charge", answer.Charge.Abs.ForPeople(), Charged(claim).ForPeople(), answer.Charge.Abs - Charged(claim));
        var theirs = answer.Lines.Select(l => l.SubmittedCode ?? l.Code).Order(StringComparer.Ordinal).ToList();
        var ours = claim.Charges.Select(c => c.Code).Order(StringComparer.Ordinal).ToList();
        if (theirs.Count > 0 && !theirs.SequenceEqual(ours, StringComparer.Ordinal)) yield return new MatchDifference("codes", string.Join(' ', theirs), string.Join(' ', ours));
        if (answer.Status != "22" && claim.Answers.LastOrDefault(a => a.Decision.PayerId == answer.PayerId.Value && a.Decision.Kind == DecisionKind.Answer) is { } before)
            yield return new MatchDifference(MatchDifference.EarlierAnswer, $"pays {answer.Paid.ForPeople()}", $"{Paid(before).ForPeople()} paid on {Day(before.Decision.HappenedOn)} already");
    }

    private static int Agreement(ChunkFacts facts, List<MatchDifference> differences, ClaimFacts claim)
    {
        int Same(string what, int weight) => differences.Exists(d => d.What == what) ? 0 : weight;
        var payer = facts.Check.PayerId is { } sender && (claim.SentTo.Contains(sender) || claim.Coverages.Any(c => c.PayerId == sender)) ? 4 : 0;
        return payer + Same("patient", 4) + Same("day of service", 3) + Same("charge", 3) + Same("codes", 2) + Same(MatchDifference.EarlierAnswer, 1);
    }

    private static Money Charged(ClaimFacts claim) => claim.Charges.Sum(c => c.Amount);

    private static Money Paid(PostedAnswer answer) => answer.Decision.Lines.Where(l => l.Account == Account.RemittanceClearing).Sum(l => l.Amount);

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
