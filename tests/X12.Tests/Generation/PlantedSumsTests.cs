using System.Text;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>In whole transactions with real money, every single amount that is a dollar off is told by each sum that it stands in, and by no other.</summary>
public sealed class PlantedSumsTests
{
    [Theory]
    [InlineData("837P", 3)]
    [InlineData("837I", 3)]
    [InlineData("837D", 3)]
    [InlineData("835", 3)]
    [InlineData("820", 1)]
    [InlineData("820HIX", 1)]
    public void An_amount_that_is_off_is_told_by_the_sums_that_it_stands_in(string name, int rules)
    {
        var guide = Guides.Named(name)!;
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach (var seed in new[] { 2, 3, 4, 8 })
        {
            var (file, rows) = GuidePropertyTests.Sample(guide, seed).Make();
            var segments = Encoding.Latin1.GetString(file).ReplaceLineEndings("").Split('~');
            var balanced = BalancedBody.Of(guide, segments[3..^4], rows, seed);
            Assert.Equal("", Told(segments, balanced.Body));
            foreach (var term in balanced.Equations.SelectMany(e => e.Terms).Distinct())
            {
                var (body, expected) = balanced.With(term);
                Assert.Equal($"{seed} {term}: {expected}", $"{seed} {term}: {Told(segments, body)}");
                told.UnionWith(expected.Split(", ").Select(e => e.Split(' ')[0]));
            }
        }

        Assert.Equal(rules, told.Count);
    }

    private static string Told(string[] envelope, IReadOnlyList<string> body)
    {
        List<string> faults = [];
        var file = string.Join('~', [.. envelope[..3], .. body, $"SE*{body.Count + 2}*0001", .. envelope[^3..]]);
        X12Validator.Validate(new MemoryStream(Encoding.Latin1.GetBytes(file)), f => faults.Add($"{f.Rule} {f.ElementName} {f.Place.Position}"), levelMax: 4);
        return string.Join(", ", faults.Order(StringComparer.Ordinal));
    }
}
