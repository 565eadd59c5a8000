using System.Reflection;
using System.Xml.Linq;
using CleanClaim.Conventions.Tests.Reading;

namespace CleanClaim.Conventions.Tests;

/// <summary>DESIGN 3: project references point down only. X12 knows nothing of ours; the sandbox answers with code of its own.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["X12"] = [],
        ["Sandbox"] = [],
        ["X12.Tool"] = ["X12"],
        ["Billing"] = ["X12"],
        ["Migrations.Sqlite"] = ["Billing"],
        ["Migrations.Postgres"] = ["Billing"],
        ["Web"] = ["Billing", "Migrations.Sqlite", "Migrations.Postgres", "X12"],
        ["Cli"] = ["Web", "Sandbox", "Billing", "X12", "Migrations.Sqlite", "Migrations.Postgres"],
    };

    [Fact]
    public void Project_references_point_down_only()
    {
        var projects = Product.Files("src", ".csproj");
        Assert.True(projects.Count >= MayReference.Count, $"Only {projects.Count} projects were found under src.");
        Offenders.None(projects.SelectMany(path => Upward(Path.GetFileNameWithoutExtension(path), Product.Read(path))), "Dependencies point down only.");
    }

    [Fact]
    public void Compiled_assemblies_hold_the_same_borders()
    {
        Assert.Empty(OfOurs(Product.X12));
        Assert.Empty(OfOurs(Product.Sandbox));
        Assert.Subset(new HashSet<string> { "CleanClaim.X12" }, OfOurs(Product.Billing).ToHashSet());
        Assert.DoesNotContain("CleanClaim.Sandbox", OfOurs(Product.Web));
    }

    [Fact]
    public void A_browser_is_driven_by_one_project_only() =>
        Assert.Equal(["tests/Browser.Tests/Browser.Tests.csproj"],
            Product.Files(".", ".csproj").Where(path => Product.Read(path).Contains("Include=\"Microsoft.Playwright\"", StringComparison.Ordinal)));

    [Fact]
    public void A_reference_that_points_up_is_found()
    {
        const string project = """<Project><ItemGroup><ProjectReference Include="../Billing/Billing.csproj" /></ItemGroup></Project>""";
        Assert.Equal(["Sandbox -> Billing"], Upward("Sandbox", project));
        Assert.Equal(["New: no line in this test says what it may reference"], Upward("New", project));
        Assert.Empty(Upward("Web", project));
    }

    private static IEnumerable<string> Upward(string project, string xml)
    {
        if (!MayReference.TryGetValue(project, out var allowed))
            return [$"{project}: no line in this test says what it may reference"];
        return XDocument.Parse(xml).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .Where(target => !allowed.Contains(target))
            .Select(target => $"{project} -> {target}");
    }

    private static IEnumerable<string> OfOurs(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("CleanClaim", StringComparison.OrdinalIgnoreCase));
}
