using System.Text;
using CleanClaim.Sandbox.Configuration;
using CleanClaim.Sandbox.Folder;

namespace CleanClaim.Sandbox.Tests.Folder;

/// <summary>A root folder that is gone after the test, with the clinic's hand on one side and the sandbox's on the other.</summary>
internal sealed class PracticeFolder : IDisposable
{
    public static readonly DateOnly Day = new(2026, 11, 12);
    private readonly string root = Directory.CreateTempSubdirectory("sandbox-test-").FullName;
    private int control = 100;

    public string Root => root;

    public void Send(string name, string content)
    {
        Directory.CreateDirectory(Path.Combine(root, "in"));
        File.WriteAllText(Path.Combine(root, "in", name), content, Encoding.Latin1);
    }

    /// <summary>One file with one transaction per claim text, its ISA13 one more than the last.</summary>
    public void SendClaims(params string[] transactions)
    {
        control++;
        var numbered = transactions.Select((t, i) => t.ReplaceLineEndings("\n").Replace("ST*837*0001", $"ST*837*{i + 1:0000}", StringComparison.Ordinal)).ToArray();
        Send($"batch-{control}.837", ClaimTexts.File(control, numbered));
    }

    public void Misbehave(string entries) =>
        File.WriteAllText(Path.Combine(root, "sandbox.json"), $$"""{ "misbehave": [{{entries}}] }""");

    public int Run(DateOnly? today = null, int seed = 7) => SandboxDoor.Run(root, today ?? Day, seed, TextWriter.Null);

    /// <summary>A run that dies at the point's n-th passing.</summary>
    public void RunAndDie(string point, int passing)
    {
        var passed = 0;
        Assert.Throws<InvalidOperationException>(() => new FolderRun(root, Day, 7, TextWriter.Null, at =>
        {
            if (at == point && ++passed == passing) throw new InvalidOperationException("killed");
        }).Run(SandboxConfiguration.Default()));
    }

    public IReadOnlyList<string> Names(string folder) => Directory.Exists(Path.Combine(root, folder))
        ? [.. Directory.EnumerateFiles(Path.Combine(root, folder)).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)] : [];

    public string Read(string name) => File.ReadAllText(Path.Combine(root, "out", name));

    public IReadOnlyList<string> Answers(string kind) => [.. Names("out").Where(n => n.EndsWith("." + kind, StringComparison.Ordinal)).Select(Read)];

    /// <summary>The segments of the one answer of a kind, from the first of <paramref name="from"/> to before the next of <paramref name="to"/>.</summary>
    public static string[] Between(string answer, string from, string to)
    {
        var segments = answer.Split("~\n");
        var start = Array.FindIndex(segments, s => s.StartsWith(from, StringComparison.Ordinal));
        Assert.True(start >= 0, $"No {from} in:\n{answer}");
        var end = Array.FindIndex(segments, start + 1, s => s.StartsWith(to, StringComparison.Ordinal));
        return segments[start..(end < 0 ? segments.Length : end)];
    }

    /// <summary>Takes every answer away, as the clinic does when it has fetched them.</summary>
    public IReadOnlyList<(string Name, string Content)> Fetch()
    {
        var taken = Names("out").Where(n => !n.EndsWith(".part", StringComparison.Ordinal)).Select(n => (n, Read(n))).ToList();
        foreach (var (name, _) in taken) File.Delete(Path.Combine(root, "out", name));
        return taken;
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
