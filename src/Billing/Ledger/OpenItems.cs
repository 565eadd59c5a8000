using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Ledger;

/// <summary>The open items that a batch of entries touches: found by one query, made when new, their balances moved by one statement.</summary>
internal sealed class OpenItems
{
    private readonly Dictionary<(Account, PartyKind, long, string), long> _known = [];
    private readonly List<OpenItem> _new = [];
    private readonly List<OpenItemNow> _newNow = [];

    public static async Task<OpenItems> Find(Tx tx, Id<Practice> practice, IReadOnlyList<JournalEntry> entries, CancellationToken cancel)
    {
        var items = new OpenItems();
        var abouts = entries.SelectMany(e => e.Lines).Where(l => Chart.HasItems(l.Account)).Select(l => l.About!).Distinct().ToList();
        foreach (var part in abouts.Chunk(5_000))
        {
            var rows = await tx.Db.Set<OpenItem>().AsNoTracking().Where(i => i.Practice == practice && part.Contains(i.About)).ToListAsync(cancel);
            foreach (var row in rows) items._known[(row.Account, row.PartyKind, row.PartyId, row.About)] = row.Id;
        }
        return items;
    }

    /// <summary>The item that the line moves; null for accounts that keep none.</summary>
    public long? IdOf(Tx tx, Id<Practice> practice, JournalLine line, DateOnly happenedOn)
    {
        if (!Chart.HasItems(line.Account)) return null;
        var key = (line.Account, line.Party.Kind, line.Party.Id, line.About!);
        if (_known.TryGetValue(key, out var id)) return id;
        var item = new OpenItem
        {
            Practice = practice, Id = tx.NextId(), Account = line.Account, PartyKind = line.Party.Kind, PartyId = line.Party.Id,
            About = line.About!, AgeFrom = line.AgeFrom ?? happenedOn,
        };
        _new.Add(item);
        _newNow.Add(new OpenItemNow
        {
            Practice = practice, ItemId = item.Id, Account = item.Account, PartyKind = item.PartyKind, PartyId = item.PartyId,
            AgeFrom = item.AgeFrom, Amount = Money.Zero, LastLineId = 0,
        });
        return _known[key] = item.Id;
    }

    public async Task InsertNew(Tx tx, CancellationToken cancel)
    {
        await tx.AddMany(_new, cancel);
        await tx.AddMany(_newNow, cancel);
    }

    public async Task Move(Tx tx, Id<Practice> practice, List<JournalLineRow> lines, CancellationToken cancel)
    {
        var moves = lines.Where(l => l.OpenItemId is not null).GroupBy(l => l.OpenItemId!.Value)
            .Select(g => (Item: g.Key, Cents: g.Sum(l => l.Amount.Cents), Last: g.Max(l => l.Id))).OrderBy(m => m.Item).ToList();
        if (tx.Work.Database.Kind == "postgres")
        {
            await tx.Session.Execute(
                """
                update open_item_now set amount_cents = amount_cents + m.cents, last_line_id = m.last
                from unnest(@p2, @p3, @p4) as m(item, cents, last) where org = @p0 and practice = @p1 and item_id = m.item
                """,
                tx.Scope.Org.Value, practice.Value, moves.Select(m => m.Item).ToArray(), moves.Select(m => m.Cents).ToArray(), moves.Select(m => m.Last).ToArray());
            return;
        }
        await using var command = tx.Session.Command(
            "update open_item_now set amount_cents = amount_cents + @p3, last_line_id = @p4 where org = @p0 and practice = @p1 and item_id = @p2",
            tx.Scope.Org.Value, practice.Value, 0L, 0L, 0L);
        foreach (var (item, cents, last) in moves)
        {
            (command.Parameters[2].Value, command.Parameters[3].Value, command.Parameters[4].Value) = (item, cents, last);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }
}

/// <summary>Debits and credits per account and month, added up once per batch: what the trial balance reads.</summary>
internal static class MonthTotals
{
    public static async Task Add(Tx tx, Id<Practice> practice, List<JournalLineRow> lines, CancellationToken cancel)
    {
        foreach (var group in lines.GroupBy(l => (l.Account, Month: Journal.Month(l.BookedOn))).OrderBy(g => g.Key))
        {
            cancel.ThrowIfCancellationRequested();
            await tx.Session.Execute(
                """
                insert into account_month (org, practice, account, month, debits_cents, credits_cents) values (@p0, @p1, @p2, @p3, @p4, @p5)
                on conflict (org, practice, account, month) do update set
                    debits_cents = account_month.debits_cents + excluded.debits_cents, credits_cents = account_month.credits_cents + excluded.credits_cents
                """,
                tx.Scope.Org.Value, practice.Value, (short)group.Key.Account, group.Key.Month,
                group.Where(l => !l.Amount.IsNegative).Sum(l => l.Amount.Cents), group.Where(l => l.Amount.IsNegative).Sum(l => -l.Amount.Cents));
        }
    }
}
