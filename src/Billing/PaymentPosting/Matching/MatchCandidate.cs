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
    /// <summary>The answer's lines on the claim's: by their numbers and codes, by the person's word, or as a proposal.</summary>
    public required IReadOnlyList<PlacedLine> Lines { get; init; }
    public required IReadOnlyList<ChargeFacts> ClaimLines { get; init; }
    /// <summary>What a person has to say of the lines before it can be matched; null when nothing is open.</summary>
    public Fault? Ask { get; init; }
    /// <summary>The lines that posting would lay, with the lines as proposed; empty where <see cref="Refused"/>, or where a line has no place yet.</summary>
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
        var ask = Ask(claim, answer, out var lines);
        if (ask is not null) answer = answer with { Lines = [.. lines.Select(l => l.Line with { Said = l.Charge?.Line })] };
        var outcome = Decide.Of(claim, answer, facts.Balances.Copy());
        var differences = Differences(facts, said, claim, answer, sent).Concat(LineCharges(lines)).ToList();
        var refused = Refused(facts, claim, answer, sent) ?? LinePlaces.WhyNot(claim.Charges, [.. answer.Lines.Select(l => l.N)], facts.LinesSaid(said.Answer))
            ?? (outcome is DecideOutcome.Waits waits && lines.All(l => l.Charge is not null) ? new Fault("claim", waits.Why, waits.NextStep) : null);
        return new MatchCandidate
        {
            Claim = sent.Submission.ClaimId, Practice = facts.Check.Practice, Submission = sent.Submission.Id, Pcn = sent.Submission.Pcn, Patient = sent.Patient, ServiceDate = claim.ServiceDate, Payer = sent.Payer,
            Charge = Charged(claim), Differences = differences, Refused = refused, Ask = ask, Lines = lines, ClaimLines = claim.Charges, Posts = refused is null && outcome is DecideOutcome.Decided decided ? decided.Decision.Lines : [],
            Agreement = Agreement(facts, differences, claim),
        };
    }

    /// <summary>
    /// What must be said of the lines: some have no place by number or code. Whatever stands in their way, a reversal takes back what was posted, and a predetermination posts nothing:
    /// their lines are not asked for.
    /// </summary>
    private static Fault? Ask(ClaimFacts claim, Answer answer, out IReadOnlyList<PlacedLine> lines)
    {
        lines = answer.Status is "22" or "25" ? [] : LinePlaces.Of(claim.Charges, answer.Lines);
        var open = lines.Where(l => l.Charge is null && l.Line.Said is null).Select(l => l.Line).ToList();
        if (open.Count == 0) return null;
        lines = LinePlaces.Propose(claim.Charges, lines);
        return new Fault("line", $"The payer's {string.Join(" and ", open.Select(LinePlaces.Named))} {(open.Count == 1 ? "has" : "have")} no code and no number of ours.", "Say which line of the claim each one is.");
    }

    /// <summary>Of lines that a person put together, how their charges differ; several of the answer may be one of the claim's.</summary>
    private static IEnumerable<MatchDifference> LineCharges(IReadOnlyList<PlacedLine> lines) =>
        from line in lines
        where line.Charge is not null
        group line by line.Charge into placed
        where placed.Any(l => l.Line.Said is not null)
        let theirs = placed.Sum(l => l.Line.Charged).Abs
        where theirs != placed.Key.Amount
        select new MatchDifference($"charge of line {placed.Key.Line} ({placed.Key.Code})", theirs.ForPeople(), placed.Key.Amount.ForPeople(), theirs - placed.Key.Amount);

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
        if (answer.Status != "22" && claim.Answers.LastOrDefault(a => a.Decision.Plan == answer.Plan && a.Decision.Kind == DecisionKind.Answer) is { } before)
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
