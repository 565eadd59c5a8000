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

    // The first row of a guide says what it decides; its other rows are compiled when it is asked for.
    private static readonly Lazy<IReadOnlyList<Entry>> Entries = new(() =>
        [.. Home.GetManifestResourceNames().Where(n => n.EndsWith(".guide", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(n =>
            new Entry(HeaderIn(n), new(() => Guide.Parse(n, TextOf(n), NamedCodes))))]);

    private static readonly Lazy<IReadOnlyList<Entry>> Signed = new(() => [.. Entries.Value.Where(e => e.Header.Sign is not null)]);

    private sealed record Entry(GuideHeader Header, Lazy<Guide> Guide);

    public static IReadOnlyList<Guide> All => [.. Entries.Value.Select(e => e.Guide.Value)];

    /// <summary>The guide of this short name, as 837P.</summary>
    public static Guide? Named(string name) => Entries.Value.FirstOrDefault(e => e.Header.Name == name)?.Guide.Value;

    /// <summary>
    /// The guide that decides a transaction set. The version is ST03 or GS08; one with another addendum, or none, is served by
    /// its guide, one without an implementation part ("005010") by the transaction's guide when there is only one.
    /// </summary>
    public static Guide? For(string transactionId, string version)
    {
        var ofTransaction = Entries.Value.Where(e => e.Header.TransactionId == transactionId && e.Header.Sign is null).ToList();
        var exact = ofTransaction.FirstOrDefault(e => e.Header.Versions.Contains(version, StringComparer.Ordinal));
        if (exact is not null) return exact.Guide.Value;
        if (version.Length is >= GuideNumberLength and <= GuideNumberLength + 2)
            return ofTransaction.FirstOrDefault(e => e.Header.Versions.Any(v => v.Length >= GuideNumberLength && v.AsSpan(0, GuideNumberLength).SequenceEqual(version.AsSpan(0, GuideNumberLength))))?.Guide.Value;
        return version.Length == BaseVersionLength && ofTransaction.Where(e => e.Header.Version.StartsWith(version, StringComparison.Ordinal)).ToList() is [var only] ? only.Guide.Value : null;
    }

    /// <summary>The guide that decides the transaction set which this ST begins: by ST03, else by GS08, else by what its lines are.</summary>
    internal static Guide? For(in SegmentView st, string groupVersion)
    {
        var (id, version) = (st.Text(1)?.Trim() ?? "", st.Text(3)?.Trim() is { Length: > 0 } stated ? stated : groupVersion);
        return For(id, version) ?? For(id, groupVersion) ?? ByLines(id, version, st);
    }

    /// <summary>
    /// An 837 of version "005010" may be of three guides: the segment of its first line of service tells which (SV1, SV2, SV3), or the type of bill in CLM05 where no line
    /// is in sight.
    /// </summary>
    private static Guide? ByLines(string transactionId, string version, in SegmentView st)
    {
        if (transactionId != "837" || version != "005010") return null;
        var rest = st.Ahead;
        var (delimiters, isBill) = (st.Delimiters, false);
        for (var end = rest.IndexOf(delimiters.Segment); end >= 0; rest = rest[(end + 1)..], end = rest.IndexOf(delimiters.Segment))
        {
            var segment = rest[..end].TrimStart(" \t\r\n"u8);
            if (segment.StartsWith("SE"u8) || segment.StartsWith("ST"u8)) break;
            if (segment.StartsWith("SV"u8) && segment.Length > 3 && segment[3] == delimiters.Element && segment[2] is (byte)'1' or (byte)'2' or (byte)'3') return Named(segment[2] switch { (byte)'1' => "837P", (byte)'2' => "837I", _ => "837D" });
            isBill |= segment.StartsWith("CLM"u8) && segment.IndexOf([delimiters.Component, (byte)'A', delimiters.Component]) > 0;
        }

        return isBill ? Named("837I") : null;
    }

    /// <summary>
    /// The guide that the segment behind the ST chooses: a request and its answer may share transaction and version (278), and
    /// only BHT02 tells them apart.
    /// </summary>
    internal static Guide Refined(Guide guide, SegmentView second)
    {
        foreach (var other in Signed.Value)
            if (other.Header.TransactionId == guide.TransactionId && other.Header.Version == guide.Version && other.Header.Sign is { } sign && sign.Segment == second.Id
                && (second.Text(sign.Element) == sign.Code || IsSignedBy(other.Guide.Value, guide, sign, second)))
                return other.Guide.Value;
        return guide;
    }

    /// <summary>Where the code that tells two guides apart is none of either, an element that only the other one uses tells.</summary>
    private static bool IsSignedBy(Guide other, Guide guide, GuideSign sign, SegmentView second)
    {
        var (mine, others) = (guide.Segments[1], other.Segments[1]);
        if (mine.Id != second.Id || mine.Elements[sign.Element - 1].Codes?.Contains(second[sign.Element]) != false) return false;
        for (var i = 1; i <= mine.Elements.Count && i <= others.Elements.Count; i++)
            if (second.Has(i) && mine.Elements[i - 1].Usage == Usage.NotUsed && others.Elements[i - 1].Usage != Usage.NotUsed) return true;
        return false;
    }

    /// <summary>A code list by name, as "state"; null when there is none.</summary>
    public static CodeSet? NamedCodes(string name) => CodeLists.Value.GetValueOrDefault(name);

    private static IEnumerable<string> CodesIn(string resource) =>
        TextOf(resource).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')[0]);

    private static GuideHeader HeaderIn(string resource)
    {
        using var reader = Open(resource);
        while (reader.ReadLine() is { } line)
            if (line.StartsWith("guide ", StringComparison.Ordinal)) return new GuideParser(resource, NamedCodes).HeaderOf(line);
        throw new GuideFormatException(resource, 1, "the guide row is missing");
    }

    private static string TextOf(string resource)
    {
        using var reader = Open(resource);
        return reader.ReadToEnd();
    }

    private static StreamReader Open(string resource) =>
        new(Home.GetManifestResourceStream(resource) ?? throw new GuideFormatException($"{resource} is not in the library"), Encoding.UTF8);
}
