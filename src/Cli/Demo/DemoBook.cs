using System.Globalization;
using System.Text;
using CleanClaim.Billing.Book;
using CleanClaim.Billing.Contracts;

namespace CleanClaim.Cli.Demo;

/// <summary>The demo clinic: data/demo.book.json with its visits moved to the last weeks, so that no payer calls them late.</summary>
internal static class DemoBook
{
    /// <summary>The visit of the story, and how long before today it was.</summary>
    public const string StoryVisit = "lucia-1";
    private const int StoryDays = 14;
    /// <summary>Its day as the book was written.</summary>
    private static DateOnly StoryWritten => Day(Read("demo.book.json").Visits.First(v => v.Key == StoryVisit).Date!);

    public static BookFile At(DateOnly today) => Moved(Read("demo.book.json"), today);

    /// <summary>The organization's second practice with a patient of its own, and a patient of the first whom the same plan covers: data/demo.aspen.book.json.</summary>
    public static BookFile Aspen(DateOnly today) => Moved(Read("demo.aspen.book.json"), today);

    /// <summary>That plan's remittance: one check, paid to the first practice, for a claim of each.</summary>
    /// <param name="numbers">Of each visit the patient control number under which its claim was sent.</param>
    public static byte[] SharedCheck(BookFile aspen, IReadOnlyDictionary<string, string> numbers, DateOnly day)
    {
        var text = new StringBuilder(Encoding.ASCII.GetString(Bytes("demo.aspen.835"))).Replace("{day}", Edi(day));
        foreach (var visit in aspen.Visits) text.Replace($"{{{visit.Key}}}", numbers[visit.Key!]).Replace($"{{{visit.Key} day}}", Edi(Day(visit.Date!)));
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static BookFile Read(string name) => FormReader.Read<BookFile>(Bytes(name));

    private static byte[] Bytes(string name)
    {
        using var stream = typeof(DemoBook).Assembly.GetManifestResourceStream(name)!;
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static BookFile Moved(BookFile book, DateOnly today)
    {
        // Whole weeks, so that nobody is treated on a Sunday.
        var weeks = (int)Math.Floor((today.AddDays(-StoryDays).DayNumber - StoryWritten.DayNumber) / 7.0);
        return book with { Visits = [.. book.Visits.Select(v => v with { Date = Day(v.Date!).AddDays(7 * weeks).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) })] };
    }

    public static PartnerForm Partner(BookFile book) => new()
    {
        Key = "sandbox", Name = "Sandbox Clearinghouse", Transport = "sandbox", Folder = "exchange", SubmitterId = "JUNIPER", ReceiverId = "SANDBOXCH",
        ReceiverName = "Sandbox Clearinghouse", Payers = [.. book.Payers.Select(p => p.Key!)],
    };

    private static string Edi(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
