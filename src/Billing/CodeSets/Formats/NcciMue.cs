using System.Globalization;
using System.Text.RegularExpressions;

namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>
/// MCR_MUE_PractitionerServices_Eff_MM-DD-YYYY.csv of CMS (also OutpatientHospital and DMESupplier): a notice in one cell of many lines, a header, then code,
/// most units of a day, what the limit goes by ("2 Date of Service Edit: Policy"), rationale. Its first day stands in its name alone.
/// </summary>
internal static partial class NcciMue
{
    public static (string, string, DateOnly)? ReleaseOf(string name)
    {
        if (Effective().Match(name) is not { Success: true } m || !CodeDays.TryRead(m.Groups[1].Value, out var from)) return null;
        var table = name.Contains("Outpatient", StringComparison.OrdinalIgnoreCase) ? PtpTable.Hospital : name.Contains("DME", StringComparison.OrdinalIgnoreCase) ? "dme" : PtpTable.Practitioner;
        return (string.Create(CultureInfo.InvariantCulture, $"{from.Year} Q{((from.Month - 1) / 3) + 1}"), table, from);
    }

    public static void Read(CodeFile file, CodeRows rows)
    {
        var inData = false;
        foreach (var row in file.Cells(','))
        {
            if (row.IsBlank) continue;
            if (!inData)
            {
                inData = IsHeader(row);
                if (!inData && row.Line > 60) break;
                continue;
            }

            if (row[0].Length != 5 || !int.TryParse(row[1], NumberStyles.None, CultureInfo.InvariantCulture, out var units) || row[2] is not ['1' or '2' or '3', ..])
                throw row.Refused($"\"{string.Join(", ", row.Cells.Take(3))}\" is no code with its units and its indicator (1, 2 or 3).", "Download the file again.");
            rows.Add(row[0], units.ToString(CultureInfo.InvariantCulture), row[2][..1]);
        }

        if (!inData) throw file.Refused(0, "The header \"HCPCS/CPT Code, … MUE Values, MUE Adjudication Indicator\" is missing or has changed.", "Take the file as published. If CMS has changed the layout, tell us: nothing is guessed.");
        if (rows.Count == 0) throw file.Refused(0, "The file has no code.", "Download it again.");
    }

    private static bool IsHeader(CodeRow row) => row[0].Contains("HCPCS", StringComparison.OrdinalIgnoreCase) && row[1].EndsWith("MUE Values", StringComparison.OrdinalIgnoreCase) && row[2].Contains("Adjudication Indicator", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("Eff_([0-9]{2}-[0-9]{2}-[0-9]{4})", RegexOptions.IgnoreCase)]
    private static partial Regex Effective();
}
