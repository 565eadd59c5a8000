using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Ledger;

/// <summary>What must be true of the book itself, whatever was posted into it.</summary>
public static class BookInvariants
{
    private static readonly string WithItems = string.Join(", ", Enum.GetValues<Account>().Where(Chart.HasItems).Select(a => (short)a));

    public static readonly Invariant EntriesBalance = Invariant.Of("entries-balance", "the lines of every entry sum to zero, and no entry is without lines",
        "select count(*) from journal_line where org = @p0",
        """
        select e.practice, e.id as entry, coalesce(sum(l.amount_cents), 0) as cents, count(l.id) as lines from journal_entry e
        left join journal_line l on l.org = e.org and l.practice = e.practice and l.entry_id = e.id
        where e.org = @p0 group by e.practice, e.id having coalesce(sum(l.amount_cents), 0) <> 0 or count(l.id) < 2
        """);

    public static readonly Invariant LineDates = Invariant.Of("line-dates", "every line has the accounting date of its entry",
        "select count(*) from journal_line where org = @p0",
        """
        select l.practice, l.id as line, e.id as entry from journal_line l join journal_entry e on e.org = l.org and e.practice = l.practice and e.id = l.entry_id
        where l.org = @p0 and l.booked_on <> e.booked_on
        """);

    public static readonly Invariant ItemLines = Invariant.Of("item-lines", "every line of an account that keeps items names an item of the same account and party, and no other line names one",
        "select count(*) from journal_line where org = @p0",
        $"""
        select l.practice, l.id as line, l.open_item_id as item from journal_line l left join open_item i on i.org = l.org and i.practice = l.practice and i.id = l.open_item_id
        where l.org = @p0 and ((l.account in ({WithItems})) <> (l.open_item_id is not null)
            or (l.open_item_id is not null and (i.id is null or i.account <> l.account or i.party_kind <> l.party_kind or i.party_id <> l.party_id)))
        """);

    public static readonly Invariant ItemBalances = Invariant.Of("item-balances", "the balance kept for every open item is the sum of its lines",
        "select count(*) from open_item where org = @p0",
        """
        select i.practice, i.id as item, n.amount_cents as kept, coalesce(s.cents, 0) as lines from open_item i
        left join open_item_now n on n.org = i.org and n.practice = i.practice and n.item_id = i.id
        left join (select practice, open_item_id, sum(amount_cents) as cents from journal_line where org = @p0 and open_item_id is not null group by practice, open_item_id) s
            on s.practice = i.practice and s.open_item_id = i.id
        where i.org = @p0 and (n.item_id is null or n.amount_cents <> coalesce(s.cents, 0)
            or n.account <> i.account or n.party_kind <> i.party_kind or n.party_id <> i.party_id or n.age_from <> i.age_from)
        """);

    /// <summary>Aging lists the balances whose item is there: where one is gone, aging differs from the trial balance, and so do these totals.</summary>
    public static readonly Invariant ControlAccounts = Invariant.Of("control-accounts", "every control account equals the total of its open items, and aging lists all of them",
        $"select count(*) from open_item_now where org = @p0 and account in ({WithItems})",
        $"""
        select practice, account, sum(book) as book, sum(items) as items, sum(listed) as listed from (
            select practice, account, debits_cents - credits_cents as book, 0 as items, 0 as listed from account_month where org = @p0 and account in ({WithItems})
            union all
            select n.practice, n.account, 0, n.amount_cents, case when i.id is null then 0 else n.amount_cents end from open_item_now n
            left join open_item i on i.org = n.org and i.practice = n.practice and i.id = n.item_id where n.org = @p0) as both_sides
        group by practice, account having sum(book) <> sum(items) or sum(book) <> sum(listed)
        """);

