using System.Text.Json;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Testing;
using CleanClaim.X12.Validation;

namespace CleanClaim.Billing.Tests.CodeSets;

public sealed class ShippedCodesTests
{
    [Theory]
    [InlineData("M54.50", "2022-01-15", CodeStanding.Valid)] // low back pain, unspecified: in since 2021-10-01
    [InlineData("M545", "2022-01-15", CodeStanding.NotValid)] // ended 2021-10-01, now a header
    [InlineData("M5136", "2024-03-01", CodeStanding.Valid)] // ended 2024-10-01 (FY2025): in FY2024,
    [InlineData("M5136", "2025-11-01", CodeStanding.NotValid)] // not in FY2026
    [InlineData("M5136", "2025-01-15", CodeStanding.NotLoaded)] // FY2025 is not loaded and its neighbours disagree
    [InlineData("M5450", "2025-01-15", CodeStanding.Valid)] // both neighbours have it
    [InlineData("M5450", "2026-10-01", CodeStanding.Valid)]
    [InlineData("M722", "2026-09-30", CodeStanding.Valid)] // FY2027 asks for the side: M72.20 to M72.22
    [InlineData("M722", "2026-10-01", CodeStanding.NotValid)]
    [InlineData("M7221", "2026-10-01", CodeStanding.Valid)]
    [InlineData("M7221", "2026-09-30", CodeStanding.NotValid)]
    [InlineData("M5450", "2027-10-01", CodeStanding.NotLoaded)] // FY2028 is not loaded
    [InlineData("ZZZ", "2024-01-01", CodeStanding.NotValid)]
    public void A_diagnosis_is_judged_by_the_fiscal_year_of_the_service(string code, string day, CodeStanding standing) =>
        Assert.Equal(standing, Icd10Cm.Current.On(code, DateOnly.Parse(day)));

    [Theory]
    [InlineData("M5450", "2022-01-15", CodeValidity.Valid)]
    [InlineData("M545", "2022-01-15", CodeValidity.NotValid)]
    [InlineData("M5136", "2025-01-15", CodeValidity.NotLoaded)]
    [InlineData("M5450", "2025-01-15", CodeValidity.Valid)]
    [InlineData("M5450", "2027-10-01", CodeValidity.NotLoaded)]
    [InlineData("M5450", "2021-09-30", CodeValidity.NotLoaded)]
    [InlineData("ZZZ", "2024-01-01", CodeValidity.NotValid)]
    public void The_validation_of_X12_sees_the_same(string code, string day, CodeValidity validity)
    {
        Assert.Equal(validity, HeldCodes.All.Of(CodeKind.Icd10Cm, System.Text.Encoding.ASCII.GetBytes(code), DateOnly.Parse(day)));
        Assert.Equal(CodeValidity.Valid, HeldCodes.All.Of(CodeKind.PlaceOfService, "11"u8, DateOnly.Parse(day)));
        Assert.False(HeldCodes.All.Has(CodeKind.Cpt));
    }

    [Fact]
    public void The_shipped_set_has_the_billable_codes_of_four_years()
    {
        Assert.Equal([2022, 2024, 2026, 2027], Icd10Cm.Current.Years);
        Assert.InRange(Icd10Cm.Current.Count, 74_719, 80_000);
        Assert.Equal("Low back pain, unspecified", Icd10Cm.Current.Title("M54.50"));
        Assert.Equal(["M5450", "M5451", "M5459"], Icd10Cm.Current.Below("M54.5", new DateOnly(2024, 1, 1)));
    }

    [Fact]
    public void Places_of_service_have_names_and_unassigned_numbers_have_none()
    {
        Assert.Equal("Office", PlaceOfService.Name("11"));
        Assert.Null(PlaceOfService.Name("00"));
    }

    [Fact]
    public void Every_code_of_the_demos_fee_list_has_words_of_ours()
    {
        using var book = JsonDocument.Parse(File.ReadAllText(Checkout.PathTo("data", "demo.book.json")));
        var codes = book.RootElement.GetProperty("fees").EnumerateArray().Select(f => f.GetProperty("code").GetString()!).Distinct().ToList();
        Assert.Contains("20560", codes);
        Assert.DoesNotContain(codes, c => PlainWords.Of(c) == $"Service {c}");
        Assert.Equal("Service 12345", PlainWords.Of("12345"));
    }
}
