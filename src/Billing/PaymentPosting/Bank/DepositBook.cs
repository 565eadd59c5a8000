using System.Globalization;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What a bank line is: the lines that its money moves from (none where it is nobody's), its word and detail, and the check when that is unposted.</summary>
internal sealed record DepositMatch(IReadOnlyList<JournalLine> From, string What, string Detail, PayerCheck? Unposted = null)
{
    public const string Check = "check";
    public const string Receipts = "receipts";
    public const string Returned = "returned";
    public const string Practice = "practice";
    public const string Unidentified = "unidentified";
    public const string Aside = "aside";
    public const string Removed = "removed";
}

/// <summary>
/// The entries and items of a bank line. The money itself is a fact of the bank's and stays in cash; what it is may be said anew: the entry before is mirrored on today's date, so that a
/// closed month keeps what it had, and the next generation says it otherwise.
/// </summary>
internal static class DepositBook
{
    public static Task Hold(Tx tx, Id<Deposit> deposit) => tx.Hold($"deposit:{deposit}");

    /// <summary>The line as the bank sent it.</summary>
    public static BankLine LineOf(Deposit deposit) => new(deposit.SourceLine ?? 0, deposit.Date, deposit.Amount, deposit.Description, deposit.TraceNumber);

    /// <summary>Where it stands in what the bank sent.</summary>
    public static string Place(Deposit deposit) => deposit.SourceSha256 is { } sha ? $"bank {sha[..12]} line {deposit.SourceLine}" : $"bank, {deposit.Description}";

    /// <summary>Lays the line's entry and, for a check's or receipts' money, its items.</summary>
    public static async Task Lay(Tx tx, Deposit deposit, IReadOnlyList<JournalLine> from, string source, CancellationToken cancel)
    {
        foreach (var item in from.Where(i => i.Account != Account.UnidentifiedReceipts))
            tx.Add(new DepositItem
            {
                Practice = deposit.Practice, Id = tx.NextId<DepositItem>(), DepositId = deposit.Id, CheckId = item.CheckId is { } check ? new Id<PayerCheck>(check) : null,
                ReceiptId = Numbered(item, "receipt:") is { } receipt ? new Id<Receipt>(receipt) : null, Settlement = Numbered(item, SettlePractices.About), Amount = -item.Amount,
            });
        var generation = (int)await Generation(tx, deposit) + 1;
        var entry = JournalEntry.Of(FactKind.Deposit, deposit.Id.Value, generation, deposit.Date, source, policyVersion: 1, [new JournalLine(Account.Cash, Party.Practice(deposit.Practice.Value), deposit.Amount), .. from]);
        await Journal.Record(tx, deposit.Practice, await tx.Today(deposit.Practice), entry is null ? [] : [entry], cancel);
    }

    /// <summary>Mirrors what stands of the line: its entry, and its items.</summary>
    public static async Task TakeBack(Tx tx, Deposit deposit, IReadOnlyList<DepositItem> items, string source, CancellationToken cancel)
    {
        foreach (var item in items)
            tx.Add(new DepositItem { Practice = deposit.Practice, Id = tx.NextId<DepositItem>(), DepositId = deposit.Id, CheckId = item.CheckId, ReceiptId = item.ReceiptId, Settlement = item.Settlement, Amount = -item.Amount });
        var live = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == deposit.Practice && e.FactKind == FactKind.Deposit && e.FactId == deposit.Id.Value).OrderByDescending(e => e.Generation).FirstAsync(cancel);
        await Journal.Reverse(tx, deposit.Practice, await tx.Today(deposit.Practice), [live.Id], source, cancel);
    }

    /// <summary>The line that leaves the money with nobody, under its own number, until somebody says whose it is.</summary>
    public static JournalLine Nobodys(Deposit deposit) => new(Account.UnidentifiedReceipts, Party.None, -deposit.Amount) { About = AboutOf(deposit.Id) };

    public static string AboutOf(Id<Deposit> deposit) => $"deposit:{deposit}";

    /// <summary>What of the line is one check's or one receipt's money now, each once.</summary>
    public static async Task<List<DepositItem>> Standing(Tx tx, Deposit deposit, CancellationToken cancel) =>
        [.. (await DepositItems.Standing(tx).AsNoTracking().Where(i => i.Practice == deposit.Practice && i.DepositId == deposit.Id).OrderBy(i => i.Id).ToListAsync(cancel)).DistinctBy(i => (i.CheckId, i.ReceiptId, i.Settlement))
            .Select(i => new DepositItem { Practice = i.Practice, Id = i.Id, DepositId = i.DepositId, CheckId = i.CheckId, ReceiptId = i.ReceiptId, Settlement = i.Settlement, Amount = i.Amount.IsNegative == deposit.Amount.IsNegative ? i.Amount : -i.Amount })];

    /// <summary>The lines of the bank that are nobody's, with the amount that stands unidentified of each, oldest first.</summary>
    public static async Task<List<Deposit>> Unidentified(Tx tx, Id<Practice> practice, CancellationToken cancel)
    {
        var ids = (await OpenBalances.Of(tx, practice, Account.UnidentifiedReceipts, Party.None, cancel)).Where(o => o.About.StartsWith("deposit:", StringComparison.Ordinal))
            .Select(o => new Id<Deposit>(long.Parse(o.About.AsSpan("deposit:".Length), CultureInfo.InvariantCulture))).ToList();
        return await tx.Db.Set<Deposit>().AsNoTracking().Where(d => d.Practice == practice && ids.Contains(d.Id)).OrderBy(d => d.Date).ThenBy(d => d.Id).ToListAsync(cancel);
    }

    /// <summary>Of these, the lines whose last entry is a mirror: money in that was taken out again, money out that was left aside.</summary>
    public static async Task<HashSet<Id<Deposit>>> Gone(Tx tx, Id<Practice> practice, IReadOnlyList<Deposit> deposits, CancellationToken cancel)
    {
        var gone = new HashSet<Id<Deposit>>();
        foreach (var part in deposits.Select(d => d.Id.Value).Chunk(500))
        {
            var last = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == practice && e.FactKind == FactKind.Deposit && part.Contains(e.FactId))
                .GroupBy(e => e.FactId).Select(g => new { Id = g.Key, Generation = g.Max(e => e.Generation) }).ToListAsync(cancel);
            gone.UnionWith(last.Where(e => e.Generation % 2 == 0).Select(e => new Id<Deposit>(e.Id)));
        }
        return gone;
    }

    private static long? Numbered(JournalLine line, string about) => line.About is { } text && text.StartsWith(about, StringComparison.Ordinal) ? long.Parse(text.AsSpan(about.Length), CultureInfo.InvariantCulture) : null;

    private static Task<long> Generation(Tx tx, Deposit deposit) => tx.Session.Number("select max(generation) from journal_entry where org = @p0 and practice = @p1 and fact_kind = @p2 and fact_id = @p3",
        tx.Scope.Org.Value, deposit.Practice.Value, (short)FactKind.Deposit, deposit.Id.Value);
}
