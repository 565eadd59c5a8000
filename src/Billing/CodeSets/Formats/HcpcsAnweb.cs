namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>
/// HCPCyyyy_QQQ_ANWEB of CMS, as text of fixed columns or as the table of the workbook saved as csv. Text: 1-5 code (a modifier in 4-5), 11 kind of record
/// (3 a code, 4 its title goes on, 7 a modifier, 8 its title goes on), 12-91 title, 92-119 short title, 230 coverage, 269-276 first day, 285-292 last day
/// (the record layout that CMS publishes beside it).
/// </summary>
internal static class HcpcsAnweb
{
    private const int Least = 276, RowsLeast = 5_000;

    public static void Read(CodeFile file, CodeRows rows)
    {
        using (var text = file.Text())
            if (text.ReadLine()?.StartsWith("HCPC,", StringComparison.OrdinalIgnoreCase) == true)
            {
                Table(file, rows);
                return;
            }

        Fixed(file, rows);
        if (rows.Count < RowsLeast) throw file.Refused(0, $"The file has {rows.Count} codes; the published one has over {RowsLeast}: it is cut off.", "Download it again.");
    }

    private static void Fixed(CodeFile file, CodeRows rows)
    {
        using var text = file.Text();
        string? first = null;
        var title = "";
        var number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0) continue;
            if (line.Length < 92 || line[10] is not ('3' or '4' or '7' or '8')) throw file.Refused(number, "It is no record of the contractor file: column 11 says neither 3, 4, 7 nor 8.", "Name HCPCyyyy_QQQ_ANWEB.txt as published.");
            if (line[10] is '4' or '8')
            {
                title += " " + line[11..91].Trim();
                continue;
            }

            if (first is not null) Add(file, number, first, title, rows);
            if (line.Length < Least) throw file.Refused(number, $"The record has {line.Length} characters; the published one has {Least} at least.", "Download the file again.");
            (first, title) = (line, line[11..91].Trim());
        }

        if (first is not null) Add(file, number, first, title, rows);
    }

    private static void Add(CodeFile file, int number, string line, string title, CodeRows rows)
    {
        DateOnly? Day(int from) => line.Length < from + 8 || line.AsSpan(from, 8).Trim().Length == 0 ? null
            : CodeDays.TryRead(line.Substring(from, 8), out var day) ? day : throw file.Refused(number, $"\"{line.Substring(from, 8)}\" stands where a day belongs.", "Take the file as published.");
        var isModifier = line[10] == '7';
        rows.Add(isModifier ? "M" : "C", line[..5].Trim(), CodeDays.Plain(Day(268)), CodeDays.Plain(Day(284)), line.Length > 229 ? line[229..230].Trim() : "", line.Length >= 119 ? line[91..119].Trim() : "", title);
    }

    private static void Table(CodeFile file, CodeRows rows) =>
        Columns.Read(file, c => (Kind: c.Of("RECID"), Code: c.Of("HCPC"), From: c.Of("ADD DT"), To: c.Of("TERM DT"), Coverage: c.Of("COV"), Short: c.Of("SHORT DESCRIPTION"), Long: c.Of("LONG DESCRIPTION")), (row, at) =>
        {
            if (row[at.Kind] is "3" or "7")
                rows.Add(row[at.Kind] == "7" ? "M" : "C", row[at.Code], CodeDays.Plain(row.Day(at.From)), CodeDays.Plain(row.Day(at.To)), row[at.Coverage], row[at.Short], row[at.Long]);
        });
}
