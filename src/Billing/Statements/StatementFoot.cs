using CleanClaim.Billing.Pdf;
using CleanClaim.Billing.Vocabulary;
using static CleanClaim.Billing.Statements.StatementPages;

namespace CleanClaim.Billing.Statements;

/// <summary>Below the visits: how old the debt is, money held, how to pay, how to object, and the slip to cut off.</summary>
internal static class StatementFoot
{
    private static readonly Length Gap = 8.Pt;
    private static readonly Length HalfWidth = (Right - Left - 24.Pt) / 2;
    private static readonly Length SlipHeight = 98.Pt;
    private static readonly TextStyle BoxAmount = new(StandardFont.HelveticaBold, 11.Pt, Ink);

    public static void Draw(StatementPages pages)
    {
        Ages(pages);
        Held(pages);
        GivenTwice(pages);
        TwoTexts(pages);
        Slip(pages);
    }

    private static void Ages(StatementPages pages)
    {
        pages.Need(86.Pt);
        var aging = pages.Sheet.Aging;
        pages.Page.Text(Left, pages.Y, "How long you have owed this", Section);
        Boxes(pages, [("up to 30 days", aging.UpTo30), ("31 to 60 days", aging.From31To60), ("61 to 90 days", aging.From61To90), ("over 90 days", aging.Over90)]);
    }

    // Never netted with what is owed: the guarantor sees both, and decides.
    private static void Held(StatementPages pages)
    {
        var sheet = pages.Sheet;
        if (sheet.Credit.IsZero && sheet.Prepaid.IsZero)
            return;
        pages.Need(104.Pt);
        pages.Page.Text(Left, pages.Y, "Money of yours that we hold", Section);
        Boxes(pages, [("credit to give back or use", sheet.Credit), ("paid ahead for other visits", sheet.Prepaid)]);
        pages.Page.Text(Left, pages.Y - 11.Pt, "It is not taken off the amount above. Call us and we use it as you wish.", Small);
        pages.Y += 12.Pt;
    }

    private static void GivenTwice(StatementPages pages)
    {
        if (pages.Sheet.GivenTwice.IsZero)
            return;
        pages.Need(44.Pt);
        pages.Page.Text(Left, pages.Y, $"Please also send {Dollars(pages.Sheet.GivenTwice)}", Section);
        pages.Page.Text(Left, pages.Y + 14.Pt, "We gave you this back, and then your bank took the payment back too. It is not in the amount above.", Small);
        pages.Y += 42.Pt;
    }

    private static void Boxes(StatementPages pages, (string Words, Money Amount)[] boxes)
    {
        var (top, width) = (pages.Y + 10.Pt, (Right - Left - Gap * 3) / 4);
        var x = Left;
        foreach (var (words, amount) in boxes)
        {
            pages.Page.Rectangle(x, top, width, 38.Pt, outline: Rule, radius: 4.Pt);
            pages.Page.Text(x + 10.Pt, top + 17.Pt, Dollars(amount), amount.IsZero ? BoxAmount with { Color = Soft } : BoxAmount);
            pages.Page.Text(x + 10.Pt, top + 30.Pt, words, Small);
            x += width + Gap;
        }

        pages.Y = top + 62.Pt;
    }

    private static void TwoTexts(StatementPages pages)
    {
        var sheet = pages.Sheet;
        var height = BlockHeight(Math.Max(Rows(sheet.HowToPay), Rows(sheet.HowToDispute)));
        pages.Need(height);
        var right = Left + HalfWidth + 24.Pt;
        var y = pages.Y;
        Block(pages, Left, y, "How to pay", sheet.HowToPay);
        Block(pages, right, y, "If something looks wrong", sheet.HowToDispute);
        pages.Y = y + height;
    }

    private static int Rows(IReadOnlyList<string> sentences) => sentences.Sum(sentence => Body.Wrap(sentence, HalfWidth).Count);

    private static Length BlockHeight(int rows) => 12.Pt + 13.Pt * rows;

    private static void Block(StatementPages pages, Length x, Length y, string title, IReadOnlyList<string> sentences)
    {
        pages.Page.Text(x, y, title, Section);
        y += 17.Pt;
        foreach (var sentence in sentences)
            y = pages.Page.Paragraph(x, y, HalfWidth, 13.Pt, sentence, Body);
    }

    // At the foot of the last page, where scissors reach it.
    private static void Slip(StatementPages pages)
    {
        if (pages.Sheet.YouOwe.IsZero)
            return;
        pages.Need(SlipHeight);
        var (page, sheet) = (pages.Page, pages.Sheet);
        var top = Bottom - SlipHeight;
        page.Line(Left, top, Right, top, 75.Hundredths(), Soft, dashed: true);
        page.Text(Left, top + 14.Pt, $"Cut here and send this part with your check, made out to {sheet.Practice.Name}.", Small);
        Address(page, sheet.Practice, Left + 9.Pt, top + 34.Pt);
        var x = Left + HalfWidth;
        page.Text(x, top + 34.Pt, "Statement number", Body);
        page.TextRight(Right, top + 34.Pt, sheet.Number, Strong);
        page.Text(x, top + 50.Pt, "From", Body);
        page.TextRight(Right, top + 50.Pt, sheet.Guarantor.Name, Strong);
        page.Text(x, top + 66.Pt, $"You owe, by {Long(sheet.DueOn)}", Body);
        page.TextRight(Right, top + 66.Pt, Dollars(sheet.YouOwe), Strong);
        page.Text(x, top + 88.Pt, "Amount you send", Body);
        page.Rectangle(Right - 110.Pt, top + 74.Pt, 110.Pt, 20.Pt, outline: Soft, radius: 3.Pt);
        page.Text(Right - 102.Pt, top + 88.Pt, "$", Body);
    }

    private static void Address(PdfPage page, SheetParty party, Length x, Length y)
    {
        foreach (var line in party.AddressLines.Prepend(party.Name))
        {
            page.Text(x, y, line, Body);
            y += 13.Pt;
        }
    }
}
