using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace CleanClaim.Testing;

/// <summary>
/// Compares a whole output (a file, a statement's text) with the one kept beside the test in `golden/`.
/// CLEANCLAIM_GOLDEN=write writes them anew, for a person to read as a diff before it is committed.
/// </summary>
public static class GoldenFile
{
    public static void Check(string actual, string name, [CallerFilePath] string testFile = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(testFile)!, "golden", name);
        var text = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("CLEANCLAIM_GOLDEN") == "write" && !ContinuousIntegration.IsOn)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return;
        }

        if (!File.Exists(file))
            throw new XunitException($"golden/{name} does not exist. Run with CLEANCLAIM_GOLDEN=write, read it, commit it.");
        if (Difference(File.ReadAllText(file).ReplaceLineEndings("\n"), text) is { } difference)
            throw new XunitException($"golden/{name} differs. {difference}");
    }

    /// <summary>The first line that differs, in words; null when both texts are the same.</summary>
    public static string? Difference(string expected, string actual)
    {
        if (expected == actual)
            return null;
        var was = expected.Split('\n');
        var now = actual.Split('\n');
        var line = 0;
        while (line < was.Length && line < now.Length && was[line] == now[line])
            line++;
        return $"Line {line + 1}\n  expected: {LineOrEnd(was, line)}\n  actual:   {LineOrEnd(now, line)}";
    }

    private static string LineOrEnd(string[] lines, int index) => index < lines.Length ? lines[index] : "(end of text)";
}
