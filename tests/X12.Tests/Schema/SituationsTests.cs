using System.Globalization;
using System.Text;
using CleanClaim.Testing;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Tests.Schema;

/// <summary>
/// docs/situations has a page for each guide, made from its rows: every situational loop, segment and element, with its condition where a
/// public source states it. CLEANCLAIM_GOLDEN=write writes the pages anew.
/// </summary>
public sealed class SituationsTests
{
    private static readonly string Folder = Checkout.PathTo("docs", "situations");

    private sealed record Condition(string Guide, string Place, string Text, string Source, string Rule);

    public static TheoryData<string> All => [.. Guides.All.Select(g => g.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_situational_row_stands_on_the_page_of_its_guide(string name)
    {
        var page = Page(Guides.Named(name)!);
        var file = Path.Combine(Folder, name + ".md");
        if (Environment.GetEnvironmentVariable("CLEANCLAIM_GOLDEN") == "write") File.WriteAllText(file, page);
        Assert.True(File.Exists(file), $"docs/situations/{name}.md is missing: run with CLEANCLAIM_GOLDEN=write");
        Assert.Null(GoldenFile.Difference(File.ReadAllText(file).ReplaceLineEndings("\n"), page));
    }

    [Fact]
    public void Every_condition_has_a_source_and_fits_a_situational_row()
    {
        foreach (var condition in Conditions())
        {
            Assert.True(condition.Text.Length > 0 && condition.Source.Length > 0, $"{condition.Guide} {condition.Place}");
            Assert.Contains(condition.Place, Rows(Guides.Named(condition.Guide)!).Select(r => r.Place));
        }
    }

    [Fact]
    public void Every_rule_that_a_condition_names_stands_in_the_engine()
    {
        var source = string.Concat(Directory.GetFiles(Checkout.PathTo("src", "X12", "Validation"), "*.cs").Select(File.ReadAllText));
        foreach (var rule in Conditions().SelectMany(c => c.Rule.Split(", ", StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal))
        {
            var name = rule[(rule.IndexOf('-', StringComparison.Ordinal) + 1)..];
            Assert.True(source.Contains($"\"{rule}\"", StringComparison.Ordinal) || source.Contains($"\"{name}\"", StringComparison.Ordinal) || (name.StartsWith("SELF-", StringComparison.Ordinal) && source.Contains("\"SELF-\"", StringComparison.Ordinal)), rule);
        }
    }

    private static string Page(Guide guide)
    {
        var known = Conditions().Where(c => c.Guide == guide.Name).ToDictionary(c => c.Place, StringComparer.Ordinal);
        var rows = Rows(guide).ToList();
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# Situations of the {guide.Name} ({guide.Version})\n\n");
        page.Append("Every loop, segment and element that may stand or not, made by a test from the guide's rows. What stands twice, below subscriber and patient, is listed once. ");
        page.Append(CultureInfo.InvariantCulture, $"{rows.Count.ToString("N0", CultureInfo.InvariantCulture)} rows.\n\n");
        page.Append("| place | what | condition | public source | checked |\n|---|---|---|---|---|\n");
        foreach (var (place, what, note) in rows)
        {
            var (text, source, rule) = known.TryGetValue(place, out var c) ? (c.Text, c.Source, c.Rule.Length > 0 ? c.Rule : "no")
                : note is { } n ? ("stands or falls with others: " + n, "X12.6 syntax note", "ELEM-SYNTAX, ELEM-EXCLUSIVE") : ("condition not public", "", "no");
            page.Append(CultureInfo.InvariantCulture, $"| {place} | {what} | {text} | {source} | {rule} |\n");
        }

        return page.ToString();
    }

    private static IEnumerable<(string Place, string What, string? Note)> Rows(Guide guide)
    {
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach (var loop in guide.Loops)
            foreach (var item in loop.Items)
            {
                if (item.Loop is { } inner)
                {
                    if (inner.Usage == Usage.Situational && told.Add(inner.Id)) yield return (inner.Id, inner.Name, null);
                    continue;
                }

                var place = PlaceOf(item.Segment);
                if (!told.Add(place)) continue;
                if (item.Segment.Usage == Usage.Situational) yield return (place, item.Segment.Name, null);
                foreach (var element in item.Segment.Elements.SelectMany(e => e.Components.Prepend(e)).Where(e => e.Usage == Usage.Situational))
                    yield return ($"{place} {NameOf(item.Segment, element)}", item.Segment.Name, NoteOn(item.Segment, element));
            }
    }

    /// <summary>Loop and segment, with the code that tells it from others of the loop: <c>2300 REF F8</c>.</summary>
    private static string PlaceOf(SegmentUse row)
    {
        var many = row.Loop.Items.Count(i => i.Segment.Id == row.Id && i.Loop is null) > 1;
        var code = many ? " " + row.Qualifier?.Codes?.Codes[0] : "";
        return $"{(row.Loop.Id.Length > 0 ? row.Loop.Id : "header")} {row.Id}{code}";
    }

    private static string NameOf(SegmentUse row, ElementUse element) => string.Create(CultureInfo.InvariantCulture,
        $"{row.Id}{element.Position:00}{(element.Component > 0 ? "-" + element.Component.ToString(CultureInfo.InvariantCulture) : "")}");

    private static string? NoteOn(SegmentUse row, ElementUse element)
    {
        var notes = row.Syntax.Where(n => element.Component == 0 && n.Elements.Contains(element.Position) && n.Elements.All(p => row.Elements[p - 1].Usage != Usage.NotUsed)).ToList();
        return notes.Count == 0 ? null : string.Join(", ", notes);
    }

    private static IEnumerable<Condition> Conditions() =>
        File.ReadLines(Path.Combine(Folder, "conditions.tsv")).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t'))
            .SelectMany(c => c[0].Split(',').Select(guide => new Condition(guide, c[1], c[2], c[3], c.Length > 4 ? c[4] : "")));
}
