using System.Globalization;
using CleanClaim.Testing;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Tests.Schema;

/// <summary>What docs/guides.md promises of the guide files.</summary>
public class GuideFilesTests
{
    private static IEnumerable<string> Files => Directory.GetFiles(Checkout.PathTo("src", "X12", "Guides"), "*.guide");

    [Fact]
    public void The_guides_are_there_and_serve_the_versions_in_use()
    {
        Assert.Equal("276", Guides.For("276", "005010X212")!.Name);
        Assert.Equal("277", Guides.For("277", "005010X212")!.Name);
        Assert.Equal(["277CA", "835", "837P", "999", "TA1"], Guides.All.Select(g => g.Name).Order(StringComparer.Ordinal).Intersect(["277CA", "835", "837P", "999", "TA1"]));
        Assert.Equal("837P", Guides.For("837", "005010X222A2")!.Name);
        Assert.Equal("835", Guides.For("835", "005010X221A1")!.Name);
        Assert.Equal("999", Guides.For("999", "005010X231A1")!.Name);
        Assert.Equal("277CA", Guides.For("277", "005010X214")!.Name);
    }

    [Fact]
    public void The_counts_in_the_document_are_those_of_the_guides()
    {
        var rows = File.ReadLines(Checkout.PathTo("docs", "guide-counts.md")).Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries)).ToDictionary(c => c[1].Split(' ')[0], StringComparer.Ordinal);
        foreach (var guide in Guides.All)
        {
            var row = rows[guide.Name];
            var elements = guide.Segments.Sum(s => s.Elements.Count + s.Elements.Sum(e => e.Components.Count));
            // The transaction set itself is the first of the compiled loops and no row of the file.
            var ours = (guide.Loops.Count - 1, guide.Segments.Count, elements);
            Assert.Equal((guide.Name, (Number(row[6]), Number(row[7]), Number(row[8]))), (guide.Name, ours));
            Assert.True((Number(row[3]), Number(row[4]), Number(row[5])) == ours == (row[9] == "none"), guide.Name + ": a difference has its reason");
        }

        static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Every_row_names_a_source_that_its_guide_declares()
    {
        foreach (var file in Files)
        {
            var lines = File.ReadAllLines(file);
            var declared = lines.Where(l => l.StartsWith("source ", StringComparison.Ordinal)).Select(l => l["source ".Length..].Split('=')[0]).ToList();
            var rows = lines.Where(l => l.TrimStart().StartsWith("loop ", StringComparison.Ordinal) || l.TrimStart().StartsWith("seg ", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(rows);
            Assert.All(rows, row =>
            {
                var letters = row.Split(" ; ")[1].Split(' ').Where(letter => letter != "?").ToList();
                Assert.NotEmpty(letters);
                Assert.All(letters, letter => Assert.Contains(letter, declared));
            });
        }
    }

    [Fact]
    public void A_claim_is_the_same_below_the_subscriber_and_below_the_patient()
    {
        var guide = Guides.Named("837P")!;
        var claims = guide.Loops.Where(l => l.Id == "2300").Select(l => Rows(guide, l)).ToList();
        Assert.Equal(2, claims.Count);
        Assert.Equal(claims[0], claims[1]);
    }

    private static List<string> Rows(Guide guide, LoopUse loop) =>
        [.. guide.Segments.Skip(loop.First).Take(loop.End - loop.First).Select(s =>
            $"{s.Loop.Id} {s.Id} {s.Usage} {s.Max} {s.Name} " + string.Join(' ', s.Elements.Select(e =>
                $"{e.Position}{e.Usage}{e.Type}{e.MinLength}-{e.MaxLength}{string.Join(',', e.Codes?.Codes ?? [])}{string.Join('+', e.Components.Select(c => $"{c.Usage}{string.Join(',', c.Codes?.Codes ?? [])}"))}")))];
}
