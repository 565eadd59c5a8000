using System.Globalization;
using CleanClaim.Billing.Book;
using CleanClaim.Billing.Contracts;

namespace CleanClaim.Cli.Demo;

/// <summary>The demo clinic: data/demo.book.json with its visits moved to the last weeks, so that no payer calls them late.</summary>
internal static class DemoBook
{
    /// <summary>The visit of the story, and how long before today it was.</summary>
    public const string StoryVisit = "lucia-1";
    private const int StoryDays = 14;

    public static BookFile At(DateOnly today)
    {
        using var stream = typeof(DemoBook).Assembly.GetManifestResourceStream("demo.book.json")!;
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var book = FormReader.Read<BookFile>(bytes.ToArray());
        var written = Day(book.Visits.First(v => v.Key == StoryVisit).Date!);
        // Whole weeks, so that nobody is treated on a Sunday.
        var weeks = (int)Math.Floor((today.AddDays(-StoryDays).DayNumber - written.DayNumber) / 7.0);
        return book with { Visits = [.. book.Visits.Select(v => v with { Date = Day(v.Date!).AddDays(7 * weeks).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) })] };
    }

    public static PartnerForm Partner(BookFile book) => new()
    {
        Key = "sandbox", Name = "Sandbox Clearinghouse", Transport = "sandbox", Folder = "exchange", SubmitterId = "JUNIPER", ReceiverId = "SANDBOXCH",
        ReceiverName = "Sandbox Clearinghouse", Payers = [.. book.Payers.Select(p => p.Key!)],
    };

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
