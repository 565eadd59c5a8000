using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A claim that went to another plan than is to be asked first, as where the order of plans was wrong, is corrected: the visit is charged anew to the right one. What the wrong one has answered, or answers
/// yet, is then about charges that are void (<see cref="DecideWithoutVoid"/>): what it paid is its credit until it takes that back, and nothing of it is asked of the next plan or the guarantor. So the files
/// of both may come in any order (MONEY 1.5, DESIGN law 3).
/// Example: the plan thought first paid 90.00 of 200.00 and left 40.00; applied, the right one owes 200.00 and the wrong one has a credit of 90.00; the right one pays 100.00 and leaves 40.00: the wrong one, which is second,
/// owes 40.00, and once its reversal is posted has no credit.
/// </summary>
internal static class AskOtherPlan
{
    /// <summary>Nothing is written where the visit stands with who is to be asked first, or nobody is.</summary>
    public static async Task Run(Tx tx, Claim claim, CancellationToken cancel)
    {
        var visit = await tx.Db.Set<Encounter>().AsNoTracking().FirstAsync(e => e.Practice == claim.Practice && e.Id == claim.EncounterId, cancel);
        if (await Of(tx, visit, await LastToFirst(tx, claim, cancel), await BuildClaim.Now(tx, visit, cancel), cancel) is not { } elsewhere) return;
        await RedecideAnswers.Live(tx, visit.Practice, claim.Id, hold: true, cancel);
        await ChargeAnew.Run(tx, elsewhere, cancel);
        await tx.Db.SaveChangesAsync(cancel);
        var all = await RedecideAnswers.Live(tx, visit.Practice, claim.Id, hold: false, cancel);
        // What was taken back says the same of the void charges, so that it does when its reversal is unposted.
        if (all.Exists(a => a.Decision.Kind == DecisionKind.Reversal)) await RedecideAnswers.Run(tx, visit.Practice, all, "the visit is charged to another plan", "decidedAgain", cancel);
        // The claims that are ready to go are the one thing to be done; once they went, the money that is to come back (MoneyToComeBack).
        await OpenDenials.Close(tx, visit.Practice, [claim.Id], work => PayerOrderWork.Is(work) || work is { ChargeId: not null, AtStake.IsNegative: true } ? "applied" : null, cancel);
    }

    /// <summary>What is to be charged anew: all of it where the claim went to another plan, else what such a correction, never sent, had charged to one. Null where nothing is, or no plan is in force.</summary>
    /// <param name="sent">The latest claim to a first payer.</param>
    public static async Task<ChargedElsewhere?> Of(Tx tx, Encounter visit, Submission? sent, ClaimSnapshot? now, CancellationToken cancel)
    {
        if (sent is null || now is null) return null;
        var first = await First(tx, visit, now, cancel);
        var plan = sent.CoverageId.Value == 0 ? null : await tx.Db.Set<Coverage>().AsNoTracking().FirstOrDefaultAsync(c => c.Practice == visit.Practice && c.Id == sent.CoverageId, cancel);
        var standing = await CaptureCharge.Standing(tx, visit.Practice, visit.Id, cancel);
        if ((plan is null ? Party.Payer(sent.PayerId.Value) : PlanParties.Of(plan)) != first) return new ChargedElsewhere(visit, first, standing.ConvertAll(c => c.Id));
        var billed = await tx.Db.Set<ClaimLine>().Where(l => l.Practice == visit.Practice && l.ClaimVersionId == sent.ClaimVersionId).Select(l => l.ChargeId).ToListAsync(cancel);
        var elsewhere = new List<Id<Charge>>();
        foreach (var charge in standing.Where(c => !c.Amount.IsZero && !billed.Contains(c.Id)))
            if (await VoidCharge.Debtor(tx, charge, cancel) != first) elsewhere.Add(charge.Id);
        return elsewhere.Count == 0 ? null : new ChargedElsewhere(visit, first, elsewhere);
    }

    /// <summary>The case's payer, else the first plan in force, else the guarantor.</summary>
    public static async Task<Party> First(Tx tx, Encounter visit, ClaimSnapshot? now, CancellationToken cancel) => visit.CaseId is { } injury
        ? Party.Payer((await tx.Db.Set<Case>().Where(c => c.Practice == visit.Practice && c.Id == injury).Select(c => c.PayerId).FirstAsync(cancel)).Value)
        : now is { Coverages: [var first, ..] } ? (await PlanParties.Of(tx, visit.Practice, [new(first.CoverageId)], cancel))[new(first.CoverageId)] : Party.Guarantor(visit.AccountId.Value);

    private static Task<Submission?> LastToFirst(Tx tx, Claim claim, CancellationToken cancel) => tx.Db.Set<Submission>().AsNoTracking()
        .Where(s => s.Practice == claim.Practice && s.ClaimId == claim.Id && s.Level == PayerLevel.P && s.Frequency != "8").OrderByDescending(s => s.Id).FirstOrDefaultAsync(cancel);
}
