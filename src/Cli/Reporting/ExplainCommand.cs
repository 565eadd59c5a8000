using System.CommandLine;
using CleanClaim.Billing.Reporting;
using CleanClaim.Cli.Data;
using CleanClaim.Cli.Ledger;

namespace CleanClaim.Cli.Reporting;

/// <summary>`explain`: why this number, down to the segment of the payer's file.</summary>
internal static class ExplainCommand
{
    private static readonly Option<string?> Visit = new("--visit") { Description = "the visit whose entries are explained", HelpName = "KEY" };
    private static readonly Option<string?> Check = new("--check") { Description = "the check (TRN02) whose answers are explained", HelpName = "TRACE" };

    private static readonly Option<int?> Line = new("--line") { Description = "only what moved this line of the visit", HelpName = "N" };
    private static readonly Option<string?> Party = new("--party") { Description = "only entries with this payer, guarantor or practice", HelpName = "P" };

    public static Verb Make() => new Verb("explain", "why this number: journal lines, the payer's answer, the segments of its file", "cleanclaim explain --visit lucia-1").With(Visit, Check, Line, Party)
        .DoesWithData(async (context, data, cancel) =>
        {
            if (context.Get(Visit) is { } key) await OfVisit(context, data, key, cancel);
            else if (context.Get(Check) is { } trace)
                foreach (var answer in await data.Work.Read(data.Scope, tx => Explanation.OfCheck(tx, trace, cancel), cancel)) Tell(context, answer);
            else throw new CannotRunException("Say what to explain: --visit KEY or --check TRACE.");
            return Exit.Done;
        });

    private static async Task OfVisit(CommandContext context, OpenData data, string key, CancellationToken cancel)
    {
        var visit = await Practices.Visit(context, data, key, cancel);
        var (entries, keys) = await data.Work.Read(data.Scope, async tx =>
        {
            var explained = await Explanation.OfVisit(tx, visit, cancel);
            if (context.Get(Line) is { } line)
            {
                var moved = await Explanation.EntriesOfLine(tx, visit, line, cancel);
                explained = [.. explained.Where(e => moved.Contains(e.Entry.Id))];
            }
            return (explained, await PartyKeys.Of(tx, visit.Practice, explained.SelectMany(e => e.Entry.Lines).Select(l => l.Party), cancel));
        }, cancel);
        var party = context.Get(Party);
        foreach (var (entry, answer) in entries.Where(e => party is null || e.Entry.Lines.Any(l => keys.KeyOf(l.Party) == party)))
        {
            LedgerCommands.Tell(context, entry, keys);
            if (answer is not null) Tell(context, answer);
        }
    }

    private static void Tell(CommandContext context, ExplainedAnswer answer)
    {
        if (context.Json)
        {
            context.JsonLine(answer);
            return;
        }
        context.Out.WriteLine($"    {answer.Payer} answered in check {answer.Trace} of {answer.CheckDate:yyyy-MM-dd}: claim {answer.PatientControlNumber}, status {answer.Status}, charged {answer.Charge.ForPeople()}, paid {answer.Paid.ForPeople()}");
        if (answer.PassedTo is { } sibling) context.Out.WriteLine($"      in the book of {answer.Practice}: passed on to {sibling}, {Due(answer.Paid, $"due to {sibling}", $"{sibling} owes it")}");
        if (answer.PaidTo is { } payee) context.Out.WriteLine($"      in the book of {answer.Practice}: its claim; the check was paid to {payee}, {Due(answer.Paid, $"due from {payee}", $"owed to {payee}")}");
        for (var i = 0; i < answer.Segments.Count; i++) context.Out.WriteLine($"      segment {answer.FromSegment + i,6}  {answer.Segments[i]}");
    }

    /// <summary>Both sides of the money between two practices, in words; a takeback turns them round.</summary>
    private static string Due(CleanClaim.Billing.Vocabulary.Money paid, string owed, string takenBack) => paid.IsZero ? "no money" : $"{paid.Abs.ForPeople()} {(paid.IsNegative ? takenBack : owed)}";
}
