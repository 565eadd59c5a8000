using CleanClaim.Billing.Access;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Visits to which a correction of the record is applied, by id, and why.</summary>
public sealed record ApplyCommand(IReadOnlyList<long> Visits, string? Reason);

/// <summary>What became of one visit: a new version of its claim waits to be sent, and what of its debt was moved.</summary>
public sealed record AppliedCorrection(string Visit, bool ClaimBuilt, Money Moved);

/// <summary>
/// Applies a correction of master data to open claims that a person chose (MONEY 1.10): the claim is built anew and goes by the payer's path of correction with
/// the next sending, and a debt that nobody has answered yet goes to the party that is to be asked first. What was sent stays as it was sent.
/// </summary>
public static class ApplyCorrection
{
    /// <exception cref="BadInputException">No visit or reason is named, or one of the visits has nothing to apply.</exception>
    public static async Task<List<AppliedCorrection>> Run(Tx tx, ApplyCommand command, CancellationToken cancel = default)
    {
        if (command.Visits.Count == 0) throw new BadInputException("visits", "No claim is chosen.", "Tick the claims to correct, or leave them as they are.");
        var reason = PersonDecisions.Reason(command.Reason);
        var applied = new List<AppliedCorrection>();
        foreach (var visit in command.Visits.Distinct()) applied.Add(await One(tx, new Id<Encounter>(visit), reason, cancel));
        tx.Subject = $"correction of {applied.Count} visits";
        return applied;
    }

    private static async Task<AppliedCorrection> One(Tx tx, Id<Encounter> id, string reason, CancellationToken cancel)
    {
        var visit = await tx.Db.Set<Encounter>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, cancel)
            ?? throw new BadInputException("visits", $"There is no visit {id}.", "Take it from the list of claims that differ.");
        var differs = await ClaimsThatDiffer.Of(tx, visit, cancel) ?? throw new BadInputException("visits", $"The claim of visit {visit.Key} says what the record says.", "Leave it out.");
        if (differs.Hold is { } hold) throw new BadInputException("visits", hold, "Leave this visit out.");
        if (differs.Moves.Count > 0 && !Rights.Allows(tx.Scope.Role, Right.WriteOff)) throw new NotAllowedException(tx.Actor, Right.WriteOff);
        if (differs.Follows.Count > 0) await CorrectClaim.Run(tx, differs.Pcn!, reason, cancel);
        // Of a claim that went to another plan the debt is charged anew with it (AskOtherPlan).
        foreach (var debt in differs.ToOtherPlan ? [] : differs.Moves)
            await VisitBalance.Transfer(tx, new VisitTransfer(new VisitDebt(visit.Id.Value, debt.From, null, null), debt.To, debt.Reason, reason), cancel);
        await tx.Db.SaveChangesAsync(cancel);
        return new AppliedCorrection(visit.Key, differs.Follows.Count > 0, differs.Moves.Sum(m => m.Amount));
    }
}
