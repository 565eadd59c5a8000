using System.Text;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Tests.Values;

public sealed class X12DatesTests
{
    [Theory]
    [InlineData("D8", "20260131", "2026-01-31", "2026-01-31")]
    [InlineData("RD8", "20260131-20260202", "2026-01-31", "2026-02-02")]
    [InlineData("DT", "202601312359", "2026-01-31", "2026-01-31")]
    [InlineData("D8", "20240229", "2024-02-29", "2024-02-29")]
    public void Dates_are_read_by_their_format(string format, string text, string from, string to)
    {
        var span = X12Dates.ParseFormatted(Bytes(format), Bytes(text)).Value;
        Assert.Equal((DateOnly.Parse(from), DateOnly.Parse(to)), (span.From, span.To));
    }

    [Theory]
    [InlineData("D8", "20260230", FaultKind.InvalidDate)]
    [InlineData("D8", "20250229", FaultKind.InvalidDate)]
    [InlineData("D8", "260131", FaultKind.InvalidDate)]
    [InlineData("RD8", "20260202-20260131", FaultKind.InvalidDate)]
    [InlineData("RD8", "20260202", FaultKind.InvalidDate)]
    [InlineData("DT", "202601312460", FaultKind.InvalidTime)]
    [InlineData("XX", "20260131", FaultKind.InvalidCode)]
    public void An_impossible_date_is_a_fault(string format, string text, FaultKind fault) =>
        Assert.Equal(fault, X12Dates.ParseFormatted(Bytes(format), Bytes(text)).Fault);

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    [Fact]
    public void Every_day_of_eight_hundred_years_is_the_day_that_the_calendar_has()
    {
        for (var day = new DateOnly(1600, 1, 1); day.Year < 2400; day = day.AddDays(1))
            Assert.Equal(day, X12Dates.ParseDate(System.Text.Encoding.ASCII.GetBytes($"{day:yyyyMMdd}")).Value);
    }
}
