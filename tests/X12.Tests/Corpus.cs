namespace CleanClaim.X12.Tests;

/// <summary>Files that others published, kept beside the checkout in <c>../shared/corpus/x12</c>; never part of the repository.</summary>
internal static class Corpus
{
    public static string? Folder { get; } = Find();

    public sealed record Entry(string Path, string Transaction, string Version, string Intent, string Features, string Verdict)
    {
        public string Name => System.IO.Path.GetFileName(Path);
    }

    public static IReadOnlyList<Entry> Index { get; } = Folder is null
        ? []
        : [.. File.ReadLines(Path.Combine(Folder, "index.tsv")).Skip(1).Select(line => line.Split('\t'))
            .Select(c => new Entry(Path.Combine(Folder, c[0]), c[1], c[2], c[4], c[6], c[7]))];

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CLEANCLAIM_SHARED") is { Length: > 0 } named)
            return Existing(Path.Combine(named, "corpus", "x12"));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Existing(Path.Combine(folder.FullName, "shared", "corpus", "x12")) is { } found) return found;
        return null;
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;
}

/// <summary>A test that needs the shared corpus; where it is not there the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (Corpus.Folder is null) Skip = "needs ../shared/corpus/x12 beside the checkout, or CLEANCLAIM_SHARED";
    }
}
