using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Ledger;

public abstract record CloseOutcome
{
    private CloseOutcome() { }
    public sealed record Closed(int Month, long Lines, Money Debits, string Root) : CloseOutcome;
    public sealed record Reopened(int Month) : CloseOutcome;
    /// <summary>Why not, each with what to do.</summary>
    public sealed record Refused(IReadOnlyList<string> Reasons) : CloseOutcome;
}

/// <summary>What a month holds: the figures that closing stores and verify recomputes.</summary>
internal sealed record MonthContent(long Lines, Money Debits, byte[] Root);

/// <summary>Closing and reopening a month of the book (MONEY 8). A closed month takes no entry; a late fact is booked in the open one.</summary>
public static class Periods
{
    public static async Task<CloseOutcome> Close(Tx tx, Id<Practice> practice, int month, CancellationToken cancel = default)
    {
        var row = await Hold(tx, practice, month, cancel);
        var reasons = await Reasons(tx, practice, month, row, cancel);
        if (reasons.Count > 0) return new CloseOutcome.Refused(reasons);
        await Seals.Extend(tx, practice, cancel);
        var content = await Content(tx, practice, month, cancel);
        (row.ClosedAt, row.ClosedBy, row.Lines, row.Debits, row.Root) = (tx.Now, tx.Actor, content.Lines, content.Debits, content.Root);
        tx.Add(Event(tx, practice, month, "closed", "", content));
        tx.Subject = $"month {month} of practice {practice}";
        return new CloseOutcome.Closed(month, content.Lines, content.Debits, Convert.ToHexStringLower(content.Root));
    }

    /// <summary>Needs the owner and a reason. What the close had found stays in the history.</summary>
    public static async Task<CloseOutcome> Reopen(Tx tx, Id<Practice> practice, int month, string reason, CancellationToken cancel = default)
    {
        if (tx.Scope.Role != Role.Owner) throw new NotAllowedException(tx.Actor, Right.CloseMonth);
        var row = await Hold(tx, practice, month, cancel);
        var reasons = new List<string>();
        if (string.IsNullOrWhiteSpace(reason)) reasons.Add("Reopening a month needs a reason: say why.");
        if (row.ClosedAt is null) reasons.Add($"{Words(month)} is open.");
        if (reasons.Count > 0) return new CloseOutcome.Refused(reasons);
        tx.Add(Event(tx, practice, month, "reopened", reason.Trim(), new(row.Lines!.Value, row.Debits!.Value, row.Root!)));
        (row.ClosedAt, row.ClosedBy, row.Lines, row.Debits, row.Root) = (null, null, null, null, null);
        tx.Subject = $"month {month} of practice {practice}";
        return new CloseOutcome.Reopened(month);
    }

    /// <summary>Lines, debits and root of the month's entries in the order of their ids.</summary>
    internal static async Task<MonthContent> Content(Tx tx, Id<Practice> practice, int month, CancellationToken cancel)
    {
        var (from, to) = Days(month);
        var entries = await tx.Db.Set<JournalEntryRow>().Where(e => e.Practice == practice && e.BookedOn >= from && e.BookedOn <= to)
            .OrderBy(e => e.Id).Select(e => new { e.Id, e.Hash }).ToListAsync(cancel);
        var sums = await tx.Session.Query(
            "select count(*), coalesce(sum(case when amount_cents > 0 then amount_cents else 0 end), 0) from journal_line where org = @p0 and practice = @p1 and booked_on >= @p2 and booked_on <= @p3",
            r => (Lines: r.GetInt64(0), Debits: Convert.ToInt64(r.GetValue(1), System.Globalization.CultureInfo.InvariantCulture)), tx.Scope.Org.Value, practice.Value, from, to);
        var root = Seals.RootOf([.. entries.Select(e => e.Id)], entries.ToDictionary(e => e.Id, e => e.Hash));
        return new(sums[0].Lines, new(sums[0].Debits), root);
    }

    internal static (DateOnly From, DateOnly To) Days(int month)
    {
        var from = new DateOnly(month / 100, month % 100, 1);
        return (from, from.AddMonths(1).AddDays(-1));
    }

    private static async Task<List<string>> Reasons(Tx tx, Id<Practice> practice, int month, Period row, CancellationToken cancel)
    {
        var reasons = new List<string>();
        if (row.ClosedAt is not null) reasons.Add($"{Words(month)} is closed already, by {row.ClosedBy}.");
        if (await tx.Today(practice) <= Days(month).To) reasons.Add($"{Words(month)} is not over yet.");
        var earlier = await tx.Db.Set<Period>().Where(p => p.Practice == practice && p.Month < month && p.ClosedAt == null).OrderBy(p => p.Month).Select(p => (int?)p.Month).FirstOrDefaultAsync(cancel);
        if (earlier is { } open) reasons.Add($"{Words(open)} is still open: close it first.");
        var clearing = (await BookBalances.AsOf(tx, practice, Days(month).To, cancel)).Where(b => b.Account == Account.RemittanceClearing).Sum(b => b.Amount);
        if (!clearing.IsZero) reasons.Add($"Remittance clearing stands at {clearing}: a posting run is not finished. Retry it from the exceptions list.");
        return reasons;
    }

    /// <summary>The month's row, alone: postings into it wait, and we wait for those under way.</summary>
    private static async Task<Period> Hold(Tx tx, Id<Practice> practice, int month, CancellationToken cancel)
    {
        if (month % 100 is < 1 or > 12 || month < 190001) throw new BadInputException("month", $"{month} is not a month.", "Write it like 2026-03.");
        await tx.Session.Execute("insert into period (org, practice, month) values (@p0, @p1, @p2) on conflict (org, practice, month) do nothing", tx.Scope.Org.Value, practice.Value, month);
        await tx.Session.Query($"select month from period where org = @p0 and practice = @p1 and month = @p2{tx.Work.Database.ForUpdate}", _ => true, tx.Scope.Org.Value, practice.Value, month);
        return await tx.Db.Set<Period>().FirstAsync(p => p.Practice == practice && p.Month == month, cancel);
    }

    private static PeriodEvent Event(Tx tx, Id<Practice> practice, int month, string kind, string reason, MonthContent content) => new()
    {
        Practice = practice, Id = tx.NextId(), Month = month, Kind = kind, Reason = reason, Lines = content.Lines, Debits = content.Debits, Root = content.Root, Actor = tx.Actor, At = tx.Now,
    };

    private static string Words(int month) => $"{month / 100}-{month % 100:00}";
}