    public static readonly Invariant Generations = Invariant.Of("generations", "every fact has at most one live entry; each reversal undoes the entry before it, amount by amount",
        "select count(*) from journal_entry where org = @p0",
        """
        select e.practice, e.id as entry, e.fact_kind, e.fact_id, e.generation from (
            select practice, id, fact_kind, fact_id, generation, reverses,
                lag(id) over w as before, lag(reverses) over w as before_reverses, lag(generation) over w as before_generation
            from journal_entry where org = @p0 window w as (partition by practice, fact_kind, fact_id order by generation)) as e
        where (e.reverses is null and e.before is not null and e.before_reverses is null)
            or (e.reverses is not null and (e.before is null or e.reverses <> e.before or e.before_reverses is not null or e.generation <> e.before_generation + 1))
            or (e.reverses is not null and exists (
                select 1 from journal_line l where l.org = @p0 and l.practice = e.practice and l.entry_id in (e.id, e.reverses)
                group by l.account, l.party_kind, l.party_id, l.open_item_id having sum(l.amount_cents) <> 0))
        """);

    public static Invariant MonthTotals(bool postgres)
    {
        var month = postgres
            ? "(extract(year from booked_on)::int * 100 + extract(month from booked_on)::int)"
            : "(cast(substr(booked_on, 1, 4) as integer) * 100 + cast(substr(booked_on, 6, 2) as integer))";
        return Invariant.Of("month-totals", "the totals kept for every account and month are the sums of its lines",
            "select count(*) from account_month where org = @p0",
            $"""
            select practice, account, month, sum(d) as debits_off, sum(c) as credits_off from (
                select practice, account, month, debits_cents as d, credits_cents as c from account_month where org = @p0
                union all
                select practice, account, {month}, case when amount_cents > 0 then -amount_cents else 0 end, case when amount_cents < 0 then amount_cents else 0 end
                from journal_line where org = @p0) as both_sides
            group by practice, account, month having sum(d) <> 0 or sum(c) <> 0
            """);
    }

    public static readonly Invariant EntryHashes = new("entry-hashes", "every entry and its lines are as they were written (SHA-256)", async (tx, cancel) =>
    {
        var violations = new List<string>();
        long rows = 0;
        foreach (var practice in await Practices(tx, cancel))
        {
            for (var after = 0L; ;)
            {
                var entries = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == practice && e.Id > after).OrderBy(e => e.Id).Take(2_000).ToListAsync(cancel);
                if (entries.Count == 0) break;
                var ids = entries.ConvertAll(e => e.Id);
                var lines = (await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => l.Practice == practice && ids.Contains(l.EntryId)).OrderBy(l => l.N).ToListAsync(cancel)).ToLookup(l => l.EntryId);
                violations.AddRange(entries.Where(e => !JournalEntry.HashOf(e, lines[e.Id]).AsSpan().SequenceEqual(e.Hash)).Select(e => $"practice {practice}, entry {e.Id}"));
                rows += entries.Count;
                after = ids[^1];
            }
        }
        return new Examined(rows, violations);
    });

    public static readonly Invariant SealChain = new("seals", "the seals follow each other without a gap, and every entry is sealed once or waits for it", async (tx, cancel) =>
    {
        var (violations, rows, tail) = (new List<string>(), 0L, 0L);
        foreach (var practice in await Practices(tx, cancel))
        {
            var seen = await Seals.Verify(tx, practice, cancel);
            violations.AddRange(seen.Faults);
            (rows, tail) = (rows + seen.Rows, tail + seen.Tail);
        }
        return new Examined(rows, violations, $"{tail} not sealed yet");
    });

    public static readonly Invariant ClosedMonths = new("closed-months", "closed months hold what they held when they were closed: lines, debits, root", async (tx, cancel) =>
    {
        var closed = await tx.Db.Set<Period>().AsNoTracking().Where(p => p.ClosedAt != null).OrderBy(p => p.Month).ToListAsync(cancel);
        var violations = new List<string>();
        long rows = 0;
        foreach (var period in closed)
        {
            var now = await Periods.Content(tx, period.Practice, period.Month, cancel);
            rows += now.Lines;
            if (now.Lines != period.Lines || now.Debits != period.Debits || !now.Root.AsSpan().SequenceEqual(period.Root))
                violations.Add($"practice {period.Practice}, month {period.Month}: closed with {period.Lines} lines and debits {period.Debits}, now {now.Lines} and {now.Debits}");
        }
        return new Examined(rows, violations, $"{closed.Count} months closed");
    });

    internal static Task<List<Id<Practice>>> Practices(Tx tx, CancellationToken cancel) => tx.Db.Set<Practice>().OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(cancel);
}
