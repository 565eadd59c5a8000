using System.Text;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>In whole transactions of every guide, each single defect that its rows leave room for is told: by its rule, at its place, and nothing beside it.</summary>
public sealed class PlantedDefectsTests
{
    public static TheoryData<string> Transactions => GuidePropertyTests.Transactions;

    [Theory]
    [MemberData(nameof(Transactions))]
    public void Each_defect_that_a_row_can_have_is_told_at_its_place_and_alone(string name)
    {
        var guide = Guides.Named(name)!;
        HashSet<string> rules = new(StringComparer.Ordinal);
        List<string> wrong = [];
        foreach (var seed in new[] { 2, 3, 4 })
        {
            var (file, rows) = GuidePropertyTests.Sample(guide, seed).Make();
            var segments = Encoding.Latin1.GetString(file).ReplaceLineEndings("").Split('~');
            foreach (var planted in new PlantedDefects(segments[3..^4], rows).All())
            {
                rules.Add(planted.Rule);
                var told = Told([.. segments[..3], .. planted.Body, $"SE*{planted.Body.Count + 2}*0001", .. segments[^3..]]);
                if (told != planted.Expected) wrong.Add($"seed {seed}: {planted.Expected} -- told {told} -- {string.Join('~', planted.Body.Skip(Math.Max(0, planted.Position - 4)).Take(5))}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong\n{string.Join('\n', wrong.GroupBy(w => w.Split(' ')[2]).SelectMany(g => g.Take(6)))}");
        Assert.True(rules.Count >= 10, string.Join(' ', rules));
    }

    /// <summary>
    /// A segment that is misspelt, has a code that nobody knows, or stands one place too late is one fault, and what follows it none; one that opens a loop takes what is in its loop with it.
    /// Where a lost opening leaves a loop that reads as another does, more may be told: of all that is damaged, in few cases.
    /// </summary>
    [Theory]
    [MemberData(nameof(Transactions))]
    public void One_bad_segment_neither_hides_nor_invents_others(string name)
    {
        var (openings, more) = (0, 0);
        List<string> wrong = [];
        foreach (var (planted, told, row) in Damaged(Guides.Named(name)!))
        {
            Assert.NotEqual("", planted.Rule == "LOST" ? "may be" : told);
            if (row.IsTrigger) openings++;
            if (row.IsTrigger && told.Contains(',', StringComparison.Ordinal)) more++;
            else if (told.Contains(',', StringComparison.Ordinal) || (planted.Rule.StartsWith("SEG", StringComparison.Ordinal) && told != planted.Expected)) wrong.Add($"{row}: {planted.Expected} -- {told}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(more * 100 <= openings * MoreToldMax, $"{more} of {openings} lost openings told more than one fault");
    }

    /// <summary>In a hundred lost openings of a loop; the base-standard guides, whose loops have no codes to be known by, are the worst.</summary>
    private const int MoreToldMax = 30;

    private static IEnumerable<(PlantedDefect Planted, string Told, SegmentUse Row)> Damaged(Guide guide)
    {
        foreach (var seed in new[] { 2, 3, 4 })
        {
            var (file, rows) = GuidePropertyTests.Sample(guide, seed).Make();
            var segments = Encoding.Latin1.GetString(file).ReplaceLineEndings("").Split('~');
            foreach (var (planted, row) in new PlantedDefects(segments[3..^4], rows).Damages())
                yield return (planted, Told([.. segments[..3], .. planted.Body, $"SE*{planted.Body.Count + 2}*0001", .. segments[^3..]], 4), row);
        }
    }

    private static string Told(IEnumerable<string> segments, int level = 2)
    {
        List<string> faults = [];
        X12Validator.Validate(new MemoryStream(Encoding.Latin1.GetBytes(string.Join('~', segments))), f => faults.Add($"{f.Rule} {f.ElementName} {f.Place.Position}"), level);
        return string.Join(", ", faults);
    }
}
