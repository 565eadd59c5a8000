using System.Data.Common;
using System.Globalization;

namespace CleanClaim.Billing.Ledger;

/// <summary>Something that must be true of the data at every moment: an id, what it says, and a look at all the rows that could break it.</summary>
public sealed record Invariant(string Id, string Says, Func<Tx, CancellationToken, Task<Examined>> Check)
{
    /// <summary>An invariant in SQL: how many rows are looked at, and a line of text for each that breaks it. @p0 is the organization.</summary>
    public static Invariant Of(string id, string says, string rows, string broken) => new(id, says, async (tx, cancel) =>
    {
        cancel.ThrowIfCancellationRequested();
        var examined = await tx.Session.Number(rows, tx.Scope.Org.Value);
        return new Examined(examined, await tx.Session.Query(broken, Text, tx.Scope.Org.Value));
    });

    /// <summary>All columns of the row with their names: "practice 3, entry_id 17, cents 1".</summary>
    internal static string Text(DbDataReader row) => string.Join(", ",
        Enumerable.Range(0, row.FieldCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"{row.GetName(i)} {(row.IsDBNull(i) ? "none" : row.GetValue(i))}")));
}

/// <summary>What a check saw: rows looked at, and each violation in words. <paramref name="Note"/> adds what is not wrong but worth saying.</summary>
public sealed record Examined(long Rows, IReadOnlyList<string> Violations, string? Note = null);
