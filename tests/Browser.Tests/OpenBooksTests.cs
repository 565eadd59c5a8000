using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Web.Access;

namespace CleanClaim.Browser.Tests;

/// <summary>Which practice's book a session opens: the chosen one while it is granted, never another.</summary>
public sealed class OpenBooksTests
{
    private static readonly Practice[] Practices = [Of(3, "juniper"), Of(9, "aspen")];

    [Theory]
    [InlineData("", null, "juniper", 2)]
    [InlineData("", "9", "aspen", 2)]
    [InlineData("9", null, "aspen", 1)]
    [InlineData("3", "9", "juniper", 1)]
    [InlineData("", "77", "juniper", 2)]
    public void The_open_book_is_the_chosen_one_while_it_is_granted(string granted, string? chosen, string open, int choices)
    {
        var books = OpenBooks.Of(new Membership { Id = new(1), UserId = 1, Email = "ben@clinic.example", Role = Role.Biller, Practices = granted }, Practices, chosen);
        Assert.Equal((open, choices), (books.Open!.Key, books.All.Count));
    }

    [Fact]
    public void Without_a_practice_nothing_is_open() =>
        Assert.Null(OpenBooks.Of(new Membership { Id = new(1), UserId = 1, Email = "ben@clinic.example", Role = Role.Biller, Practices = "5" }, Practices, "3").Open);

    private static Practice Of(long id, string key) => new()
    {
        Id = new(id), Key = key, Name = key, Npi = "1234567893", TaxId = "123456789", Taxonomy = "171100000X", Zone = "America/Denver", Address = new("1 Elm St", null, "Denver", "CO", "80202"), Phone = "3035550100",
    };
}
