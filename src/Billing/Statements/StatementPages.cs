using System.Globalization;
using CleanClaim.Billing.Pdf;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Statements;

/// <summary>The paper of one statement: its measures, its type, the line that the next thing stands on, and the turn to a new page.</summary>
internal sealed class StatementPages(PdfDocument document, StatementSheet sheet)
{
    public static readonly Length Left = 54.Pt;
    public static readonly Length Right = 558.Pt;
    public static readonly Length Bottom = 744.Pt;

    public static readonly PdfColor Ink = new(0x1B, 0x27, 0x33);
    public static readonly PdfColor Soft = new(0x5A, 0x67, 0x74);
    public static readonly PdfColor Rule = new(0xCF, 0xD7, 0xDF);
    public static readonly PdfColor Tint = new(0xF2, 0xF5, 0xF8);
    public static readonly PdfColor Accent = new(0x0B, 0x57, 0x68);
    public static readonly PdfColor AccentTint = new(0xE6, 0xF1, 0xF3);

    public static readonly TextStyle Body = new(StandardFont.Helvetica, 95.TenthsPt, Ink);
    public static readonly TextStyle Strong = new(StandardFont.HelveticaBold, 95.TenthsPt, Ink);
    public static readonly TextStyle Small = new(StandardFont.Helvetica, 85.TenthsPt, Soft);
    public static readonly TextStyle SmallStrong = new(StandardFont.HelveticaBold, 85.TenthsPt, Soft);
    public static readonly TextStyle Section = new(StandardFont.HelveticaBold, 12.Pt, Ink, "H2");

    private readonly List<PdfPage> _pages = [];

    public StatementSheet Sheet => sheet;
    public PdfPage Page => _pages[^1];

    /// <summary>Where the next thing begins, counted from the top of the page.</summary>
    public Length Y { get; set; }

    public void TurnPage()
    {
        _pages.Add(document.AddLetterPage());
        Y = 54.Pt;
        if (_pages.Count == 1)
            return;
        Page.Text(Left, Y, $"{sheet.Practice.Name} · Statement {sheet.Number}, continued", Small, furniture: true);
        Page.Line(Left, Y + 8.Pt, Right, Y + 8.Pt, 75.Hundredths(), Rule);
        Y += 30.Pt;
    }

    /// <summary>Turns the page when less than this is left on it; true when it did.</summary>
    public bool Need(Length height)
    {
        if (Y + height <= Bottom)
            return false;
        TurnPage();
        return true;
    }

    /// <summary>The foot of every page, once it is known how many there are.</summary>
    public void NumberPages()
    {
        for (var i = 0; i < _pages.Count; i++)
        {
            var page = _pages[i];
            page.Text(Left, 766.Pt, $"Questions? Call {sheet.PracticePhone}.", Small, furniture: true);
            page.TextRight(Right, 766.Pt, string.Create(CultureInfo.InvariantCulture,
                $"Statement {sheet.Number} · Page {i + 1} of {_pages.Count}"), Small, furniture: true);
        }
    }

    public static string Long(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Dollars(Money amount) => amount.IsNegative ? $"-${(-amount).ForPeople()}" : $"${amount.ForPeople()}";
}

internal static class FineLengths
{
    public static Length Hundredths(this int number) => new(number);
}
