using CleanClaim.Billing.CodeSets;
using CleanClaim.Testing;

namespace CleanClaim.Billing.Tests.CodeSets;

public sealed class CodeSearchTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    [Theory]
    [InlineData("low back pain", "M54.50")]
    [InlineData("LBP", "M54.50")]
    [InlineData("back low pain", "M54.50")]
    [InlineData("pain knee r", "M25.561")]
    [InlineData("knee pain left", "M25.562")]
    [InlineData("cervicalgia", "M54.2")]
    [InlineData("neck", "M54.2")]
    [InlineData("HTN", "I10")]
    [InlineData("m54.2", "M54.2")]
    [InlineData("M542", "M54.2")]
    [InlineData("migr aura", "G43.009")]
    public async Task What_a_clinic_types_finds_the_code_it_means(string typed, string code)
    {
        await using var house = await House.Open("sqlite");
        var search = await CodeSearch.Of(await CodeLibrary.Open(house.Work), Day);
        Assert.Contains(code, search.Find(typed).Select(c => c.Code));
    }

    [Fact]
    public async Task Nothing_is_found_of_words_that_no_title_has_and_nothing_of_nothing()
    {
        await using var house = await House.Open("sqlite");
        var search = await CodeSearch.Of(await CodeLibrary.Open(house.Work), Day);
        Assert.Empty(search.Find("xyzzy knee"));
        Assert.Empty(search.Find("  "));
        Assert.True(search.Count > 60_000, $"{search.Count} codes");
        Assert.True(search.Find("pain").Count == 20);
    }
}
