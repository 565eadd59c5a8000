using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <param name="Deposit">The bank's line, as `bank list` numbers it.</param>
/// <param name="Trace">The trace number of the check that it is; null for what was taken at the desk.</param>
public sealed record ConnectCommand(long Deposit, string? Trace, string Reason)
{
    /// <summary>The payments at the desk that it is, one by one, of any days; empty for a whole day's, or for a check.</summary>
    public IReadOnlyList<long> Receipts { get; init; } = [];
}

/// <summary>What a bank line is now.</summary>
public sealed record DepositSaid(long Deposit, Money Amount, string What, string Detail);

/// <summary>
/// A bank line that is nobody's becomes a check's, or the desk's: by a person's word, or by itself when the remittance that it pays posts after the money came (MONEY 1.3, 1.4). What a person
/// took off a check never goes back there by itself.
/// </summary>
public static class ConnectDeposit
{
    /// <exception cref="BadInputException">The line is somebody's, or nothing of that amount is awaited under that name.</exception>
    public static async Task<DepositSaid> Run(Tx tx, ConnectCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var deposit = await Find(tx, command.Deposit, cancel);
        await RefuseSomebodys(tx, deposit, cancel);
        var match = command.Trace is { } trace ? await ToCheck(tx, deposit, trace.Trim(), cancel) : command.Receipts.Count > 0 ? await ToReceipts(tx, deposit, command.Receipts, cancel) : await MatchDeposit.ReceiptsOf(tx, deposit.Practice, DepositBook.LineOf(deposit), cancel)
            ?? throw new BadInputException("receipts", $"No payments of one day at the desk make {deposit.Amount.ForPeople()}.", "Choose the payments that it is one by one, or name the check.");
        await DepositBook.Hold(tx, deposit.Id);
        await RefuseSomebodys(tx, deposit, cancel); // as it stands now that nobody else decides about it
        await Say(tx, deposit, match, $"{tx.Actor}: {match.Detail}, {reason}", cancel);
        tx.Subject = $"deposit {deposit.Id}";
        return new DepositSaid(deposit.Id.Value, deposit.Amount, match.What, match.Detail);
    }

    /// <summary>
    /// Money that reached the bank before its remittance: one line of the check's amount that names its trace, where no other check could be meant. An amount alone connects nothing by itself;
    /// a person sees it (<see cref="BankLines"/>).
    /// </summary>
    internal static async Task ByTrace(Tx tx, PayerCheck check, CancellationToken cancel)
    {
        if (PassedCheck.Of(check) is not null || !(check.Amount > Money.Zero)) return;
        var named = (await DepositBook.Unidentified(tx, check.Practice, cancel)).FindAll(d => d.Amount == check.Amount && MatchDeposit.Names(d.TraceNumber, d.Description, check));
        if (named is not [var deposit] || (await MatchDeposit.InTransit(tx, check.Practice, [check], cancel)).Count == 0) return;
        var others = await MatchDeposit.InTransit(tx, check.Practice, await MatchDeposit.OfAmount(tx, check.Practice, check.Amount, cancel), cancel);
        if (others.Exists(c => c.Id != check.Id && MatchDeposit.Names(deposit.TraceNumber, deposit.Description, c))) return;
        await DepositBook.Hold(tx, deposit.Id);
        if (await WasTakenOff(tx, deposit, check, cancel) || !(await DepositBook.Unidentified(tx, check.Practice, cancel)).Exists(d => d.Id == deposit.Id)) return;
        await Say(tx, deposit, MatchDeposit.ToCheck(check, posted: true), $"{DepositBook.Place(deposit)}: the remittance of check {check.Trn02} came after its money", cancel);
    }

