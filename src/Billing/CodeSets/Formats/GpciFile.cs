namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>GPCIyyyy.csv of CMS: lines of title, a header, then carrier, state, locality, name and the indices of work, practice expense and malpractice. The work index is the one with its floor where both are given.</summary>
internal static class GpciFile
{
    public static void Read(CodeFile file, CodeRows rows)
    {
        (int Mac, int State, int Locality, int Name, int Work, int Pe, int Mp)? at = null;
        foreach (var row in file.Cells(','))
        {
            if (row.IsBlank) continue;
            if (at is not { } c)
            {
                at = Header(row);
                continue;
            }

            // Footnotes end the table.
            if (row[c.Locality].Length == 0 || row[c.Work].Length == 0) continue;
            foreach (var index in (ReadOnlySpan<int>)[c.Work, c.Pe, c.Mp])
                if (!CodeRow.IsNumber(row[index])) throw row.Refused($"\"{row[index]}\" is no index of a locality.");
            rows.Add(row[c.Mac], row[c.State], row[c.Locality].PadLeft(2, '0'), row[c.Name].TrimEnd('*'), row[c.Work], row[c.Pe], row[c.Mp]);
        }

        if (at is null) throw file.Refused(0, "No header with state, locality, PW, PE and MP GPCI stands in it.", "Name GPCIyyyy.csv as published.");
        if (rows.Count < 50) throw file.Refused(0, $"The file has {rows.Count} localities; Medicare has over 50: it is cut off.", "Download it again.");
    }

    private static (int, int, int, int, int, int, int)? Header(CodeRow row)
    {
        var columns = new Columns(row);
        var work = columns.Holding("PW GPCI", without: "without");
        if (work < 0 || columns.Holding("LOCALITY", without: "NAME") < 0) return null;
        return (columns.Holding("MAC"), columns.Holding("STATE"), columns.Holding("LOCALITY", without: "NAME"), columns.Holding("NAME"), work, columns.Holding("PE GPCI"), columns.Holding("MP GPCI"));
    }
}
