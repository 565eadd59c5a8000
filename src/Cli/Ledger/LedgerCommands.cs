using System.CommandLine;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Ledger;

/// <summary>`ledger`: what the book says, and whether it holds.</summary>
internal static class LedgerCommands
{
    private static readonly Option<DateOnly?> AsOf = new("--as-of") { Description = "as the book stood at the end of that day", HelpName = "DATE", CustomParser = Words.Day };
    private static readonly Option<string?> Visit = new("--visit") { Description = "only this visit, its money where it is now: on its way, at the desk or in cash", HelpName = "KEY" };
    private static readonly Option<string> OneVisit = new("--visit") { Description = "the visit", HelpName = "KEY", Required = true };

    public static Group Group() => new("ledger", "the book", Verify(), Balance(), Show());

    private static Verb Verify() => new Verb("verify", "every invariant, one line each, with the rows it looked at", "cleanclaim ledger verify")
        .DoesWithData(async (context, data, cancel) =>
        {
            var found = await data.Work.Read(data.Scope, tx => LedgerVerify.Run(tx, cancel), cancel);
            foreach (var line in found) Tell(context, line);
            var broken = found.Count(f => !f.Holds);
            if (!context.Json) context.Out.WriteLine(broken == 0 ? $"All {found.Count} hold." : $"{broken} of {found.Count} do not hold.");
            return broken == 0 ? Exit.Done : Exit.Faults;
        });

    private static void Tell(CommandContext context, Verified line)
    {
        if (context.Json)
        {
            context.JsonLine(new { Invariant = line.Id, line.Says, line.Rows, line.Violations, line.Examples, line.Note, line.Holds });
            return;
        }
        context.Out.WriteLine($"{(line.Holds ? "holds " : "BROKEN")} {line.Id,-22} {line.Rows,9} rows   {line.Says}{(line.Note is null ? "" : $" ({line.Note})")}");
        foreach (var example in line.Examples) context.Out.WriteLine($"         {example}");
        if (line.Violations > line.Examples.Count) context.Out.WriteLine($"         and {line.Violations - line.Examples.Count} more");
    }

    private static Verb Balance() => new Verb("balance", "one line per account and party with an amount, over all practices or the one of --practice; debit positive", "cleanclaim ledger balance --as-of 2026-03-31 --json")
        .With(AsOf, Visit).DoesWithData(async (context, data, cancel) =>
        {
            var visit = context.Get(Visit) is { } key ? await Practices.Visit(context, data, key, cancel) : null;
            var practices = (await Practices.All(context, data, cancel)).Where(p => visit is null || visit.Practice == p.Id).ToList();
            var lines = new List<BalanceLine>();
            foreach (var practice in practices)
            {
                var (balances, keys) = await Read(data, practice.Id, tx => visit is null ? BookBalances.AsOf(tx, practice.Id, context.Get(AsOf), cancel) : VisitBook.Of(tx, visit, context.Get(AsOf), cancel), cancel);
                lines.AddRange(balances.Select(b => new BalanceLine(practice.Name, b.Key, keys.KeyOf(b.Party), keys.NameOf(b.Party), b.Amount)));
            }
            if (context.Json) TellSums(context, lines);
            else TellBooks(context, lines, practices.Count > 1);
            return Exit.Done;
        });

    /// <summary>What stands on an account for a party, in one practice's book. The party's key is null where nobody is named.</summary>
    private sealed record BalanceLine(string Practice, string Account, string? Party, string Name, Money Amount);

    /// <summary>The practices' books added up: one line per account and party.</summary>
    private static void TellSums(CommandContext context, List<BalanceLine> lines)
    {
        foreach (var group in lines.GroupBy(l => (l.Account, l.Party)))
            if (group.Sum(l => l.Amount) is { IsZero: false } amount) context.JsonLine(new { group.Key.Account, group.Key.Party, Amount = amount });
    }

    /// <summary>A book after the other, each under its practice's name where there are several.</summary>
    private static void TellBooks(CommandContext context, List<BalanceLine> lines, bool several)
    {
        foreach (var book in lines.GroupBy(l => l.Practice))
        {
            if (several) context.Out.WriteLine(book.Key);
            // The journal keeps details that the key does not tell apart: one line per key and party.
            foreach (var group in book.GroupBy(l => (l.Account, l.Party, l.Name)))
                if (group.Sum(l => l.Amount) is { IsZero: false } amount) context.Out.WriteLine($"{group.Key.Account,-26} {group.Key.Name,-40} {amount.ForPeople(),14}");
            if (several) context.Out.WriteLine();
        }
        context.Out.WriteLine($"{"",-26} {(several ? "sum of all" : "sum"),-40} {lines.Sum(l => l.Amount).ForPeople(),14}");
    }

    private static Verb Show() => new Verb("show", "the entries of a visit, in order", "cleanclaim ledger show --visit lucia-1").With(OneVisit)
        .DoesWithData(async (context, data, cancel) =>
        {
            var visit = await Practices.Visit(context, data, context.Get(OneVisit)!, cancel);
            var (entries, keys) = await data.Work.Read(data.Scope, async tx =>
            {
                var shown = await BookBalances.Show(tx, visit.Practice, visit.Id.Value, cancel);
                return (shown, await PartyKeys.Of(tx, visit.Practice, shown.SelectMany(e => e.Lines).Select(l => l.Party), cancel));
            }, cancel);
            foreach (var entry in entries) Tell(context, entry, keys);
            return Exit.Done;
        });

    public static void Tell(CommandContext context, ShownEntry entry, PartyKeys keys)
    {
        if (context.Json)
        {
            context.JsonLine(new
            {
                Booked = entry.BookedOn, Happened = entry.HappenedOn, entry.Fact,
                Lines = entry.Lines.Select(l => new { Account = l.Key, Party = keys.KeyOf(l.Party), l.Amount }), entry.Source, entry.Actor, entry.Generation, entry.Reverses, entry.Id,
            });
            return;
        }
        context.Out.WriteLine($"{entry.BookedOn:yyyy-MM-dd}  {EntryWords.Of(entry.Fact)}{(entry.Reverses is null ? "" : " (undone)")}, of {entry.HappenedOn:yyyy-MM-dd}: {BalanceReasons.InWords(entry.Fact, entry.Source)}");
        foreach (var line in entry.Lines)
        {
            var (debit, credit) = line.Amount.IsNegative ? ("", line.Amount.Abs.ForPeople()) : (line.Amount.ForPeople(), "");
            context.Out.WriteLine($"    {line.Key,-24} {keys.NameOf(line.Party),-34} {debit,12} {credit,12}");
        }
    }

    private static Task<(List<Balance> Balances, PartyKeys Keys)> Read(OpenData data, Id<Practice> practice, Func<CleanClaim.Billing.Tx, Task<List<Balance>>> query, CancellationToken cancel) =>
        data.Work.Read(data.Scope, async tx =>
        {
            var balances = await query(tx);
            return (balances, await PartyKeys.Of(tx, practice, balances.Select(b => b.Party), cancel));
        }, cancel);
}

/// <summary>Facts in the words of a billing office: "ChargeCaptured" becomes "charge captured".</summary>
internal static class EntryWords
{
    public static string Of(FactKind fact)
    {
        var text = new System.Text.StringBuilder();
        foreach (var letter in fact.ToString())
        {
            if (text.Length > 0 && char.IsUpper(letter)) text.Append(' ');
            text.Append(text.Length == 0 ? letter : char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
