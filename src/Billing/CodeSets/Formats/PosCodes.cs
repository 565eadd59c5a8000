namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>Place of service codes of CMS as csv: code and name. A code that CMS has not assigned is left out.</summary>
internal static class PosCodes
{
    public static void Read(CodeFile file, CodeRows rows)
    {
        Columns.Read(file, c => (Code: c.Of("code", "pos code", "place of service code"), Name: c.Of("name", "pos name", "place of service name", "display")), (row, at) =>
        {
            var code = row[at.Code];
            if (code.Length != 2 || !code.All(char.IsAsciiDigit)) throw row.Refused($"\"{code}\" is no place of service of two digits.");
            if (!row[at.Name].StartsWith("UNASSIGNED", StringComparison.OrdinalIgnoreCase)) rows.Add(code, row[at.Name]);
        });

        if (rows.Count < 40) throw file.Refused(0, $"The file has {rows.Count} places; CMS has assigned over 40: it is cut off.", "Take the whole table.");
    }
}
