using CleanClaim.Billing.Pdf;
using CleanClaim.Testing;

namespace CleanClaim.Billing.Tests.Pdf;

public sealed class PdfDocumentTests
{
    private static readonly TextStyle Body = new(StandardFont.Helvetica, 10.Pt, PdfColor.Black);
    private static readonly TextStyle Heading = new(StandardFont.HelveticaBold, 18.Pt, new PdfColor(20, 60, 90), "H1");
    private static readonly TextStyle Code = new(StandardFont.Courier, 9.Pt, PdfColor.Black);

    [ProgramFact("qpdf", "qpdf")]
    public async Task Qpdf_finds_nothing_wrong()
    {
        using var file = TemporaryFile.With(Sample().ToBytes());
        var check = await SystemProgram.RunAsync("qpdf", "--check", file.Path);
        Assert.True(check.ExitCode == 0, check.Output + check.Errors);
        Assert.Contains("PDF Version: 1.7", check.Output, StringComparison.Ordinal);
        Assert.Contains("No syntax or stream encoding errors found", check.Output, StringComparison.Ordinal);
    }

    [ProgramFact("pdftotext", "poppler-utils")]
    public async Task Another_reader_finds_every_text_on_its_page()
    {
        using var file = TemporaryFile.With(Sample().ToBytes());
        var text = await SystemProgram.RunAsync("pdftotext", "-layout", file.Path, "-");
        var pages = text.Output.Split('\f');
        Assert.Contains("Statement (first) \\ page", pages[0], StringComparison.Ordinal);
        Assert.Contains("José Müller owes $1,234.50 – “soon” €5", pages[0], StringComparison.Ordinal);
        Assert.Contains("A0123456789", pages[1], StringComparison.Ordinal);
        var info = await SystemProgram.RunAsync("pdfinfo", file.Path);
        Assert.Matches(@"Title: +Statement 1042 for 王", info.Output);
        Assert.Matches(@"Tagged: +yes", info.Output);
        Assert.Matches(@"Pages: +2", info.Output);
        Assert.Matches(@"Page size: +612 x 792 pts \(letter\)", info.Output);
    }

    [ProgramFact("pdftoppm", "poppler-utils")]
    public async Task Another_reader_draws_text_lines_and_boxes_where_they_were_put()
    {
        using var file = TemporaryFile.With(Sample().ToBytes());
        // A fourth of a point per pixel is not needed: at 72 dots an inch a pixel is a point.
        var drawn = await SystemProgram.RunAsync("pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-singlefile", file.Path, file.Path);
        Assert.Equal(0, drawn.ExitCode);
        var picture = Picture.Read(file.Path + ".ppm");
        File.Delete(file.Path + ".ppm");
        Assert.Equal((612, 792), (picture.Width, picture.Height));
        Assert.Equal((200, 30, 30), picture.At(150, 250));   // inside the filled box
        Assert.Equal((255, 255, 255), picture.At(99, 250));  // left of it
        Assert.Equal((255, 255, 255), picture.At(150, 199)); // above it
        Assert.Equal((255, 255, 255), picture.At(101, 201)); // its corner is round
        Assert.Equal((0, 0, 0), picture.At(300, 400));       // on the line
        Assert.True(picture.HasInk(72, 60, 200, 76), "no text was drawn where the heading stands");
    }

    [Fact]
    public void The_same_pages_are_the_same_bytes() => Assert.Equal(Sample().ToBytes(), Sample().ToBytes());

    [Fact]
    public void What_the_fonts_cannot_draw_is_told_and_never_dropped_in_silence()
    {
        var document = new PdfDocument("Names");
        document.AddLetterPage();
        document.AddLetterPage().Text(72.Pt, 72.Pt, "Patient 王芳 \uD83D", Body);
        Assert.Equal(
        [
            new LostCharacter(2, "王", "Patient 王芳 \uD83D"), new LostCharacter(2, "芳", "Patient 王芳 \uD83D"),
            new LostCharacter(2, "\uFFFD", "Patient 王芳 \uD83D"),
        ], document.Lost);
        Assert.Equal("Patient ?? ?"u8.ToArray(), WinAnsi.Encode("Patient 王芳 \uD83D"));
    }

    [Theory]
    [InlineData("Jose\u0301", new byte[] { 0x4A, 0x6F, 0x73, 0xE9 })] // an accent typed apart
    [InlineData("€ – ’", new byte[] { 0x80, 0x20, 0x96, 0x20, 0x92 })]
    [InlineData("\u0081\u007f", new byte[] { 0x3F, 0x3F })]           // code page 1252 has nothing there
    public void Text_is_encoded_as_annex_D_says(string text, byte[] bytes) => Assert.Equal(bytes, WinAnsi.Encode(text));

    [Theory]
    [InlineData("1,234.50", 10, 3892)] // six figures of 556, a comma and a point of 278: 3.892 times the size
    [InlineData("iiii", 12, 1066)]     // four times 222 at 12 points, rounded up
    [InlineData("", 12, 0)]
    public void Widths_are_those_of_the_font_metrics(string text, int size, int hundredths) =>
        Assert.Equal(new Length(hundredths), StandardFont.Helvetica.Width(text, size.Pt));

    [Fact]
    public void Text_wraps_at_blanks_and_a_word_too_wide_is_cut()
    {
        Assert.Equal(["You owe this", "because your", "plan did not", "pay it."], Body.Wrap("You owe this because your plan did not pay it.", 65.Pt));
        Assert.Equal(["A0123", "45678", "9"], Code.Wrap("A0123456789", 28.Pt));
        Assert.Empty(Body.Wrap("  ", 65.Pt));
    }

    [Theory]
    [InlineData(1200, "12")]
    [InlineData(1250, "12.5")]
    [InlineData(-25, "-0.25")]
    [InlineData(5, "0.05")]
    public void Lengths_are_written_in_points(int hundredths, string text) => Assert.Equal(text, new Length(hundredths).ToString());

    private static PdfDocument Sample()
    {
        var document = new PdfDocument("Statement 1042 for 王");
        var first = document.AddLetterPage();
        first.Text(72.Pt, 72.Pt, @"Statement (first) \ page", Heading);
        first.Text(72.Pt, 100.Pt, "José Müller owes $1,234.50 – “soon” €5", Body);
        first.Rectangle(100.Pt, 200.Pt, 100.Pt, 80.Pt, fill: new PdfColor(200, 30, 30), radius: 8.Pt);
        first.Rectangle(300.Pt, 200.Pt, 100.Pt, 80.Pt, outline: PdfColor.Black);
        first.Line(200.Pt, 400.Pt, 400.Pt, 400.Pt, 2.Pt, PdfColor.Black);
        var second = document.AddLetterPage();
        second.TextRight(540.Pt, 72.Pt, "A0123456789", Code);
        return document;
    }
}
