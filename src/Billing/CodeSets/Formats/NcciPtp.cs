using System.Text.RegularExpressions;

namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>
/// ccipra-vNNNrR-fN.txt (practitioners) and ccioph-… (outpatient hospitals) of CMS: tabs, some lines of heading, then column 1 code, column 2 code,
/// whether it was there before 1996, first day, last day or *, modifier indicator 0, 1 or 9 (never in force), rationale. Pairs that have ended stay in it.
/// </summary>
internal static partial class NcciPtp
{
    private const int HeadingMax = 12;

    /// <summary>Version 32.2 is the third quarter of 2026, and each year has a number of its own.</summary>
    public static (string, string, DateOnly)? ReleaseOf(string name)
    {
        if (FileName().Match(name) is not { Success: true } m) return null;
        var (year, quarter) = (1994 + Number(m.Groups[2]), Number(m.Groups[3]) + 1);
        return quarter > 4 ? null : ($"v{m.Groups[2].Value}.{m.Groups[3].Value}", (m.Groups[1].Value.Equals("oph", StringComparison.OrdinalIgnoreCase) ? PtpTable.Hospital : PtpTable.Practitioner) + "/f" + m.Groups[4].Value, new(year, (quarter * 3) - 2, 1));
    }

    private static int Number(Group group) => int.Parse(group.Value, System.Globalization.CultureInfo.InvariantCulture);

    public static void Read(CodeFile file, CodeRows rows)
    {
        using var text = file.Text();
        var (number, hasHeading) = (0, false);
        while (text.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0) continue;
            if (rows.Count == 0 && !IsPair(line))
            {
                hasHeading |= IsHeading(line);
                if (number > HeadingMax) throw file.Refused(number, "No pair of codes stands in the first lines.", "Name the text file of the pairs (ccipra-v…-f1.txt), as published.");
                continue;
            }

            if (!hasHeading) throw file.Refused(number, "The heading \"Column 1, Column 2, … Effective, Deletion, Modifier\" is missing or has changed.", "Take the file as published. If CMS has changed the layout, tell us: nothing is guessed.");
            Add(file, number, line, rows);
        }

        if (rows.Count == 0) throw file.Refused(number, "The file has no pair of codes.", "Download it again.");
    }

    private static bool IsHeading(string line) => line.Split('\t') is [var one, var two, _, var from, var to, var modifier, ..]
        && one.Trim() == "Column 1" && two.Trim() == "Column 2" && from.Trim().StartsWith("Effective", StringComparison.Ordinal) && to.Trim().StartsWith("Deletion", StringComparison.Ordinal) && modifier.Trim().StartsWith("Modifier", StringComparison.Ordinal);

    private static bool IsPair(string line) => line.Length > 11 && line[5] == '\t' && line[11] == '\t' && IsCode(line.AsSpan(0, 5)) && IsCode(line.AsSpan(6, 5));

    private static bool IsCode(ReadOnlySpan<char> code)
    {
        foreach (var letter in code)
            if (!char.IsAsciiLetterUpper(letter) && !char.IsAsciiDigit(letter)) return false;
        return true;
    }

    private static void Add(CodeFile file, int number, string line, CodeRows rows)
    {
        var rest = line.AsSpan(Math.Min(12, line.Length));
        var prior = rest.IndexOf('\t');
        var days = prior < 0 ? default : rest[(prior + 1)..];
        var from = days.IndexOf('\t');
        var to = from < 0 ? -1 : days[(from + 1)..].IndexOf('\t');
        if (!IsPair(line) || from != 8 || to < 0 || days.Length < from + to + 3 || !IsDay(days[..8]) || !(days.Slice(9, to) is "*" || IsDay(days.Slice(9, to))) || days[to + 10] is not ('0' or '1' or '9'))
            throw file.Refused(number, $"\"{line[..Math.Min(60, line.Length)].Replace('\t', ' ')}\" is no pair of codes with its days and its modifier indicator: the file is cut off or changed here.", "Download the file again.");
        rows.AddClean(string.Concat(line.AsSpan(0, 12), days[..9], days.Slice(9, to) is "*" ? "" : days.Slice(9, to), string.Concat("\t", days.Slice(to + 10, 1))));
    }

    private static bool IsDay(ReadOnlySpan<char> text) => text.Length == 8 && DateOnly.TryParseExact(text, "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _);

    [GeneratedRegex("cci(pra|oph)-v([0-9]{2})([0-9])r[0-9]+-f([0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex FileName();
}
