using System.Text;
using CleanClaim.Billing.Storage;

namespace CleanClaim.Billing.Tests.Storage;

public sealed class BulkInsertTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_inserted_in_bulk_are_stored_as_EF_stores_them_in_every_table(string kind)
    {
        await using var one = await House.Open(kind);
        await using var other = await House.Open(kind);
        await EveryTable.Fill(one, inBulk: false);
        await EveryTable.Fill(other, inBulk: true);
        foreach (var type in Tables.OfOrganization.Concat(Tables.OfPractice))
        {
            var expected = await Dump(one, Tables.NameOf(type));
            Assert.Equal(2, expected.Count);
            Assert.Equal(expected, await Dump(other, Tables.NameOf(type)));
        }
    }

    private static async Task<List<string>> Dump(House house, string table)
    {
        await using var session = await house.Database.Begin(write: false, EveryTable.Org, default);
        var rows = await session.Query($"select * from \"{table}\" where org = @p0", row =>
        {
            var text = new StringBuilder();
            for (var i = 0; i < row.FieldCount; i++)
                text.Append(row.GetName(i)).Append('=').Append(row.IsDBNull(i) ? "null" : row.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : row.GetValue(i)).Append(' ');
            return text.ToString();
        }, EveryTable.Org.Value);
        return [.. rows.Order(StringComparer.Ordinal)];
    }
}
