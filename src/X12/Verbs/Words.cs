using System.Collections.Frozen;
using System.Text;

namespace CleanClaim.X12.Verbs;

/// <summary>What elements and codes are called, from <c>Guides/elements.words</c> and <c>Guides/codes.words</c>.</summary>
public static class Words
{
    private static readonly Lazy<FrozenDictionary<string, string>> Elements = new(() =>
        Rows("elements.words").ToFrozenDictionary(r => r.Key, r => r.Text, StringComparer.Ordinal));

    private static readonly Lazy<FrozenDictionary<(string, string), string>> Codes = new(() =>
        Rows("codes.words").Concat(NamedList("CLM05-1,SV105", "pos.codes")).Concat(NamedList("EB03,EQ01,UM03", "servicetype.codes")).SelectMany(r => r.Key.Split(',').Select(element => (Element: element, r.Text)))
            .ToFrozenDictionary(r => (r.Element, r.Text[..r.Text.IndexOf(' ', StringComparison.Ordinal)]), r => r.Text[(r.Text.IndexOf(' ', StringComparison.Ordinal) + 1)..]));

    /// <summary>The name of an element ("CLP03") or component ("SVC01-2"), null when we have no word for it.</summary>
    public static string? Element(string element) => Elements.Value.GetValueOrDefault(element);

    /// <summary>What a code says in an element, null when we have no word for it.</summary>
    public static string? Code(string element, string code)
    {
        var segment = element.TrimEnd('-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return Codes.Value.GetValueOrDefault((element, code))
            ?? (element.EndsWith("-1", StringComparison.Ordinal) ? Codes.Value.GetValueOrDefault((segment, code)) : null)
            ?? (element is "STC01-3" or "STC10-3" or "STC11-3" ? Codes.Value.GetValueOrDefault(("NM101", code)) : null);
    }

    private static IEnumerable<(string Key, string Text)> NamedList(string elements, string file) => Rows(file).Select(r => (elements, r.Key + " " + r.Text));

    internal static IEnumerable<(string Key, string Text)> Rows(string resource)
    {
        using var stream = typeof(Words).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in the library");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#' && line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at) yield return (line[..at], line[(at + 1)..]);
    }
}
