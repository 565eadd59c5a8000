namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>
/// PPRRVUyyyy_MMM.csv of CMS: five lines of title, a header stacked over five lines of which the last begins HCPCS,MOD, then a row a code and modifier.
/// Columns move between years and are found by their stacked names. Titles are kept of HCPCS Level II alone; those of CPT are the AMA's.
/// </summary>
internal static class PprRvu
{
    private const int HeaderLines = 5, RowsLeast = 10_000;

    private static readonly string[] Kept = ["WORK RVU", "NON-FAC PE RVU", "NON-FAC NA INDICATOR", "FACILITY PE RVU", "FACILITY NA INDICATOR", "MP RVU", "PCTC IND", "GLOB DAYS", "MULT PROC", "BILAT SURG", "ASST SURG", "CO-SURG", "TEAM SURG", "CONV FACTOR"];

    public static void Read(CodeFile file, CodeRows rows)
    {
        var above = new List<CodeRow>();
        Columns? columns = null;
        int[] kept = [];
        foreach (var row in file.Cells(','))
        {
            if (columns is not null) Add(row, columns, kept, rows);
            else if (row[0] == "HCPCS" && row[1] == "MOD")
            {
                columns = Header(row, above);
                kept = [.. Kept.Select(name => columns.Of(name))];
                CheckYear(file, above);
            }
            else if (above.Count < 30) above.Add(row);
            else break;
        }

        if (columns is null) throw file.Refused(0, "No line begins HCPCS,MOD as the published header does.", "Name PPRRVUyyyy_MMM.csv as published.");
        if (rows.Count < RowsLeast) throw file.Refused(0, $"The file has {rows.Count} rows; the published one has over {RowsLeast}: it is cut off.", "Download it again.");
    }

    private static Columns Header(CodeRow last, List<CodeRow> above)
    {
        var lines = above.TakeLast(HeaderLines - 1).Append(last).ToList();
        return new(last, Enumerable.Range(0, last.Cells.Length).Select(c => string.Join(' ', lines.Select(l => l[c]).Where(t => t.Length > 0)).Replace("CO- ", "CO-", StringComparison.Ordinal)));
    }

    /// <summary>A file of last year under this year's name is told by its own title.</summary>
    private static void CheckYear(CodeFile file, List<CodeRow> above)
    {
        var title = above.SelectMany(r => r.Cells).FirstOrDefault(c => c.Contains("Relative Value File", StringComparison.OrdinalIgnoreCase)) ?? "";
        if (CodeFileKind.YearIn(title) is { } written && CodeFileKind.YearIn(file.Name) is { } named && written != named)
            throw file.Refused(1, $"The file is named as of {named}, and its title says {written}.", "Take the file of the year that is meant, under its own name.");
    }

    private static void Add(CodeRow row, Columns columns, int[] kept, CodeRows rows)
    {
        if (row.IsBlank) return;
        var code = row[0];
        if (code.Length != 5 || row.Cells.Length < columns.Count) throw row.Refused($"\"{code}\" begins no row of {columns.Count} cells: the file is cut off or changed here.", "Download the file again.");
        List<string> cells = [code, row[1], row[columns.Of("STATUS CODE")]];
        foreach (var column in kept) cells.Add(row[column]);
        foreach (var number in (ReadOnlySpan<int>)[3, 4, 6, 8, 16])
            if (cells[number].Length > 0 && !CodeRow.IsNumber(cells[number])) throw row.Refused($"\"{cells[number]}\" stands where a number belongs.");
        cells.Add(char.IsAsciiLetter(code[0]) && code[0] != 'D' ? row[columns.Of("DESCRIPTION")] : "");
        rows.Add([.. cells]);
    }
}
