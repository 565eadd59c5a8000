namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>Edits of the Medicare Code Editor as a table: code, description, kind (Age, Sex, Manifestation, …), rule. CMS publishes them as a definitions manual; the table is our own form of its lists.</summary>
internal static class MceTable
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

            var code = Icd10Cm.Plain(row[columns.Of("icd code", "code")]);
            if (code.Length is < 3 or > 7) throw row.Refused($"\"{code}\" is no ICD-10-CM code.");
            rows.Add(code, row[columns.Of("icd conflict group", "kind")], row[columns.Of("icd conflict rule", "rule")]);
        }

        if (rows.Count == 0) throw file.Refused(0, "The file has no code.", "Name the table with its header: code, kind, rule.");
    }
}
