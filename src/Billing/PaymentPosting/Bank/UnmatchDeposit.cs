using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <param name="Deposit">The bank's line, as `bank list` numbers it.</param>
public sealed record UnmatchDepositCommand(long Deposit, string Reason);

/// <summary>
/// Takes the match of a bank line back. The bank's money is a fact and stays in cash, as nobody's; the check or the receipts are on their way again. The mirror is booked today, so that a month
/// that was closed since keeps what it had. A line that took a returned payment out is left aside again, as any other money out.
/// </summary>
public static class UnmatchDeposit
{
    /// <exception cref="BadInputException">It is matched to nothing, or what it is matched to is being posted or has gone on.</exception>
    public static async Task<DepositSaid> Run(Tx tx, UnmatchDepositCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var deposit = await ConnectDeposit.Find(tx, command.Deposit, cancel);
        var checks = await Checks(tx, deposit, await DepositBook.Standing(tx, deposit, cancel), cancel);
        foreach (var check in checks) await Roots.HoldCheck(tx, check.Id);
        await DepositBook.Hold(tx, deposit.Id);
        var items = await DepositBook.Standing(tx, deposit, cancel);
        if (items.Count == 0) throw new BadInputException("deposit", $"Line {deposit.Id} of the bank is matched to nothing.", "There is nothing to take back.");
        await RefuseGone(tx, deposit, items, cancel);
        var source = $"{tx.Actor}: {DepositBook.Place(deposit)} taken back, {reason}";
        var unposted = await BeforeUnposted(tx, checks, source, cancel);
        await DepositBook.TakeBack(tx, deposit, items, source, cancel);
        if (!deposit.Amount.IsNegative) await DepositBook.Lay(tx, deposit, [DepositBook.Nobodys(deposit)], source, cancel);
        foreach (var (check, run) in unposted)
        {
            await PostingRuns.MoveRemainder(tx, check, run, await tx.Today(check.Practice), cancel);
            await BankedCheck.Review(tx, check, run.RemittanceId, cancel);
        }
        tx.Subject = $"deposit {deposit.Id}";
        return new DepositSaid(deposit.Id.Value, deposit.Amount, deposit.Amount.IsNegative ? DepositMatch.Aside : DepositMatch.Unidentified, deposit.Amount.IsNegative ? "money that the bank took out, left aside" : "nobody's until somebody says whose it is");
    }

    /// <summary>Of checks that are not posted, what stands unapplied because the bank had brought it goes back before the match does.</summary>
    private static async Task<List<(PayerCheck Check, PostingRun Run)>> BeforeUnposted(Tx tx, List<PayerCheck> checks, string source, CancellationToken cancel)
    {
        var unposted = new List<(PayerCheck, PostingRun)>();
        foreach (var check in checks)
        {
            await PostingRuns.RefuseHalfDone(tx, check, "deposit", "Then take the match back.", cancel);
            if (await LiveFacts.IsLive(tx, check.Practice, check.Id, cancel)) continue;
            var last = await tx.Db.Set<PostingRun>().AsNoTracking().Where(r => r.Practice == check.Practice && r.CheckId == check.Id).OrderByDescending(r => r.N).FirstAsync(cancel);
            await PostingRuns.TakeBackRemainder(tx, check.Practice, check.Id, await tx.Today(check.Practice), source, cancel);
            unposted.Add((check, last));
        }
        return unposted;
    }

    private static async Task<List<PayerCheck>> Checks(Tx tx, Deposit deposit, List<DepositItem> items, CancellationToken cancel)
    {
        var ids = items.Select(i => i.CheckId).OfType<Id<PayerCheck>>().ToList();
        return await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Practice == deposit.Practice && ids.Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(cancel);
    }

    /// <summary>A receipt that the bank has taken out again by another line.</summary>
    private static async Task RefuseGone(Tx tx, Deposit deposit, List<DepositItem> items, CancellationToken cancel)
    {
        var receipts = items.Select(i => i.ReceiptId).Where(r => r is not null).ToList();
        if (deposit.Amount.IsNegative || receipts.Count == 0) return;
        if (await DepositItems.Standing(tx).AsNoTracking().Where(i => i.Practice == deposit.Practice && receipts.Contains(i.ReceiptId) && i.DepositId != deposit.Id).Select(i => i.DepositId).FirstOrDefaultAsync(cancel) is { Value: > 0 } other)
            throw new BadInputException("deposit", $"Line {other} of the bank has taken a payment of it out again.", $"Take line {other} back first.");
    }
}
