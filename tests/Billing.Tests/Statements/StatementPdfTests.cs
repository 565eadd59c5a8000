using System.Text.RegularExpressions;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Tests.Pdf;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Testing;

namespace CleanClaim.Billing.Tests.Statements;

public sealed class StatementPdfTests
{
    [ProgramFact("pdftotext", "poppler-utils")]
    public async Task A_parent_reads_what_was_charged_paid_and_is_owed()
    {
        var drawing = StatementPdf.Draw(Samples.Short());
        Assert.Equal(1, drawing.PageCount);
        Assert.Empty(drawing.Lost);
        GoldenFile.Check(Plain(await TextOf(drawing.Pdf, "-raw")), "statement-short.txt");
    }

    [ProgramFact("pdftotext", "poppler-utils")]
    public async Task A_long_statement_repeats_its_heads_and_numbers_its_pages()
    {
        var drawing = StatementPdf.Draw(Samples.Long());
        Assert.Equal(3, drawing.PageCount);
        var pages = (await TextOf(drawing.Pdf)).Split('\f');
        for (var page = 0; page < 3; page++)
            Assert.Contains($"Page {page + 1} of 3", pages[page], StringComparison.Ordinal);
        Assert.Contains("What was done", pages[1], StringComparison.Ordinal);
        Assert.Contains("Harbor Lane Acupuncture · Statement 1043, continued", pages[1], StringComparison.Ordinal);
        Assert.Equal(10, pages.Sum(page => page.Split("Acupuncture with electrical").Length - 1));
        Assert.Contains("Cut here and send this part", pages[2], StringComparison.Ordinal);
    }

    [ProgramFact("pdftotext", "poppler-utils")]
    public async Task A_credit_stands_beside_the_debt_and_is_not_taken_off_it()
    {
        var drawing = StatementPdf.Draw(Samples.Long() with { GivenTwice = new Money(4500) });
        Assert.Equal(3, drawing.PageCount);
        var text = await TextOf(drawing.Pdf);
        Assert.Matches(@"(?s)Please also send \$45\.00\s.*It is not in the amount above\..*How to pay", text);
        Assert.Contains("Money of yours that we hold", text, StringComparison.Ordinal);
        Assert.Contains("$12.00", text, StringComparison.Ordinal);
        Assert.Contains("It is not taken off the amount above.", text, StringComparison.Ordinal);
        Assert.Contains("$12.00 is still with your plan. You do not have to pay it now.", text, StringComparison.Ordinal);
    }

    [ProgramFact("qpdf", "qpdf")]
    public async Task A_batch_is_one_clean_document_whose_statements_count_their_own_pages()
    {
        var batch = StatementPdf.Draw([Samples.Short(), Samples.Long()]);
        using var file = TemporaryFile.With(batch.Pdf);
        Assert.Equal(0, (await SystemProgram.RunAsync("qpdf", "--check", file.Path)).ExitCode);
        Assert.Equal(4, batch.PageCount);
        var pages = (await TextOf(batch.Pdf)).Split('\f');
        Assert.Contains("Statement 1042 · Page 1 of 1", pages[0], StringComparison.Ordinal);
        Assert.Contains("Statement 1043 · Page 1 of 3", pages[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_the_fonts_cannot_draw_is_told() =>
        Assert.Contains(StatementPdf.Draw(Samples.Short(patient: "王芳")).Lost, lost => lost.Character == "王" && lost.Page == 1);

    [Fact]
    public void The_same_statement_is_the_same_file() => Assert.Equal(StatementPdf.Draw(Samples.Long()).Pdf, StatementPdf.Draw(Samples.Long()).Pdf);

    [Fact]
    public void A_line_that_does_not_add_up_cannot_be_made() =>
        Assert.Throws<ArgumentException>(() => new SheetLine("Office visit", "99213", new Money(15000), new Money(9250), new Money(3750), Money.Zero, new Money(2001)));

    /// <summary>A plan paid 50.00 of a line of 80.00 that is asked of the guarantor whole: 80.00 - 50.00 + 50.00 = 80.00. Nothing below zero is "still with" a plan.</summary>
    [ProgramFact("pdftotext", "poppler-utils")]
    public async Task What_a_plan_paid_too_much_stands_as_that_and_the_sum_still_leads_to_what_is_owed()
    {
        var line = new SheetLine("Office visit", "99213", new Money(8000), new Money(5000), Money.Zero, Money.Zero, new Money(8000), planPaidOver: new Money(5000));
        var text = Plain(await TextOf(StatementPdf.Draw(Samples.Sheet("7", [new SheetVisit(new DateOnly(2026, 11, 3), "Mia Park", "Lena Ortiz, LAc", [line])], new SheetAging(new Money(8000), Money.Zero, Money.Zero, Money.Zero))).Pdf));
        Assert.Contains("$80.00 – $50.00 – $0.00 – $0.00 + $50.00 = $80.00", text, StringComparison.Ordinal);
        Assert.Contains("plan paid too much", text, StringComparison.Ordinal);
        Assert.Contains("$50.00 of what was paid here is more than your plan owed for it.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("still with", text, StringComparison.Ordinal);
        Assert.DoesNotContain("-$", text, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SheetLine("Office visit", "99213", new Money(8000), new Money(5000), Money.Zero, Money.Zero, new Money(8000), stillWithPlan: new Money(-5000)));
    }

    [Fact]
    public void Aging_boxes_hold_exactly_what_the_lines_ask_for() =>
        Assert.Throws<ArgumentException>(() => Samples.Sheet("1", [], new SheetAging(new Money(1), Money.Zero, Money.Zero, Money.Zero)));

    // How far apart the reader puts the columns differs between its versions; the words and their order do not.
    private static string Plain(string text) =>
        Regex.Replace(Regex.Replace(text, "[ \f]+", " "), @"\s*\n\s*", "\n").Trim() + "\n";

    private static async Task<string> TextOf(byte[] pdf, string order = "-layout")
    {
        using var file = TemporaryFile.With(pdf);
        return (await SystemProgram.RunAsync("pdftotext", order, file.Path, "-")).Output;
    }
}
