using System.Text;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>In whole generated claims, inquiries, authorizations and enrollments, each situation of levels 4 to 6 that has what it demands is told nothing, and without it that rule, at its place, and no other.</summary>
public sealed class PlantedSituationsTests
{
    [Theory]
    [InlineData("837P", 24)]
    [InlineData("837I", 19)]
    [InlineData("837D", 16)]
    public void A_situation_without_what_it_demands_is_told_and_no_other(string name, int rules) =>
        Assert.True(Planted(name, rules, [1, 2, 3, 6, 7, 12], (body, rows) => new PlantedSituations(name, body, rows).All()) > 0, "no situation had what it demands");

    [Theory]
    [InlineData("270", 3)]
    [InlineData("271", 6)]
    [InlineData("278", 2)]
    [InlineData("278-RESPONSE", 5)]
    [InlineData("834", 3)]
    public void What_contradicts_itself_in_an_inquiry_an_authorization_or_an_enrollment_is_told_and_no_other(string name, int rules) =>
        Planted(name, rules, [.. Enumerable.Range(1, 24)], (body, rows) => new PlantedReviews(name, body, rows).All());

    /// <summary>Plants all in samples of these seeds; gives how many were to be told nothing.</summary>
    private static int Planted(string name, int rules, int[] seeds, Func<IReadOnlyList<string>, IReadOnlyList<SegmentUse>, IEnumerable<(string Rule, IReadOnlyList<string> Body, string Told)>> all)
    {
        var guide = Guides.Named(name)!;
        HashSet<string> planted = new(StringComparer.Ordinal);
        List<string> wrong = [];
        var kept = 0;
        foreach (var seed in seeds)
        {
            var (file, rows) = GuidePropertyTests.Sample(guide, seed).Make();
            var segments = Encoding.Latin1.GetString(file).ReplaceLineEndings("").Split('~');
            foreach (var (rule, body, expected) in all(segments[3..^4], rows))
            {
                if (expected.Length > 0) planted.Add(rule);
                else kept++;
                var told = Told([.. segments[..3], .. body, $"SE*{body.Count + 2}*0001", .. segments[^3..]]);
                if (told != Sorted(expected.Split(", "))) wrong.Add($"seed {seed}, {rule}: expected {expected} -- told {told}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong\n{string.Join('\n', wrong.GroupBy(w => w.Split(' ')[2]).SelectMany(g => g.Take(4)))}");
        Assert.True(planted.Count == rules, string.Join(' ', planted.Order(StringComparer.Ordinal)));
        return kept;
    }

    private static string Told(IEnumerable<string> segments)
    {
        List<string> faults = [];
        X12Validator.Validate(new MemoryStream(Encoding.Latin1.GetBytes(string.Join('~', segments))), f => faults.Add($"{f.Rule} {f.ElementName} {f.Place.Position}"));
        return Sorted(faults);
    }

    private static string Sorted(IEnumerable<string> faults) => string.Join(", ", faults.Order(StringComparer.Ordinal));
}
