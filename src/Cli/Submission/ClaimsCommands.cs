using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Submissions;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Submissions;

/// <summary>`claims`: what is ready goes out, what is held says why.</summary>
internal static class ClaimsCommands
{
    private static readonly Option<string?> Payer = new("--payer") { Description = "only this payer's", HelpName = "KEY" };
    private static readonly Option<string?> Visit = new("--visit") { Description = "only this visit's", HelpName = "KEY" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "say what would go and what is held, send nothing" };

    public static Group Group() => new("claims", "claims to payers", Submit(), List(), CorrectionCommands.Differ(), CorrectionCommands.Apply());

    private static Verb Submit() => new Verb("submit", "scrub, batch and send what is ready, the next payer's claims too; says what is held and why", "cleanclaim claims submit --dry-run")
        .With(Payer, DryRun).DoesWithData(async (context, data, cancel) =>
        {
            var scope = await Practices.Scope(context, data, cancel);
            var outcome = context.Get(DryRun)
                ? await SendClaims.Rehearse(data.Work, scope, context.Get(Payer), cancel: cancel)
                : await SendClaims.Run(data.Work, scope, data.Once("claims.submit").Key, context.Get(Payer), cancel: cancel);
            if (!context.Get(DryRun)) await Later.Run(data, cancel);
            Tell(context, outcome, context.Get(DryRun));
            return await ExchangeCommand.NotLeft(context, data, cancel) ? Exit.Faults : Exit.Done;
        });

    public static void Tell(CommandContext context, SubmitOutcome outcome, bool dryRun)
    {
        if (context.Json)
        {
            foreach (var sent in outcome.Sent)
            {
                context.JsonLine(new
                {
                    sent.Visit, Claim = sent.ClaimId, PatientControlNumber = dryRun ? null : sent.Pcn, sent.Payer, sent.Level, sent.Frequency,
                    Status = dryRun ? "ready" : "sent", sent.Charge, sent.Findings,
                });
            }
            foreach (var held in outcome.Held)
                context.JsonLine(new { held.Visit, Claim = held.ClaimId, held.Payer, held.Level, Status = "held", held.Until, held.Charge, held.Reasons });
            return;
        }
        foreach (var sent in outcome.Sent)
        {
            context.Out.WriteLine($"{(dryRun ? "would go" : "sent")}  visit {sent.Visit} to {sent.Payer} ({sent.Level}, frequency {sent.Frequency}){(dryRun ? "" : $" as {sent.Pcn}")}, {sent.Charge.ForPeople()}");
            foreach (var finding in sent.Findings) context.Out.WriteLine($"      note: {finding.Message}");
        }
        foreach (var held in outcome.Held)
        {
            context.Out.WriteLine($"{(held.Until is null ? "held" : "waits")}  visit {held.Visit} to {held.Payer} ({held.Level}), {held.Charge.ForPeople()}{(held.Until is { } until ? $", until {until:yyyy-MM-dd}" : "")}");
            foreach (var reason in held.Reasons) context.Out.WriteLine($"      {(held.Until is null ? $"{reason.RuleId} {reason.Place}: " : "")}{reason.Message} {reason.Fix}");
        }
        if (!dryRun) foreach (var file in outcome.Files) context.Out.WriteLine($"file  {file.Name} to {file.To}: {file.Claims} claims, {file.Charge.ForPeople()}{(file.ByHand is { } folder ? $"; no trading partner takes it: bring it to the payer from {folder}" : "")}");
        if (outcome.Sent.Count + outcome.Held.Count == 0) context.Out.WriteLine("No claim is waiting to be sent.");
    }

    private static Verb List() => new Verb("list", "one line per submission, and what is not sent yet", "cleanclaim claims list --visit lucia-1 --json")
        .With(Visit).DoesWithData(async (context, data, cancel) =>
        {
            var claims = await data.Work.Read(await Practices.Scope(context, data, cancel), tx => ClaimList.Run(tx, context.Get(Visit), cancel), cancel);
            foreach (var claim in claims)
            {
                if (context.Json)
                {
                    context.JsonLine(claim);
                    continue;
                }
                context.Out.WriteLine($"{claim.Visit,-14} {claim.PatientControlNumber ?? "not sent",-14} {claim.Payer,-14} {claim.Level} {claim.Frequency}  {claim.Status,-12} {claim.Charge.ForPeople(),10}");
            }
            if (claims.Count == 0 && !context.Json) context.Out.WriteLine("There is no claim yet; cleanclaim claims submit builds them.");
            return Exit.Done;
        });
}
