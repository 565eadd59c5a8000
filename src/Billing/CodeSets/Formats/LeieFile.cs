namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>UPDATED.csv of the OIG, 18 columns. NPI 0000000000 is not known; a name alone is no proof: the OIG asks to verify it by the social security number on its own site. Addresses are not kept.</summary>
internal static class LeieFile
{
    private static readonly string[] Header = ["LASTNAME", "FIRSTNAME", "MIDNAME", "BUSNAME", "GENERAL", "SPECIALTY", "UPIN", "NPI", "DOB", "ADDRESS", "CITY", "STATE", "ZIP", "EXCLTYPE", "EXCLDATE", "REINDATE", "WAIVERDATE", "WVRSTATE"];

    public static void Read(CodeFile file, CodeRows rows)
    {
        var hasHeader = false;
        foreach (var row in file.Cells(','))
        {
            if (row.IsBlank) continue;
            if (!hasHeader)
            {
                if (!row.Cells.Select(c => c.Trim()).SequenceEqual(Header)) throw row.Refused($"The header is not the published one ({string.Join(",", Header)}).", "Name UPDATED.csv as published by the OIG.");
                hasHeader = true;
                continue;
            }

            if (row.Cells.Length != Header.Length) throw row.Refused($"The row has {row.Cells.Length} cells of {Header.Length}: the file is cut off or changed here.", "Download the file again.");
            var npi = row[7] is "0000000000" ? "" : row[7];
            rows.Add(npi, row[0], row[1], row[2], row[3], CodeDays.Plain(row.Day(8)), row[13], CodeDays.Plain(row.Day(14)), CodeDays.Plain(row.Day(15)), row[11], row[4]);
        }

        if (rows.Count == 0) throw file.Refused(0, "The file has no exclusion.", "Download it again.");
    }
}
