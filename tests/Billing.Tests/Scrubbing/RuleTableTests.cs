using CleanClaim.Billing.Scrubbing;
using CleanClaim.Testing;

namespace CleanClaim.Billing.Tests.Scrubbing;

/// <summary>docs/scrubbing.md lists the rules as they are. CLEANCLAIM_GOLDEN=write writes the table anew.</summary>
public sealed class RuleTableTests
{
    private const string Head = "| rule | severity | what it holds | source |";

    [Fact]
    public void The_page_lists_every_rule()
    {
        var path = Checkout.PathTo("docs", "scrubbing.md");
        var page = File.ReadAllText(path);
        var words = page.Split("\n## The rules", 2)[0].TrimEnd();
        var table = string.Join('\n', ScrubRules.All.GroupBy(r => r.Family).SelectMany(g => new[] { $"\n### {char.ToUpperInvariant(g.Key[0])}{g.Key[1..]}", Head, "|---|---|---|---|" }
            .Concat(g.Select(r => $"| {r.Id} | {r.Severity.ToString().ToLowerInvariant()} | {r.Says}{(r.Needs == CodeList.None ? "" : $" Needs {r.Needs}.")} | {r.Source} |"))));
        var whole = $"{words}\n\n## The rules\n{ScrubRules.All.Count} rules.\n{table}\n";
        if (Environment.GetEnvironmentVariable("CLEANCLAIM_GOLDEN") == "write") File.WriteAllText(path, whole);
        else Assert.Equal(whole, page);
    }
}
