using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Denials;

/// <summary>Which piece of work, and why it ends or comes back.</summary>
public sealed record EndWorkCommand(long Work, string Reason);

/// <summary>
/// A person ends work that no amount of a line hangs on (a job behind a reversal, a coverage to be compared) with a reason, and takes that back. The reason stands in the
/// claim's story. A denied line does not end so, since its money would have no owner, unless the payer covers the patient under another plan: then it is moved there (<see cref="DecideBalance"/>), and that
/// plan is asked for it.
/// </summary>
public static class EndWork
{
    /// <summary>How a job ended that a person ended.</summary>
    public const string ByHand = EndedWork.ByHand;

    /// <summary>Of a claim's open work, what a person may end by a word alone.</summary>
    public static async Task<HashSet<Id<Denial>>> May(Tx tx, Id<Practice> practice, Id<Claim> claim, IReadOnlyCollection<Denial> open, CancellationToken cancel = default)
    {
        var passes = open.All(d => d.ChargeId is null) ? null : await PassesToNextPlan(tx, practice, claim, cancel);
        return [.. open.Where(d => d.ChargeId is null || (d.AdjudicationId == passes?.Answer && !d.AtStake.IsNegative)).Select(d => d.Id)];
    }

    /// <summary>The answer after which another plan of the same payer is to be sent the claim, and was not yet; null where there is none.</summary>
    private static async Task<StandingAnswer?> PassesToNextPlan(Tx tx, Id<Practice> practice, Id<Claim> claim, CancellationToken cancel)
    {
        if ((await StandingAnswers.Of(tx, practice, [claim], cancel))[claim].LastOrDefault() is not { TakesBack: false, Decision.Next: { OwnClaim: true } next } last || next.PayerId != last.Decision.PayerId) return null;
        var plan = new Id<Coverage>(next.CoverageId);
        return await tx.Db.Set<Submission>().AnyAsync(s => s.Practice == practice && s.ClaimId == claim && s.CoverageId == plan, cancel) ? null : last;
    }

    public static async Task<Denial> Run(Tx tx, EndWorkCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var work = await Find(tx, command.Work, "is open", d => OpenDenials.Open(tx).AnyAsync(o => o.Practice == d.Practice && o.Id == d.Id, cancel), cancel);
        if (!(await May(tx, work.Practice, work.ClaimId, [work], cancel)).Contains(work.Id))
            throw new BadInputException("work", $"{work.AtStake} of a line is open with the payer: it does not end by a word.", "Correct the claim, appeal, write the amount off or move it; then it ends by itself.");
        if (work.ChargeId is { } charge) return await AskNextPlan(tx, work, charge, reason, cancel);
        await OpenDenials.Close(tx, work.Practice, [work.ClaimId], d => d.Id == work.Id ? ByHand : null, cancel);
        await Tell(tx, work, $"Ended by {tx.Actor}: {work.SuggestedAction} Because: {reason}", cancel);
        return work;
    }

    private static async Task<Denial> AskNextPlan(Tx tx, Denial work, Id<Charge> charge, string reason, CancellationToken cancel)
    {
        var answer = (await PassesToNextPlan(tx, work.Practice, work.ClaimId, cancel))!.Decision;
        var left = (await OpenWork.Of(tx, OpenDenials.Open(tx).Where(d => d.Practice == work.Practice && d.Id == work.Id), cancel)).Sum(w => w.AtStake);
        if (left <= Money.Zero) throw new BadInputException("work", "Nothing of it is left with the plan.", "It was paid, written off or moved since.");
        await DecideBalance.Transfer(tx, new(charge.Value, answer.Insurer!.Value, answer.Next!.Party, left, "nextPlan", reason), cancel);
        await OpenDenials.Close(tx, work.Practice, [work.ClaimId], d => d.Id == work.Id ? "moved" : null, cancel);
        return work;
    }

    /// <summary>The work stands again, under a number of its own.</summary>
    public static async Task<Denial> TakeBack(Tx tx, EndWorkCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var work = await Find(tx, command.Work, "was ended by hand", async d => (await Ended(tx, d.Practice, d.ClaimId, cancel)).Exists(e => e.Id == d.Id), cancel);
        if (await LiveFacts.Generation(tx, work.Practice, FactKind.Adjudication, work.AdjudicationId.Value) % 2 == 0)
            throw new BadInputException("work", "The answer that asked for it is unposted.", "Post it again; then the work stands again by itself.");
        var again = await OpenDenials.Again(tx, work, work.AtStake, work.OpenedOn, cancel);
        await Tell(tx, work, $"To be done after all: {work.SuggestedAction} Because: {reason}", cancel);
        return again;
    }

    /// <summary>Work of a claim that people ended and that nobody has taken up again. Of work that was ended, taken up and ended once more, the last.</summary>
    public static Task<List<Denial>> Ended(Tx tx, Id<Practice> practice, Id<Claim> claim, CancellationToken cancel = default) =>
        EndedWork.Of(tx, practice, tx.Db.Set<Denial>().Where(d => d.Practice == practice && d.ClaimId == claim), cancel);

    /// <summary>The same of answers, whichever claims they were put to.</summary>
    public static async Task<List<Denial>> Ended(Tx tx, Id<Practice> practice, IReadOnlyCollection<Id<Adjudication>> answers, CancellationToken cancel) =>
        answers.Count == 0 ? [] : await EndedWork.Of(tx, practice, tx.Db.Set<Denial>().Where(d => d.Practice == practice && answers.Contains(d.AdjudicationId)), cancel);

    private static async Task<Denial> Find(Tx tx, long number, string state, Func<Denial, Task<bool>> stands, CancellationToken cancel)
    {
        var id = new Id<Denial>(number);
        return await tx.Db.Set<Denial>().AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, cancel) is { } work && await stands(work) ? work
            : throw new BadInputException("work", $"No work {number} {state}.", "`denials list` shows the numbers; a claim's page shows what was ended.");
    }

    private static async Task Tell(Tx tx, Denial work, string words, CancellationToken cancel)
    {
        var claim = await tx.Db.Set<Claim>().FirstAsync(c => c.Practice == work.Practice && c.Id == work.ClaimId, cancel);
        ClaimEvents.Add(tx, claim, work.SubmissionId, ClaimEventKind.DenialWorked, await tx.Today(work.Practice), words);
        tx.Subject = $"work {work.Id}";
    }
}
