namespace CleanClaim.Billing.Pdf;

/// <summary>
/// One of the fonts that every PDF reader has, so that none is embedded: ISO 32000-1, 9.6.2.2. Widths are Adobe's font
/// metrics (AFM) in thousandths of the size, in WinAnsi order from the blank on.
/// </summary>
public sealed class StandardFont
{
    public static readonly StandardFont Helvetica = new("Helvetica", "F1",
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
        556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
        556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 0,
        556, 0, 222, 556, 333, 1000, 556, 556, 333, 1000, 667, 333, 1000, 0, 611, 0,
        0, 222, 222, 333, 333, 350, 556, 1000, 333, 1000, 500, 333, 944, 0, 500, 667,
        278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333,
        400, 584, 333, 333, 333, 556, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611,
        667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
        722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
        556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278,
        556, 556, 556, 556, 556, 556, 556, 584, 611, 556, 556, 556, 556, 500, 556, 500,
    ]);

    public static readonly StandardFont HelveticaBold = new("Helvetica-Bold", "F2",
    [
        278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
        556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
        975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
        333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
        611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584, 0,
        556, 0, 278, 556, 500, 1000, 556, 556, 333, 1000, 667, 333, 1000, 0, 611, 0,
        0, 278, 278, 500, 500, 350, 556, 1000, 333, 1000, 556, 333, 944, 0, 500, 667,
        278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 333,
        400, 584, 333, 333, 333, 611, 556, 278, 333, 333, 365, 556, 834, 834, 834, 611,
        722, 722, 722, 722, 722, 722, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
        722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
        556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278, 278, 278, 278,
        611, 611, 611, 611, 611, 611, 611, 584, 611, 611, 611, 611, 611, 556, 611, 556,
    ]);

    public static readonly StandardFont Courier = new("Courier", "F3", [.. Enumerable.Repeat((short)600, 224)]);

    public static readonly IReadOnlyList<StandardFont> All = [Helvetica, HelveticaBold, Courier];

    private readonly short[] _widths;

    private StandardFont(string name, string resource, short[] widths) => (Name, Resource, _widths) = (name, resource, widths);

    /// <summary>The PostScript name, as a reader of PDF knows it.</summary>
    public string Name { get; }

    /// <summary>The name under which page contents speak of it.</summary>
    internal string Resource { get; }

    /// <summary>How wide the text is at a size, rounded up to a hundredth of a point.</summary>
    public Length Width(string text, Length size)
    {
        long thousandths = 0;
        foreach (var code in WinAnsi.Encode(text))
            thousandths += _widths[code - ' '];
        return new Length((int)((thousandths * size.Hundredths + 999) / 1000));
    }
}

/// <summary>How a piece of text looks, and what it is to a screen reader (H1, H2, P).</summary>
public sealed record TextStyle(StandardFont Font, Length Size, PdfColor Color, string Role = "P")
{
    public Length Width(string text) => Font.Width(text, Size);

    /// <summary>The text in lines of at most this width. A word that is wider than a line is cut where it must be.</summary>
    public IReadOnlyList<string> Wrap(string text, Length width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => CutToFit(w, width)))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer) > width)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = longer;
            }
        }

        if (line.Length > 0)
            lines.Add(line);
        return lines;
    }

    private IEnumerable<string> CutToFit(string word, Length width)
    {
        while (word.Length > 1 && Width(word) > width)
        {
            var fits = word.Length - 1;
            while (fits > 1 && (Width(word[..fits]) > width || char.IsHighSurrogate(word[fits - 1])))
                fits--;
            yield return word[..fits];
            word = word[fits..];
        }

        yield return word;
    }
}
