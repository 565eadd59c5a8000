using CleanClaim.Billing.Submissions;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Submissions;

/// <summary>`exchange`: one round with every trading partner.</summary>
internal static class ExchangeCommand
{
    public static Verb Make() => new Verb("exchange", "one round with every trading partner: send, fetch, process", "cleanclaim exchange").DoesWithData(async (context, data, cancel) =>
    {
        var files = await new ExchangeRound(data, TextWriter.Null).Run(cancel);
        foreach (var file in files)
        {
            if (context.Json)
            {
                context.JsonLine(file);
                continue;
            }
            context.Out.WriteLine($"{file.Partner}: {file.File} ({file.Kind}): {file.Outcome}");
            foreach (var detail in file.Details) context.Out.WriteLine($"    {detail}");
        }
        if (files.Count == 0 && !context.Json) context.Out.WriteLine("Nothing came.");
        return await NotLeft(context, data, cancel) || files.Any(f => f.Waits) ? Exit.Faults : Exit.Done;
    });

    /// <summary>Tells the files that could not be put into their folders; true when there are any.</summary>
    internal static async Task<bool> NotLeft(CommandContext context, OpenData data, CancellationToken cancel)
    {
        var files = await data.Work.Read(data.Scope, tx => FilesToLeave.Of(tx, cancel), cancel);
        foreach (var file in files) context.Err.WriteLine($"cleanclaim: {file.Why} {file.Fix}");
        return files.Count > 0;
    }
}
