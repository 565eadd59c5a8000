using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Reads off the record what became of a check: never remembered, always counted.</summary>
internal static class RemitOutcome
{
    public const int ReasonsShown = 20;

    public static async Task<RemitLine> Of(Tx tx, string? file, RunPlan plan, bool acted, CancellationToken cancel)
    {
        var (practice, remittanceId) = (new Id<Practice>(plan.Practice), new Id<RemittanceRow>(plan.Remittance));
        var remittance = await tx.Db.Set<RemittanceRow>().AsNoTracking().FirstAsync(r => r.Practice == practice && r.Id == remittanceId, cancel);
        var check = await tx.Db.Set<PayerCheck>().AsNoTracking().FirstAsync(c => c.Practice == practice && c.Id == remittance.CheckId, cancel);
        var posted = (int)await LiveFacts.Posted(tx, practice, remittanceId);
        var waiting = remittance.Claims - posted;
        var reasons = await Exceptions.Open(tx).Where(e => e.Practice == practice && e.RemittanceId == remittanceId).OrderBy(e => e.Id).Select(e => e.Reason).Take(ReasonsShown).ToListAsync(cancel);
        // The parts of a check balance together, none by itself.
        var whole = await CheckDetail.Of(tx, practice, check.Id, cancel);
        var difference = whole.IsPlain || !whole.Posted.Contains(remittanceId) ? remittance.Difference : whole.DifferenceOf(whole.Posted);
        var payer = check.PayerId is { } id ? await tx.Db.Set<Payer>().Where(p => p.Id == id).Select(p => p.Key).FirstAsync(cancel) : check.Trn03;
        var outcome = !acted ? "duplicate" : waiting == 0 && reasons.Count == 0 && difference.IsZero ? "posted" : posted == 0 && waiting > 0 ? "exception" : "partly";
        var key = await tx.Db.Set<Practice>().Where(p => p.Id == practice).Select(p => p.Key).FirstAsync(cancel);
        return new RemitLine(file, check.Trn02, payer, key, outcome, remittance.Claims, posted, waiting, check.Amount, difference, reasons);
    }
}
