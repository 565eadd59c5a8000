using System.CommandLine;
using CleanClaim.Billing.Acknowledgments;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Acknowledgments;

/// <summary>`ack receive`: payers' and clearinghouses' answers about files and claims.</summary>
internal static class AckCommand
{
    private static readonly Argument<string[]> Files = new("FILE") { Description = "TA1, 999 or 277CA files", Arity = ArgumentArity.OneOrMore };

    public static Group Group() => new("ack", "answers about files and claims", Receive());

    private static Verb Receive() => new Verb("receive", "take in TA1, 999 and 277CA and tie them to the claims", "cleanclaim ack receive answers/*").With(Files)
        .DoesWithData(async (context, data, cancel) =>
        {
            var code = Exit.Done;
            foreach (var name in context.Get(Files))
            {
                var outcome = await ReceiveAcknowledgment.File(data.Work, data.Scope, Path.GetFileName(name), await context.ReadFile(name, cancel), cancel);
                Tell(context, outcome);
                if (outcome.Faults.Count > 0 || outcome.Answers.Any(a => !a.Accepted)) code = Exit.Faults;
            }
            return code;
        });

    private static void Tell(CommandContext context, AcknowledgmentOutcome outcome)
    {
        if (context.Json)
        {
            context.JsonLine(outcome);
            return;
        }
        context.Out.WriteLine($"{outcome.File}: {(outcome.Duplicate ? "taken in before" : outcome.Answers.Count == 0 ? "kept, not taken in" : "taken in")}");
        foreach (var answer in outcome.Answers) context.Out.WriteLine($"  {answer.Type} {(answer.Accepted ? "accepted" : "NOT accepted")}: {answer.Detail}");
        foreach (var claim in outcome.Claims) context.Out.WriteLine($"  visit {claim.Visit}, claim {claim.Pcn}: {claim.Detail}");
        foreach (var fault in outcome.Faults) context.Say($"  {fault.Place}: {fault.Message} {fault.Fix}");
    }
}
