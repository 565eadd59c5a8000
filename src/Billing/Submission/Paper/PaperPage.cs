namespace CleanClaim.Billing.Submissions.Paper;

/// <summary>What did not fit: the form has fewer characters or places than the claim says.</summary>
/// <param name="Field">As the grid calls it, its box first.</param>
/// <param name="Whole">All that the claim says.</param>
/// <param name="Printed">What the form has room for; empty when it has none.</param>
public sealed record PaperCut(string PatientControlNumber, int Page, string Field, string Whole, string Printed);

/// <summary>One page of a form: which letters stand where. Letters are capitals, as payers' readers of print expect them.</summary>
public sealed class PaperPage(PaperGrid grid, string pcn, int number)
{
    private readonly List<(int Line, int Column, string Text)> _texts = [];
    private readonly List<PaperCut> _cut = [];

    public IReadOnlyList<(int Line, int Column, string Text)> Texts => _texts;
    public IReadOnlyList<PaperCut> Cut => _cut;

    /// <summary>Writes a field; what is longer than it is cut off and told.</summary>
    /// <param name="row">Which of its repetitions down the page, from 0.</param>
    /// <param name="place">Which of its repetitions along the line, from 0.</param>
    public void Put(string field, string? text, int row = 0, int place = 0)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        var at = grid[field];
        var whole = text.Trim().ToUpperInvariant();
        // An amount that is cut would be another amount: it is left out and told.
        var printed = whole.Length <= at.Length ? whole : at.IsRight ? "" : whole[..at.Length].TrimEnd();
        if (printed.Length < whole.Length) _cut.Add(new(pcn, number, field, whole, printed));
        if (printed.Length == 0) return;
        var column = at.Column + (place * at.Beside) + (at.IsRight ? at.Length - printed.Length : 0);
        _texts.Add((at.Line + (row * at.Every), column, printed));
    }

    /// <summary>Tells of something for which the form has no place.</summary>
    public void NoRoom(string field, string text) => _cut.Add(new(pcn, number, field, text, ""));

    /// <summary>An X where it holds.</summary>
    public void Mark(string field, bool holds)
    {
        if (holds) Put(field, "X");
    }

    /// <summary>Month, day and year in three fields.</summary>
    public void Day(string field, DateOnly? day)
    {
        if (day is not { } d) return;
        Put(field + ".month", PaperText.Two(d.Month));
        Put(field + ".day", PaperText.Two(d.Day));
        Put(field + ".year", PaperText.Four(d.Year));
    }

    /// <summary>The page as letters, a line each, without blanks at their ends.</summary>
    public override string ToString()
    {
        var page = Enumerable.Range(0, grid.Lines).Select(_ => Enumerable.Repeat(' ', grid.Columns).ToArray()).ToArray();
        foreach (var (line, column, text) in _texts) text.CopyTo(page[line - 1].AsSpan(column - 1));
        return string.Join('\n', page.Select(l => new string(l).TrimEnd())).TrimEnd() + "\n";
    }
}
