namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>CARC and RARC as X12 hands them out: csv with code, description, start, last modified, stop. The texts are X12's, under the licence of whoever imports them.</summary>
internal static class ReasonCodes
{
    private const int RowsLeast = 100;

    public static void Read(CodeFile file, CodeRows rows, string list)
    {
        Columns? columns = null;
        foreach (var row in file.Cells(','))
        {
            if (row.IsBlank) continue;
            if (columns is null)
            {
                columns = new(row);
                _ = (columns.Of("code"), columns.Of("description"), columns.Of("start", "start date"), columns.Of("stop", "stop date", "end date"));
                continue;
            }

            var code = row[columns.Of("code")];
            var isRemark = code.Length > 1 && code[0] is 'M' or 'N' && char.IsAsciiDigit(code[^1]) && (code[0] == 'N' || code.StartsWith("MA", StringComparison.Ordinal) || code.Length <= 4);
            if (code.Length is 0 or > 5 || (list == "RARC" && !isRemark)) throw row.Refused($"\"{code}\" is no code of the {list} list.", "Name the kind that the file is of: carc or rarc.");
            rows.Add(code, CodeDays.Plain(row.Day(columns.Of("start", "start date"))), CodeDays.Plain(row.Day(columns.Of("stop", "stop date", "end date"))), row[columns.Of("description")]);
        }

        if (rows.Count < RowsLeast) throw file.Refused(0, $"The file has {rows.Count} codes; the published list has over {RowsLeast}: it is cut off.", "Download it again.");
    }
}
