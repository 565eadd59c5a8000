using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CleanClaim.Testing;
using CleanClaim.X12.Acknowledging;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Tests.Package;

/// <summary>X12 as a library of its own: its samples work, its surface changes only on purpose, and the package is used from a project that has nothing else.</summary>
public sealed partial class PackageTests
{
    [Fact]
    public void The_remittance_sample_prints_what_the_payer_paid()
    {
        var output = new StringWriter { NewLine = "\n" };
        PackageSamples.ReadRemittance(SampleFiles.Stream(SampleFiles.Remittance835()), output);
        Assert.Equal("""
            RUSHMORE LIFE paid 180.5 by CHK 71700666555
              26463774: charged 150, paid 110.5, patient owes 20
                PR-2 20
                CO-45 10
                CO-45 5
              26463775: charged 120, paid 120, patient owes 

            """.ReplaceLineEndings("\n"), output.ToString());
    }

    [Fact]
    public void The_claim_sample_writes_a_file_without_a_fault_and_its_answer_accepts_it()
    {
        using var file = new MemoryStream();
        Assert.IsType<WriteOutcome.Written>(PackageSamples.BuildClaim(file));
        file.Position = 0;
        var output = new StringWriter { NewLine = "\n" };
        var answer = Assert.Single(PackageSamples.ValidateAndAnswer(file, output));
        Assert.Equal("1 transactions, 0 errors\n", output.ToString());
        Assert.Equal(AnswerKind.Implementation999, answer.Kind);
        Assert.Contains("IK5*A~", Encoding.ASCII.GetString(answer.Content), StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_sample_says_what_is_wrong_and_rejects_it()
    {
        var output = new StringWriter { NewLine = "\n" };
        var file = SampleFiles.Stream(SampleFiles.Claims837(f => f.Replace("DMG*D8*19430501*F", "DMG*D8*19431301*F", StringComparison.Ordinal)));
        var answer = PackageSamples.ValidateAndAnswer(file, output);
        Assert.Contains("DMG DMG02:", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("IK4*2**8*19431301~", Encoding.ASCII.GetString(answer[^1].Content), StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_of_the_readme_is_the_code_that_is_tested()
    {
        var readme = File.ReadAllText(Checkout.PathTo("src", "X12", "PACKAGE.md"));
        var tested = Lines(File.ReadAllText(Checkout.PathTo("tests", "X12.Tests", "Package", "PackageSamples.cs")));
        var blocks = CodeBlock().Matches(readme).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(3, blocks.Count);
        foreach (var block in blocks)
        {
            var code = Lines(block).Where(line => !line.StartsWith("using ", StringComparison.Ordinal)).ToList();
            Assert.True(code.Count >= 5 && IsPartOf(code, tested), $"This code of PACKAGE.md stands nowhere in PackageSamples.cs:\n{block}");
        }

        Assert.True(Lines(blocks[0]).Count(line => !line.StartsWith("using ", StringComparison.Ordinal)) <= 10, "an 835 is read in ten lines");
    }

    /// <summary>
    /// What others compile against. When a change is meant: run this test with CLEANCLAIM_GOLDEN=write, read the diff of
    /// golden/public-api.txt, commit it, and say in CHANGELOG.md what callers have to change.
    /// </summary>
    [Fact]
    public void The_public_surface_is_as_committed() => GoldenFile.Check(PublicApi.Of(typeof(X12Reader).Assembly), "public-api.txt");

    [Fact]
    public void The_package_holds_library_docs_readme_and_licence_and_works_in_a_project_of_its_own()
    {
        var folder = Directory.CreateTempSubdirectory("x12-package-").FullName;
        try
        {
            var started = Stopwatch.GetTimestamp();
            Dotnet(Checkout.Root, folder, "", "pack", "src/X12/X12.csproj", "--no-build", "--nologo", "-c", Configuration, "-o", folder);
            Inspect(Assert.Single(Directory.GetFiles(folder, "CleanClaim.X12.*.nupkg")));
            Assert.Equal("RUSHMORE LIFE 180.5", Consume(folder));
            TestNotes.Add($"package packed and used in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Inspect(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        var names = zip.Entries.Select(e => e.FullName).ToHashSet(StringComparer.Ordinal);
        Assert.Subset(names, new HashSet<string>(StringComparer.Ordinal) { "lib/net10.0/CleanClaim.X12.dll", "lib/net10.0/CleanClaim.X12.xml", "README.md", "LICENSE", "NOTICE", "CleanClaim.X12.nuspec" });
        using var nuspec = zip.GetEntry("CleanClaim.X12.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().First(e => e.Name.LocalName == "metadata");
        string Of(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;
        Assert.Equal(("CleanClaim.X12", "Apache-2.0", "README.md"), (Of("id"), Of("license"), Of("readme")));
        Assert.Empty(metadata.Descendants().Where(e => e.Name.LocalName == "dependency"));
        using var library = zip.GetEntry("lib/net10.0/CleanClaim.X12.dll")!.Open();
        using var bytes = new MemoryStream();
        library.CopyTo(bytes);
        if (Configuration == "Release") Assert.True(bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Checkout.Root)) < 0, "the library names the folder it was built in");
    }

    /// <summary>A new project, with the folder as its only feed, reads a remittance by the package.</summary>
    private static string Consume(string feed)
    {
        var project = Directory.CreateDirectory(Path.Combine(feed, "consumer")).FullName;
        var version = XDocument.Load(Checkout.PathTo("Directory.Build.props")).Descendants("Version").Single().Value;
        File.WriteAllText(Path.Combine(project, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(project, "Directory.Packages.props"), "<Project />");
        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""<configuration><packageSources><clear /><add key="folder" value="{feed}" /></packageSources></configuration>""");
        File.WriteAllText(Path.Combine(project, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><UseAppHost>false</UseAppHost><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
              <ItemGroup><PackageReference Include="CleanClaim.X12" Version="{version}" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(project, "Program.cs"), """
            using CleanClaim.X12.Transactions;

            foreach (var payment in Remittance835.Read(Console.OpenStandardInput()))
                Console.Write($"{payment.Payer?.LastName} {payment.Amount}");
            """);
        Dotnet(project, feed, "", "build", "--nologo", "-v", "q");
        return Dotnet(project, feed, SampleFiles.Remittance835(), Path.Combine(project, "bin", "Debug", "net10.0", "Consumer.dll"));
    }

    private static string Dotnet(string folder, string packages, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // A package of the same version from an earlier run must not be taken instead.
        start.Environment["NUGET_PACKAGES"] = Path.Combine(packages, "packages");
        foreach (var name in (string[])["MSBUILDDISABLENODEREUSE", "DOTNET_CLI_TELEMETRY_OPTOUT", "DOTNET_NOLOGO"]) start.Environment[name] = "1";
        if (arguments[0] == "pack") start.Environment.Remove("NUGET_PACKAGES");
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(3)), "dotnet did not end");
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output}{errors.Result}");
        return output;
    }

    private static List<string> Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static bool IsPartOf(List<string> code, List<string> all) =>
        Enumerable.Range(0, Math.Max(0, all.Count - code.Count + 1)).Any(from => all.Skip(from).Take(code.Count).SequenceEqual(code, StringComparer.Ordinal));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

#if DEBUG
    private static readonly string Configuration = "Debug";
#else
    private static readonly string Configuration = "Release";
#endif
}
