using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting.Cases;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Why an answer waits for a person, and what next.</summary>
internal sealed record ExceptionWords(ExceptionKind Kind, string Reason, string NextStep);

/// <summary>A chunk while it is decided in memory, answer after answer; then everything is written in bulk.</summary>
/// <param name="elsewhere">What became of the answers for claims of sibling practices, in their books.</param>
internal sealed class ChunkPosting(Tx tx, PostingRun run, ChunkFacts facts, IReadOnlyDictionary<Id<Adjudication>, PassOutcome>? elsewhere = null)
{
    private readonly List<(PostingDecisionRow Row, PostingDecision Decision)> _decided = [];
    private readonly List<(PostingDecisionRow Row, PostingDecision Decision)> _passed = [];
    private readonly List<ClaimEvent> _events = [];
    private readonly List<OpenedAmount> _opened = [];
    private readonly List<(Adjudication Answer, ExceptionWords Words)> _waiting = [];
    private readonly Dictionary<long, GuarantorMove> _moves = [];

    public int Posted => _decided.Count + _passed.Count;
    public int Waiting => _waiting.Count;
    public IEnumerable<PostingDecision> Decisions => _decided.Select(d => d.Decision);
    /// <summary>What was decided, in the order in which it was.</summary>
    public IReadOnlyList<(long Fact, PostingDecision Decision)> Facts => [.. _decided.Select(d => (d.Row.FactId, d.Decision))];
    public IEnumerable<string> WhyWaiting => _waiting.Select(w => w.Words.Reason);
    /// <summary>When it was decided: the order in which answers count.</summary>
    public Instant At { get; init; } = tx.Now;
    /// <summary>Set when posted answers are decided again: the work that they opened and that is open still. It is not opened twice, nor is the claim's story told twice.</summary>
    public IReadOnlyList<Denial>? Again { get; init; }
    /// <summary>Set when one decided again before this one waits now.</summary>
    public bool MayWait { get; init; }
    /// <summary>Work of answers that are posted again which a person has ended: their word stands unless the answer leaves something else now.</summary>
    public IReadOnlyList<Denial> Ended { get; init; } = [];
    private Id<Practice> Practice => run.Practice;
    /// <summary>Claims of which an answer was taken back here, or of which a new one was awaited.</summary>
    public IEnumerable<Id<Claim>> Reversed => _decided.Where(d => d.Decision.Kind == DecisionKind.Reversal).Select(d => new Id<Claim>(d.Decision.ClaimId!.Value)).Union(_awaited);
    private readonly HashSet<Id<Claim>> _awaited = [];
    /// <summary>Answers of later payers that stood when an earlier one answered for the first time.</summary>
    public IReadOnlyCollection<(Id<Claim> Claim, long Later)> OutOfTurn => _outOfTurn;
    private readonly HashSet<(Id<Claim> Claim, long Later)> _outOfTurn = [];

    /// <summary>Claims of which a plan that is not in force any more, or before which another one pays that has not answered, took its answer back (<see cref="DecideByCoverage.Again"/>).</summary>
    public IReadOnlyCollection<Id<Claim>> TakenBackOutOfOrder => _takenBackOutOfOrder;
    private readonly HashSet<Id<Claim>> _takenBackOutOfOrder = [];

    public void Post(Adjudication row)
    {
        if (!facts.IsDue(row)) return; // live already: a retry passes by
        if (Unbalanced(row) is { } unbalanced) Wait(row, unbalanced);
        else if (elsewhere?.GetValueOrDefault(row.Id) is { } outcome) Passed(row, outcome);
        else if (!facts.Matches.TryGetValue(row.Id, out var match) || facts.ClaimOf(match) is not { } claim)
            Wait(row, new(ExceptionKind.ClaimNotFound, facts.TakenOff.GetValueOrDefault(row.Id) ?? $"No claim of ours has the number {row.PcnRaw}{(row.PatientName is { } name ? $" (patient {name})" : "")}.",
                "Match it to a claim by hand, or send it back to the payer."));
        else Decided(row, match, claim);
    }

    private static ExceptionWords? Unbalanced(Adjudication row) => row.DifferenceAt is { } at
        ? new(row.Difference.IsZero ? ExceptionKind.UnreadableAmount : ExceptionKind.ClaimOutOfBalance, at, "Ask the payer for a corrected remittance; until it posts, the money stands unapplied and the claim open.") : null;

    /// <summary>Why the answer may not post to the claim that was found for it; null when it may. <paramref name="whose"/> claim it is, in words.</summary>
    public static ExceptionWords? Doubt(ChunkFacts facts, Adjudication row, Match match, ClaimFacts claim, Answer answer, string whose = "ours")
    {
        if (answer.PayerId.Value == 0) return NoCoverage;
        return match.How != Match.Person && Belonging.WhyNot(claim, row, match, facts.Check.PayerId, whose) is { } doubt
            ? new(ExceptionKind.ClaimNotFound, doubt, "Match it to its claim by hand, or ask the payer whose payment it is.") : null;
    }

