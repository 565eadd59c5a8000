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
    /// A segment that is misspelt, has a code that nobody knows, stands one place too late or is not there is one fault, and what follows it none; one that opens a loop takes
    /// what is in its loop with it. The exceptions are named, each with its reason.
    /// </summary>
    [Theory]
    [MemberData(nameof(Transactions))]
    public void One_bad_segment_neither_hides_nor_invents_others(string name)
    {
        List<string> wrong = [], more = [];
        var damages = 0;
        foreach (var (planted, told, row) in Damaged(Guides.Named(name)!))
        {
            Assert.NotEqual("", planted.Rule == "LOST" ? "may be" : told);
            damages++;
            if (row.IsTrigger && told.Contains(',', StringComparison.Ordinal)) more.Add($"{row.Loop.Id} {row.Id}");
            else if (told.Contains(',', StringComparison.Ordinal) || (planted.Rule.StartsWith("SEG", StringComparison.Ordinal) && told != planted.Expected)) wrong.Add($"{row}: {planted.Expected} -- {told}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(MoreIsTold.GetValueOrDefault(name, []), more);
        Assert.True(damages >= 10, $"{damages} damages");
    }

    /// <summary>Lost openings that tell more than one fault: what is left of the loop reads as good content of another.</summary>
    private static readonly Dictionary<string, string[]> MoreIsTold = new(StringComparer.Ordinal)
    {
        // The status of the next claim (TRN lost) reads as one more status of the line before it, which may say less.
        ["277"] = ["2200D TRN"],
        // Two dates behind the lost REF of an adjustment read as two more dates of the loop around it.
        ["820HIX"] = ["2210 REF"],
    };

    /// <summary>A letter that X12 does not allow is told wherever it stands: beside a segment that is lost or misspelt, and in what is passed over with it.</summary>
    [Theory]
    [MemberData(nameof(Transactions))]
    public void What_a_bad_segment_takes_with_it_is_checked_all_the_same(string name)
    {
        var (file, rows) = GuidePropertyTests.Sample(Guides.Named(name)!, 3).Make();
        var segments = Encoding.Latin1.GetString(file).ReplaceLineEndings("").Split('~');
        List<string> hidden = [];
        var (planted, at) = (0, 0);
        foreach (var damage in new PlantedDefects(segments[3..^4], rows).Damages().Where((_, i) => i % 7 == 0).Select(d => d.Planted))
        {
            // Near and far from the damage in turn.
            at = (damage.Position - 1 + (planted % 2 == 0 ? planted % 5 : planted * 37)) % damage.Body.Count;
            if (damage.Body[at].StartsWith("QQQ", StringComparison.Ordinal) || damage.Body[at].StartsWith("BIN", StringComparison.Ordinal) || damage.Body[at].Split('*') is not { Length: > 3 } values) continue;
            planted++;
            var body = damage.Body.Select((segment, i) => i == at ? string.Join('*', [.. values[..^1], values[^1][..^1] + "\u0007"]) : segment).ToList();
            if (!Told([.. segments[..3], .. body, $"SE*{body.Count + 2}*0001", .. segments[^3..]]).Contains($"ELEM-CHARACTER {values[0]}{values.Length - 1:00} {at + 2}", StringComparison.Ordinal)) hidden.Add($"{damage.Rule} at {damage.Position} hides {at + 2}: {body[at]}");
        }

        Assert.True(hidden.Count == 0, string.Join('\n', hidden));
        Assert.True(planted > 0, "nothing planted");
    }

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
