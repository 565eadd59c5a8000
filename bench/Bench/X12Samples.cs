using System.Globalization;
using CleanClaim.X12.Writing;

namespace CleanClaim.Bench;

/// <summary>
/// Clean files of invented people of any size: interchanges of a thousand claims, one claim in eight with an earlier payer.
/// Names, numbers, amounts and the count of lines differ from claim to claim, so that a processor cannot learn the file by
/// heart; the seed makes two runs write the same bytes.
/// </summary>
internal sealed partial class X12Samples
{
    private const int ClaimsPerInterchange = 1_000, CoordinatedEvery = 8;
    private static readonly string[] LastNames = ["REYES", "SMITH", "OKONKWO", "LI", "VANDERBERG", "GARCIA", "NGUYEN", "O'NEIL", "KIM", "MONTGOMERY"];
    private static readonly string[] FirstNames = ["JANE", "LUCIA", "BO", "CHRISTOPHER", "ANA", "MEI", "JAMAL", "ALEXANDRIA", "IAN", "TY"];
    private static readonly string[] Streets = ["236 N MAIN ST", "1 ELM ST", "4410 OLD COUNTY ROAD APT 12", "77 OAK AVE", "PO BOX 9", "1500 WASHINGTON BLVD"];
    private static readonly string[][] Places = [["MIAMI", "FL", "331110123"], ["EVANSTON", "IL", "602011234"], ["RAPID CITY", "SD", "577010001"], ["NEW YORK", "NY", "100011234"]];

    private readonly Random _random;
    private readonly X12Writer _writer;
    private readonly int _number;

    private X12Samples(int number, string group, string version, bool lineBreaks)
    {
        _random = new(number);
        _number = number;
        var (date, time) = (new DateOnly(2026, 1, 5), new TimeOnly(12, 0));
        _writer = new(new() { SenderId = "SENDER", ReceiverId = "RECEIVER", Date = date, Time = time, ControlNumber = number }, new() { LineBreaks = lineBreaks });
        _writer.BeginGroup(new() { FunctionalId = group, SenderCode = "SENDER", ReceiverCode = "RECEIVER", Date = date, Time = time, ControlNumber = number, Version = version });
    }

    /// <summary>Writes 837P interchanges until the stream has the size asked for.</summary>
    public static void Claims(Stream stream, long bytes, bool lineBreaks) => Fill(stream, bytes, number => new X12Samples(number, "HC", "005010X222A2", lineBreaks).ClaimBatch());

    /// <summary>Writes 835 interchanges until the stream has the size asked for.</summary>
    public static void Remittances(Stream stream, long bytes, bool lineBreaks) => Fill(stream, bytes, number => new X12Samples(number, "HP", "005010X221A1", lineBreaks).Remittance());

    private static void Fill(Stream stream, long bytes, Func<int, X12Writer> interchange)
    {
        for (var number = 1; stream.Length < bytes; number++)
            if (interchange(number).WriteTo(stream) is WriteOutcome.Refused refused) throw new InvalidOperationException(refused.Findings[0].Message);
    }

    private T One<T>(T[] of) => of[_random.Next(of.Length)];

    private string Code(string[] of) => X12Codes.One(of, _random);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + _random.Next(10))));

    private string Day() => Text(20260100 + _random.Next(1, 28));

    private void Address()
    {
        _writer.Segment("N3", One(Streets));
        var place = One(Places);
        _writer.Segment("N4", place[0], place[1], place[2]);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
