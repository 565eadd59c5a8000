using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <param name="Deposit">The bank's line, as `bank list` numbers it.</param>
public sealed record RemoveDepositCommand(long Deposit, string Reason);

/// <summary>
/// Takes a line out that the bank never brought, or that was imported twice: what left its money with nobody is mirrored today, so a closed month keeps what it had. The line stays on the list with
/// who took it out and why, and no file brings it back by itself.
/// </summary>
public static class RemoveDeposit
{
    /// <exception cref="BadInputException">Its money is somebody's, or nothing of it stands in the book.</exception>
    public static async Task<DepositSaid> Run(Tx tx, RemoveDepositCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var deposit = await ConnectDeposit.Find(tx, command.Deposit, cancel);
        await DepositBook.Hold(tx, deposit.Id);
        if ((await DepositBook.Standing(tx, deposit, cancel)).Count > 0) throw new BadInputException("deposit", $"Line {deposit.Id} of the bank is matched.", "Take the match back first (`bank unmatch`), then take the line out.");
        if (!(await DepositBook.Unidentified(tx, deposit.Practice, cancel)).Exists(d => d.Id == deposit.Id))
            throw new BadInputException("deposit", deposit.Amount.IsNegative ? $"Line {deposit.Id} of the bank is left aside: nothing of it stands in the book." : $"Line {deposit.Id} of the bank was taken out before.", "There is nothing to take out.");
        await DepositBook.TakeBack(tx, deposit, [], $"{tx.Actor}: {DepositBook.Place(deposit)} taken out, {reason}", cancel);
        tx.Subject = $"deposit {deposit.Id}";
        return new DepositSaid(deposit.Id.Value, deposit.Amount, DepositMatch.Removed, "taken out: it is no money of the bank's any more");
    }
}
