using CleanClaim.Billing.Pdf;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;

namespace CleanClaim.Billing.Submissions.Paper;

/// <summary>A paper form that claims can be printed on.</summary>
/// <param name="Name">As the command takes it; its grid has the same name.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Kind">The claims it is for, in a word.</param>
/// <param name="Fill">The pages of one claim.</param>
/// <param name="Versions">The guides whose claims it takes begin with this.</param>
public sealed record PaperForm(string Name, string Title, string Kind, string[] Versions, Func<Claim, PaperGrid, IReadOnlyList<PaperPage>> Fill)
{
    public static IReadOnlyList<PaperForm> All { get; } =
    [
        new("cms1500", "CMS-1500 (02/12)", "professional", ["005010X222", "004010X098"], Cms1500.Fill),
        new("ub04", "UB-04", "institutional", ["005010X223", "004010X096"], Ub04.Fill),
    ];

    public static PaperForm? Of(string name) => All.FirstOrDefault(f => f.Name == name);
}

/// <summary>What was printed.</summary>
/// <param name="Pdf">Null when the file has no claim for the form.</param>
/// <param name="OtherKind">Patient control numbers of claims that this form does not take.</param>
/// <param name="Cut">What did not fit.</param>
/// <param name="Lost">Letters that the form's font does not have.</param>
public sealed record PrintedClaims(byte[]? Pdf, int Claims, int Pages, IReadOnlyList<string> OtherKind, IReadOnlyList<PaperCut> Cut, IReadOnlyList<LostCharacter> Lost);

/// <summary>Claims of any system's 837 on paper forms, as a PDF of Letter pages: drawn with boxes for plain paper, or the data alone for the printed form.</summary>
public static class PrintClaims
{
    private static readonly TextStyle Data = new(StandardFont.Courier, 12.Pt, PdfColor.Black);
    private static readonly TextStyle Label = new(StandardFont.Helvetica, 5.Pt, new(120, 40, 40));
    private static readonly PdfColor Lines = new(190, 110, 110);

    /// <param name="file">An 837; the faults of it as a file are refused.</param>
    /// <param name="isOverlay">The data alone: a payer's reader wants the red form itself, never a copy of it.</param>
    /// <param name="only">The patient control number of the one claim to print; null for all.</param>
    /// <exception cref="BadInputException">It is no X12 file, or broken as one.</exception>
    public static PrintedClaims Run(string name, Stream file, PaperForm form, PaperGrid grid, bool isOverlay, string? only = null)
    {
        var faults = new List<ReadFault>();
        var claims = Claims837.Read(file, faults).Where(c => only is null || c.PatientControlNumber == only).ToList();
        if (faults.Count > 0) throw new BadInputException($"{name} line {faults[0].Line}", $"The file cannot be read as X12: {faults[0].Kind}.", $"cleanclaim x12 validate {name} tells each fault.");
        var (printed, other) = (claims.Where(c => IsOf(form, c)).ToList(), claims.Where(c => !IsOf(form, c)).Select(c => c.PatientControlNumber ?? "").ToList());
        var pages = printed.SelectMany(c => form.Fill(c, grid)).ToList();
        if (pages.Count == 0) return new(null, 0, 0, other, [], []);
        var document = new PdfDocument($"{form.Title}, {printed.Count} claim{(printed.Count == 1 ? "" : "s")}");
        foreach (var page in pages) Draw(document.AddLetterPage(), page, grid, isOverlay);
        return new(document.ToBytes(), printed.Count, pages.Count, other, [.. pages.SelectMany(p => p.Cut)], document.Lost);
    }

    private static bool IsOf(PaperForm form, Claim claim) =>
        form.Versions.Any(v => claim.Envelope.Version.StartsWith(v, StringComparison.Ordinal) || claim.Envelope.ImplementationReference.StartsWith(v, StringComparison.Ordinal));

    private static void Draw(PdfPage to, PaperPage page, PaperGrid grid, bool isOverlay)
    {
        if (!isOverlay) Form(to, grid);
        // Letters stand three points above the lower edge of their line.
        foreach (var (line, column, text) in page.Texts.OrderBy(t => t.Line).ThenBy(t => t.Column)) to.Text(X(grid, column), Y(grid, line) - 3.Pt, text, Data);
    }

    private static void Form(PdfPage to, PaperGrid grid)
    {
        foreach (var frame in grid.Frames)
        {
            var (x, y) = (X(grid, frame.FirstColumn), Y(grid, frame.FirstLine - 1));
            to.Rectangle(x, y, X(grid, frame.LastColumn + 1) - x, Y(grid, frame.LastLine) - y, outline: Lines);
            to.Text(x + 1.Pt, y + 5.Pt, frame.Label, Label, furniture: true);
        }

        foreach (var label in grid.Labels) to.Text(X(grid, label.Column) + 1.Pt, Y(grid, label.Line) - 3.Pt, label.Text, Label, furniture: true);
    }

    private static Length X(PaperGrid grid, int column) => new((grid.Left * 10) + ((column - 1) * 720));

    private static Length Y(PaperGrid grid, int lines) => new((grid.Top * 10) + (lines * 1200));
}
