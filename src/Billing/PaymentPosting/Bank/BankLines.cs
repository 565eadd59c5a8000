using System.Globalization;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What a bank line that is nobody's may be: a check of its amount that the bank has not brought, or a day's payments at the desk.</summary>
/// <param name="Check">Null for payments at the desk.</param>
/// <param name="Named">The bank's words name it.</param>
public sealed record BankCandidate(PayerCheck? Check, string Detail, bool Named);

/// <summary>A line of the bank as it stands now.</summary>
/// <param name="What">"check", "receipts", "practice", "returned", "unidentified"; "aside" for money out whose match was taken back, "removed" for a line that a person took out.</param>
/// <param name="Source">Where that comes from: the bank's file, or who said it and why.</param>
public sealed record BankLineNow(Deposit Deposit, string What, string Detail, string Source, IReadOnlyList<PayerCheck> Checks)
{
    public bool IsNobodys => What == DepositMatch.Unidentified;
    public bool IsMatched => What is DepositMatch.Check or DepositMatch.Receipts or DepositMatch.Practice or DepositMatch.Returned;
    /// <summary>A person took it out: it is no money in the book.</summary>
    public bool IsRemoved => What == DepositMatch.Removed;
}

/// <summary>A part of a list of the bank's lines, with what the whole list comes to: what came in and what went out apart.</summary>
/// <param name="Out">Below zero, or zero.</param>
public sealed record BankPart(Paged<BankLineNow> Lines, Money In, Money Out);

/// <summary>The bank's lines, and what those that are nobody's may be.</summary>
public static class BankLines
{
    /// <summary>How many are read at once where all are told: few enough for the variables of one statement.</summary>
    private const int AtOnce = 5_000;
    private const int Candidates = 8;
    /// <summary>A remittance comes within days of its money (CAQH CORE Rule 370: three business days); a paper check may lie longer.</summary>
    private const int DaysApart = 30;

    /// <summary>Lines whose money stands in the bank and is nobody's yet.</summary>
    public static async Task<IReadOnlyList<Deposit>> Nobodys(Tx tx, Id<Practice> practice, CancellationToken cancel = default) => await DepositBook.Unidentified(tx, practice, cancel);

    /// <summary>All of them, those that are nobody's before the rest, the latest first.</summary>
    public static async Task<IReadOnlyList<BankLineNow>> Of(Tx tx, Id<Practice> practice, CancellationToken cancel = default)
    {
        var lines = new List<BankLineNow>();
        foreach (var nobodys in new[] { true, false })
        {
            for (var (from, more) = ((long?)null, true); more;)
            {
                var part = (await Part(tx, practice, nobodys, from, AtOnce, cancel)).Lines;
                lines.AddRange(part.Rows);
                (from, more) = (part.Next, part.Next is not null);
            }
        }
        return lines;
    }

    /// <summary>A part of those that are nobody's, or of all others, the latest first, from the line with this number on.</summary>
    public static async Task<BankPart> Part(Tx tx, Id<Practice> practice, bool nobodys, long? from, int most = Paging.Most, CancellationToken cancel = default)
    {
        var waiting = await DepositBook.Unidentified(tx, practice, cancel);
        var ids = waiting.ConvertAll(d => d.Id);
        var all = tx.Db.Set<Deposit>().AsNoTracking().Where(d => d.Practice == practice && ids.Contains(d.Id) == nobodys);
        var id = new Id<Deposit>(from ?? 0);
        var (onward, back) = (all, (IQueryable<Deposit>?)null);
        if (await all.FirstOrDefaultAsync(d => d.Id == id, cancel) is { } first)
        {
            onward = all.Where(d => d.Date < first.Date || (d.Date == first.Date && d.Id <= id));
            back = all.Where(d => d.Date > first.Date || (d.Date == first.Date && d.Id > id)).OrderBy(d => d.Date).ThenBy(d => d.Id);
        }
        var part = await Paging.Cut(all, onward.OrderByDescending(d => d.Date).ThenByDescending(d => d.Id), back, d => d.Id.Value, most, cancel);
        var (cameIn, wentOut) = (waiting.Where(d => !d.Amount.IsNegative).Sum(d => d.Amount), waiting.Where(d => d.Amount.IsNegative).Sum(d => d.Amount));
        if (!nobodys && await Total(tx, practice) is var whole) (cameIn, wentOut) = (whole.In - cameIn, whole.Out - wentOut);
        return new BankPart(part.As(await Now(tx, practice, [.. part.Rows], cancel)), cameIn, wentOut);
    }

