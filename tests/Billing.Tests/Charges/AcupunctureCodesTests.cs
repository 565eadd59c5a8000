using CleanClaim.Billing.Charges;

namespace CleanClaim.Billing.Tests.Charges;

public sealed class AcupunctureCodesTests
{
    [Theory] // minutes of contact; sets: m by hand, e with current, R inserted anew
    [InlineData(7, "m", "")]
    [InlineData(8, "m", "97810x1")]
    [InlineData(22, "m mR", "97810x1")]
    [InlineData(23, "m mR", "97810x1 97811x1")]
    [InlineData(30, "e mR", "97813x1 97811x1")]
    [InlineData(30, "m eR", "97810x1 97814x1")]
    [InlineData(37, "m mR mR", "97810x1 97811x1")]
    [InlineData(38, "m mR mR", "97810x1 97811x2")]
    [InlineData(45, "m m", "97810x1")]
    [InlineData(45, "e eR mR", "97813x1 97814x1 97811x1")]
    public void Codes_follow_the_minutes_and_the_new_insertions(int minutes, string sets, string expected)
    {
        var documented = sets.Split(' ').Select((s, i) => new NeedleSet(15, s[0] == 'e', s.EndsWith('R') || i == 0)).ToList();
        var derived = AcupunctureCodes.Derive(minutes, documented);
        Assert.Equal(expected, string.Join(' ', derived.Lines.Select(l => $"{l.Code}x{l.Units}")));
        Assert.All(derived.Lines, l => Assert.Contains("minutes", l.Why, StringComparison.Ordinal));
        Assert.Equal(documented.Count, derived.Lines.Sum(l => l.Units) + derived.NotBilled.Count);
    }
}
