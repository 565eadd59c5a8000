using System.CommandLine;
using System.Globalization;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Scrubbing;
using CleanClaim.Billing.Storage;
using CleanClaim.Cli.Data;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;

namespace CleanClaim.Cli.Scrubbing;

/// <summary>`claim scrub`: the rules on the claims of any system's 837; no database needed, the lists of codes of one where there is one.</summary>
internal static class ScrubCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "an 837 (professional, institutional or dental); - is standard input" };

    public static Verb Make() => new Verb("scrub", "what a payer would reject or deny of the claims of an 837, with its place, fix, source and the money at stake", "cleanclaim claim scrub march.837")
        .With(File).Does(async (context, cancel) =>
        {
            var place = DataPlace.Of(context);
            if (place.Database is null && !System.IO.File.Exists(DataFolder.DatabaseIn(place.Folder))) return Run(context, ScrubCodes.Shipped, cancel);
            return await context.Around.Data.Use(context, async data => Run(context, await ScrubCodes.Of(await CodeLibrary.Open(data.Work, cancel), cancel), cancel), cancel);
        });

    private static int Run(CommandContext context, ScrubCodes codes, CancellationToken cancel)
    {
        var name = context.Get(File);
        List<ReadFault> faults = [];
        var scrub = new ScrubFile(codes, DateOnly.FromDateTime(context.Around.Clock.GetUtcNow().DateTime));
        using (var stream = context.OpenFile(name))
            foreach (var claim in Claims837.Read(stream, faults))
            {
                cancel.ThrowIfCancellationRequested();
                Tell(context, scrub.Claim(claim));
            }

        var summary = scrub.Summary;
        var unread = faults.Where(f => !f.IsHarmless).ToList();
        foreach (var fault in unread) context.Say($"{name}, line {fault.Line}: the file could not be read whole ({fault.Kind}). cleanclaim x12 validate says what is wrong.");
        if (summary.Claims == 0 && unread.Count == 0) context.Say($"{name} has no claim (837) in it.");
        Tell(context, name, summary);
        return summary.Stops > 0 || unread.Count > 0 || summary.Claims == 0 ? Exit.Faults : Exit.Done;
    }

    private static void Tell(CommandContext context, ScrubbedClaim claim)
    {
        if (!context.Json && claim.Findings.Count > 0) context.Out.WriteLine($"{claim.PatientControlNumber}  {claim.Charge.ForPeople()}  (claim {claim.Number} of the file)");
        foreach (var finding in claim.Findings)
        {
            if (context.Json)
                context.JsonLine(new { claim.PatientControlNumber, Claim = claim.Number, claim.Segment, finding.Line, Element = finding.Place, Rule = finding.RuleId, ScrubRules.Find(finding.RuleId)!.Family, finding.Severity, finding.Message, finding.Fix, finding.AtStake, finding.Source });
            else
                context.Out.WriteLine($"  {Word(finding.Severity),-6} {finding.RuleId,-10} {finding.Place,-12} {finding.Message} {finding.Fix}".TrimEnd());
        }
    }

    private static string Word(Severity severity) => severity switch { Severity.Stop => "stop", Severity.Warn => "warn", _ => "inform" };

    private static void Tell(CommandContext context, string file, ScrubSummary summary)
    {
        if (context.Json)
        {
            context.JsonLine(new { File = file, summary.Claims, summary.Clean, summary.Stops, Warnings = summary.Warnings, summary.Informs, NotEvaluated = summary.NotEvaluated.Select(n => new { Rule = n.RuleId, n.Missing }), summary.AtStake });
            return;
        }

        context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{summary.Claims:N0} claims, {summary.Clean:N0} clean; {summary.Stops:N0} stops, {summary.Warnings:N0} warnings, {summary.Informs:N0} for the record; at stake {summary.AtStake.ForPeople()}."));
        foreach (var missing in summary.NotEvaluated.GroupBy(n => n.Missing, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            context.Out.WriteLine($"Not evaluated without {missing.Key}: {string.Join(", ", missing.Select(n => n.RuleId))}. Take the list in with cleanclaim codes import.");
    }
}
