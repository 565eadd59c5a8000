using System.Globalization;
using System.Text;
using CleanClaim.Testing;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Tests.Schema;

/// <summary>
/// docs/x12-unmet-rows.md lists the segments of each guide that no published file holds: what is known of them rests on grammars and on transactions made from the rows alone.
/// Run with CLEANCLAIM_GOLDEN=write to write it anew.
/// </summary>
public sealed class UnmetRowsTests
{
    [CorpusFact]
    public void The_list_of_what_no_published_file_exercises_is_as_committed()
    {
        var met = Met();
        var page = new StringBuilder("# What no published file exercises\n\nThe segments of each guide that stand in no file of the shared corpus, by loop, with the code that tells a row from its sisters. A test writes this page from the files; what is listed was met only in transactions made from\n"
            + "the rows (`GuidePropertyTests`), every row of them. A row is counted once where it stands below subscriber and patient alike.\n");
        foreach (var guide in Guides.All.Where(g => g.GroupId != "-").OrderBy(g => g.Name, StringComparer.Ordinal))
        {
            var rows = guide.Segments.Where(s => s.Usage != Usage.NotUsed).Select(PlaceOf).Distinct(StringComparer.Ordinal).ToList();
            var unmet = rows.FindAll(r => !met.Contains((guide.Name, r)));
            page.Append(CultureInfo.InvariantCulture, $"\n## {guide.Name} {guide.Version}\n\n{rows.Count - unmet.Count} of {rows.Count} met.{(unmet.Count == 0 ? "" : " Not met:")}\n");
            foreach (var loop in unmet.GroupBy(r => r.Split(' ')[0], StringComparer.Ordinal))
                page.Append(CultureInfo.InvariantCulture, $"- {loop.Key}: {string.Join(", ", loop.Select(r => r[(loop.Key.Length + 1)..]))}\n");
        }

        var path = Checkout.PathTo("docs", "x12-unmet-rows.md");
        if (Environment.GetEnvironmentVariable("CLEANCLAIM_GOLDEN") == "write") File.WriteAllText(path, page.ToString());
        else Assert.Equal(page.ToString(), File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static HashSet<(string Guide, string Place)> Met()
    {
        HashSet<(string, string)> met = [];
        foreach (var entry in Corpus.Index)
        {
            using var file = File.OpenRead(entry.Path);
            using var reader = new X12Reader(file);
            var version = "";
            GuideWalker? walker = null;
            while (reader.Read())
            {
                var segment = reader.Segment.WithoutIndent();
                if (segment.Id == SegmentId.Gs) version = segment.Text(8)?.Trim() ?? "";
                if (segment.Id == SegmentId.St)
                {
                    walker = Guides.For(segment, version) is { } guide ? new(guide) : null;
                    walker?.Begin();
                    if (walker is not null) met.Add((walker.Guide.Name, PlaceOf(walker.Guide.Segments[0])));
                    continue;
                }

                if (walker is null) continue;
                if (segment.StOrdinal == 2 && Guides.Refined(walker.Guide, segment) is var refined && refined != walker.Guide)
                {
                    walker = new(refined);
                    walker.Begin();
                    met.Add((refined.Name, PlaceOf(refined.Segments[0])));
                }

                if (walker.Step(segment) is Standing.InPlace or Standing.Entered && walker.Use is { } use) met.Add((walker.Guide.Name, PlaceOf(use)));
                if (segment.Id == SegmentId.Se) walker = null;
            }
        }

        return met;
    }

    /// <summary>Loop and segment, with the code that tells it from others of the loop: <c>2300 REF F8</c>.</summary>
    private static string PlaceOf(SegmentUse row)
    {
        var many = row.Loop.Items.Count(i => i.Segment.Id == row.Id && i.Loop is null) > 1;
        return $"{(row.Loop.Id.Length > 0 ? row.Loop.Id : "header")} {row.Id}{(many ? " " + row.Qualifier?.Codes?.Codes[0] : "")}";
    }
}
