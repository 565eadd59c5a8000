using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Charges;

/// <summary>
/// A slip of the hand that is put right: a line that says again what was billed is the charge that was billed, not another one, so that what payers have answered counts for it as before and no corrected
/// claim asks for what was answered already. Example: 180.00 billed and answered, corrected to 200.00 and back: the visit stands as it did.
/// </summary>
internal static class PutBackCharge
{
    /// <summary>Void charges of the visit that its payers have a claim for: the first payer's latest claim names them, nothing was taken back from a payer, and the same party is to be asked.</summary>
    public static async Task<List<Charge>> Billed(Tx tx, Encounter visit, IReadOnlyList<Charge> standing, Party debtor, CancellationToken cancel)
    {
        var sent = await (from claim in tx.Db.Set<Claim>()
                          join submission in tx.Db.Set<Submission>() on new { claim.Practice, ClaimId = claim.Id } equals new { submission.Practice, submission.ClaimId }
                          where claim.Practice == visit.Practice && claim.EncounterId == visit.Id
                          orderby submission.Id
                          select new { submission.Level, submission.Frequency, submission.ClaimVersionId }).ToListAsync(cancel);
        if (sent.Exists(s => s.Frequency == "8") || sent.FindLast(s => s.Level == PayerLevel.P) is not { } latest) return [];
        var charges = await (from line in tx.Db.Set<ClaimLine>().AsNoTracking()
                             where line.Practice == visit.Practice && line.ClaimVersionId == latest.ClaimVersionId
                             join charge in tx.Db.Set<Charge>() on new { line.Practice, Id = line.ChargeId } equals new { charge.Practice, charge.Id }
                             select charge).ToListAsync(cancel);
        var billed = new List<Charge>();
        foreach (var charge in charges.Where(c => !standing.Any(s => s.Id == c.Id)))
            if (charge.Amount.IsZero || await VoidCharge.Debtor(tx, charge, cancel) == debtor) billed.Add(charge);
        return billed;
    }

    public static ChargeFact Add(Tx tx, Encounter visit, Charge charge, Party debtor)
    {
        var id = tx.NextId<Charge>();
        tx.Add(new Charge
        {
            Practice = charge.Practice, Id = id, EncounterId = charge.EncounterId, Line = charge.Line, Code = charge.Code, Modifiers = charge.Modifiers, Units = charge.Units,
            Amount = charge.Amount, Expected = charge.Expected, Pointers = charge.Pointers, Minutes = charge.Minutes, VoidsChargeId = charge.Id,
        });
        return CaptureCharge.Fact(visit, charge, debtor) with { ChargeId = id.Value, PutsBack = true };
    }
}
