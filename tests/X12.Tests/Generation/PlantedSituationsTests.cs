using System.Text;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>In whole generated claims, each situation of levels 4 to 6 that has what it demands is told nothing, and without it that rule, at its place, and no other.</summary>
public sealed class PlantedSituationsTests
{
    [Theory]
    [InlineData("837P", 24)]
    [InlineData("837I", 17)]
    [InlineData("837D", 16)]
    public void A_situation_without_what_it_demands_is_told_and_no_other(string name, int rules)
    {
        var guide = Guides.Named(name)!;
        HashSet<string> planted = new(StringComparer.Ordinal);
        List<string> wrong = [];
        var kept = 0;
        foreach (var seed in new[] { 1, 2, 3, 6, 7, 12 })
        {
            var (file, rows) = GuidePropertyTests.Sample(guide, seed).Make();
            var segments = Encoding.Latin1.GetString(file).ReplaceLineEndings("").Split('~');
            foreach (var (rule, body, expected) in new PlantedSituations(name, segments[3..^4], rows).All())
            {
                if (expected.Length > 0) planted.Add(rule);
                else kept++;
                var told = Told([.. segments[..3], .. body, $"SE*{body.Count + 2}*0001", .. segments[^3..]]);
                if (told != Sorted(expected.Split(", "))) wrong.Add($"seed {seed}, {rule}: expected {expected} -- told {told}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong\n{string.Join('\n', wrong.GroupBy(w => w.Split(' ')[2]).SelectMany(g => g.Take(4)))}");
        Assert.True(kept > 0, "no situation had what it demands");
        Assert.True(planted.Count == rules, string.Join(' ', planted.Order(StringComparer.Ordinal)));
    }

    private static string Told(IEnumerable<string> segments)
    {
        List<string> faults = [];
        X12Validator.Validate(new MemoryStream(Encoding.Latin1.GetBytes(string.Join('~', segments))), f => faults.Add($"{f.Rule} {f.ElementName} {f.Place.Position}"));
        return Sorted(faults);
    }

    private static string Sorted(IEnumerable<string> faults) => string.Join(", ", faults.Order(StringComparer.Ordinal));
}
