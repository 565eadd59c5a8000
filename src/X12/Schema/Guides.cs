using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Schema;

/// <summary>The guides that come with the library. Each is compiled when first asked for and then kept.</summary>
public static class Guides
{
    /// <summary>A guide's number without addendum, as 005010X279.</summary>
    private const int GuideNumberLength = 10;

    private const int BaseVersionLength = 6;

    private static readonly Assembly Home = typeof(Guides).Assembly;

    private static readonly Lazy<FrozenDictionary<string, CodeSet>> CodeLists = new(() =>
        Home.GetManifestResourceNames().Where(n => n.EndsWith(".codes", StringComparison.Ordinal))
            .ToFrozenDictionary(n => n[..^".codes".Length], n => new CodeSet(CodesIn(n), n[..^".codes".Length]), StringComparer.Ordinal));

    private static readonly Lazy<IReadOnlyList<Guide>> Loaded = new(() =>
        [.. Home.GetManifestResourceNames().Where(n => n.EndsWith(".guide", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n => Guide.Parse(n, TextOf(n), NamedCodes))]);

    private static readonly Lazy<IReadOnlyList<Guide>> Signed = new(() => [.. All.Where(g => g.Sign is not null)]);

    public static IReadOnlyList<Guide> All => Loaded.Value;

    /// <summary>The guide of this short name, as 837P.</summary>
    public static Guide? Named(string name) => All.FirstOrDefault(g => g.Name == name);

    /// <summary>
    /// The guide that decides a transaction set. The version is ST03 or GS08; one with another addendum, or none, is served by
    /// its guide, one without an implementation part ("005010") by the transaction's guide when there is only one.
    /// </summary>
    public static Guide? For(string transactionId, string version)
    {
        var ofTransaction = All.Where(g => g.TransactionId == transactionId && g.Sign is null).ToList();
        var exact = ofTransaction.FirstOrDefault(g => g.Versions.Contains(version, StringComparer.Ordinal));
        if (exact is not null) return exact;
        if (version.Length is > GuideNumberLength - 1 and <= GuideNumberLength + 2)
            return ofTransaction.FirstOrDefault(g => g.Versions.Any(v => v.Length >= GuideNumberLength && v.AsSpan(0, GuideNumberLength).SequenceEqual(version.AsSpan(0, GuideNumberLength))));
        return version.Length == BaseVersionLength && ofTransaction.Where(g => g.Version.StartsWith(version, StringComparison.Ordinal)).ToList() is [var only] ? only : null;
    }

    /// <summary>
    /// The guide that the segment behind the ST chooses: a request and its answer may share transaction and version (278), and
    /// only BHT02 tells them apart.
    /// </summary>
    internal static Guide Refined(Guide guide, in SegmentView second)
    {
        foreach (var other in Signed.Value)
            if (other.TransactionId == guide.TransactionId && other.Version == guide.Version && other.Sign is { } sign && sign.Segment == second.Id && second.Text(sign.Element) == sign.Code)
                return other;
        return guide;
    }

    /// <summary>A code list by name, as "state"; null when there is none.</summary>
    public static CodeSet? NamedCodes(string name) => CodeLists.Value.GetValueOrDefault(name);

    private static IEnumerable<string> CodesIn(string resource) =>
        TextOf(resource).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')[0]);

    private static string TextOf(string resource)
    {
        using var stream = Home.GetManifestResourceStream(resource) ?? throw new GuideFormatException($"{resource} is not in the library");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
