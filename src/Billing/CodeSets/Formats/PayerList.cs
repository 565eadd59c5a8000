namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>A clearinghouse's list of payers as csv: payer's name, its id, the transaction that the id is for, whether enrolment is asked. One payer has different ids per transaction; names repeat.</summary>
internal static class PayerList
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

            var (name, id) = (row[columns.Of("payer name", "name")], row[columns.Of("payer id", "id")]);
            if (name.Length == 0 || id.Length == 0) throw row.Refused("A payer without name or id.", "Fill in both, or take the row out.");
            rows.Add(name, Cell(row, columns.Find("transaction", "transaction type")), id, Cell(row, columns.Find("enrollment", "enrollment required")), Cell(row, columns.Find("available")));
        }

        if (rows.Count == 0) throw file.Refused(0, "The file has no payer.", "Name the clearinghouse's list, with its header.");
    }

    private static string Cell(CodeRow row, int column) => column < 0 ? "" : row[column];
}
