using System.Collections.Frozen;

namespace CleanClaim.Billing.CodeSets;

/// <summary>CMS place of service codes (public domain), from the file that ships in data/.</summary>
public static class PlaceOfService
{
    private static readonly Lazy<FrozenDictionary<string, string>> Names = new(Load);

    /// <summary>"Office" for "11"; null when CMS has assigned no such code.</summary>
    public static string? Name(string code) => Names.Value.GetValueOrDefault(code);

    public static IReadOnlyCollection<KeyValuePair<string, string>> All => Names.Value;

    private static FrozenDictionary<string, string> Load()
    {
        using var reader = new StreamReader(typeof(PlaceOfService).Assembly.GetManifestResourceStream("pos.tsv")!);
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split('\t');
            rows[parts[0]] = parts[2];
        }
        return rows.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
