using System.Data.Common;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Storage;
using CleanClaim.Testing;
using Npgsql;

namespace CleanClaim.Billing.Tests.Storage;

public sealed class GuardTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_database_itself_refuses_to_change_or_remove_what_is_append_only(string kind)
    {
        await using var house = await House.Open(kind);
        await EveryTable.Fill(house, inBulk: true);
        await house.Work.Global(write: true, db =>
        {
            db.Add(new CodeRelease { Kind = "pos", Sha256 = "77", Part = "", Name = "77", From = new(2026, 1, 1), FileName = "77", Rows = 1, At = new(1), Actor = "77" });
            db.Add(new CodeReleaseChunk { Kind = "pos", Sha256 = "77", N = 0, Body = [7] });
            return Task.FromResult(true);
        });
        foreach (var type in Tables.AppendOnly)
        {
            var (table, column) = (Tables.NameOf(type), Tables.Global.Contains(type) ? "sha256" : "org");
            Assert.Equal("refused", await Try(house, $"update \"{table}\" set {column} = {column} where {column} = '77'"));
            Assert.Equal("refused", await Try(house, $"delete from \"{table}\" where {column} = '77'"));
        }
        Assert.True(Tables.AppendOnly.Length >= 39, $"{Tables.AppendOnly.Length} tables are append-only");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_outcome_of_a_request_is_written_once_and_its_key_never_changes(string kind)
    {
        await using var house = await House.Open(kind);
        await EveryTable.Fill(house, inBulk: true);
        Assert.Equal("1", await Try(house, "update idempotency set outcome = 'done' where org = 77 and outcome is null"));
        Assert.Equal("refused", await Try(house, "update idempotency set verb = 'other' where org = 77"));
        Assert.Equal("refused", await Try(house, "delete from idempotency where org = 77"));
    }

    [PostgresFact]
    public async Task Every_table_grants_exactly_what_the_list_says()
    {
        await using var house = await House.Open("postgres");
        await using var session = await house.Database.Begin(write: false, house.Org, default);
        foreach (var type in Tables.All)
        {
            var expected = Grants.On(type).Where(g => !g.Contains('(')).Order(StringComparer.Ordinal);
            var actual = new List<string>();
            foreach (var privilege in new[] { "delete", "insert", "references", "select", "trigger", "truncate", "update" })
                if (await session.Number("select has_table_privilege(current_user, @p0, @p1)::int", $"\"{Tables.NameOf(type)}\"", privilege) == 1) actual.Add(privilege);
            Assert.Equal(expected, actual);
        }
        Assert.Equal(1, await session.Number("select has_column_privilege(current_user, 'idempotency', 'outcome', 'update')::int"));
        Assert.Equal(0, await session.Number("select has_column_privilege(current_user, 'idempotency', 'key', 'update')::int"));
    }

    private static async Task<string> Try(House house, string sql)
    {
        await using var session = await house.Database.Begin(write: true, EveryTable.Org, default);
        try
        {
            return (await session.Execute(sql)).ToString();
        }
        catch (DbException e) when (e is PostgresException { SqlState: "42501" } || e.Message.Contains("append-only") || e.Message.Contains("written once"))
        {
            return "refused";
        }
    }
}
