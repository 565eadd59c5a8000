using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting.Cases;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Everything that deciding a chunk of answers needs, read in a dozen queries however many claims it has.</summary>
internal sealed class ChunkFacts
{
    private readonly Dictionary<long, ClaimFacts> _claims = [];
    private readonly Dictionary<long, List<PostedAnswer>> _answers = [];
    /// <summary>Of each claim the answers that were ever posted to it, in the order in which they count.</summary>
    private readonly Dictionary<long, List<long>> _order = [];
    private readonly Dictionary<long, Submission> _submissions = [];
    private readonly Dictionary<long, PostingDecision> _posted = [];
    private readonly HashSet<(long Claim, Plan Plan)> _spoken = [];
    private readonly HashSet<long> _firstWords = [];
    /// <summary>Of each answer that was ever posted to these claims, when it was posted (odd generations) and unposted.</summary>
    private readonly Dictionary<long, List<(int Generation, Instant At)>> _generations = [];
    private readonly Dictionary<Id<Coverage>, Party> _parties = [];
    private Dictionary<Id<ClaimVersion>, IReadOnlyList<Plan>> _plansSent = [];
    private Dictionary<Id<ClaimVersion>, HashSet<long>> _chargesOf = [];
    private ILookup<Id<Adjudication>, AdjudicationLine> _lines = null!;
    private ILookup<Id<Adjudication>, Adjustment> _adjustments = null!;
    private ILookup<Id<Adjudication>, Remark> _remarks = null!;
    private bool _takesBack;
    private ILookup<Id<Adjudication>, LineSaid> _linesSaid = null!;

    private ChunkFacts(PayerCheck check, RemittanceRow remittance) => (Check, Remittance) = (check, remittance);

    public PayerCheck Check { get; }
    public RemittanceRow Remittance { get; }
    public Balances Balances { get; } = new();
    public Dictionary<Id<Adjudication>, Match> Matches { get; private set; } = [];
    /// <summary>Of answers for claims of sibling practices, which.</summary>
    public Dictionary<Id<Adjudication>, SiblingMatch> Elsewhere { get; private set; } = [];
    /// <summary>Of answers that name a claim of a sibling practice where the actor has no rights, that practice.</summary>
    public Dictionary<Id<Adjudication>, Practice> Closed { get; private set; } = [];
    /// <summary>Of answers that a person took off a claim, why.</summary>
    public Dictionary<Id<Adjudication>, string> TakenOff { get; private set; } = [];
    /// <summary>Reversals of these claims that wait for what they take back.</summary>
    public WaitingReversals Reversals { get; private set; } = new();
    /// <summary>The latest generation of each answer's decisions.</summary>
    public Dictionary<long, int> Generations { get; private set; } = [];

    /// <summary>Of answers that were posted before, the most that the guarantor ever owed by them, by charge.</summary>
    private Dictionary<(long Answer, long Charge), Money> _owedBefore = [];

    /// <summary>Of reversals that were posted before, their last decision; not where what they took back was replaced since.</summary>
    private readonly Dictionary<long, PostingDecision> _tookBack = [];

    /// <summary>Of the guarantor's money held ahead: a new answer takes it, one that is posted again what it had, and beyond that only for what it never asked for before.</summary>
    public MayTake MayTake(Id<Adjudication> answer, long charge, PostingDecision decision) =>
        !Generations.ContainsKey(answer.Value) ? PaymentPosting.MayTake.All
        : Owed(decision, charge) > _owedBefore.GetValueOrDefault((answer.Value, charge)) ? PaymentPosting.MayTake.WhatIsFree : PaymentPosting.MayTake.WhatItHad;

    private static Money Owed(PostingDecision decision, long charge) => decision.Lines.Where(l => l.Account == Account.GuarantorReceivable && l.ChargeId == charge).Sum(l => l.Amount);

    /// <summary>Whether the answer is not posted now.</summary>
    public bool IsDue(Adjudication answer) => Generations.GetValueOrDefault(answer.Id.Value) % 2 == 0;

    /// <summary>What was decided for an answer that was posted before this chunk; null where it was not.</summary>
    public PostingDecision? DecisionOf(long adjudication) => _posted.GetValueOrDefault(adjudication);