    /// <summary>The bank's line with this number.</summary>
    /// <exception cref="BadInputException">There is none in the books that the actor may see.</exception>
    internal static async Task<Deposit> Find(Tx tx, long number, CancellationToken cancel)
    {
        var id = new Id<Deposit>(number);
        return await tx.Db.Set<Deposit>().AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, cancel)
            ?? throw new BadInputException("deposit", $"There is no line {number} of the bank.", "`bank list` shows them.");
    }

    private static async Task<DepositMatch> ToCheck(Tx tx, Deposit deposit, string trace, CancellationToken cancel)
    {
        var named = await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Practice == deposit.Practice && c.Trn02 == trace).OrderBy(c => c.Date).ToListAsync(cancel);
        if (named.Count == 0) throw new BadInputException("check", trace.Length == 0 ? "The trace number is missing." : $"No check of this practice has the trace number {trace}.", "Copy it from the check's page.");
        foreach (var held in named.OrderBy(c => c.Id.Value)) await Roots.HoldCheck(tx, held.Id);
        var ours = named.FindAll(c => PassedCheck.Of(c) is null && c.Amount == deposit.Amount);
        if (await MatchDeposit.InTransit(tx, deposit.Practice, ours, cancel) is [var posted, ..]) return MatchDeposit.ToCheck(posted, posted: true);
        foreach (var check in ours)
            if (await MatchDeposit.WasUnposted(tx, check, cancel)) return MatchDeposit.ToCheck(check, posted: false);
        throw new BadInputException("check", ours.Count > 0 ? $"The bank has brought check {trace} already, by another line." : $"Check {trace} is over {named[0].Amount.ForPeople()}; the bank's line is {deposit.Amount.ForPeople()}.",
            ours.Count > 0 ? "Take that line back first if it was this one." : "Choose the check of the line's amount.");
    }

    /// <summary>Payments that a person chose: each still at the desk on the line's day, together its amount.</summary>
    private static async Task<DepositMatch> ToReceipts(Tx tx, Deposit deposit, IReadOnlyList<long> numbers, CancellationToken cancel)
    {
        var ids = numbers.Distinct().Select(n => new Id<Receipt>(n)).ToList();
        var named = await tx.Db.Set<Receipt>().AsNoTracking().Where(r => r.Practice == deposit.Practice && ids.Contains(r.Id)).OrderBy(r => r.Id).ToListAsync(cancel);
        foreach (var account in named.Select(r => r.AccountId).Distinct().OrderBy(a => a.Value)) await Roots.HoldAccount(tx, account);
        var free = await MatchDeposit.AtTheDesk(tx, deposit.Practice, deposit.Date, cancel);
        if (ids.FirstOrDefault(id => !free.Exists(r => r.Id == id)) is { Value: > 0 } gone)
            throw new BadInputException("receipts", named.Exists(r => r.Id == gone) ? $"Receipt {gone} is in the bank already, came back, or was taken after the line's day." : $"There is no receipt {gone}.", "Choose among those that are still at the desk.");
        var sum = named.Sum(r => r.Amount);
        return sum == deposit.Amount ? MatchDeposit.ToReceipts(named)
            : throw new BadInputException("receipts", $"What you chose makes {sum.ForPeople()}; the bank's line is {deposit.Amount.ForPeople()}.", "Choose the payments that make the line's amount.");
    }

    private static async Task RefuseSomebodys(Tx tx, Deposit deposit, CancellationToken cancel)
    {
        if (!(await DepositBook.Unidentified(tx, deposit.Practice, cancel)).Exists(d => d.Id == deposit.Id))
            throw new BadInputException("deposit", $"Line {deposit.Id} of the bank is matched already.", "Take the match back first, if it is wrong.");
    }

    /// <summary>The money stays in cash; that it is nobody's is mirrored, and whose it is laid.</summary>
    private static async Task Say(Tx tx, Deposit deposit, DepositMatch match, string source, CancellationToken cancel)
    {
        await DepositBook.TakeBack(tx, deposit, [], source, cancel);
        await DepositBook.Lay(tx, deposit, match.From, source, cancel);
        if (match.Unposted is { } unposted) await BankedCheck.Came(tx, unposted, cancel);
    }

    private static Task<bool> WasTakenOff(Tx tx, Deposit deposit, PayerCheck check, CancellationToken cancel) =>
        tx.Db.Set<DepositItem>().AnyAsync(i => i.Practice == deposit.Practice && i.DepositId == deposit.Id && i.CheckId == check.Id, cancel);
}
