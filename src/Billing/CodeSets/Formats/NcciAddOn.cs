using System.Globalization;

namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>
/// Add-on codes of CMS, the table of AOC_VyyyyQq-MCR.xlsx saved as csv: primary_code (CCCCC: the contractor decides), add_on_code, aoc_edit_type 1, 2 or 3,
/// and days as yyyyddd (the day of the year) in aoc_edit_eff_dt_julian and aoc_edit_del_dt_julian. The text file beside it has no header; it is not read.
/// </summary>
internal static class NcciAddOn
{
    public static void Read(CodeFile file, CodeRows rows)
    {
        Columns.Read(file, c => (AddOn: c.Of("add on code"), Primary: c.Of("primary code"), Type: c.Of("aoc edit type"), From: c.Find("aoc edit eff dt julian"), To: c.Find("aoc edit del dt julian")), (row, at) =>
        {
            var (addOn, primary, type) = (row[at.AddOn], row[at.Primary], row[at.Type]);
            if (addOn.Length != 5 || primary.Length != 5 || type is not ("1" or "2" or "3")) throw row.Refused($"\"{primary}, {addOn}, {type}\" is no primary code with its add-on code and type.");
            rows.Add(addOn, primary, type, Julian(row, at.From), Julian(row, at.To));
        });

        if (rows.Count == 0) throw file.Refused(0, "The file has no add-on code.", "Save the first sheet of the workbook as csv, with its header.");
    }

    private static string Julian(CodeRow row, int column)
    {
        var text = row[column];
        if (text is "" or "0") return "";
        if (text.Length != 7 || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var day) || day % 1000 is < 1 or > 366) throw row.Refused($"\"{text}\" is no day of the year (yyyyddd).");
        return CodeDays.Plain(new DateOnly(day / 1000, 1, 1).AddDays((day % 1000) - 1));
    }
}
