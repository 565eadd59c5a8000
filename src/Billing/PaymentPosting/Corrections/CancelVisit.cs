using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

public sealed record CancelVisitCommand(long Visit, string? Reason);

/// <summary>A visit that was cancelled, and what it did: one sentence for each thing that follows, none where nothing does.</summary>
public sealed record CancelledVisit(string Visit, Money Charged, IReadOnlyList<string> Follows);

/// <summary>That a visit was cancelled, by whom and why. It counts while nothing of it is charged: entered anew, it is history.</summary>
public sealed record VisitCancellation(string Actor, string Reason, Instant At);

/// <summary>
/// Takes back a visit that was charged by mistake: the wrong patient, or it did not happen. Every charge is voided by a negative one (DESIGN law 3). A claim that was never sent is due no more; of
/// one that a payer has the void goes as soon as it is answered (MONEY 1.12). What the guarantor has paid is theirs again; what was written off or moved gives way. To undo it, the visit is
/// corrected: its charges are entered anew. Example: 200.00 charged, 120.00 paid, copay 20.00 paid at the desk: the plan's credit is 120.00 until its reversal, 20.00 are paid ahead.
/// </summary>
public static class CancelVisit
{
    /// <exception cref="BadInputException">There is no such visit, nothing of it is charged, or the reason is missing.</exception>
    public static async Task<CancelledVisit> Run(Tx tx, CancelVisitCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var visit = await tx.Db.Set<Encounter>().FirstOrDefaultAsync(e => e.Id == new Id<Encounter>(command.Visit), cancel)
            ?? throw new BadInputException("visit", $"There is no visit {command.Visit}.", "Look it up on the patient's page.");
        var claim = await tx.Db.Set<Claim>().FirstOrDefaultAsync(c => c.Practice == visit.Practice && c.EncounterId == visit.Id, cancel);
        var standing = await CaptureCharge.Standing(tx, visit.Practice, visit.Id, cancel);
        if (standing.Count == 0) throw new BadInputException("visit", $"Nothing of visit {visit.Key} is charged: it was cancelled already.", "To undo that, correct the visit: enter its charges anew.");
        var paid = await PaidByGuarantor(tx, visit, cancel);
        tx.Add(new PersonDecision
        {
            Practice = visit.Practice, Id = tx.NextId<PersonDecision>(), Kind = PersonDecision.VisitCancelled, AdjudicationId = null, ClaimId = claim?.Id, ChargeId = standing[0].Id, Choice = visit.Key, Reason = reason, Actor = tx.Actor, At = tx.Now,
        });
        await VoidCharge.Run(tx, visit, standing, cancel);
        var follows = claim is null ? [] : await FollowClaim(tx, claim, reason, cancel);
        var free = paid - await PaidByGuarantor(tx, visit, cancel);
        if (free > Money.Zero) follows.Add($"{free.ForPeople()} that the guarantor had paid for it is theirs again: it pays their next debt, or is given back.");
        tx.Subject = $"visit {visit.Id}";
        return new CancelledVisit(visit.Key, standing.Sum(c => c.Amount), follows);
    }

    /// <summary>Every time that the visit was cancelled, oldest first.</summary>
    public static async Task<IReadOnlyList<VisitCancellation>> Of(Tx tx, Encounter visit, CancellationToken cancel = default)
    {
        var charges = await tx.Db.Set<Charge>().Where(c => c.Practice == visit.Practice && c.EncounterId == visit.Id).Select(c => (Id<Charge>?)c.Id).ToListAsync(cancel);
        var rows = await tx.Db.Set<PersonDecision>().AsNoTracking().Where(d => d.Practice == visit.Practice && d.Kind == PersonDecision.VisitCancelled && charges.Contains(d.ChargeId)).ToListAsync(cancel);
        return [.. rows.OrderBy(d => d.At).ThenBy(d => d.Id).Select(d => new VisitCancellation(d.Actor, d.Reason, d.At))];
    }

    /// <summary>What receipts have paid of the visit's charges.</summary>
    private static async Task<Money> PaidByGuarantor(Tx tx, Encounter visit, CancellationToken cancel) =>
        (await (from row in tx.Db.Set<ReceiptApplication>().AsNoTracking()
                join charge in tx.Db.Set<Charge>() on new { row.Practice, Id = row.ChargeId } equals new { charge.Practice, charge.Id }
                where row.Practice == visit.Practice && charge.EncounterId == visit.Id
                select row.Amount).ToListAsync(cancel)).Sum();

    /// <summary>Work about its lines is done with; what is left to do is to take back what payers have of it.</summary>
    private static async Task<List<string>> FollowClaim(Tx tx, Claim claim, string reason, CancellationToken cancel)
    {
        await OpenDenials.Close(tx, claim.Practice, [claim.Id], work => work.AtStake.IsNegative || VoidWork.Is(work) ? null : "cancelled", cancel);
        ClaimEvents.Add(tx, claim, null, ClaimEventKind.NoteAdded, await tx.Today(claim.Practice), $"The visit was cancelled by {tx.Actor}: {reason}");
        await tx.Db.SaveChangesAsync(cancel);
        var follows = new List<string>();
        foreach (var step in (await ClaimsThere.Of(tx, claim, cancel)).Voids())
            follows.Add(step.Hold is null ? $"{step.Words} It is among the claims that are ready to go." : step.Words);
        return follows;
    }
}
