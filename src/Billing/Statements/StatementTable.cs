using CleanClaim.Billing.Pdf;
using CleanClaim.Billing.Vocabulary;
using static CleanClaim.Billing.Statements.StatementPages;

namespace CleanClaim.Billing.Statements;

/// <summary>The visits and their charges. A visit keeps its heading and first line together; the column heads repeat on each page.</summary>
internal static class StatementTable
{
    private static readonly Length WordsWidth = 208.Pt;
    private static readonly Length WhyWidth = 420.Pt;
    private static readonly Length Row = 13.Pt;
    private static readonly Length WhyRow = 11.Pt;

    private static readonly (string Head, Length Edge, Func<SheetLine, Money> Amount)[] Columns =
    [
        ("Charged", 318.Pt, line => line.Charged),
        ("Plan paid", 374.Pt, line => line.PlanPaid),
        ("Plan discount", 440.Pt, line => line.PlanDiscount),
        ("You paid", 496.Pt, line => line.YouPaid),
        ("You owe", 552.Pt, line => line.YouOwe),
    ];

    public static void Draw(StatementPages pages)
    {
        pages.Page.Text(Left, pages.Y, "Your visits", Section);
        pages.Y += 20.Pt;
        Heads(pages);
        foreach (var visit in pages.Sheet.Visits)
            Visit(pages, visit);
        if (pages.Need(30.Pt))
            Heads(pages);
        Total(pages);
    }

    private static void Heads(StatementPages pages)
    {
        var page = pages.Page;
        page.Text(Left + 6.Pt, pages.Y, "What was done", SmallStrong);
        foreach (var (head, edge, _) in Columns)
            page.TextRight(edge, pages.Y, head, SmallStrong);
        page.Line(Left, pages.Y + 6.Pt, Right, pages.Y + 6.Pt, 1.Pt, Ink);
        pages.Y += 10.Pt;
    }

    private static void Visit(StatementPages pages, SheetVisit visit)
    {
        if (pages.Need(22.Pt + Height(pages, visit.Lines[0])))
            Heads(pages);
        Heading(pages, visit, continued: false);
        foreach (var line in visit.Lines)
        {
            if (pages.Need(Height(pages, line)))
            {
                Heads(pages);
                Heading(pages, visit, continued: true);
            }

            Line(pages, line);
        }

        pages.Y += 4.Pt;
    }

    private static void Heading(StatementPages pages, SheetVisit visit, bool continued)
    {
        var page = pages.Page;
        page.Rectangle(Left, pages.Y, Right - Left, 19.Pt, fill: Tint);
        var (x, y) = (Left + 6.Pt, pages.Y + 13.Pt);
        page.Text(x, y, $"{Long(visit.Date)} · {visit.Patient}", Strong with { Role = "H3" });
        x += Strong.Width($"{Long(visit.Date)} · {visit.Patient}") + 8.Pt;
        page.Text(x, y, $"with {visit.Provider}{(continued ? ", continued" : "")}", Small);
        pages.Y += 23.Pt;
    }

    private static void Line(StatementPages pages, SheetLine line)
    {
        var page = pages.Page;
        var first = pages.Y + 11.Pt;
        var y = page.Paragraph(Left + 6.Pt, first, WordsWidth, Row, Description(line), Body);
        foreach (var (_, edge, amount) in Columns)
        {
            var style = edge == Columns[^1].Edge ? Strong : Body;
            page.TextRight(edge, first, amount(line).ForPeople(), amount(line).IsZero ? style with { Color = Soft } : style);
        }

        foreach (var sentence in Reasons(pages, line))
            y = page.Paragraph(Left + 6.Pt, y - 1.Pt, WhyWidth, WhyRow, sentence, Small) + 1.Pt;
        pages.Y += Height(pages, line);
        page.Line(Left, pages.Y - 1.Pt, Right, pages.Y - 1.Pt, 50.Hundredths(), Rule);
    }

    private static Length Height(StatementPages pages, SheetLine line)
    {
        var words = Row * Body.Wrap(Description(line), WordsWidth).Count;
        var why = WhyRow * Reasons(pages, line).Sum(sentence => Small.Wrap(sentence, WhyWidth).Count);
        return words + why + 6.Pt;
    }

    private static string Description(SheetLine line) => $"{line.Words} ({line.Code})";

    private static IEnumerable<string> Reasons(StatementPages pages, SheetLine line)
    {
        if (line.Why is { Length: > 0 } why)
            yield return why;
        if (!line.TakenOff.IsZero)
            yield return $"We took {Dollars(line.TakenOff)} off this charge.";
        if (!line.StillWithPlan.IsZero)
            yield return $"{Dollars(line.StillWithPlan)} is still with {pages.Sheet.Plan}. You do not have to pay it now.";
        if (!line.PlanPaidOver.IsZero)
            yield return $"{Dollars(line.PlanPaidOver)} of what was paid here is more than {pages.Sheet.Plan} owed for it. We are asking the plan about it; if it may stay, you owe less.";
    }

    private static void Total(StatementPages pages)
    {
        var page = pages.Page;
        var y = pages.Y + 13.Pt;
        page.Line(Left, pages.Y, Right, pages.Y, 1.Pt, Ink);
        page.Text(Left + 6.Pt, y, "Total", Strong);
        foreach (var (_, edge, amount) in Columns)
            page.TextRight(edge, y, pages.Sheet.Total(amount).ForPeople(), edge == Columns[^1].Edge ? Strong with { Color = Accent } : Strong);
        pages.Y += 40.Pt;
    }
}
