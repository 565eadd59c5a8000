using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using CleanClaim.Conventions.Tests.Reading;

namespace CleanClaim.Conventions.Tests;

/// <summary>Every package that a lock file names is permissive, by the licence declared inside the package that was restored.</summary>
public sealed class LicenceTests
{
    private static readonly string[] Permissive = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "PostgreSQL"];

    /// <summary>Packages whose licence is no plain expression, or that only tests use: what it is, and why it is well.</summary>
    private static readonly Dictionary<string, string> ReadByHand = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SourceGear.sqlite3"] = "its LICENSE.txt: SQLite is in the public domain",
        ["xunit.abstractions"] = "names xunit's licence by address: Apache-2.0; tests only",
        ["Deque.AxeCore.Commons"] = "MPL-2.0, unchanged and in tests only: nothing of it is shipped",
    };

    [Fact]
    public void Every_package_is_permissive()
    {
        var packages = Packages().Distinct().ToList();
        Assert.True(packages.Count > 40, $"Only {packages.Count} packages were found in the lock files.");
        Offenders.None(packages.Where(package => !IsPermissive(package.Id, LicenceOf(package.Id, package.Version))).Select(package => $"{package.Id} {package.Version}"), "Do without it.");
    }

    [Fact]
    public void A_package_read_by_hand_that_is_gone_leaves_the_list() =>
        Assert.Subset(Packages().Select(package => package.Id).ToHashSet(StringComparer.OrdinalIgnoreCase), ReadByHand.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void What_is_only_for_tests_is_in_no_product()
    {
        var shipped = Product.Files("src", "packages.lock.json").SelectMany(PackagesIn).Select(package => package.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.NotEmpty(shipped);
        Assert.DoesNotContain("Deque.AxeCore.Commons", shipped);
        Assert.DoesNotContain("xunit.abstractions", shipped);
    }

    [Fact]
    public void Each_direct_package_has_its_line_in_the_decision()
    {
        var decision = Product.Read("docs/decisions/0002-packages.md");
        var named = Regex.Matches(Product.Read("Directory.Packages.props"), "Include=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(named);
        Offenders.None(named.Where(package => !decision.Contains($"| {package} |", StringComparison.Ordinal)), "Say in docs/decisions/0002-packages.md why.");
    }

    [Theory]
    [InlineData("PDFsharp", "<license type=\"expression\">AGPL-3.0-only</license>", false)]
    [InlineData("Other", "<license type=\"file\">LICENSE.txt</license>", false)]
    [InlineData("Other", "<licenseUrl>https://example.org</licenseUrl>", false)]
    [InlineData("Other", "<license type=\"expression\">MIT OR GPL-2.0-only</license>", true)]
    [InlineData("Other", "<license type=\"expression\">MIT AND GPL-2.0-only</license>", false)]
    [InlineData("Npgsql", "<license type=\"expression\">PostgreSQL</license>", true)]
    public void A_licence_that_is_not_permissive_is_found(string id, string nuspec, bool permissive) =>
        Assert.Equal(permissive, IsPermissive(id, Expression(nuspec)));

    private static bool IsPermissive(string id, string expression) =>
        ReadByHand.ContainsKey(id)
        || expression.Split(" OR ").Any(choice => choice.Split(" AND ").All(one => Permissive.Contains(one.Trim(' ', '(', ')'))));

    private static string LicenceOf(string id, string version)
    {
        var name = id.ToLowerInvariant();
        return Expression(File.ReadAllText(Path.Combine(PackageFolder, name, version, $"{name}.nuspec")));
    }

    private static string Expression(string nuspec) =>
        Regex.Match(nuspec, "<license type=\"expression\">([^<]+)<").Groups[1].Value;

    private static IEnumerable<(string Id, string Version)> Packages() => Product.Files(".", "packages.lock.json").SelectMany(PackagesIn);

    private static IEnumerable<(string Id, string Version)> PackagesIn(string lockFile)
    {
        using var json = JsonDocument.Parse(Product.Read(lockFile));
        return json.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => (package.Name, package.Value.GetProperty("resolved").GetString()!))
            .ToList();
    }

    // Where restore put the packages; the build writes it into this assembly.
    private static string PackageFolder =>
        typeof(LicenceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "PackageFolder").Value!;
}
