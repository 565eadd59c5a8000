using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Book;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Parties;

/// <summary>`import book`: a whole set-up, with patients and visits, from one file.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "the book file (JSON); - is standard input" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "say what would happen, keep nothing" };

    public static Group Group() => new("import", "take data in", Book());

    private static Verb Book() => new Verb("book", "practices, payers, fees, patients, coverages and visits from one file; the same file again changes nothing",
        "cleanclaim import book clinic.book.json --dry-run").With(File, DryRun).DoesWithData(async (context, data, cancel) =>
        {
            var bytes = await context.ReadFile(context.Get(File), cancel);
            var imported = await Run(data, bytes, context.Get(DryRun), cancel);
            if (context.Json)
                context.JsonLine(new { DryRun = context.Get(DryRun), imported.Sections });
            else
            {
                if (context.Get(DryRun)) context.Out.WriteLine("Nothing was kept. It would be:");
                foreach (var section in imported.Sections)
                    context.Out.WriteLine($"{section.Name,-16} {section.Added,6} added {section.Changed,6} changed {section.Unchanged,6} already so");
            }
            return Exit.Done;
        });

    public static Task<BookImported> Run(OpenData data, byte[] bytes, bool dryRun, CancellationToken cancel)
    {
        var book = FormReader.Read<BookFile>(bytes);
        _ = data.Organization;
        return dryRun
            ? data.Work.Rehearse(Right.Administer, data.Scope, tx => ImportBook.Run(tx, book, cancel), cancel)
            : data.Work.Do(Right.Administer, data.Scope, data.Once("book.import"), tx => ImportBook.Run(tx, book, cancel), cancel);
    }
}
