using CleanClaim.Billing.CodeSets;
using CleanClaim.Testing;

namespace CleanClaim.Billing.Tests.CodeSets;

public sealed class CodeSearchTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    [Fact]
    public async Task What_a_clinic_types_finds_the_code_it_means()
    {
        (string Typed, string Code)[] asked =
        [
            ("low back pain", "M54.50"), ("LBP", "M54.50"), ("back low pain", "M54.50"), ("pain knee r", "M25.561"),
            ("knee pain left", "M25.562"), ("cervicalgia", "M54.2"), ("neck", "M54.2"), ("HTN", "I10"),
            ("m54.2", "M54.2"), ("M542", "M54.2"), ("migr aura", "G43.009"),
        ];
        await using var house = await House.Open("sqlite");
        var search = await CodeSearch.Of(await CodeLibrary.Open(house.Work), Day);
        Assert.All(asked, pair => Assert.Contains(pair.Code, search.Find(pair.Typed).Select(c => c.Code)));
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
