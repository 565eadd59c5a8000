using System.Text.RegularExpressions;

namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>nucc_taxonomy_NNN.csv of NUCC: Code, Grouping, Classification, Specialization, Definition, Notes, Display Name, Section. Version NN.0 is for 1 January, NN.1 for 1 July. Definitions are not kept.</summary>
internal static partial class NuccTaxonomy
{
    private const int RowsLeast = 500;

    public static (string, string, DateOnly)? ReleaseOf(string name) => FileName().Match(name) is { Success: true } m
        ? ($"v{m.Groups[1].Value}.{m.Groups[2].Value}", "", new(2000 + int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), m.Groups[2].Value == "0" ? 1 : 7, 1)) : null;

    public static void Read(CodeFile file, CodeRows rows)
    {
        Columns.Read(file, c => (Code: c.Of("Code"), Shown: c.Of("Display Name"), Grouping: c.Of("Grouping"), Class: c.Of("Classification"), Special: c.Of("Specialization")), (row, at) =>
        {
            var code = row[at.Code];
            if (code.Length != 10) throw row.Refused($"\"{code}\" is no taxonomy code of ten characters.");
            rows.Add(code, row[at.Shown] is { Length: > 0 } shown ? shown : row[at.Class], row[at.Grouping], row[at.Class], row[at.Special]);
        });

        if (rows.Count < RowsLeast) throw file.Refused(0, $"The file has {rows.Count} codes; the published one has over {RowsLeast}: it is cut off.", "Download it again.");
    }

    [GeneratedRegex("nucc_taxonomy_([0-9]{2})([01])", RegexOptions.IgnoreCase)]
    private static partial Regex FileName();
}
