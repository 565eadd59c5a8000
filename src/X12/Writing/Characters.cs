using System.Buffers;
using System.Globalization;
using System.Text;

namespace CleanClaim.X12.Writing;

/// <summary>
/// The letters that a file may hold: the basic and extended character sets of X12.6, which together are the printable ASCII
/// characters, and the separators that a given set of values leaves free.
/// </summary>
internal static class Characters
{
    private static readonly SearchValues<char> Lawful = SearchValues.Create([.. Enumerable.Range(0x20, 0x7F - 0x20).Select(c => (char)c)]);

    private static readonly Dictionary<char, string> LatinForms = new()
    {
        ['ß'] = "ss", ['ø'] = "o", ['Ø'] = "O", ['æ'] = "ae", ['Æ'] = "AE", ['œ'] = "oe", ['Œ'] = "OE", ['ł'] = "l", ['Ł'] = "L", ['đ'] = "d",
        ['Đ'] = "D", ['ð'] = "d", ['Ð'] = "D", ['þ'] = "th", ['Þ'] = "Th", ['ı'] = "i", ['\u2018'] = "'", ['\u2019'] = "'", ['\u201C'] = "\"",
        ['\u201D'] = "\"", ['\u2013'] = "-", ['\u2014'] = "-", ['\u2026'] = "...", ['\u00A0'] = " ",
    };

    // What senders use in the field, the usual ones first; the last of each row are ASCII's own separators, which X12.6 allows.
    private static readonly byte[][] Preferences =
        [[(byte)'*', (byte)'|', 0x1D], [(byte)':', (byte)'>', (byte)'<', 0x1F], [(byte)'^', (byte)'!', (byte)'{', 0x1E], [(byte)'~', (byte)'\'', 0x1C]];

    /// <summary>The letters that separate where no value holds one of them.</summary>
    public static SearchValues<byte> Usual { get; } = SearchValues.Create(Preferences.Select(p => p[0]).ToArray());

    /// <summary>Every letter that may be chosen to separate.</summary>
    public static IEnumerable<byte> Candidates => Preferences.SelectMany(p => p);

    public static bool AreLawful(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Lawful) < 0;

    public static char FirstUnlawful(ReadOnlySpan<char> text) => text[text.IndexOfAnyExcept(Lawful)];

    /// <summary>The text in lawful letters: accents dropped, control characters and unwanted ones to blanks; null when a letter has no Latin form.</summary>
    public static string? Clean(string text, string unwanted)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            if (LatinForms.TryGetValue(c, out var latin)) clean.Append(latin);
            else if (char.IsControl(c) || unwanted.Contains(c, StringComparison.Ordinal)) clean.Append(' ');
            else if (Lawful.Contains(c)) clean.Append(c);
            else return null;
        }

        return string.Join(' ', clean.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Separators that none of the used bytes needs, or null when every candidate of a kind is taken.</summary>
    public static Delimiters? Free(ReadOnlySpan<bool> used)
    {
        Span<byte> chosen = stackalloc byte[4];
        for (var kind = 0; kind < 4; kind++)
        {
            foreach (var candidate in Preferences[kind])
            {
                if (used[candidate]) continue;
                chosen[kind] = candidate;
                break;
            }

            if (chosen[kind] == 0) return null;
        }

        return new(chosen[0], chosen[1], chosen[2], chosen[3]);
    }
}
