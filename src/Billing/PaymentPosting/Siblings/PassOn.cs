using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What became of an answer for a sibling practice's claim: posted in the sibling's book, or it waits with the payee.</summary>
internal abstract record PassOutcome
{
    private PassOutcome() { }
    public sealed record Passed(Match Match, PostingDecision Decision) : PassOutcome;
    public sealed record Waits(ExceptionWords Words) : PassOutcome;
}

/// <summary>
/// A check belongs to the practice that it was paid to. What of it is for a sibling practice's claim posts in the sibling's book in the same transaction, as a check
/// of its own (<see cref="PassedCheck"/>): the payee owes the sibling the money, the sibling has it due from the payee, and each book balances by itself (MONEY 2). In the sibling's book the answer is one
/// like any other: denials, the next payer, the guarantor's debt arise there. A doubt leaves the answer waiting with the payee.
/// </summary>
internal static class PassOn
{
    /// <summary>Passes on what of a chunk is for claims of siblings, answer after answer, so that a correction finds the reversal before it.</summary>
    public static async Task<Dictionary<Id<Adjudication>, PassOutcome>> Answers(Tx tx, PostingRun run, ChunkFacts facts, IReadOnlyList<Adjudication> answers, CancellationToken cancel)
    {
        var outcomes = new Dictionary<Id<Adjudication>, PassOutcome>();
        foreach (var answer in answers.Where(a => a.DifferenceAt is null && facts.IsDue(a)))
            if (facts.Closed.TryGetValue(answer.Id, out var owner)) outcomes[answer.Id] = new PassOutcome.Waits(await NoRights(tx, facts.Check, answer, owner, cancel));
            else if (facts.Elsewhere.TryGetValue(answer.Id, out var sibling)) outcomes[answer.Id] = await Answer(tx, run, facts, answer, sibling, cancel);
        return outcomes;
    }

    private static async Task<PassOutcome> Answer(Tx tx, PostingRun run, ChunkFacts facts, Adjudication answer, SiblingMatch sibling, CancellationToken cancel)
    {
        var check = facts.Check;
        var passed = RecordPassed.CheckOf(tx, check, sibling.Practice.Id, answer.Id.Value, answer.Paid);
        if (await Doubt(tx, facts, passed, answer, sibling, hold: true, cancel) is { } doubt)
        {
            if (doubt.Kind == ExceptionKind.ReversalOfNothing && answer.ClpStatus == "22") facts.Reversals.Add(answer, check, facts.Remittance);
            return new PassOutcome.Waits(doubt);
        }
        if (run.Kind == RunKind.Held) return new PassOutcome.Waits(ChunkPosting.Held);
        var (remittance, recorded) = await RecordPassed.OfAnswer(tx, passed, facts.Remittance, facts.AsSaid(answer), cancel);
        // Nobody said anything there of what was recorded this moment.
        if (!recorded || sibling.Match.How == Match.Person) await SayInTheSibling(tx, check, answer, facts.LinesSaid(answer), remittance, sibling.Match, cancel);
        await Post(tx, remittance, cancel);
        facts.Reversals.Remove(answer.Id);
        // How it was found stays with the decision; what it was found in is the sibling's.
        return new PassOutcome.Passed(sibling.Match with { Submission = null }, Decision(check, facts.SourceOf(answer), sibling.Practice.Id, remittance, answer.Paid));
    }

    /// <summary>
    /// Passes on the provider adjustments of a remittance that name claims of one sibling, all in one check: a recovery and the refund that crossed it meet there. The decisions are in the
    /// order of the adjustments.
    /// </summary>
    public static async Task<List<PostingDecision>> Adjustments(Tx tx, PayerCheck check, RemittanceRow of, Id<Practice> sibling, IReadOnlyList<ProviderAdjustment> adjustments, CancellationToken cancel)
    {
        var passed = RecordPassed.CheckOf(tx, check, sibling, of.Id.Value, -adjustments.Sum(a => a.Amount));
        var remittance = await RecordPassed.OfAdjustments(tx, passed, of, adjustments, cancel);
        await Post(tx, remittance, cancel);
        return [.. adjustments.Select(a => Decision(check, $"check {check.Trn02} PLB {a.Reason} {a.ReferenceRaw}", sibling, remittance, -a.Amount))];
    }

    /// <summary>Takes back what was passed on: the sibling's check is unposted whole, in the same transaction.</summary>
    /// <exception cref="BadInputException">The actor has no rights in the sibling's book.</exception>
    public static async Task TakeBack(Tx tx, PayerCheck check, PassedOn passed, CancellationToken cancel)
    {
        var (practice, theirs) = (new Id<Practice>(passed.Practice), new Id<PayerCheck>(passed.Check));
        if (!Siblings.May(tx, practice))
            throw await NeedsRights(tx, check, [await tx.Db.Set<Practice>().AsNoTracking().FirstAsync(p => p.Id == practice, cancel)], cancel);
        await Roots.HoldCheck(tx, theirs);
        if (!await LiveFacts.IsLive(tx, practice, theirs, cancel)) return; // it went with another one of the same check
        var remittance = await tx.Db.Set<RemittanceRow>().AsNoTracking().FirstAsync(r => r.Practice == practice && r.Id == new Id<RemittanceRow>(passed.Remittance), cancel);
        var plan = await UnpostRemittance.Start(tx, remittance, cancel);
        for (var n = 1; !(await UnpostRemittance.Run(tx, practice, new(plan.Run!.Value), n, cancel)).Last; n++) { }
    }