    /// <summary>What the bank brought in all, without what was taken out again.</summary>
    private static async Task<(Money In, Money Out)> Total(Tx tx, Id<Practice> practice) => (await tx.Session.Query(
        """
        select coalesce(sum(case when d.amount_cents > 0 then d.amount_cents end), 0), coalesce(sum(case when d.amount_cents < 0 then d.amount_cents end), 0) from deposit d
        where d.org = @p0 and d.practice = @p1 and (d.amount_cents < 0
            or (select max(e.generation) from journal_entry e where e.org = d.org and e.practice = d.practice and e.fact_kind = @p2 and e.fact_id = d.id) % 2 = 1)
        """,
        r => (new Money(Convert.ToInt64(r.GetValue(0), CultureInfo.InvariantCulture)), new Money(Convert.ToInt64(r.GetValue(1), CultureInfo.InvariantCulture))), tx.Scope.Org.Value, practice.Value, (short)FactKind.Deposit))[0];

    /// <summary>Null when there is none in the books that the actor may see.</summary>
    public static async Task<BankLineNow?> One(Tx tx, long number, CancellationToken cancel = default)
    {
        var id = new Id<Deposit>(number);
        return await tx.Db.Set<Deposit>().AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, cancel) is { } deposit ? (await Now(tx, deposit.Practice, [deposit], cancel))[0] : null;
    }

    /// <summary>What the line may be, what it names first, then by how near the days are.</summary>
    public static async Task<IReadOnlyList<BankCandidate>> For(Tx tx, Deposit deposit, CancellationToken cancel = default)
    {
        if (!(deposit.Amount > Money.Zero)) return [];
        var checks = await MatchDeposit.OfAmount(tx, deposit.Practice, deposit.Amount, cancel);
        var awaited = await MatchDeposit.InTransit(tx, deposit.Practice, checks, cancel);
        foreach (var check in checks.Except(awaited).ToList())
            if (await MatchDeposit.WasUnposted(tx, check, cancel)) awaited.Add(check);
        var found = awaited.Select(c => (Check: c, Named: MatchDeposit.Names(deposit.TraceNumber, deposit.Description, c), Apart: Math.Abs(c.Date.DayNumber - deposit.Date.DayNumber)))
            .Where(c => c.Named || c.Apart <= DaysApart).OrderByDescending(c => c.Named).ThenBy(c => c.Apart).Take(Candidates)
            .Select(c => new BankCandidate(c.Check, $"{c.Check.PayerName}, check {c.Check.Trn02} of {c.Check.Date.InWords()}", c.Named)).ToList();
        if (await MatchDeposit.ReceiptsOf(tx, deposit.Practice, DepositBook.LineOf(deposit), cancel) is { } desk) found.Add(new BankCandidate(null, $"taken at the desk: {desk.Detail}", false));
        return found;
    }

    /// <summary>Lines that are nobody's and may be this check's.</summary>
    public static async Task<IReadOnlyList<Deposit>> ForCheck(Tx tx, PayerCheck check, CancellationToken cancel = default)
    {
        if (PassedCheck.Of(check) is not null || !(check.Amount > Money.Zero) || (await MatchDeposit.InTransit(tx, check.Practice, [check], cancel)).Count == 0) return [];
        return (await DepositBook.Unidentified(tx, check.Practice, cancel)).FindAll(d => d.Amount == check.Amount && (MatchDeposit.Names(d.TraceNumber, d.Description, check) || Math.Abs(d.Date.DayNumber - check.Date.DayNumber) <= DaysApart));
    }

    /// <summary>The bank's lines that are the check's money now.</summary>
    public static async Task<IReadOnlyList<Deposit>> OfCheck(Tx tx, PayerCheck check, CancellationToken cancel = default)
    {
        var ids = await DepositItems.Standing(tx).AsNoTracking().Where(i => i.Practice == check.Practice && i.CheckId == check.Id).Select(i => i.DepositId).Distinct().ToListAsync(cancel);
        return await tx.Db.Set<Deposit>().AsNoTracking().Where(d => d.Practice == check.Practice && ids.Contains(d.Id)).OrderBy(d => d.Date).ToListAsync(cancel);
    }

    private static async Task<List<BankLineNow>> Now(Tx tx, Id<Practice> practice, List<Deposit> deposits, CancellationToken cancel)
    {
        var (ids, facts) = (deposits.ConvertAll(d => d.Id), deposits.ConvertAll(d => d.Id.Value));
        var items = (await DepositItems.Standing(tx).AsNoTracking().Where(i => i.Practice == practice && ids.Contains(i.DepositId)).ToListAsync(cancel)).ToLookup(i => i.DepositId);
        var checkIds = items.SelectMany(g => g).Select(i => i.CheckId).OfType<Id<PayerCheck>>().Distinct().ToList();
        var checks = await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Practice == practice && checkIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var sources = (await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == practice && e.FactKind == FactKind.Deposit && facts.Contains(e.FactId)).Select(e => new { e.FactId, e.Generation, e.Source, e.Reverses }).ToListAsync(cancel))
            .GroupBy(e => e.FactId).ToDictionary(g => g.Key, g => g.MaxBy(e => e.Generation)!);
        var shas = deposits.Select(d => d.SourceSha256).OfType<string>().Distinct().ToList();
        var names = await tx.Db.Set<StoredFile>().AsNoTracking().Where(f => shas.Contains(f.Sha256)).ToDictionaryAsync(f => f.Sha256, f => f.Name, cancel);
        var brought = await BroughtChecks.Of(tx, practice, deposits.Where(d => !items.Contains(d.Id)).Select(d => d.Amount), cancel);
        return deposits.ConvertAll(d =>
        {
            var mine = items[d.Id].DistinctBy(i => (i.CheckId, i.ReceiptId, i.Settlement)).ToList();
            var paid = mine.Select(i => i.CheckId).OfType<Id<PayerCheck>>().Select(c => checks[c]).ToList();
            var what = paid.Count > 0 ? DepositMatch.Check : mine.Exists(i => i.Settlement is not null) ? DepositMatch.Practice : mine.Count > 0 ? d.Amount.IsNegative ? DepositMatch.Returned : DepositMatch.Receipts
                : sources[d.Id.Value].Reverses is null ? DepositMatch.Unidentified : d.Amount.IsNegative ? DepositMatch.Aside : DepositMatch.Removed;
            var came = what == DepositMatch.Unidentified ? brought.Named(d.TraceNumber, d.Description, d.Amount) : null;
            return new BankLineNow(d, what, came is null ? Detail(what, paid, mine.Count) : $"nobody's yet; {came}", InFile(sources[d.Id.Value].Source, d, names), paid);
        });
    }

    /// <summary>The journal names a bank's file by its hash, which no person knows: here it has the name under which it came.</summary>
    private static string InFile(string source, Deposit deposit, Dictionary<string, string> names) => deposit.SourceSha256 is { } sha && names.TryGetValue(sha, out var name)
        ? source.Replace(DepositBook.Place(deposit), $"{name}, line {deposit.SourceLine}", StringComparison.Ordinal) : source;

    private static string Detail(string what, List<PayerCheck> checks, int items) => what switch
    {
        DepositMatch.Check => string.Join(", ", checks.Select(c => $"{c.PayerName}, check {c.Trn02} of {c.Date.InWords()}")),
        DepositMatch.Receipts => items == 1 ? "taken at the desk: 1 payment" : $"taken at the desk: {items} payments",
        DepositMatch.Practice => "paid by another practice of ours",
        DepositMatch.Returned => "a returned payment, taken out by the bank",
        DepositMatch.Unidentified => "nobody's yet",
        DepositMatch.Removed => "taken out: no money of the bank's",
        _ => "money out, left aside",
    };
}
