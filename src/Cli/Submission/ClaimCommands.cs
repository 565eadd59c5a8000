using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Submissions;

/// <summary>`claim`: one claim that was sent, corrected or taken back.</summary>
internal static class ClaimCommands
{
    private static readonly Argument<string> PcnArgument = new("PCN") { Description = "its patient control number, as `claims list` shows it" };
    private static readonly Option<string> Reason = new("--reason") { Description = "why; it stays in the claim's history", HelpName = "WORDS", DefaultValueFactory = _ => "corrected by command" };

    private static readonly Option<string> Told = new("--reason") { Description = "who said so and when; it stays in the claim's history", HelpName = "TEXT", Required = true };

    public static Group Group() => new("claim", "one claim", Scrubbing.ScrubCommand.Make(), Replace(), Void(), Confirm(), PrintCommand.Print());

    private static Verb Replace() => new Verb("replace", "build it anew from what the record says now, for the next `claims submit`", "cleanclaim claim replace K7M2QX9RTB4C --reason \"modifier 59 added\"")
        .With(PcnArgument, Reason).DoesWithData(async (context, data, cancel) =>
        {
            var (pcn, reason) = (context.Get(PcnArgument), context.Get(Reason)!);
            var built = await data.Work.Do(Right.Submit, data.Scope, data.Once("claim.replace", new { pcn, reason }), tx => CorrectClaim.Run(tx, pcn, reason, cancel), cancel);
            if (context.Json) context.JsonLine(new { Claim = built.ClaimId.Value, built.Version, Replaces = pcn, Status = "draft" });
            else context.Out.WriteLine($"Version {built.Version} of the claim stands. cleanclaim claims submit sends it.");
            return Exit.Done;
        });

    private static Verb Void() => new Verb("void", "take an answered claim back from its payer (frequency 8)", "cleanclaim claim void K7M2QX9RTB4C")
        .With(PcnArgument).DoesWithData(async (context, data, cancel) =>
        {
            var pcn = context.Get(PcnArgument);
            var outcome = await data.Work.Do(Right.Submit, data.Scope, data.Once("claim.void", new { pcn }), tx => VoidClaim.Run(tx, pcn, cancel), cancel);
            await Later.Run(data, cancel);
            ClaimsCommands.Tell(context, outcome, dryRun: false);
            return outcome.Held.Count == 0 ? Exit.Done : Exit.Faults;
        });

    private static Verb Confirm() => new Verb("confirm", "record that the payer has taken a void whose acknowledgment never came, by telephone or on its portal: a new claim to it may go", "cleanclaim claim confirm K7M2QX9RTB4C --reason \"call of 14 May, reference 4711\"")
        .With(PcnArgument, Told).DoesWithData(async (context, data, cancel) =>
        {
            var (pcn, reason) = (context.Get(PcnArgument), context.Get(Told)!);
            var taking = await data.Work.Do(Right.Submit, data.Scope, data.Once("claim.confirm", new { pcn, reason }), tx => ConfirmVoid.Run(tx, pcn, reason, cancel), cancel);
            if (context.Json) context.JsonLine(new { Claim = taking.ClaimId.Value, PatientControlNumber = taking.Pcn, Status = "accepted" });
            else context.Out.WriteLine($"The void {taking.Pcn} counts as taken: a new claim that waited for it may go (cleanclaim claims submit).");
            return Exit.Done;
        });
}