    private static readonly ExceptionWords NoCoverage = new(ExceptionKind.ClaimNotFound, "The claim was found, but its patient has no coverage on the day of service.", "Add the coverage, then retry.");

    public static readonly ExceptionWords Held = new(ExceptionKind.AllOrNothing, "This payer's checks post as a whole, and not all of this one can.", "Mend the other exceptions of the check, then retry.");

    private void Decided(Adjudication row, Match match, ClaimFacts claim)
    {
        var answer = facts.AnswerOf(row, match, claim);
        if (WhyWait(row, match, claim, answer) is { } waits)
        {
            Wait(row, waits);
            return;
        }
        switch (Decide.Of(claim, answer, facts.Balances))
        {
            case DecideOutcome.Waits why:
                if (why.Kind == ExceptionKind.ReversalOfNothing) facts.Reversals.Add(row, facts.Check, facts.Remittance);
                Wait(row, new(why.Kind, why.Why, why.NextStep));
                break;
            case DecideOutcome.Decided { Decision: var decision }:
                _decided.Add((DecisionRow(row, decision, match), decision));
                _outOfTurn.UnionWith(facts.LaterThan(claim, decision).Select(later => (match.Claim, later)));
                if (decision is { Kind: DecisionKind.Reversal, Plan: { } plan } && IsOutOfOrder(claim, plan)) _takenBackOutOfOrder.Add(match.Claim);
                facts.Posted(row, decision, match.Submission?.Value);
                Follow(row, match, claim, answer, decision);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static bool IsOutOfOrder(ClaimFacts claim, Plan plan)
    {
        var plans = claim.Coverages.Select(c => c.Plan).ToList();
        var place = plans.PlaceOf(plan);
        // The others that have answered are the first to be asked, and between them and this one is another.
        var others = claim.Answers.Select(a => a.Decision.Plan).OfType<Plan>().Select(p => plans.PlaceOf(p)).Where(p => p != place).ToHashSet();
        return place < 0 || (others.Count > 0 && others.Count < place && others.All(p => p >= 0 && p < others.Count));
    }

    /// <summary>What is decided again stood before: it does not begin to wait by itself.</summary>
    private ExceptionWords? WhyWait(Adjudication row, Match match, ClaimFacts claim, Answer answer) =>
        Again is null ? Doubt(facts, row, match, claim, answer) ?? (run.Kind == RunKind.Held ? Held : facts.Behind(row))
        : answer.PayerId.Value == 0 ? NoCoverage : MayWait ? facts.Behind(row) : null;

    private void Passed(Adjudication row, PassOutcome outcome)
    {
        switch (outcome)
        {
            case PassOutcome.Waits waits: Wait(row, waits.Words); break;
            case PassOutcome.Passed passed: _passed.Add((DecisionRow(row, passed.Decision, passed.Match), passed.Decision)); break;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private PostingDecisionRow DecisionRow(Adjudication row, PostingDecision decision, Match match) =>
        PostingBook.Row(tx, Practice, FactKind.Adjudication, row.Id.Value, facts.Generations.GetValueOrDefault(row.Id.Value) + 1, run.PolicyVersion, decision, match, At);

    /// <summary>What posting leads to: the claim's story, work for people, prepaid money that meets its debt.</summary>
    private void Follow(Adjudication row, Match match, ClaimFacts claim, Answer answer, PostingDecision decision)
    {
        if (Again is null) _events.AddRange(AnswerEvents.Of(tx, Practice, row, match, facts, answer, decision));
        _opened.AddRange(decision.Open.Where(o => !(Again ?? Ended).Any(d => d.ClaimId == match.Claim && IsSame(d, row.Id, o))).Select(o => new OpenedAmount(match.Claim, row.Id, match.Submission, o.ChargeId, o.LineN, o.Kind, o.Codes, o.Amount, o.Why, facts.Check.Date)));
        foreach (var charge in decision.Lines.Where(l => l.Account == Account.GuarantorReceivable).Select(l => l.ChargeId!.Value).Distinct())
        {
            var takes = facts.MayTake(row.Id, charge, decision);
            _moves[charge] = new GuarantorMove(charge, claim.ClaimId, claim.EncounterId, claim.ProviderId, claim.AccountId, Balance: default, row.Id.Value,
                _moves.TryGetValue(charge, out var before) && before.Takes > takes ? before.Takes : takes);
        }
    }

    public static bool IsSame(Denial work, Id<Adjudication> answer, OpenAmount open) =>
        work.AdjudicationId == answer && work.ChargeId?.Value == open.ChargeId && work.Codes == open.Codes && work.AtStake == open.Amount
        // What no amount hangs on says in words alone what it is about.
        && (work.ChargeId is not null || work.Reason == DenialWords.Of(open.Kind, open.Codes, open.Why, work.OpenedOn).Reason);

    private void Wait(Adjudication row, ExceptionWords words) => _waiting.Add((row, words));

    public async Task Write(DateOnly bookedOn, CancellationToken cancel)
    {
        await PostingBook.Record(tx, Practice, bookedOn, [.. _decided, .. _passed], cancel);
        var standing = await StandingDecisions.Of(tx, Practice, Decisions, undone: false, cancel, facts.Balances.Lifted, facts.PeoplesDecisions);
        // A later answer of the chunk may have moved the balance on: what counts is where it stands at the end.
        await Applications.Settle(tx, Practice, bookedOn, [.. _moves.Values.Select(m => m with { Balance = facts.Balances.Of(Account.GuarantorReceivable, Party.Guarantor(m.AccountId), m.ChargeId) })], cancel, standing);
        await ClaimEvents.AddMany(tx, Practice, _events, _decided.Select(d => new Id<Claim>(d.Decision.ClaimId!.Value)), cancel);
        await OpenDenials.Run(tx, Practice, _opened, cancel);
        if (standing is not null) await standing.CloseDenials(tx, cancel);
        await CloseOvertaken(cancel);
        await WriteExceptions(cancel);
    }

    /// <summary>An answer of the same payer to the same charge, or the reversal of the answer that opened it, overtakes a denial; the work behind a reversal ends with a new answer of the later payer, not with one to a claim that went before it.</summary>
    private async Task CloseOvertaken(CancellationToken cancel)
    {
        var byClaim = _decided.Select((d, i) => (d.Row, d.Row.FactId, d.Row.Generation, d.Decision, Place: i)).ToLookup(d => d.Decision.ClaimId!.Value);
        await OpenDenials.Close(tx, Practice, [.. byClaim.Select(g => new Id<Claim>(g.Key))], denial =>
        {
            var opener = denial.AdjudicationId.Value;
            var here = byClaim[denial.ClaimId.Value].Where(d => d.FactId == opener).ToList();
            var (place, opening) = here.Count > 0 ? (here[0].Place, here[0].Decision) : (-1, facts.DecisionOf(opener));
            var later = byClaim[denial.ClaimId.Value].Where(d => d.Place > place).ToList();
            if (TakenBackWork.IsAnswer(denial))
            {
                _awaited.Add(denial.ClaimId);
                return null;
            }
            if (TakenBackWork.Is(denial))
                return later.Exists(d => d.Decision.Kind == DecisionKind.Answer && d.Decision.Plan != opening?.Plan && facts.AnswersAnew(d.Row, opener)) ? "answeredAgain" : null;
            if (later.Exists(d => d.Decision.Kind == DecisionKind.Reversal && d.Decision.Of == opener && (d.Decision.Part is not { } part || (denial.ChargeId is { } its && part.Contains(its.Value))))) return "takenBack";
            if (denial is { AtStake.IsNegative: true, ChargeId: { } charge } && opening?.Insurer is { } insurer && later.Count > 0
                && !facts.Balances.Of(Account.PayerReceivable, insurer, charge.Value).IsNegative) return "settled";
            return later.Exists(d => d.Decision.Kind == DecisionKind.Answer && d.Decision.Insurer == opening?.Insurer && !LeavesOut(d.Decision, denial)) ? "answeredAgain" : null;
        }, cancel);
    }

    /// <summary>The other part of a split claim says nothing of this line.</summary>
    private static bool LeavesOut(PostingDecision answer, Denial work) => work.ChargeId is { } charge && answer.Unanswered?.Contains(charge.Value) == true;

    private async Task WriteExceptions(CancellationToken cancel)
    {
        var ids = _waiting.Select(w => (Id<Adjudication>?)w.Answer.Id).Concat(_decided.Concat(_passed).Select(d => (Id<Adjudication>?)new Id<Adjudication>(d.Row.FactId))).ToList();
        var open = await Exceptions.Open(tx).Where(e => e.Practice == Practice && ids.Contains(e.AdjudicationId)).ToListAsync(cancel);
        var posted = _decided.Concat(_passed).Select(d => d.Row.FactId).ToHashSet();
        var overtaken = open.Where(e => posted.Contains(e.AdjudicationId!.Value.Value) || !_waiting.Exists(w => w.Answer.Id == e.AdjudicationId && w.Words.Reason == e.Reason)).ToList();
        var settled = overtaken.ConvertAll(e => new ExceptionSettled { Practice = Practice, ExceptionId = e.Id, How = posted.Contains(e.AdjudicationId!.Value.Value) ? "posted" : "retried", Actor = tx.Actor, At = tx.Now });
        var opened = _waiting.Where(w => !open.Exists(e => e.AdjudicationId == w.Answer.Id && e.Reason == w.Words.Reason)).Select(w => new PostingException
        {
            Practice = Practice, Id = tx.NextId<PostingException>(), Kind = w.Words.Kind, FileSha256 = facts.Remittance.FileSha256, RemittanceId = facts.Remittance.Id, AdjudicationId = w.Answer.Id,
            Amount = w.Answer.Paid, Difference = w.Answer.Difference, Reason = w.Words.Reason, NextStep = w.Words.NextStep, OpenedAt = tx.Now,
        }).ToList();
        await Exceptions.WriteMany(tx, opened, settled, cancel);
    }
}