    /// <summary>The claim with the charges that the answered submission billed: a replaced claim's line may stand for another charge now.</summary>
    public ClaimFacts? ClaimOf(Match match)
    {
        var claim = _claims.GetValueOrDefault(match.Claim.Value);
        if (claim is null || match.Submission is not { } id || !_submissions.TryGetValue(id.Value, out var sent) || !_chargesOf.TryGetValue(sent.ClaimVersionId, out var billed)) return claim;
        return claim with { Charges = [.. claim.Charges.Where(c => billed.Contains(c.Id))] };
    }

    /// <summary>What people wrote off or moved of the claims' charges, and nobody took back.</summary>
    public IReadOnlyList<StandingDecision> PeoplesDecisions { get; private set; } = [];

    /// <summary>Why the answer waits behind a reversal that waits; null when it does not.</summary>
    public ExceptionWords? Behind(Adjudication row) => Reversals.Before(row, Check, Remittance, NumbersOf(row), ClaimAnswered(row) is { } claim ? _order.GetValueOrDefault(claim.Value, []) : []);

    private Id<Claim>? ClaimAnswered(Adjudication row) => Matches.TryGetValue(row.Id, out var match) ? match.Claim : Elsewhere.TryGetValue(row.Id, out var sibling) ? sibling.Match.Claim : null;

    private IEnumerable<string> NumbersOf(Adjudication row) =>
        Matches.TryGetValue(row.Id, out var match) ? _submissions.Values.Where(s => s.ClaimId == match.Claim).Select(s => s.PcnFolded).Append(row.PcnFolded) : [row.PcnFolded];

    public void Posted(Adjudication answer, PostingDecision decision, long? submission)
    {
        Reversals.Remove(answer.Id);
        if (decision.Plan is { } plan && _spoken.Add((decision.ClaimId!.Value, plan))) _firstWords.Add(answer.Id.Value);
        var answers = _answers[decision.ClaimId!.Value];
        if (decision is { Kind: DecisionKind.Reversal, Part: { } part } && answers.FindIndex(a => a.AdjudicationId == decision.Of) is >= 0 and var at) answers[at] = answers[at] with { Decision = answers[at].Decision.Without(part) };
        else if (decision.Kind == DecisionKind.Reversal) answers.RemoveAll(a => a.AdjudicationId == decision.Of);
        else answers.Add(new PostedAnswer(answer.Id.Value, answer.PayerControl, answer.Charge, decision) { Adjustments = AdjustmentsOf(_adjustments, answer.Id), Submission = submission });
    }

    /// <summary>Whether the answer is new since the reversal, and not its plan's first word on a claim that went when the reversal was not posted: that knows nothing of it.</summary>
    public bool AnswersAnew(PostingDecisionRow row, long reversal) =>
        (row.Generation == 1 || Place(row, row.FactId) > Place(row, reversal))
        && !(_firstWords.Contains(row.FactId) && row.MatchedSubmissionId is { } sent && _submissions.TryGetValue(sent, out var submission) && !WasPosted(reversal, submission.At));

    /// <summary>Where the answer counts among those of its claim; -1 where it was never posted before this chunk.</summary>
    private int Place(PostingDecisionRow row, long adjudication) => _order.TryGetValue(row.MatchedClaimId!.Value, out var order) ? order.IndexOf(adjudication) : -1;

    /// <summary>Whether the answer was posted before that instant and not unposted by then.</summary>
    private bool WasPosted(long adjudication, Instant then) =>
        _generations.TryGetValue(adjudication, out var all) && all.Where(g => g.At.CompareTo(then) < 0).OrderBy(g => g.Generation).Select(g => g.Generation).LastOrDefault() % 2 == 1;

