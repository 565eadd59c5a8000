using CleanClaim.X12.Values;
using FsCheck;
using FsCheck.Fluent;

namespace CleanClaim.X12.Tests.Values;

public sealed class X12NumberTests
{
    [Theory]
    [InlineData("12.50", 1250L)]
    [InlineData("-3", -300L)]
    [InlineData(".5", 50L)]
    [InlineData("0", 0L)]
    [InlineData("100.", 10000L)]
    [InlineData("1.230", 123L)]
    public void An_amount_is_exact_cents(string text, long cents) => Assert.Equal(cents, X12Number.Parse(text).Value.InUnitsOf(2));

    [Fact]
    public void Three_decimals_are_not_cents() => Assert.Null(X12Number.Parse("1.234").Value.InUnitsOf(2));

    [Theory]
    [InlineData("1,000", FaultKind.InvalidNumber)]
    [InlineData("1.2.3", FaultKind.InvalidNumber)]
    [InlineData("-", FaultKind.InvalidNumber)]
    [InlineData("+5", FaultKind.InvalidNumber)]
    [InlineData("1E5", FaultKind.InvalidNumber)]
    [InlineData("$5", FaultKind.InvalidNumber)]
    [InlineData("1234567890123456789", FaultKind.ElementTooLong)]
    public void What_is_no_number_is_a_fault_never_zero(string text, FaultKind fault)
    {
        var parsed = X12Number.Parse(text);
        Assert.False(parsed.HasValue);
        Assert.Equal(fault, parsed.Fault);
    }

    [Theory]
    [InlineData("0.50", ".5")]
    [InlineData("-0.05", "-.05")]
    [InlineData("100", "100")]
    [InlineData("007.10", "7.1")]
    [InlineData("0.00", "0")]
    public void It_is_written_as_X12_writes_it(string text, string expected) => Assert.Equal(expected, X12Number.Parse(text).Value.ToShortest());

    [Fact]
    public void Writing_and_reading_again_gives_the_same_number() =>
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).Zip(Gen.Choose(0, 9)).ToArbitrary(), pair =>
        {
            var number = new X12Number(pair.Item1, pair.Item2);
            return X12Number.Parse(number.ToString()).Value == number && X12Number.Parse(number.ToShortest()).Value == number;
        }).QuickCheckThrowOnFailure();
}
