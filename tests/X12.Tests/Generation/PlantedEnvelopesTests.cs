using System.Text;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>In whole transactions of every guide: a wrong count, control number or number of a level, a trailer that is missing or a set that comes twice is told, and nothing beside it.</summary>
public sealed class PlantedEnvelopesTests
{
    public static TheoryData<string> Transactions => GuidePropertyTests.Transactions;

    [Theory]
    [MemberData(nameof(Transactions))]
    public void What_is_wrong_around_a_transaction_or_with_its_levels_is_told_alone(string name)
    {
        var guide = Guides.Named(name)!;
        List<string> wrong = [];
        HashSet<string> rules = new(StringComparer.Ordinal);
        foreach (var seed in new[] { 2, 3, 4 })
        {
            var (file, rows) = GuidePropertyTests.Sample(guide, seed).Make();
            List<string> segments = [.. Encoding.Latin1.GetString(file).ReplaceLineEndings("").Split('~')[..^1]];
            foreach (var (expected, planted) in Trailers(segments).Concat(Levels(segments, rows)))
            {
                rules.Add(expected.Split(' ')[0]);
                var told = Told(planted);
                if (told != expected) wrong.Add($"seed {seed}: expected {expected} -- told {told}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong\n{string.Join('\n', wrong.Take(20))}");
        Assert.True(rules.Count >= 10, string.Join(' ', rules));
    }

    private static IEnumerable<(string Expected, IEnumerable<string> File)> Trailers(List<string> segments)
    {
        var (se, ge, iea) = (segments.Count - 3, segments.Count - 2, segments.Count - 1);
        yield return ("SE-COUNT SE01", With(segments, se, 1, "99999"));
        yield return ("SE-CONTROL SE02", With(segments, se, 2, "0009"));
        yield return ("GE-COUNT GE01", With(segments, ge, 1, "2"));
        yield return ("GE-CONTROL GE02", With(segments, ge, 2, "8"));
        yield return ("IEA-COUNT IEA01", With(segments, iea, 1, "2"));
        yield return ("IEA-CONTROL IEA02", With(segments, iea, 2, "000000008"));
        yield return ("SE-MISSING ", segments.Where((_, i) => i != se));
        yield return ("GE-MISSING ", segments.Where((_, i) => i != ge));
        yield return ("IEA-MISSING ", segments.Where((_, i) => i != iea));
        yield return ("ST-DUPLICATE ST02", [.. segments[..2], .. segments[2..ge], .. segments[2..ge], "GE*2*7", segments[iea]]);
        yield return ("GS-DUPLICATE GS06", [.. segments[..iea], .. segments[1..iea], "IEA*2*000000007"]);
        yield return ("ISA-DUPLICATE ISA13", [.. segments, .. segments]);
    }

    private static IEnumerable<(string Expected, IEnumerable<string> File)> Levels(List<string> segments, IReadOnlyList<SegmentUse> rows)
    {
        var above = segments.Where(s => s.StartsWith("HL*", StringComparison.Ordinal)).Select(s => Element(s, 2)).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            var (at, row) = (i + 3, rows[i]);
            if (row.Id.ToString() != "HL") continue;
            if (!above.Contains(Element(segments[at], 1))) yield return ("HL-NUMBER HL01", With(segments, at, 1, "777"));
            if (Element(segments[at], 2).Length > 0) yield return ("HL-PARENT HL02", With(segments, at, 2, "777"));
            if (row.Elements[3].Codes?.Codes is { Count: 2 }) yield return ("HL-CHILD HL04", With(segments, at, 4, Element(segments[at], 4) == "1" ? "0" : "1"));
        }
    }

    private static string Element(string segment, int position) => segment.Split('*') is var all && position < all.Length ? all[position] : "";

    private static IEnumerable<string> With(List<string> segments, int at, int element, string value)
    {
        var values = segments[at].Split('*');
        values[element] = value;
        return segments.Select((s, i) => i == at ? string.Join('*', values) : s);
    }

    private static string Told(IEnumerable<string> segments)
    {
        List<string> faults = [];
        X12Validator.Validate(new MemoryStream(Encoding.Latin1.GetBytes(string.Concat(segments.Select(s => s + "~")))), f => faults.Add($"{f.Rule} {f.ElementName}"));
        return string.Join(", ", faults.Order(StringComparer.Ordinal));
    }
}
