using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Ledger;

/// <summary>`period`, `rebuild`: the month's close, and derived tables made anew.</summary>
internal static class PeriodCommands
{
    private static readonly Argument<int> Month = new("MONTH") { Description = "like 2026-03", CustomParser = Words.Month };
    private static readonly Option<string> Reason = new("--reason") { Description = "why; it stays in the history", HelpName = "WORDS", Required = true };

    public static Group Group() => new("period", "months of the book", Close(), Reopen());

    private static Verb Close() => new Verb("close", "close a month: it takes no entry any more", "cleanclaim period close 2026-03").With(Month)
        .DoesWithData((context, data, cancel) => Each(context, data, "period.close", (tx, practice) => Periods.Close(tx, practice.Id, context.Get(Month), cancel), cancel));

    private static Verb Reopen() => new Verb("reopen", "open a closed month again", "cleanclaim period reopen 2026-03 --reason \"charge of 12 March was missing\"").With(Month, Reason)
        .DoesWithData((context, data, cancel) => Each(context, data, "period.reopen", (tx, practice) => Periods.Reopen(tx, practice.Id, context.Get(Month), context.Get(Reason)!, cancel), cancel));

    public static Verb Rebuild() => new Verb("rebuild", "throw derived balances away and add them up again from the journal", "cleanclaim rebuild")
        .DoesWithData(async (context, data, cancel) =>
        {
            foreach (var practice in await Practices.All(context, data, cancel))
            {
                var rows = await data.Work.Do(Right.Administer, data.Scope, data.Once("rebuild", practice.Key), tx => CleanClaim.Billing.Ledger.Rebuild.Run(tx, practice.Id, cancel), cancel);
                if (context.Json) context.JsonLine(new { Practice = practice.Key, Rows = rows });
                else context.Out.WriteLine($"{practice.Name}: {rows} rows made anew.");
            }
            return Exit.Done;
        });

    private static async Task<int> Each(CommandContext context, OpenData data, string verb, Func<Tx, Practice, Task<CloseOutcome>> run, CancellationToken cancel)
    {
        var code = Exit.Done;
        foreach (var practice in await Practices.All(context, data, cancel))
        {
            var outcome = await data.Work.Do(Right.CloseMonth, data.Scope, data.Once(verb, new { practice.Key, Month = context.Get(Month) }), tx => run(tx, practice), cancel);
            code = Math.Max(code, Tell(context, practice, outcome));
        }
        return code;
    }

    private static int Tell(CommandContext context, Practice practice, CloseOutcome outcome)
    {
        var (word, reasons) = outcome switch
        {
            CloseOutcome.Closed => ("closed", (IReadOnlyList<string>)[]),
            CloseOutcome.Reopened => ("reopened", []),
            CloseOutcome.Refused refused => ("refused", refused.Reasons),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var month = context.Get(Month);
        if (context.Json) context.JsonLine(new { Practice = practice.Key, Month = $"{month / 100}-{month % 100:00}", Outcome = word, Reasons = reasons });
        else context.Out.WriteLine($"{practice.Name}, {month / 100}-{month % 100:00}: {word}.");
        foreach (var reason in reasons) context.Say(reason);
        return reasons.Count == 0 ? Exit.Done : Exit.Faults;
    }
}
