using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;
using CleanClaim.Cli.Remittance;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.PaymentPosting;

/// <summary>`exceptions`: what was received and did not post, with the reason and the place.</summary>
internal static class ExceptionCommands
{
    private static readonly Argument<long> Number = new("ID") { Description = "number of the exception, as `exceptions list` shows it" };
    private static readonly Option<string> Reason = new("--reason") { Description = "why nobody has anything to do with it; it stays in the history", HelpName = "TEXT", Required = true };

    public static Group Group() => new("exceptions", "what was received and waits", List(), MatchCommands.Show(), MatchCommands.Match(), MatchCommands.Unmatch(), SecondCommands.Decide(), Retry(), Aside());

    private static Verb List() => new Verb("list", "the queue, oldest first", "cleanclaim exceptions list --json").DoesWithData(async (context, data, cancel) =>
    {
        var practices = (await Practices.All(context, data, cancel)).ToDictionary(p => p.Id);
        var rows = await data.Work.Read(data.Scope, async tx => await WaitingItems.Of(tx, [.. (await Exceptions.Open(tx).OrderBy(e => e.Id).ToListAsync(cancel)).Where(e => practices.ContainsKey(e.Practice))], cancel), cancel);
        foreach (var row in rows)
        {
            var e = row.Exception;
            if (context.Json)
            {
                context.JsonLine(new
                {
                    Id = e.Id.Value, Practice = practices[e.Practice].Key, e.Kind, row.Payer, row.PayerName, row.TraceNumber, row.CheckDate, row.CheckAmount, row.Patient, row.PatientControlNumber,
                    row.Amount, row.Difference, e.Reason, e.NextStep, File = e.FileSha256, row.FileName, Opened = e.OpenedAt.ToString(),
                });
                continue;
            }
            context.Out.WriteLine($"{e.Id.Value}  {row.Amount?.ForPeople(),12}  {(row.About.Length > 0 ? row.About : "payer and check not known")}");
            context.Out.WriteLine($"{"",14}why: {e.Reason}");
            context.Out.WriteLine($"{"",14}next: {e.NextStep}");
        }
        if (rows.Count == 0 && !context.Json) context.Out.WriteLine("Nothing waits.");
        return Exit.Done;
    });

    private static Verb Retry() => new Verb("retry", "try once more what waits of a check", "cleanclaim exceptions retry 1042").With(Number).DoesWithData(async (context, data, cancel) =>
    {
        var line = await RemitPosting.Retry(data.Work, data.Scope, new(context.Get(Number)), cancel);
        RemitCommands.Tell(context, line);
        return line.Waiting == 0 ? Exit.Done : Exit.Faults;
    });

    private static Verb Aside() => new Verb("aside", "put a file aside that can never post: it leaves the queue and is kept; brought again, it waits again", "cleanclaim exceptions aside 1042 --reason \"a letter, no remittance\"")
        .With(Number, Reason).DoesWithData(async (context, data, cancel) =>
        {
            var command = new PutAsideCommand(context.Get(Number), context.Get(Reason)!);
            var aside = await data.Work.Do(Right.Post, data.Scope, data.Once("exception.aside", command), tx => PutAside.Run(tx, command, cancel), cancel);
            if (context.Json) context.JsonLine(aside);
            else context.Out.WriteLine($"{aside.File} waits no more: {command.Reason}. The same file brought again waits again.");
            return Exit.Done;
        });
}
