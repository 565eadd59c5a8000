using System.Text.RegularExpressions;
using CleanClaim.Conventions.Tests.Reading;

namespace CleanClaim.Conventions.Tests;

/// <summary>What must stand in no file of the project: the paths of somebody's machine, and work put off.</summary>
public sealed class TextTests
{
    private static readonly string[] Endings =
    [
        ".cs", ".razor", ".css", ".js", ".sql", ".guide", ".codes", ".md", ".csproj", ".props", ".slnx", ".json", ".editorconfig", "/run", "/test", "/build", "/cleanclaim",
    ];

    // Written in parts, so that this file is not its own finding.
    private static readonly Regex MachinePath = new($@"(?<![\w.*])/(?:wo{"rk"}|ro{"ot"}|ho{"me"}|t{"mp"}|Us{"ers"})/|[A-Z]:\\Us{"ers"}\\");
    private static readonly Regex PutOff = new($@"\b(?:TO{"DO"}|FIX{"ME"}|HA{"CK"}|XX{"X"}:|NotImpl{"emented"}Exception)\b");

    [Fact]
    public void No_file_names_a_path_of_a_machine() =>
        Offenders.None(Found(MachinePath, Everything()), "Find the place at run time.");

    [Fact]
    public void No_work_is_put_off_in_a_comment() =>
        Offenders.None(Found(PutOff, Everything().Where(file => !file.EndsWith(".md", StringComparison.Ordinal) && !file.EndsWith(".json", StringComparison.Ordinal))),
            "Do it, or leave it out and say so in the issue.");

    [Theory]
    [InlineData("File.ReadAllText(\"/ho" + "me/ann/claims.835\")", true)]
    [InlineData("cd /t" + "mp/x", true)]
    [InlineData("C:\\Us" + "ers\\ann", true)]
    [InlineData("GET /patients/1/home/", false)]
    [InlineData("../shared/work/x", false)]
    public void A_path_of_a_machine_is_found(string text, bool found) => Assert.Equal(found, MachinePath.IsMatch(text));

    [Theory]
    [InlineData("// TO" + "DO later", true)]
    [InlineData("throw new NotImpl" + "ementedException();", true)]
    [InlineData("// all of them are done", false)]
    public void Work_put_off_is_found(string text, bool found) => Assert.Equal(found, PutOff.IsMatch(text));

    private static List<string> Everything()
    {
        var files = Product.Files(".").Where(file => Endings.Any(ending => ('/' + file).EndsWith(ending, StringComparison.Ordinal))).ToList();
        Assert.True(files.Count > 150, $"Only {files.Count} files were found.");
        return files;
    }

    private static IEnumerable<string> Found(Regex fault, IEnumerable<string> files) =>
        from file in files
        from line in Product.Read(file).Split('\n').Select((text, index) => (Text: text, Number: index + 1))
        where fault.IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}";
}
