using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Record;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Denials;

/// <summary>`denials close|reopen`: work that no amount of a line hangs on ends by a person's word, and comes back by it; a denied line goes on to the same payer's next plan.</summary>
internal static class EndWorkCommands
{
    private static readonly Argument<long> Number = new("ID") { Description = "number of the work, as `denials list` shows it" };
    private static readonly Option<string> Reason = new("--reason") { Description = "why; it stays in the claim's story", HelpName = "TEXT", Required = true };

    public static Verb Close() => new Verb("close", "end with a reason a job behind a reversal, a compared coverage, or a denied line, which is moved to the same payer's next plan", "cleanclaim denials close 1042 --reason \"the plan was told by telephone\"")
        .With(Number, Reason).DoesWithData((context, data, cancel) => Do(context, data, "work.end", "ended", EndWork.Run, cancel));

    public static Verb Reopen() => new Verb("reopen", "take the ending back: the job stands again", "cleanclaim denials reopen 1042 --reason \"the plan wants it in writing\"")
        .With(Number, Reason).DoesWithData((context, data, cancel) => Do(context, data, "work.takeBack", "open", EndWork.TakeBack, cancel));

    private static async Task<int> Do(CommandContext context, OpenData data, string verb, string state, Func<Tx, EndWorkCommand, CancellationToken, Task<Denial>> run, CancellationToken cancel)
    {
        var command = new EndWorkCommand(context.Get(Number), context.Get(Reason)!);
        var work = await data.Work.Do(Right.Post, data.Scope, data.Once(verb, command), tx => run(tx, command, cancel), cancel);
        if (context.Json) context.JsonLine(new { Id = work.Id.Value, State = state, work.SuggestedAction });
        else context.Out.WriteLine($"Work {work.Id} {(state == "open" ? "is open" : "has ended")}: {work.SuggestedAction}");
        return Exit.Done;
    }
}
