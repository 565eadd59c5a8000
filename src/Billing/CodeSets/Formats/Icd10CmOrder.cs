using System.Globalization;

namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>
/// icd10cm_order_YYYY.txt of CMS, fixed columns: 1-5 order number, 7-13 code without point, 15 whether it may be billed (1) or is a heading (0), 17-76 short
/// title, from 78 long title. Of the fiscal year YYYY, which begins on 1 October before it (the file's readme).
/// </summary>
internal static class Icd10CmOrder
{
    private const int Least = 78, RowsLeast = 60_000;

    public static (string, string, DateOnly)? ReleaseOf(string name) => CodeFileKind.YearIn(name) is not { } year ? null
        : name.Contains("April", StringComparison.OrdinalIgnoreCase) ? ($"FY{year} April", "", new(year, 4, 1)) : ($"FY{year}", "", new(year - 1, 10, 1));

    public static void Read(CodeFile file, CodeRows rows)
    {
        using var text = file.Text();
        var number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0) continue;
            if (line.Length < Least || line[14] is not ('0' or '1') || !int.TryParse(line.AsSpan(0, 5), NumberStyles.None, CultureInfo.InvariantCulture, out var order))
                throw file.Refused(number, $"It is no line of the order file: it begins \"{line[..Math.Min(20, line.Length)]}\".", "Name icd10cm_order_YYYY.txt as published; the file icd10cm_codes_YYYY.txt has neither headings nor flags.");
            if (order != rows.Count + 1) throw file.Refused(number, $"The order number {order} stands where {rows.Count + 1} belongs: lines are missing.", "Download the file again.");
            rows.Add(line[6..13].Trim(), line[14..15], line[16..76].Trim(), line[77..].Trim());
        }

        if (rows.Count < RowsLeast) throw file.Refused(number, $"The file ends after {rows.Count} rows; the published one has over {RowsLeast}: it is cut off.", "Download it again.");
    }
}
