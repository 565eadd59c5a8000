using CleanClaim.Billing.Pdf;
using CleanClaim.Billing.Vocabulary;
using static CleanClaim.Billing.Statements.StatementPages;

namespace CleanClaim.Billing.Statements;

/// <summary>Statements as they go to the post. <see cref="Lost"/> tells what the fonts could not draw, for a person to look at first.</summary>
public sealed record StatementDrawing(byte[] Pdf, int PageCount, IReadOnlyList<LostCharacter> Lost);

/// <summary>
/// Draws guarantor statements on US Letter. The address stands where the window of a #10 envelope shows it when the page is
/// folded in three; the last page ends with a slip to send with a check. Words aim at a reading age of 12.
/// </summary>
public static class StatementPdf
{
    private static readonly TextStyle Practice = new(StandardFont.HelveticaBold, 15.Pt, Ink);
    private static readonly TextStyle Title = new(StandardFont.HelveticaBold, 22.Pt, Accent, "H1");
    private static readonly TextStyle BigAmount = new(StandardFont.HelveticaBold, 26.Pt, Accent);
    private static readonly TextStyle AccentStrong = Strong with { Color = Accent };
    private static readonly TextStyle SumAmount = new(StandardFont.HelveticaBold, 12.Pt, Ink);

    public static StatementDrawing Draw(StatementSheet sheet) => Draw([sheet]);

    /// <summary>A batch as one document; each statement counts its own pages.</summary>
    public static StatementDrawing Draw(IReadOnlyList<StatementSheet> sheets)
    {
        var document = new PdfDocument(sheets.Count == 1 ? $"Statement {sheets[0].Number}" : $"{sheets.Count} statements");
        foreach (var sheet in sheets)
            DrawOne(new StatementPages(document, sheet));
        return new StatementDrawing(document.ToBytes(), document.Pages.Count, document.Lost);
    }

    private static void DrawOne(StatementPages pages)
    {
        pages.TurnPage();
        Head(pages);
        AddressAndAmount(pages);
        Sum(pages);
        StatementTable.Draw(pages);
        StatementFoot.Draw(pages);
        pages.NumberPages();
    }

    private static void Head(StatementPages pages)
    {
        var (page, sheet) = (pages.Page, pages.Sheet);
        page.Text(Left, 58.Pt, sheet.Practice.Name, Practice);
        var y = 73.Pt;
        foreach (var line in sheet.Practice.AddressLines.Append(sheet.PracticePhone))
        {
            page.Text(Left, y, line, Small);
            y += 12.Pt;
        }

        page.TextRight(Right, 61.Pt, "Statement", Title);
        page.TextRight(Right, 78.Pt, $"Number {sheet.Number}", Small);
        page.TextRight(Right, 90.Pt, $"Date {Long(sheet.IssuedOn)}", Small);
    }

    private static void AddressAndAmount(StatementPages pages)
    {
        var (page, sheet) = (pages.Page, pages.Sheet);
        // The window of a #10 envelope: 7/8 inch from the left, about 2 to 3 inches from the top.
        var y = 160.Pt;
        foreach (var line in sheet.Guarantor.AddressLines.Prepend(sheet.Guarantor.Name))
        {
            page.Text(63.Pt, y, line, Body with { Size = 105.TenthsPt });
            y += 14.Pt;
        }

        page.Rectangle(354.Pt, 132.Pt, 204.Pt, 84.Pt, fill: AccentTint, radius: 6.Pt);
        page.Text(370.Pt, 154.Pt, "You owe", AccentStrong);
        page.Text(370.Pt, 183.Pt, Dollars(sheet.YouOwe), BigAmount);
        page.Text(370.Pt, 203.Pt, sheet.YouOwe.IsZero ? "Nothing to pay. Thank you." : $"Please pay by {Long(sheet.DueOn)}", Body with { Color = Accent });
        pages.Y = 244.Pt;
    }

    // The whole statement as one sum that can be followed with a finger.
    private static void Sum(StatementPages pages)
    {
        var (page, sheet) = (pages.Page, pages.Sheet);
        page.Text(Left, pages.Y, "How we came to this amount", Section);
        var terms = Terms(sheet);
        var (top, width) = (pages.Y + 12.Pt, (Right - Left) / terms.Count);
        page.Rectangle(Left, top, Right - Left, 48.Pt, fill: Tint, radius: 6.Pt);
        var x = Left;
        foreach (var (sign, amount, words) in terms)
        {
            page.Text(x, top + 21.Pt, sign, SumAmount with { Color = Soft });
            page.Text(x + 14.Pt, top + 21.Pt, Dollars(amount), sign == "=" ? SumAmount with { Color = Accent } : SumAmount);
            page.Text(x + 14.Pt, top + 36.Pt, words, Small);
            x += width;
        }

        pages.Y = top + 74.Pt;
    }

    private static List<(string Sign, Money Amount, string Words)> Terms(StatementSheet sheet)
    {
        List<(string, Money, string)> terms =
        [
            ("", sheet.Total(line => line.Charged), "charged"),
            ("–", sheet.Total(line => line.PlanPaid), $"{sheet.Plan} paid"),
            ("–", sheet.Total(line => line.PlanDiscount), "plan discount"),
            ("–", sheet.Total(line => line.YouPaid), "you paid"),
        ];
        if (sheet.Total(line => line.TakenOff) is { IsZero: false } takenOff)
            terms.Add(("–", takenOff, "we took off"));
        if (sheet.Total(line => line.StillWithPlan) is { IsZero: false } waiting)
            terms.Add(("–", waiting, "still with plan"));
        if (sheet.Total(line => line.PlanPaidOver) is { IsZero: false } over)
            terms.Add(("+", over, "plan paid too much"));
        terms.Add(("=", sheet.YouOwe, "you owe"));
        return terms;
    }
}
