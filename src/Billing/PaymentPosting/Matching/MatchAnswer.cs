using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <param name="Pcn">The patient control number of a claim of the check's practice, or of a sibling of it.</param>
/// <param name="Confirm">The differences between answer and claim were seen, and it is this claim all the same.</param>
public sealed record MatchCommand(long Exception, string Pcn, string Reason, bool Confirm)
{
    /// <summary>Lines of the answer that are lines of the claim by the person's word, where neither number nor code says it.</summary>
    public IReadOnlyList<LineSaid> Lines { get; init; } = [];
}

/// <summary>An answer that a person has put to a claim; it posts with the next run of its remittance.</summary>
public sealed record MatchedAnswer(long Practice, long Remittance, long Adjudication, string Pcn, IReadOnlyList<DecidedLine> Posts);

/// <summary>
/// A person's word on whose payment a waiting answer is, and its taking back. Both are recorded, nothing is rewritten: the word counts with every posting of the answer
/// until it is taken back, also after the check was unposted and posted again.
/// </summary>
public static class MatchAnswer
{
    /// <exception cref="BadInputException">It cannot be this claim, or it differs and that was not confirmed.</exception>
    public static async Task<MatchedAnswer> Run(Tx tx, MatchCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var waiting = await Waiting(tx, command.Exception, cancel);
        var (check, answer) = (waiting.Check!, waiting.Said!.Answer);
        await Roots.HoldCheck(tx, check.Id);
        if (await LiveFacts.Generation(tx, check.Practice, FactKind.Adjudication, answer.Id.Value) % 2 == 1) throw Settled(waiting, "It is posted already.");
        if (!await LiveFacts.IsLive(tx, check.Practice, check.Id, cancel)) throw new BadInputException("exception", $"Check {check.Trn02} is not posted.", "Post the check again first; then match what waits of it.");
        if ((await CheckDetail.Of(tx, check.Practice, check.Id, cancel)).WhyGone(answer.RemittanceId) is { } gone) throw Settled(waiting, gone);
        if ((await PersonDecisions.Matches(tx, check.Practice, [answer.Id], cancel)).Count > 0) throw new BadInputException("exception", "It is matched to a claim already.", "Try it again, or take the match back first.");
        if (answer.DifferenceAt is { } at) throw new BadInputException("exception", $"What the payer sent does not add up, so it can post to no claim: {at}", "Ask the payer for a corrected remittance.");

        var candidate = await MatchCandidates.One(tx, waiting, command.Pcn, command.Lines, hold: true, cancel);
        if ((candidate.Refused ?? candidate.Ask) is { } refused) throw new BadInputException([refused]);
        if (candidate.Differences.Count > 0 && !command.Confirm)
            throw new BadInputException("confirm", $"Payer and claim differ. {string.Join(" ", candidate.Differences.Select(Said))}", "If it is this claim all the same, confirm that you have seen the differences.");

        PersonDecisions.PutTo(tx, check.Practice, answer.Id, candidate.Sibling is null ? candidate.Claim : null, candidate.Pcn, command.Lines, reason, tx.Actor);
        var claim = await tx.Db.Set<Claim>().AsNoTracking().FirstAsync(c => c.Practice == candidate.Practice && c.Id == candidate.Claim, cancel);
        ClaimEvents.Add(tx, claim, candidate.Submission, ClaimEventKind.NoteAdded, await tx.Today(candidate.Practice),
            $"{tx.Actor} matched the answer of {check.PayerName} (check {check.Trn02}, number {answer.PcnRaw}) to this claim{string.Concat(command.Lines.Select(l => $", its line {l.Answer} to line {l.Claim}"))}: {reason}", Place(waiting));
        tx.Subject = $"exception {command.Exception} to claim {candidate.Claim}";
        return new MatchedAnswer(check.Practice.Value, answer.RemittanceId.Value, answer.Id.Value, candidate.Pcn, candidate.Posts);
    }

