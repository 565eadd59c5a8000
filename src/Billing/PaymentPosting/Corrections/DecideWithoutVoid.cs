using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A charge that payers have answered and that is void now owes nothing: no discount is taken off it, no share of it is the guarantor's or the next plan's, and what was paid for it is the payer's
/// credit. So the answers are decided again, as posting them now would (DESIGN law 3: the book is a projection of charges and answers).
/// Example: 55.00 charged, 40.00 paid, CO-45 10.00, PR-3 5.00 paid by the guarantor; void: the plan's credit is 40.00, and the 5.00 are the guarantor's again.
/// </summary>
internal static class DecideWithoutVoid
{
    /// <summary>The checks of the answers are held before the visit's account is (<see cref="Roots"/>).</summary>
    public static async Task Hold(Tx tx, Encounter visit, IReadOnlyList<ChargeFact> facts, CancellationToken cancel)
    {
        if (facts.All(f => f.ChargeId == f.About) || await ClaimOf(tx, visit, cancel) is not { } claim) return;
        await RedecideAnswers.Live(tx, visit.Practice, claim.Id, hold: true, cancel);
    }

    /// <param name="gone">Charges that are void now, their voids booked.</param>
    /// <param name="back">Charges that were void and stand again (<see cref="PutBackCharge"/>).</param>
    public static async Task Run(Tx tx, Encounter visit, IReadOnlyCollection<Id<Charge>> gone, IReadOnlyCollection<Id<Charge>> back, CancellationToken cancel)
    {
        if (gone.Count + back.Count == 0 || await ClaimOf(tx, visit, cancel) is not { } claim) return;
        // What no payer has answered is at zero by its void.
        if (back.Count == 0 && !(await OpenBalances.About(tx, visit.Practice, [.. gone.Select(c => $"charge:{c}")], cancel)).Exists(b => b.Account == Account.PayerReceivable && b.Amount.IsNegative)) return;
        var answers = (await RedecideAnswers.Live(tx, visit.Practice, claim.Id, hold: false, cancel)).Standing();
        if (answers.Count == 0 || await RehearseAnswers.Run(tx, answers, cancel) is not RehearsedAnswers.Differs) return;
        // A denied line that was corrected is work until its corrected claim has gone (OpenWork).
        var today = await RedecideAnswers.Run(tx, visit.Practice, answers, back.Count > 0 ? "a charge of the visit stands again" : "a charge of the visit is void", "decidedAgain", cancel,
            stays: work => work is { ChargeId: { } charge, AtStake.IsNegative: false } && gone.Contains(charge));
        await PostRemittance.Review(tx, visit.Practice, [claim.Id], today, cancel);
        var credits = (await OpenBalances.About(tx, visit.Practice, [.. gone.Select(c => $"charge:{c}")], cancel)).Where(b => b.Account == Account.PayerReceivable && b.Amount.IsNegative).ToList();
        ClaimEvents.Add(tx, claim, null, ClaimEventKind.NoteAdded, today, $"The visit was corrected after payers had answered. {(back.Count > 0 ? "What says again what was billed has its answers again. " : "")}{(gone.Count == 0 ? "" : credits.Count == 0 ? "Nothing was paid for what is void now." : $"{-credits.Sum(b => b.Amount)} was paid for what is void now: it stands as a credit until the corrected claim, or the void, is answered.")}");
    }

    private static Task<Claim?> ClaimOf(Tx tx, Encounter visit, CancellationToken cancel) =>
        tx.Db.Set<Claim>().FirstOrDefaultAsync(c => c.Practice == visit.Practice && c.EncounterId == visit.Id, cancel);
}