    /// <exception cref="BadInputException">Part of the check is in the book of a practice where the actor has no rights.</exception>
    public static async Task MayTakeBack(Tx tx, PayerCheck check, CancellationToken cancel)
    {
        if (tx.Scope.Practices is null || PassedCheck.Of(check) is not null) return;
        if (await (await Siblings.Of(tx, check.Practice, cancel)).WithSomeOf(tx, check) is { Count: > 0 } closed) throw await NeedsRights(tx, check, closed, cancel);
    }

    /// <summary>Whether the sibling's book would take the answer now.</summary>
    public static async Task<bool> WouldPost(Tx tx, ChunkFacts facts, Adjudication row, SiblingMatch sibling, CancellationToken cancel) =>
        await Doubt(tx, facts, RecordPassed.CheckOf(tx, facts.Check, sibling.Practice.Id, row.Id.Value, row.Paid), row, sibling, hold: false, cancel) is null;

    /// <summary>What the sibling's own posting would say, asked before anything of it is written.</summary>
    private static async Task<ExceptionWords?> Doubt(Tx tx, ChunkFacts facts, PayerCheck passed, Adjudication row, SiblingMatch sibling, bool hold, CancellationToken cancel)
    {
        if (facts.Behind(row) is { } behind) return behind;
        var there = await ChunkFacts.Beside(tx, passed, facts.Remittance, facts.AsSaid(row), facts.LinesSaid(row), [sibling.Match.Claim], hold, cancel);
        var claim = there.ClaimOf(sibling.Match)!;
        var answer = there.AnswerOf(row, sibling.Match, claim);
        if (ChunkPosting.Doubt(there, row, sibling.Match, claim, answer, sibling.Practice.Name) is { } doubt) return doubt;
        return Decide.Of(claim, answer, there.Balances) is DecideOutcome.Waits waits
            ? new(waits.Kind, $"A claim of {sibling.Practice.Name}, another practice of ours. {waits.Why}", waits.NextStep) : null;
    }

    /// <summary>A person's word on the answer counts in the sibling's book too, where the number alone would lead nowhere; and no longer than it does here.</summary>
    private static async Task SayInTheSibling(Tx tx, PayerCheck check, Adjudication answer, IReadOnlyList<LineSaid> lines, RemittanceRow remittance, Match match, CancellationToken cancel)
    {
        var practice = remittance.Practice;
        var there = await tx.Db.Set<Adjudication>().AsNoTracking().Where(a => a.Practice == practice && a.RemittanceId == remittance.Id).Select(a => a.Id).FirstAsync(cancel);
        var said = (await PersonDecisions.Matches(tx, check.Practice, [answer.Id], cancel)).LastOrDefault();
        var about = await PersonDecisions.About(tx, practice, [there], cancel);
        var counting = PersonDecision.Counting(about, PersonDecisions.Match);
        bool Says(PersonDecision old) => old.ClaimId == match.Claim && LineSaid.Counting(about)[there].SequenceEqual(lines);
        foreach (var old in counting.Where(c => said is null || !Says(c))) PersonDecisions.TakeOff(tx, old, about, "it was taken back where the check was paid to");
        if (said is not null && !counting.Exists(Says)) PersonDecisions.PutTo(tx, practice, there, match.Claim, said.Choice, lines, said.Reason, said.Actor);
    }

    private static async Task Post(Tx tx, RemittanceRow remittance, CancellationToken cancel)
    {
        await tx.Db.SaveChangesAsync(cancel);
        await PostRemittance.All(tx, await PostingRuns.BeginPosting(tx, remittance.Practice, remittance.Id, retry: false, cancel), cancel);
    }

    private static PostingDecision Decision(PayerCheck check, string source, Id<Practice> sibling, RemittanceRow remittance, Money amount)
    {
        var party = ChunkFacts.CheckParty(check);
        return new PostingDecision
        {
            Kind = DecisionKind.PassedOn, HappenedOn = check.Date, Source = source, CheckId = check.Id.Value, PayerId = check.PayerId?.Value,
            PassedOn = new PassedOn(sibling.Value, remittance.CheckId.Value, remittance.Id.Value),
            Lines = [new(Account.RemittanceClearing, party.Kind, party.Id, amount.Cents), new(Account.DueTo, PartyKind.Practice, sibling.Value, -amount.Cents)],
        };
    }

    private static async Task<ExceptionWords> NoRights(Tx tx, PayerCheck check, Adjudication answer, Practice owner, CancellationToken cancel) => new(ExceptionKind.OtherPractice,
        $"The number {answer.PcnRaw} is a claim of {owner.Name}, another practice of ours, where {tx.Actor} has no rights.",
        $"Have it tried again by somebody with rights for both practices: {await Siblings.WhoMay(tx, Right.Post, [check.Practice, owner.Id], cancel)}.");

    private static async Task<BadInputException> NeedsRights(Tx tx, PayerCheck check, IReadOnlyList<Practice> owners, CancellationToken cancel) => new("practice",
        $"Part of check {check.Trn02} is in the book of {string.Join(" and ", owners.Select(o => o.Name))}, where {tx.Actor} has no rights.",
        $"Have it done by somebody with rights for all of it: {await Siblings.WhoMay(tx, Right.Unpost, [check.Practice, .. owners.Select(o => o.Id)], cancel)}.");
}
