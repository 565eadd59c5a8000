namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>CARC and RARC as X12 hands them out: csv with code, description, start, last modified, stop. The texts are X12's, under the licence of whoever imports them.</summary>
internal static class ReasonCodes
{
    private const int RowsLeast = 100;

    public static void Read(CodeFile file, CodeRows rows, string list)
    {
        Columns.Read(file, c => (Code: c.Of("code"), Text: c.Of("description"), From: c.Of("start", "start date"), To: c.Of("stop", "stop date", "end date")), (row, at) =>
        {
            var code = row[at.Code];
            var isRemark = code.Length > 1 && code[0] is 'M' or 'N' && char.IsAsciiDigit(code[^1]) && (code[0] == 'N' || code.StartsWith("MA", StringComparison.Ordinal) || code.Length <= 4);
            if (code.Length is 0 or > 5 || (list == "RARC" && !isRemark)) throw row.Refused($"\"{code}\" is no code of the {list} list.", "Name the kind that the file is of: carc or rarc.");
            rows.Add(code, CodeDays.Plain(row.Day(at.From)), CodeDays.Plain(row.Day(at.To)), row[at.Text]);
        });

        if (rows.Count < RowsLeast) throw file.Refused(0, $"The file has {rows.Count} codes; the published list has over {RowsLeast}: it is cut off.", "Download it again.");
    }
}
