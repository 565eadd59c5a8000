using System.Text;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Reporting;
using CleanClaim.Cli.Data;
using CleanClaim.Cli.Ledger;
using CleanClaim.X12.Verbs;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.Demo;

/// <summary>Prints a story: what happened, each file as a person reads it, each new journal entry.</summary>
internal sealed class Teller(CommandContext context)
{
    private int _step;
    private long _lastEntry;

    public void Step(DateOnly day, string what)
    {
        context.Out.WriteLine();
        context.Out.WriteLine($"{++_step}. {day:d MMM yyyy}. {what}");
    }

    public void Line(string text) => context.Out.WriteLine("   " + text);

    /// <summary>X12 with its elements named and its codes explained; anything else as it stands.</summary>
    public void File(string name, byte[] bytes)
    {
        Line($"--- file {name}, {bytes.Length} bytes");
        var text = new StringWriter();
        if (bytes.AsSpan().StartsWith("ISA"u8)) X12Verbs.Show(new MemoryStream(bytes), text, text);
        else text.Write(Encoding.UTF8.GetString(bytes));
        foreach (var line in text.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n')) Line("  " + line);
        Line("---");
    }

    /// <summary>The journal entries since the last look, all of them, whatever they concern.</summary>
    public async Task Entries(OpenData data, CancellationToken cancel)
    {
        var (entries, keys) = await data.Work.Read(data.Scope, async tx =>
        {
            var rows = await tx.Db.Set<JournalEntryRow>().AsNoTracking().Where(e => e.Id > _lastEntry).OrderBy(e => e.Id).ToListAsync(cancel);
            var ids = rows.ConvertAll(r => r.Id);
            var lines = (await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => ids.Contains(l.EntryId)).OrderBy(l => l.N).ToListAsync(cancel)).ToLookup(l => l.EntryId);
            var shown = rows.ConvertAll(e => new ShownEntry(e.Id, e.BookedOn, e.HappenedOn, e.FactKind, e.FactId, e.Generation, e.Reverses, e.Actor, e.Source,
                [.. lines[e.Id].Select(l => new Balance(l.Account, l.Detail, new(l.PartyKind, l.PartyId), l.Amount))]));
            var practice = rows.Count > 0 ? rows[0].Practice : default;
            return (shown, await PartyKeys.Of(tx, practice, shown.SelectMany(e => e.Lines).Select(l => l.Party), cancel));
        }, cancel);
        if (entries.Count == 0) return;
        Line("Journal:");
        foreach (var entry in entries) LedgerCommands.Tell(context, entry, keys);
        _lastEntry = entries[^1].Id;
    }
}