    /// <summary>Takes the match back; where the answer was posted by it, its entries are mirrored and the money waits again.</summary>
    /// <exception cref="BadInputException">No person's match counts for it now.</exception>
    public static async Task<MatchedAnswer> TakeBack(Tx tx, long exception, string reason, CancellationToken cancel = default)
    {
        var why = PersonDecisions.Reason(reason);
        var waiting = await Opened(tx, exception, cancel);
        var (check, answer) = (waiting.Check!, waiting.Said!.Answer);
        await Roots.HoldCheck(tx, check.Id);
        await PostingRuns.RefuseHalfDone(tx, check, "exception", "Then take the match back.", cancel);
        var about = await PersonDecisions.About(tx, check.Practice, [answer.Id], cancel);
        if (PersonDecision.Counting(about, PersonDecisions.Match).LastOrDefault() is not { } match)
            throw new BadInputException("exception", "No person's match counts for it now.", "There is nothing to take back.");
        PersonDecisions.TakeOff(tx, match, about, why);
        if (await LiveFacts.Generation(tx, check.Practice, FactKind.Adjudication, answer.Id.Value) % 2 == 1)
            await UnpostClaim.OneAnswer(tx, check, answer, $"the match of {match.At} was taken back by {tx.Actor}: {why}",
                new ExceptionWords(ExceptionKind.ClaimNotFound, PersonDecisions.TakenBackWords(match, tx.Actor, why), "Match it to its claim by hand, or ask the payer whose payment it is."), cancel);
        tx.Subject = $"exception {exception} from claim {match.Choice}";
        return new MatchedAnswer(check.Practice.Value, answer.RemittanceId.Value, answer.Id.Value, match.Choice, []);
    }

    /// <summary>The match that counts now for what the exception is about; null when none does.</summary>
    public static async Task<PersonDecision?> Now(Tx tx, WaitingMoney waiting, CancellationToken cancel = default) =>
        waiting.Said is not { } said ? null : (await PersonDecisions.Matches(tx, waiting.Exception.Practice, [said.Answer.Id], cancel)).LastOrDefault();

    /// <summary>A difference in a sentence; amounts say how far they are apart.</summary>
    public static string Said(MatchDifference difference) => difference.What == MatchDifference.EarlierAnswer
        ? $"This payer has answered the claim before: {difference.Ours}; this answer {difference.Theirs}."
        : $"The {difference.What}: the payer says {difference.Theirs}, the claim {difference.Ours}{difference.Apart switch
        {
            null => "",
            { IsNegative: true } less => $" ({less.Abs.ForPeople()} less)",
            { } more => $" ({more.ForPeople()} more)",
        }}.";

    private static FileRef? Place(WaitingMoney waiting) => waiting is { Exception.FileSha256: { } sha, Said.Answer: var a } ? new FileRef(sha, a.FromByte, a.ToByte, a.FromSegment, a.ToSegment) : null;

    private static async Task<WaitingMoney> Waiting(Tx tx, long exception, CancellationToken cancel)
    {
        var waiting = await Opened(tx, exception, cancel);
        return waiting.Settled is { } settled ? throw Settled(waiting, settled.How switch
        {
            "posted" => "It is posted.",
            "retried" => "It was tried again; the queue shows why it waits now.",
            var how => $"It was settled: {how}.",
        }) : waiting;
    }

    private static async Task<WaitingMoney> Opened(Tx tx, long exception, CancellationToken cancel)
    {
        var waiting = await WaitingMoney.Of(tx, new(exception), cancel) ?? throw new BadInputException("exception", $"There is no exception {exception}.", "`exceptions list` shows the queue.");
        return waiting is { Check: not null, Said: not null } ? waiting
            : throw new BadInputException("exception", "This is no answer to one claim, so there is nothing to match.", "Mend the reason, then post the file again.");
    }

    private static BadInputException Settled(WaitingMoney waiting, string how) => new("exception", $"Exception {waiting.Exception.Id} waits no more. {how}", "Open the payments queue again.");
}
