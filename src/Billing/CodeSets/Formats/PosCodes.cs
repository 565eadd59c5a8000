namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>Place of service codes of CMS as csv: code and name. A code that CMS has not assigned is left out.</summary>
internal static class PosCodes
{
    public static void Read(CodeFile file, CodeRows rows)
    {
        Columns? columns = null;
        foreach (var row in file.Cells(','))
        {
            if (row.IsBlank) continue;
            if (columns is null)
            {
                columns = new(row);
                continue;
            }

            var code = row[columns.Of("code", "pos code", "place of service code")];
            var name = row[columns.Of("name", "pos name", "place of service name", "display")];
            if (code.Length != 2 || !code.All(char.IsAsciiDigit)) throw row.Refused($"\"{code}\" is no place of service of two digits.");
            if (!name.StartsWith("UNASSIGNED", StringComparison.OrdinalIgnoreCase)) rows.Add(code, name);
        }

        if (rows.Count < 40) throw file.Refused(0, $"The file has {rows.Count} places; CMS has assigned over 40: it is cut off.", "Take the whole table.");
    }
}
