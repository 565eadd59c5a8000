using System.CommandLine;
using CleanClaim.Billing.Submissions.Paper;

namespace CleanClaim.Cli.Submissions;

/// <summary>`claim print`: the claims of any 837 on paper forms; no database needed.</summary>
internal static class PrintCommand
{
    private static readonly Argument<string> File = new("FILE.837") { Description = "an 837; - is standard input" };
    private static readonly Option<string> Form = new("--form") { Description = "cms1500 (professional claims) or ub04 (institutional ones)", HelpName = "cms1500|ub04", Required = true };
    private static readonly Option<bool> Overlay = new("--overlay") { Description = "the data alone, to be printed on the form itself" };
    private static readonly Option<string?> Grid = new("--grid") { Description = "where the fields stand, measured on your own printer: a changed copy of data/cms1500.grid or data/ub04.grid", HelpName = "FILE" };
    private static readonly Option<string> Out = new("--out") { Description = "the PDF that is written", HelpName = "F.pdf", Required = true };

    public static Verb Print() => new Verb("print", "print the claims of any 837 on paper forms, as a PDF", "cleanclaim claim print claims.837 --form cms1500 --out claims.pdf")
        .With(File, Form, Overlay, Grid, Out).Does(async (context, cancel) =>
        {
            var form = PaperForm.Of(context.Get(Form)!) ?? throw new CannotRunException($"There is no form \"{context.Get(Form)}\". The forms are {string.Join(" and ", PaperForm.All.Select(f => f.Name))}.");
            var grid = PaperGrid.Of(form.Name);
            if (context.Get(Grid) is { } own) grid = PaperGrid.Parse(Path.GetFileName(own), System.Text.Encoding.UTF8.GetString(await context.ReadFile(own, cancel)), like: grid);
            var name = context.Get(File);
            using var file = new MemoryStream(await context.ReadFile(name, cancel));
            var printed = PrintClaims.Run(Path.GetFileName(name), file, form, grid, context.Get(Overlay));
            if (printed.Pdf is { } pdf) await System.IO.File.WriteAllBytesAsync(context.PathOf(context.Get(Out)!), pdf, cancel);
            return Tell(context, form, printed);
        });

    private static int Tell(CommandContext context, PaperForm form, PrintedClaims printed)
    {
        var losses = printed.Cut.Select(c => (Claim: c.PatientControlNumber, Text: $"page {c.Page}, {c.Field}: {(c.Printed.Length == 0 ? $"there is no room for \"{c.Whole}\"" : $"\"{c.Whole}\" is cut to \"{c.Printed}\"")}"))
            .Concat(printed.Lost.Select(l => (Claim: "", Text: $"page {l.Page}: the letter {l.Character} cannot be printed and stands as ?"))).ToList();
        if (context.Json)
            context.JsonLine(new { Form = form.Name, printed.Claims, printed.Pages, NotOfThisForm = printed.OtherKind, Cut = printed.Cut.Select(c => new { c.PatientControlNumber, c.Page, c.Field, c.Whole, c.Printed }) });
        else
        {
            context.Out.WriteLine(printed.Pdf is null ? $"No {form.Kind} claim is in the file; nothing was printed." : $"{printed.Claims} claim{(printed.Claims == 1 ? "" : "s")} on {printed.Pages} page{(printed.Pages == 1 ? "" : "s")} of {form.Title}.");
            foreach (var other in printed.OtherKind) context.Out.WriteLine($"{other}: no {form.Kind} claim, not printed.");
            foreach (var (claim, text) in losses) context.Out.WriteLine(claim.Length == 0 ? text : $"{claim}: {text}");
        }

        return printed.Pdf is null || printed.OtherKind.Count > 0 || losses.Count > 0 ? Exit.Faults : Exit.Done;
    }
}
