using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Statements;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Statements;

/// <summary>`statements run`: bills to guarantors.</summary>
internal static class StatementCommands
{
    private static readonly Option<DateOnly?> AsOf = new("--as-of") { Description = "the day of the statements (default today)", HelpName = "D", CustomParser = Words.Day };
    private static readonly Option<string?> Folder = new("--out") { Description = "folder for the PDFs", HelpName = "DIR" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "say who would get one, and who not and why; send nothing" };

    public static Group Group() => new("statements", "bills to guarantors", Run());

    private static Verb Run() => new Verb("run", "statements that are due, as PDF; who gets none and why", "cleanclaim statements run --out statements")
        .With(AsOf, Folder, DryRun).DoesWithData(async (context, data, cancel) =>
        {
            var dryRun = context.Get(DryRun);
            if (!dryRun && context.Get(Folder) is null) throw new CannotRunException("Say where the PDFs go with --out DIR, or look first with --dry-run.");
            foreach (var practice in await Practices.All(context, data, cancel))
            {
                var day = context.Get(AsOf) ?? Practices.Today(data, practice);
                var candidates = await data.Work.Read(data.Scope, tx => IssueStatement.Candidates(tx, practice.Id, day, StatementPolicy.Default, cancel), cancel);
                foreach (var candidate in candidates)
                    await One(context, data, practice, candidate, day, dryRun, cancel);
            }
            return Exit.Done;
        });

    private static async Task One(CommandContext context, OpenData data, Practice practice, StatementCandidate candidate, DateOnly day, bool dryRun, CancellationToken cancel)
    {
        if (candidate.WhyNot is not null || dryRun)
        {
            Tell(context, practice, candidate, dryRun && candidate.WhyNot is null ? "due" : "held", null, null);
            return;
        }
        var outcome = await StatementRun.One(data.Work, data.Scope, practice.Id, candidate, day, cancel);
        if (outcome.Issued is not { } issued)
        {
            Tell(context, practice, candidate with { WhyNot = outcome.Held }, "held", null, null);
            return;
        }
        var pdf = await data.Work.Read(data.Scope, tx => FileStore.Get(tx, issued.FileSha256, cancel), cancel);
        var folder = Directory.CreateDirectory(context.PathOf(context.Get(Folder)!)).FullName;
        var file = Path.Combine(folder, $"{issued.Number}.pdf");
        await File.WriteAllBytesAsync(file, pdf, cancel);
        Tell(context, practice, candidate, "issued", issued, file);
    }

    private static void Tell(CommandContext context, Practice practice, StatementCandidate candidate, string outcome, IssuedStatement? issued, string? file)
    {
        if (context.Json)
        {
            context.JsonLine(new { Practice = practice.Key, candidate.Guarantor, candidate.Owes, candidate.GivenTwice, Outcome = outcome, Reason = candidate.WhyNot, issued?.Number, issued?.Amount, File = file });
            return;
        }
        context.Out.WriteLine($"{candidate.Guarantor} owes {candidate.Owes.ForPeople()}: {(issued is null ? candidate.WhyNot ?? "a statement is due" : $"statement {issued.Number} in {file}")}{(candidate.GivenTwice.IsZero ? "" : $" {candidate.GivenTwice.ForPeople()} to ask for: given back, and then the payment came back.")}");
    }
}
