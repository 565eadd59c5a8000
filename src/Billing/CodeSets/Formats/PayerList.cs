namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>A clearinghouse's list of payers as csv: payer's name, its id, the transaction that the id is for, whether enrolment is asked. One payer has different ids per transaction; names repeat.</summary>
internal static class PayerList
{
    public static void Read(CodeFile file, CodeRows rows)
    {
        Columns.Read(file, c => (Name: c.Of("payer name", "name"), Id: c.Of("payer id", "id"), Transaction: c.Find("transaction", "transaction type"),
            Enrollment: c.Find("enrollment", "enrollment required"), Available: c.Find("available")), (row, at) =>
        {
            if (row[at.Name].Length == 0 || row[at.Id].Length == 0) throw row.Refused("A payer without name or id.", "Fill in both, or take the row out.");
            rows.Add(row[at.Name], row[at.Transaction], row[at.Id], row[at.Enrollment], row[at.Available]);
        });

        if (rows.Count == 0) throw file.Refused(0, "The file has no payer.", "Name the clearinghouse's list, with its header.");
    }
}
