namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>Edits of the Medicare Code Editor as a table: code, description, kind (Age, Sex, Manifestation, …), rule. CMS publishes them as a definitions manual; the table is our own form of its lists.</summary>
internal static class MceTable
{
    public static void Read(CodeFile file, CodeRows rows)
    {
        Columns.Read(file, c => (Code: c.Of("icd code", "code"), Kind: c.Of("icd conflict group", "kind"), Rule: c.Of("icd conflict rule", "rule")), (row, at) =>
        {
            var code = Icd10Cm.Plain(row[at.Code]);
            if (code.Length is < 3 or > 7) throw row.Refused($"\"{code}\" is no ICD-10-CM code.");
            rows.Add(code, row[at.Kind], row[at.Rule]);
        });

        if (rows.Count == 0) throw file.Refused(0, "The file has no code.", "Name the table with its header: code, kind, rule.");
    }
}
