using System.Text;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>A list of codes says of each code and day what its spans say, however many codes and kinds of spans there are.</summary>
public sealed class CodeTableTests
{
    [Theory]
    [InlineData(50, 3)]
    [InlineData(5_000, 40)]
    [InlineData(3_000, 2_000)]
    public void It_says_what_a_list_of_its_spans_says(int count, int days)
    {
        var random = new Random(count);
        DateOnly? Day() => random.Next(4) == 0 ? null : new DateOnly(2020, 1, 1).AddDays(random.Next(days));
        string Code() => string.Concat(Enumerable.Range(0, 1 + random.Next(random.Next(8) == 0 ? 16 : 7)).Select(_ => "ABM0123"[random.Next(7)]));
        var spans = Enumerable.Range(0, count).Select(_ => new CodeTable.Span(Code(), Day(), Day(), random.Next(10) > 0)).ToList();
        DateOnly from = new(2020, 1, 2), to = new(2020, 2, 1);
        var table = new CodeTable(spans, from, to);
        var byCode = spans.ToLookup(span => span.Code, StringComparer.Ordinal);
        Assert.Equal(byCode.Count, table.Count);
        foreach (var code in spans.Select(span => span.Code).Concat(Enumerable.Range(0, 500).Select(_ => Code())).Append("").Append(new string('A', 17)))
        {
            var bytes = Encoding.Latin1.GetBytes(code);
            Assert.Equal(byCode.Contains(code) ? CodeValidity.Valid : CodeValidity.NotValid, table.Of(bytes, on: null));
            for (var i = 0; i < 5; i++)
            {
                var on = new DateOnly(2019, 12, 30).AddDays(random.Next(days + 5));
                // Of spans that share a day the later one decides.
                var span = byCode[code].Where(s => (s.From ?? on) <= on && on <= (s.To ?? on)).Select(s => (bool?)s.IsKnown).LastOrDefault();
                var said = span switch { true => CodeValidity.Valid, false => CodeValidity.NotLoaded, null when on >= from && on <= to => CodeValidity.NotValid, null => CodeValidity.NotLoaded };
                Assert.Equal(said, table.Of(bytes, on));
            }
        }
    }

    [Fact]
    public void A_code_with_very_many_spans_takes_no_more_than_they_do()
    {
        var table = new CodeTable(Enumerable.Range(0, 100_000).Select(i => new CodeTable.Span("M5450", DateOnly.FromDayNumber(i * 2), DateOnly.FromDayNumber(i * 2))));
        Assert.Equal(1, table.Count);
        Assert.InRange(table.Bytes, 1, 2_000_000);
        Assert.Equal(CodeValidity.Valid, table.Of("M5450"u8, DateOnly.FromDayNumber(40_000)));
        Assert.Equal(CodeValidity.NotValid, table.Of("M5450"u8, DateOnly.FromDayNumber(40_001)));
    }
}