    /// <summary>The standing answers of payers after this one, where it is its payer's first word to the claim; where it answers anew after it took its answer back, those that came in between.</summary>
    public IEnumerable<long> LaterThan(ClaimFacts claim, PostingDecision decision)
    {
        if (claim.Answers.Count == 0) return [];
        var plans = claim.Coverages.Select(c => c.Plan).ToList();
        if (decision is not { Kind: DecisionKind.Answer, Plan: { } plan } || plans.PlaceOf(plan) is var place && place < 0) return [];
        var isFirst = !_spoken.Contains((claim.ClaimId, plan));
        if (!isFirst && claim.Answers.Any(a => a.Decision.Plan == plan)) return [];
        return claim.Answers.Where(a => a.Decision is { Kind: DecisionKind.Answer, Plan: { } other } && plans.PlaceOf(other) > place && (isFirst || a.Decision.Open.Any(o => o.Kind == OutOfTurn.Kind))).Select(a => a.AdjudicationId);
    }

    public static async Task<ChunkFacts> Load(Tx tx, PayerCheck check, RemittanceRow remittance, IReadOnlyList<Adjudication> answers, CancellationToken cancel, bool hold = true)
    {
        var facts = new ChunkFacts(check, remittance);
        var practice = check.Practice;
        var ids = answers.Select(a => a.Id).ToList();
        facts._lines = (await tx.Db.Set<AdjudicationLine>().AsNoTracking().Where(l => l.Practice == practice && ids.Contains(l.AdjudicationId)).OrderBy(l => l.N).ToListAsync(cancel)).ToLookup(l => l.AdjudicationId);
        facts._adjustments = await Adjusted(tx, practice, ids, cancel);
        facts._takesBack = answers.Any(a => a.ClpStatus == "22");
        facts._remarks = (await tx.Db.Set<Remark>().AsNoTracking().Where(r => r.Practice == practice && ids.Contains(r.AdjudicationId)).OrderBy(r => r.Id).ToListAsync(cancel)).ToLookup(r => r.AdjudicationId);
        (facts.Matches, facts.Elsewhere, facts.Closed, facts.TakenOff, facts._linesSaid) = await Matching.Of(tx, check, answers, facts._lines, cancel);
        var factIds = ids.ConvertAll(i => i.Value);
        facts.Generations = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && factIds.Contains(d.FactId))
            .GroupBy(d => d.FactId).Select(g => new { g.Key, Max = g.Max(d => d.Generation) }).ToDictionaryAsync(g => g.Key, g => g.Max, cancel);
        await facts.LoadClaims(tx, practice, [.. facts.Matches.Values.Select(m => m.Claim).Distinct().Order()], hold, cancel);
        if (facts.Generations.Count > 0) await facts.LoadBefore(tx, practice, cancel);
        if (facts.Elsewhere.Count > 0) await facts.Places(tx, practice, facts.Elsewhere.Values.Select(e => e.Match.Claim).Distinct(), cancel);
        facts.Reversals = await WaitingReversals.Of(tx, practice, [.. facts._submissions.Values.Select(s => s.PcnFolded).Concat(answers.Select(a => a.PcnFolded)).Distinct()], cancel);
        return facts;
    }

    /// <summary>What a person said of the answer's lines.</summary>
    public IReadOnlyList<LineSaid> LinesSaid(Adjudication row) => [.. _linesSaid[row.Id]];

    private async Task LoadBefore(Tx tx, Id<Practice> practice, CancellationToken cancel)
    {
        var again = Generations.Keys.ToList();
        var before = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && again.Contains(d.FactId) && d.Generation % 2 == 1)
            .OrderBy(d => d.Generation).Select(d => new { d.FactId, d.Choices }).ToListAsync(cancel);
        var said = before.ConvertAll(d => (d.FactId, Decision: PostingDecision.FromJson(d.Choices)));
        foreach (var (fact, decision) in said.Where(d => d.Decision is { Kind: DecisionKind.Reversal, Of: not null })) _tookBack[fact] = decision;
        var replaced = await ReplacedAnswers.Among(tx, practice, [.. _tookBack.Values.Select(d => d.Of!.Value).Except(_posted.Keys)], cancel);
        foreach (var (fact, decision) in _tookBack.Where(t => replaced.Contains(t.Value.Of!.Value)).ToList()) _tookBack.Remove(fact);
        _owedBefore = said.SelectMany(d => d.Decision.Lines.Where(l => l.Account == Account.GuarantorReceivable).Select(l => (d.FactId, Charge: l.ChargeId!.Value, d.Decision)))
            .GroupBy(d => (d.FactId, d.Charge)).ToDictionary(g => g.Key, g => g.Max(d => Owed(d.Decision, d.Charge)));
    }

    public AnswerAsSaid AsSaid(Adjudication row) => new(row, [.. _lines[row.Id]], [.. _adjustments[row.Id]], [.. _remarks[row.Id]]);

    /// <summary>One answer beside the claims of the check's practice that it may be for; <paramref name="hold"/> when one of them is about to be chosen.</summary>
    public static async Task<ChunkFacts> Beside(Tx tx, PayerCheck check, RemittanceRow remittance, AnswerAsSaid said, IReadOnlyList<LineSaid> lines, IReadOnlyList<Id<Claim>> claims, bool hold, CancellationToken cancel)
    {
        var facts = new ChunkFacts(check, remittance)
        {
            _lines = said.Lines.ToLookup(l => l.AdjudicationId), _adjustments = said.Adjustments.ToLookup(a => a.AdjudicationId), _remarks = said.Remarks.ToLookup(r => r.AdjudicationId),
            _linesSaid = lines.ToLookup(_ => said.Answer.Id), _takesBack = said.Answer.ClpStatus == "22",
        };
        await facts.LoadClaims(tx, check.Practice, [.. claims], hold, cancel);
        return facts;
    }

    private async Task LoadClaims(Tx tx, Id<Practice> practice, List<Id<Claim>> ids, bool hold, CancellationToken cancel)
    {
        var claims = await tx.Db.Set<Claim>().AsNoTracking().Where(c => c.Practice == practice && ids.Contains(c.Id)).ToListAsync(cancel);
        if (hold) await Roots.HoldClaims(tx, claims.Select(c => c.AccountId.Value), claims.Select(c => c.Id.Value));
        var visitIds = claims.Select(c => c.EncounterId).Distinct().ToList();
        var visits = await tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Practice == practice && visitIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancel);
        foreach (var s in await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && ids.Contains(s.ClaimId)).OrderBy(s => s.Id).ToListAsync(cancel)) _submissions[s.Id.Value] = s;
        var charges = await Charges(tx, practice, claims, cancel);
        var payers = await tx.Db.Set<Payer>().AsNoTracking().Select(p => new { p.Id, p.Kind, p.Name, p.PayerId }).ToListAsync(cancel);
        var coverages = await Coverages(tx, practice, claims, visits, payers.ToDictionary(p => p.Id, p => p.Kind), cancel);
        var released = await Released(tx, practice, ids, cancel);
        var apart = _parties.Where(p => p.Value.Kind == PartyKind.Plan).Select(p => p.Key).ToHashSet();
        var ofSeveral = apart.Count == 0 ? [] : claims.Where(c => coverages[c.Id].Any(p => apart.Contains(p.Id))).Select(c => c.Id).Union(_submissions.Values.Where(s => apart.Contains(s.CoverageId)).Select(s => s.ClaimId)).ToList();
        if (ofSeveral.Count > 0) _plansSent = await PlansSent(tx, practice, ofSeveral, cancel);
        var patientIds = claims.Select(c => c.PatientId).Distinct().ToList();
        var names = await tx.Db.Set<Patient>().AsNoTracking().Where(p => p.Practice == practice && patientIds.Contains(p.Id)).Select(p => new { p.Id, p.NameKey }).ToDictionaryAsync(p => p.Id, p => p.NameKey, cancel);
        var onStatement = _takesBack ? await OnStatement(tx, practice, claims, charges, cancel) : [];
        PeoplesDecisions = await StandingDecisions.Read(tx, practice, [.. charges.Values.SelectMany(c => c).Select(c => new Id<Charge>(c.Id)).Distinct()], cancel);
        var decidedAway = PeoplesDecisions.ToLookup(d => d.Charge.Id.Value, d => new DecidedAway(d.Charge.Id.Value, d.From, d.To, d.Stands));
        var called = payers.ToDictionary(p => p.Id, p => new PayerCalled(p.Name, p.PayerId));
        var sentTo = _submissions.Values.ToLookup(s => s.ClaimId);
        var voided = _submissions.Values.Where(s => s is { Frequency: "8", ReplacesId: not null }).Select(s => s.ReplacesId!.Value.Value).ToHashSet();
        var charged = _takesBack ? await CaptureCharge.Standing(tx, practice, visitIds, cancel) : null;
        await LoadAnswers(tx, practice, ids, cancel);
        foreach (var claim in claims)
        {
            var visit = visits[claim.EncounterId];
            _claims[claim.Id.Value] = new ClaimFacts
            {
                ClaimId = claim.Id.Value, EncounterId = visit.Id.Value, ProviderId = visit.ProviderId.Value, AccountId = claim.AccountId.Value, ServiceDate = visit.Date,
                PatientName = names[claim.PatientId], Called = called, SentTo = [.. sentTo[claim.Id].Select(s => s.PayerId).Distinct()],
                Voided = voided, IsCancelled = _takesBack && !charged!.Contains(visit.Id),
                Asked = _takesBack ? [.. sentTo[claim.Id].Where(s => s.Level != PayerLevel.P && s.Frequency != "8" && !voided.Contains(s.Id.Value)).Select(AskedPlan)] : [],
                OnStatement = onStatement.Contains(claim.Id), DecidedAway = decidedAway.Count == 0 ? [] : [.. charges[claim.Id].DistinctBy(c => c.Id).SelectMany(c => decidedAway[c.Id])],
                Charges = charges[claim.Id], Coverages = coverages[claim.Id], Answers = _answers[claim.Id.Value], Released = [.. released[claim.Id.Value]],
            };
        }
        await LoadBalances(tx, practice, charges.Values.SelectMany(c => c).Select(c => c.Id), cancel);
    }

    private AskedPlan AskedPlan(Submission sent) =>
        new(new Plan(sent.CoverageId.Value, sent.PayerId.Value), _order.GetValueOrDefault(sent.ClaimId.Value, []).Where(answer => WasPosted(answer, sent.At)).ToHashSet());

    /// <summary>The charges by the number of their line in the claim, as its versions sent them; the latest version speaks last.</summary>
    private async Task<Dictionary<Id<Claim>, List<ChargeFacts>>> Charges(Tx tx, Id<Practice> practice, List<Claim> claims, CancellationToken cancel)
    {
        var versions = _submissions.Values.Select(s => s.ClaimVersionId).Distinct().ToList();
        var rows = await (from line in tx.Db.Set<ClaimLine>().AsNoTracking()
                          where line.Practice == practice && versions.Contains(line.ClaimVersionId)
                          join charge in tx.Db.Set<Charge>() on new { line.Practice, Id = line.ChargeId } equals new { charge.Practice, charge.Id }
                          orderby line.ClaimVersionId, line.N
                          select new { line.ClaimVersionId, line.N, charge.Id, charge.Code, charge.Amount, IsVoid = StandingCharges.IsTakenBack(tx.Db.Set<Charge>().Count(v => v.Practice == charge.Practice && v.VoidsChargeId == charge.Id)) }).ToListAsync(cancel);
        _chargesOf = rows.GroupBy(r => r.ClaimVersionId).ToDictionary(g => g.Key, g => g.Select(r => r.Id.Value).ToHashSet());
        var claimOf = _submissions.Values.GroupBy(s => s.ClaimVersionId).ToDictionary(g => g.Key, g => g.First().ClaimId);
        var byClaim = claims.ToDictionary(c => c.Id, _ => new SortedDictionary<(int, long), ChargeFacts>());
        foreach (var row in rows)
            if (byClaim.TryGetValue(claimOf[row.ClaimVersionId], out var mine)) mine[(row.N, row.Id.Value)] = new ChargeFacts(row.Id.Value, row.N, row.Code, row.Amount, row.IsVoid);
        return byClaim.ToDictionary(c => c.Key, c => c.Value.Values.ToList());
    }

    private async Task<Dictionary<Id<Claim>, IReadOnlyList<CoverageInOrder>>> Coverages(Tx tx, Id<Practice> practice, List<Claim> claims, Dictionary<Id<Encounter>, Encounter> visits,
        Dictionary<Id<Payer>, PayerKind> kinds, CancellationToken cancel)
    {
        var patients = claims.Select(c => c.PatientId).Distinct().ToList();
        var rows = (await tx.Db.Set<Coverage>().AsNoTracking().Where(c => c.Practice == practice && patients.Contains(c.PatientId)).ToListAsync(cancel)).ToLookup(c => c.PatientId);
        foreach (var coverage in rows.SelectMany(r => r)) _parties[coverage.Id] = PlanParties.Of(coverage);
        var caseIds = visits.Values.Select(v => v.CaseId).OfType<Id<Case>>().Distinct().ToList();
        var cases = caseIds.Count == 0 ? [] : await tx.Db.Set<Case>().AsNoTracking().Where(c => c.Practice == practice && caseIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        return claims.ToDictionary(c => c.Id, c =>
        {
            var visit = visits[c.EncounterId];
            (Id<Payer>, PayerKind)? ofCase = visit.CaseId is { } injury ? (cases[injury].PayerId, kinds[cases[injury].PayerId]) : null;
            return NextPayer.InOrder(rows[c.PatientId].Select(r => (r, kinds[r.PayerId])), visit.Date, ofCase);
        });
    }

    private static async Task<ILookup<long, ReleasedShare>> Released(Tx tx, Id<Practice> practice, List<Id<Claim>> claims, CancellationToken cancel)
    {
        var rows = await PersonDecisions.Releases(tx, practice, claims, cancel);
        if (rows.Count == 0) return rows.ToLookup(d => d.ClaimId!.Value.Value, _ => new ReleasedShare(0, "", default));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(await tx.Db.Set<Practice>().Where(p => p.Id == practice).Select(p => p.Zone).FirstAsync(cancel));
        return rows.ToLookup(d => d.ClaimId!.Value.Value,
            d => new ReleasedShare(d.ChargeId!.Value.Value, d.Choice, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(d.At.ToDateTimeOffset(), zone).DateTime)));
    }

    private static async Task<HashSet<Id<Claim>>> OnStatement(Tx tx, Id<Practice> practice, List<Claim> claims, Dictionary<Id<Claim>, List<ChargeFacts>> charges, CancellationToken cancel)
    {
        var accounts = claims.Select(c => c.AccountId).Distinct().ToList();
        var asked = (await (from statement in tx.Db.Set<Statement>().AsNoTracking()
                            where statement.Practice == practice && accounts.Contains(statement.AccountId)
                            join line in tx.Db.Set<StatementLine>() on new { statement.Practice, statement.Id } equals new { line.Practice, Id = line.StatementId }
                            select line.ChargeId).Distinct().ToListAsync(cancel)).Select(c => c.Value).ToHashSet();
        return [.. charges.Where(c => c.Value.Exists(charge => asked.Contains(charge.Id))).Select(c => c.Key)];
    }

    private async Task LoadAnswers(Tx tx, Id<Practice> practice, List<Id<Claim>> claims, CancellationToken cancel)
    {
        foreach (var claim in claims) _answers[claim.Value] = [];
        var live = (await Places(tx, practice, claims, cancel)).Select(p => p.Live).OfType<PostingDecisionRow>().Select(d => (d.FactId, Decision: PostingDecision.FromJson(d.Choices), d.MatchedSubmissionId)).ToList();
        foreach (var (fact, decision, _) in live)
        {
            _posted[fact] = decision;
            if (decision is { Kind: DecisionKind.Answer, Plan: { } plan }) _spoken.Add((decision.ClaimId!.Value, plan));
        }
        if (live.Count == 0) return;
        var adjudicationIds = live.ConvertAll(l => new Id<Adjudication>(l.FactId));
        var said = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == practice && adjudicationIds.Contains(a.Id)).Select(a => new { a.Id, a.PayerControl, a.Charge }).ToDictionaryAsync(a => a.Id.Value, cancel);
        var adjusted = _takesBack ? await Adjusted(tx, practice, adjudicationIds, cancel) : null;
        var submissionOf = live.ToDictionary(l => l.FactId, l => l.MatchedSubmissionId);
        foreach (var (fact, decision) in PostingDecision.Standing(live.ConvertAll(l => (l.FactId, l.Decision))))
            _answers[decision.ClaimId!.Value].Add(new PostedAnswer(fact, said[fact].PayerControl, said[fact].Charge, decision) { Adjustments = adjusted is null ? [] : AdjustmentsOf(adjusted, new(fact)), Submission = submissionOf[fact] });
    }

    /// <summary>What was ever posted to these claims, each in its order.</summary>
    private async Task<List<AnswerPlace>> Places(Tx tx, Id<Practice> practice, IEnumerable<Id<Claim>> claims, CancellationToken cancel)
    {
        var ids = claims.Select(c => (long?)c.Value).ToList();
        var rows = await tx.Db.Set<PostingDecisionRow>().AsNoTracking().Where(d => d.Practice == practice && d.FactKind == FactKind.Adjudication && ids.Contains(d.MatchedClaimId)).ToListAsync(cancel);
        var places = rows.GroupBy(d => d.MatchedClaimId!.Value).ToDictionary(g => g.Key, g => PostingOrder.Of(g).ToList());
        foreach (var (claim, order) in places) _order[claim] = order.ConvertAll(p => p.Fact);
        foreach (var answer in rows.GroupBy(d => d.FactId)) _generations[answer.Key] = [.. answer.Select(d => (d.Generation, d.At))];
        return [.. places.Values.SelectMany(p => p)];
    }

    private static async Task<ILookup<Id<Adjudication>, Adjustment>> Adjusted(Tx tx, Id<Practice> practice, List<Id<Adjudication>> answers, CancellationToken cancel) =>
        (await tx.Db.Set<Adjustment>().AsNoTracking().Where(a => a.Practice == practice && answers.Contains(a.AdjudicationId)).OrderBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.AdjudicationId);

    private static IReadOnlyList<AnswerAdjustment> AdjustmentsOf(ILookup<Id<Adjudication>, Adjustment> said, Id<Adjudication> answer) =>
        [.. said[answer].Select(a => new AnswerAdjustment(a.LineN, a.Group, a.Reason, a.Amount))];

    private async Task LoadBalances(Tx tx, Id<Practice> practice, IEnumerable<long> charges, CancellationToken cancel)
    {
        foreach (var open in await OpenBalances.About(tx, practice, [.. charges.Distinct().Select(c => $"charge:{c}")], cancel)) Balances.Add(open.Account, open.Party, open.ChargeId, open.Amount);
    }

    public Answer AnswerOf(Adjudication row, Match match, ClaimFacts claim)
    {
        var payer = PayerOf(row, match, claim);
        var (plan, insurer) = PlanOf(row, match, claim, payer);
        return AnswerOf(row, claim) with { PayerId = payer, CoverageId = plan, Insurer = insurer, Submission = match.Submission?.Value };
    }

    private Answer AnswerOf(Adjudication row, ClaimFacts claim) => new()
    {
        AdjudicationId = row.Id.Value, Status = row.ClpStatus, Charge = row.Charge, Paid = row.Paid, PatientShare = row.PatientResponsibility, PayerControl = row.PayerControl, PayerId = default,
        TookBack = _tookBack.GetValueOrDefault(row.Id.Value) is { } before && before.ClaimId == claim.ClaimId ? before.Of : null,
        CheckParty = CheckParty(Check), CheckId = Check.Id.Value, CheckDate = Check.Date, CrossoverPayer = row.CrossoverPayer, CrossoverPayerId = row.CrossoverPayerId, Source = SourceOf(row),
        Lines = [.. _lines[row.Id].Select(l => new AnswerLine(l.N, l.CodeRaw, l.SubmittedCodeRaw, l.Charge, l.Paid, l.ControlRaw) { Said = _linesSaid[row.Id].FirstOrDefault(s => s.Answer == l.N)?.Claim })],
        Adjustments = AdjustmentsOf(_adjustments, row.Id),
        Remarks = [.. _remarks[row.Id].Select(r => new AnswerRemark(r.LineN, r.Code))],
    };

    public static Party CheckParty(PayerCheck check) => check.PayerId is { } payer ? Party.Payer(payer.Value) : new Party(PartyKind.UnknownPayer, check.Id.Value);

    public string SourceOf(Adjudication row) => Remittance.FileSha256 is { } sha
        ? $"835 {sha[..12]} segments {row.FromSegment}-{row.ToSegment}" : $"EOB of check {Check.Trn02}, claim {row.Ordinal}";

    /// <summary>
    /// Whose coverage answered: the check's payer when it covers the patient; else, for a forwarded claim (which comes back under the number we gave the payer
    /// before), the coverage at the place that CLP02 says; else the one the submission was for.
    /// </summary>
    private Id<Payer> PayerOf(Adjudication row, Match match, ClaimFacts claim)
    {
        if (Check.PayerId is { } payer && claim.Coverages.Any(c => c.PayerId == payer)) return payer;
        var sent = match.Submission is { } id ? _submissions.GetValueOrDefault(id.Value) : null;
        var place = PlaceSaid(row);
        if (place > 0 && sent is not { Level: not PayerLevel.P } && place < claim.Coverages.Count) return claim.Coverages[place].PayerId;
        return sent?.PayerId ?? (claim.Coverages.Count > 0 ? claim.Coverages[0].PayerId : Check.PayerId ?? new Id<Payer>(0));
    }

    /// <summary>
    /// Which of the payer's plans answered where it covers the patient under several: of a forwarded claim the one at the place that CLP02 says, else the one that the submission was for, else the
    /// first that has not answered; and as what it owes. No coverage where the payer has one plan.
    /// </summary>
    private (Id<Coverage>? Plan, Party Insurer) PlanOf(Adjudication row, Match match, ClaimFacts claim, Id<Payer> payer)
    {
        var plans = claim.Coverages.Where(c => c.PayerId == payer).ToList();
        var sent = match.Submission is { } id ? _submissions.GetValueOrDefault(id.Value) : null;
        var billed = sent is not null && sent.PayerId == payer && _parties.TryGetValue(sent.CoverageId, out var party) ? party : (Party?)null;
        if (plans.Count == 0) return (null, billed ?? Party.Payer(payer.Value));
        if (plans.Count == 1 && (billed is null || billed == plans[0].Party)) return (null, plans[0].Party);
        var inOrder = sent is not null && _plansSent.TryGetValue(sent.ClaimVersionId, out var then) ? then : [.. claim.Coverages.Select(c => c.Plan)];
        if (sent is not { Level: not PayerLevel.P } && PlaceSaid(row) is > 0 and var place && place < inOrder.Count && plans.Find(p => p.Id.Value == inOrder[place].CoverageId) is { } other) return (other.Id, other.Party);
        // A plan that went on under another card is the same; one that is not in force any more answers for itself.
        if (billed is { } its) return (plans.Find(p => p.Party == its)?.Id ?? sent!.CoverageId, its);
        var next = plans.Find(p => !claim.Answers.Any(a => a.Decision.Insurer == p.Party)) ?? plans[^1];
        return (next.Id, next.Party);
    }

    /// <summary>The order of payment as the claims that were sent said it: what a payer calls the second is the second of that.</summary>
    private async Task<Dictionary<Id<ClaimVersion>, IReadOnlyList<Plan>>> PlansSent(Tx tx, Id<Practice> practice, List<Id<Claim>> claims, CancellationToken cancel)
    {
        var versions = _submissions.Values.Where(s => claims.Contains(s.ClaimId)).Select(s => s.ClaimVersionId).Distinct().ToList();
        return await tx.Db.Set<ClaimVersion>().AsNoTracking().Where(v => v.Practice == practice && versions.Contains(v.Id)).ToDictionaryAsync(v => v.Id, v => ClaimSnapshot.FromJson(v.Snapshot).Plans, cancel);
    }

    /// <summary>CLP02: at which place of the order of payment the payer paid; 0 is the first.</summary>
    private static int PlaceSaid(Adjudication row) => row.ClpStatus switch { "2" or "20" => 1, "3" or "21" => 2, _ => 0 };
}
