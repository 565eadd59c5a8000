using System.CommandLine;
using CleanClaim.Billing.Reporting;
using CleanClaim.Cli.Data;
using CleanClaim.Cli.Ledger;

namespace CleanClaim.Cli.Reporting;

/// <summary>`explain`: why this number, down to the segment of the payer's file.</summary>
internal static class ExplainCommand
{
    private static readonly Option<string?> Visit = new("--visit") { Description = "the visit whose entries are explained", HelpName = "KEY" };
    private static readonly Option<string?> Check = new("--check") { Description = "the check (TRN02) that is explained: its sum, its entries, its answers, what is live of them and what undone", HelpName = "TRACE" };

    private static readonly Option<int?> Line = new("--line") { Description = "only what moved this line of the visit", HelpName = "N" };
    private static readonly Option<string?> Party = new("--party") { Description = "only entries with this payer, guarantor or practice", HelpName = "P" };

    public static Verb Make() => new Verb("explain", "why this number: journal lines, the payer's answer, the segments of its file", "cleanclaim explain --visit lucia-1").With(Visit, Check, Line, Party)
        .DoesWithData(async (context, data, cancel) =>
        {
            if (context.Get(Visit) is { } key) await OfVisit(context, data, key, cancel);
            else if (context.Get(Check) is { } trace) await OfCheck(context, data, trace, cancel);
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

    private static async Task OfCheck(CommandContext context, OpenData data, string trace, CancellationToken cancel)
    {
        foreach (var check in await data.Work.Read(await Practices.Scope(context, data, cancel), tx => ExplainedCheck.Of(tx, trace, cancel), cancel))
        {
            var keys = await data.Work.Read(data.Scope, tx => PartyKeys.Of(tx, check.Check.Practice, check.Parts.SelectMany(p => p.Entry?.Lines ?? []).Select(l => l.Party), cancel), cancel);
            TellHead(context, check);
            foreach (var part in check.Parts) Tell(context, part, keys);
            foreach (var answer in check.Answers) Tell(context, answer);
        }
    }

    private static void TellHead(CommandContext context, ExplainedCheck explained)
    {
        var check = explained.Check;
        if (context.Json)
        {
            context.JsonLine(new { Type = "check", TraceNumber = check.Trn02, Payer = check.PayerName, check.Date, check.Amount, check.Method, explained.Practice, explained.PaidTo, explained.State, explained.Remittances, explained.InTransit, explained.Banked, explained.Unapplied });
            return;
        }
        context.Out.WriteLine($"Check {check.Trn02} of {check.PayerName}, {check.Date:yyyy-MM-dd}: {check.Amount.ForPeople()}, {explained.State}");
        foreach (var r in explained.Remittances)
            context.Out.WriteLine($"  {check.Amount.ForPeople()} (BPR02) {(r.Difference.IsZero ? "=" : "is not")} {r.ClaimsPaid.ForPeople()} paid for {r.Claims} claim{(r.Claims == 1 ? "" : "s")} (CLP04) - {r.ProviderAdjustments.ForPeople()} provider adjustments (PLB)"
                + $"{(r.Difference.IsZero ? "" : $": {r.Difference.ForPeople()} differs")}; {r.State}{(r.File is { } sha ? $", file {sha[..12]}" : "")}");
        if (explained.PaidTo is { } payee) context.Out.WriteLine($"  in the book of {explained.Practice}: its part of a check that was paid to {payee}");
        else context.Out.WriteLine($"  the bank has {explained.Banked.ForPeople()}, on its way {explained.InTransit.ForPeople()}, not applied {explained.Unapplied.ForPeople()}");
    }

    private static void Tell(CommandContext context, ExplainedPart part, PartyKeys keys)
    {
        if (context.Json)
        {
            context.JsonLine(new
            {
                Type = "entry", part.What, part.State, Booked = part.Entry?.BookedOn, part.Entry?.Fact, Lines = part.Entry?.Lines.Select(l => new { Account = l.Key, Party = keys.KeyOf(l.Party), l.Amount }), part.Entry?.Source,
            });
            return;
        }
        context.Out.WriteLine($"{part.What}: {part.State}");
        if (part.Entry is { } entry) LedgerCommands.Tell(context, entry, keys);
    }

    private static void Tell(CommandContext context, ExplainedAnswer answer)
    {
        if (context.Json)
        {
            context.JsonLine(answer);
            return;
        }
        context.Out.WriteLine($"    {answer.Payer} answered in check {answer.Trace} of {answer.CheckDate:yyyy-MM-dd}: claim {answer.PatientControlNumber}, status {answer.Status}, charged {answer.Charge.ForPeople()}, paid {answer.Paid.ForPeople()}{(answer.State is { } state ? $"; {state}" : "")}");
        if (answer.PassedTo is { } sibling) context.Out.WriteLine($"      in the book of {answer.Practice}: passed on to {sibling}, {Due(answer.Paid, $"due to {sibling}", $"{sibling} owes it")}");
        if (answer.PaidTo is { } payee) context.Out.WriteLine($"      in the book of {answer.Practice}: its claim; the check was paid to {payee}, {Due(answer.Paid, $"due from {payee}", $"owed to {payee}")}");
        if (answer.Waits is { } why) context.Out.WriteLine($"      waits: {why}");
        foreach (var finding in answer.Findings) context.Out.WriteLine($"      {finding}");
        for (var i = 0; i < answer.Segments.Count; i++) context.Out.WriteLine($"      segment {answer.FromSegment + i,6}  {answer.Segments[i]}");
    }

    /// <summary>Both sides of the money between two practices, in words; a takeback turns them round.</summary>
    private static string Due(CleanClaim.Billing.Vocabulary.Money paid, string owed, string takenBack) => paid.IsZero ? "no money" : $"{paid.Abs.ForPeople()} {(paid.IsNegative ? takenBack : owed)}";
}
