using System.CommandLine;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Cli.Data;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.Remittance;

/// <summary>`remit`: payers' answers, from file to book and back.</summary>
internal static class RemitCommands
{
    private static readonly Argument<string[]> Files = new("FILE") { Description = "835 files", Arity = ArgumentArity.OneOrMore };
    private static readonly Argument<string> Trace = new("TRACE") { Description = "the check's trace number (TRN02)" };
    private static readonly Option<string?> Payer = new("--payer") { Description = "the payer's key, or TRN03", HelpName = "P" };
    private static readonly Option<long?> Check = new("--check") { Description = "the check's number, where payer and date name several", HelpName = "N" };
    private static readonly Option<DateOnly?> Date = new("--date") { Description = "the check's date", HelpName = "D", CustomParser = Words.Day };
    private static readonly Option<string?> Claim = new("--claim") { Description = "only the claim with this patient control number", HelpName = "PCN" };
    private static readonly Option<bool> All = new("--all") { Description = "everything that was ever posted" };
    private static readonly Option<string> Reason = new("--reason") { Description = "why; it stays in the history", HelpName = "WORDS", DefaultValueFactory = _ => "undone by command" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "say what would happen; keep and post nothing" };

    public static Group Group() => new("remit", "remittances (835)", Post(), Unpost(), Replay());

    private static Verb Post() => new Verb("post", "receive and post 835 files; a file posted before is a duplicate and changes nothing", "cleanclaim remit post era-0318.835")
        .With(Files, DryRun).DoesWithData(async (context, data, cancel) =>
        {
            var code = Exit.Done;
            foreach (var name in context.Get(Files))
            {
                var bytes = await context.ReadFile(name, cancel);
                var lines = context.Get(DryRun) ? await RehearsePosting.Run(data.Work, data.Scope, name, bytes, cancel) : await RemitPosting.PostFile(data.Work, data.Scope, name, bytes, cancel);
                foreach (var line in lines)
                {
                    Tell(context, line);
                    if (line.Outcome is not ("posted" or "duplicate") || line.Waiting > 0) code = Exit.Faults;
                }
            }
            return code;
        });

    private static Verb Unpost() => new Verb("unpost", "undo a check, or one claim of it, by mirrored entries", "cleanclaim remit unpost EG000123 --payer evergreen --date 2026-03-20")
        .With(Trace, Payer, Date, Check, Claim, Reason).DoesWithData(async (context, data, cancel) =>
        {
            var command = new UnpostCommand(context.Get(Trace), context.Get(Payer), context.Get(Date), context.Get(Claim), context.Get(Reason)!, context.Get(Globals.Practice), context.Get(Check));
            Tell(context, await RemitPosting.Unpost(data.Work, data.Scope, command, cancel));
            return Exit.Done;
        });

    private static Verb Replay() => new Verb("replay", "project every stored decision again in memory and compare with the book to the cent", "cleanclaim remit replay --all")
        .With(All).DoesWithData(async (context, data, cancel) =>
        {
            var drifts = 0;
            foreach (var practice in await Practices.All(context, data, cancel))
            {
                var replayed = await data.Work.Read(data.Scope, tx => ReplayRemittances.Run(tx, practice.Id, cancel), cancel);
                drifts += replayed.Drifts.Count;
                if (context.Json) context.JsonLine(new { practice = practice.Key, replayed.Facts, drifts = replayed.Drifts });
                else
                {
                    context.Out.WriteLine($"{practice.Key}: {replayed.Facts} facts projected again, {replayed.Drifts.Count} differ");
                    foreach (var drift in replayed.Drifts) context.Out.WriteLine($"  {drift.Fact} {drift.Id} generation {drift.Generation}: {drift.What}");
                }
            }
            return drifts == 0 ? Exit.Done : Exit.Faults;
        });

    public static void Tell(CommandContext context, RemitLine line)
    {
        if (context.Json)
        {
            context.JsonLine(line);
            return;
        }
        var amount = line.Amount is { } money ? $", {money.ForPeople()}" : "";
        var from = line.TraceNumber is null ? line.File : $"{line.File} check {line.TraceNumber} of {line.Payer}".TrimStart();
        context.Out.WriteLine($"{from}{amount}: {line.Outcome}{(line.Claims == 0 ? "" : $", {line.Posted} of {line.Claims} claims posted")}{(line.Waiting > 0 ? $", {line.Waiting} {(line.Waiting == 1 ? "waits" : "wait")}" : "")}");
        if (line.Difference is { IsZero: false } difference) context.Out.WriteLine($"  out of balance by {difference.ForPeople()}");
        foreach (var said in line.Reasons.Concat(line.Notes)) context.Out.WriteLine($"  {said}");
    }
}
