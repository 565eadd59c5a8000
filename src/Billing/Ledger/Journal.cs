using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Ledger;

/// <summary>The month is closed; the entry belongs into an open one.</summary>
public sealed class ClosedPeriodException(int month)
    : Exception($"The month {month / 100}-{month % 100:00} is closed and takes no entry. Book into an open month, or have the owner reopen it with a reason.");

/// <summary>
/// Writes entries into the book: the only inserter of journal, open items and month totals. Cost per call: one read of the items touched,
/// bulk inserts, one update of the items' balances, one upsert of the months; O(lines given), whatever the book holds.
/// </summary>
public static class Journal
{
    public static async Task Record(Tx tx, Id<Practice> practice, DateOnly bookedOn, IReadOnlyList<JournalEntry> entries, CancellationToken cancel = default)
    {
        if (entries.Count == 0) return;
        await HoldOpen(tx, practice, Month(bookedOn), cancel);
        var items = await OpenItems.Find(tx, practice, entries, cancel);
        var (entryRows, lineRows) = (new List<JournalEntryRow>(), new List<JournalLineRow>());
        foreach (var entry in entries) Lay(tx, practice, bookedOn, entry, items, entryRows, lineRows);
        await tx.Db.SaveChangesAsync(cancel); // facts named by the entries stand first
        await items.InsertNew(tx, cancel);
        await tx.AddMany(entryRows, cancel);
        await tx.AddMany(lineRows, cancel);
        await tx.AddMany([new Unsealed { Practice = practice, Id = tx.NextId(), Entries = EntryList.Pack(entryRows.Select(e => e.Id)) }], cancel);
        await items.Move(tx, practice, lineRows, cancel);
        await MonthTotals.Add(tx, practice, lineRows, cancel);
    }

    /// <summary>
    /// Undoes the entries by mirrored ones with the next generation of their facts, booked on <paramref name="bookedOn"/>. Nothing is changed or removed.
    /// </summary>
    public static async Task Reverse(Tx tx, Id<Practice> practice, DateOnly bookedOn, IReadOnlyList<long> entryIds, string source, CancellationToken cancel = default)
    {
        var entries = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Practice == practice && entryIds.Contains(e.Id)).ToListAsync(cancel);
        var lines = await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => l.Practice == practice && entryIds.Contains(l.EntryId)).OrderBy(l => l.N).ToListAsync(cancel);
        var itemIds = lines.Where(l => l.OpenItemId != null).Select(l => l.OpenItemId!.Value).Distinct().ToList();
        var abouts = await tx.Db.Set<OpenItem>().AsNoTracking().Where(i => i.Practice == practice && itemIds.Contains(i.Id)).ToDictionaryAsync(i => i.Id, cancel);
        var byEntry = lines.ToLookup(l => l.EntryId);
        var mirrored = entries.Select(e => Mirror(e, byEntry[e.Id], abouts, source)).ToList();
        await Record(tx, practice, bookedOn, mirrored, cancel);
    }

    public static int Month(DateOnly day) => (day.Year * 100) + day.Month;

    private static JournalEntry Mirror(JournalEntryRow entry, IEnumerable<JournalLineRow> lines, Dictionary<long, OpenItem> items, string source)
    {
        var mirrored = lines.Select(l => new JournalLine(l.Account, new Party(l.PartyKind, l.PartyId), -l.Amount)
        {
            Detail = l.Detail, EncounterId = l.EncounterId, ChargeId = l.ChargeId, ClaimId = l.ClaimId, CheckId = l.CheckId, ProviderId = l.ProviderId,
            About = l.OpenItemId is { } id ? items[id].About : null, AgeFrom = l.OpenItemId is { } item ? items[item].AgeFrom : null,
        });
        return JournalEntry.Of(entry.FactKind, entry.FactId, entry.Generation + 1, entry.HappenedOn, source, entry.PolicyVersion, mirrored)! with { Reverses = entry.Id };
    }

    /// <summary>Takes the month's row shared, so that closing waits for us and we for closing.</summary>
    private static async Task HoldOpen(Tx tx, Id<Practice> practice, int month, CancellationToken cancel)
    {
        await tx.Session.Execute(
            "insert into period (org, practice, month) values (@p0, @p1, @p2) on conflict (org, practice, month) do nothing",
            tx.Scope.Org.Value, practice.Value, month);
        var closed = await tx.Session.Query(
            $"select closed_at from period where org = @p0 and practice = @p1 and month = @p2{tx.Work.Database.ForShare}",
            row => !row.IsDBNull(0), tx.Scope.Org.Value, practice.Value, month);
        if (closed is [true]) throw new ClosedPeriodException(month);
    }

    private static void Lay(Tx tx, Id<Practice> practice, DateOnly bookedOn, JournalEntry entry, OpenItems items, List<JournalEntryRow> entries, List<JournalLineRow> lines)
    {
        var id = tx.NextId();
        var mine = entry.Lines.Select((line, n) => new JournalLineRow
        {
            Org = tx.Scope.Org, Practice = practice, Id = tx.NextId(), EntryId = id, N = n + 1, Account = line.Account, Detail = line.Detail,
            PartyKind = line.Party.Kind, PartyId = line.Party.Id, EncounterId = line.EncounterId, ChargeId = line.ChargeId, ClaimId = line.ClaimId,
            CheckId = line.CheckId, ProviderId = line.ProviderId, BookedOn = bookedOn, Amount = line.Amount,
            OpenItemId = items.IdOf(tx, practice, line, entry.HappenedOn),
        }).ToList();
        JournalEntryRow Row(byte[] hash) => new()
        {
            Org = tx.Scope.Org, Practice = practice, Id = id, FactKind = entry.FactKind, FactId = entry.FactId, Generation = entry.Generation,
            BookedOn = bookedOn, HappenedOn = entry.HappenedOn, RecordedAt = tx.Now, Actor = tx.Actor, Reverses = entry.Reverses,
            PolicyVersion = entry.PolicyVersion, Source = entry.Source, Hash = hash,
        };
        entries.Add(Row(JournalEntry.HashOf(Row([]), mine)));
        lines.AddRange(mine);
    }
}
