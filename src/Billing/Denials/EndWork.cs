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
/// claim's story. A denied line does not end so: its money would have no owner.
/// </summary>
public static class EndWork
{
    /// <summary>How a job ended that a person ended.</summary>
    public const string ByHand = "byHand";

    /// <summary>Whether a person may end it by a word alone.</summary>
    public static bool May(Denial work) => work.ChargeId is null;

    public static async Task<Denial> Run(Tx tx, EndWorkCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var work = await Find(tx, OpenDenials.Open(tx), command.Work, "is open", cancel);
        if (!May(work))
            throw new BadInputException("work", $"{work.AtStake} of a line is open with the payer: it does not end by a word.", "Correct the claim, appeal, write the amount off or move it; then it ends by itself.");
        await OpenDenials.Close(tx, work.Practice, [work.ClaimId], d => d.Id == work.Id ? ByHand : null, cancel);
        await Tell(tx, work, $"Ended by {tx.Actor}: {work.SuggestedAction} Because: {reason}", cancel);
        return work;
    }

    /// <summary>The work stands again, under a number of its own.</summary>
    public static async Task<Denial> TakeBack(Tx tx, EndWorkCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var work = await Find(tx, Ended(tx), command.Work, "was ended by hand", cancel);
        if (await LiveFacts.Generation(tx, work.Practice, FactKind.Adjudication, work.AdjudicationId.Value) % 2 == 0)
            throw new BadInputException("work", "The answer that asked for it is unposted.", "Post it again; then the work stands again by itself.");
        var again = await OpenDenials.Again(tx, work, work.AtStake, work.OpenedOn, cancel);
        await Tell(tx, work, $"To be done after all: {work.SuggestedAction} Because: {reason}", cancel);
        return again;
    }

    /// <summary>Work that people ended and that nobody has taken up again.</summary>
    public static IQueryable<Denial> Ended(Tx tx) => tx.Db.Set<Denial>().AsNoTracking()
        .Where(d => tx.Db.Set<DenialClosed>().Any(c => c.Practice == d.Practice && c.DenialId == d.Id && c.How == ByHand)
            && !tx.Db.Set<Denial>().Any(n => n.Practice == d.Practice && n.ClaimId == d.ClaimId && n.AdjudicationId == d.AdjudicationId && n.Codes == d.Codes && n.Reason == d.Reason && n.Id != d.Id
                && !tx.Db.Set<DenialClosed>().Any(c => c.Practice == n.Practice && c.DenialId == n.Id)));

    private static async Task<Denial> Find(Tx tx, IQueryable<Denial> among, long number, string state, CancellationToken cancel)
    {
        var id = new Id<Denial>(number);
        return await among.FirstOrDefaultAsync(d => d.Id == id, cancel) ?? throw new BadInputException("work", $"No work {number} {state}.", "`denials list` shows the numbers; a claim's page shows what was ended.");
    }

    private static async Task Tell(Tx tx, Denial work, string words, CancellationToken cancel)
    {
        var claim = await tx.Db.Set<Claim>().FirstAsync(c => c.Practice == work.Practice && c.Id == work.ClaimId, cancel);
        ClaimEvents.Add(tx, claim, work.SubmissionId, ClaimEventKind.DenialWorked, await tx.Today(work.Practice), words);
        tx.Subject = $"work {work.Id}";
    }
}
