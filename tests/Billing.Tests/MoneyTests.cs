using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("1,234.50", 123_450)]
    [InlineData("$1,234,567", 123_456_700)]
    [InlineData("-3", -300)]
    [InlineData(".5", 50)]
    public void An_amount_as_people_type_it_is_whole_cents(string typed, long cents) => Assert.Equal(cents, Money.TryParse(typed)?.Cents);

    /// <summary>A comma is no decimal point here: 25,50 taken as 2,550.00 would be a hundred times too much.</summary>
    [Theory]
    [InlineData("25,50")]
    [InlineData("1,45.00")]
    [InlineData(",500")]
    [InlineData("1234,567")]
    [InlineData("1,234,5")]
    [InlineData("1.005")]
    [InlineData("ten")]
    public void What_is_no_amount_is_none(string typed) => Assert.Null(Money.TryParse(typed));
}
