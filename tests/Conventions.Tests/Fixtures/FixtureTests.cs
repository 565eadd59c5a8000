using CleanClaim.Testing;
using Npgsql;

namespace CleanClaim.Conventions.Tests.Fixtures;

/// <summary>What the tests stand on is itself tested.</summary>
public sealed class FixtureTests
{
    [PostgresTheory]
    [InlineData(PostgresServer.Owner, true)]
    [InlineData(PostgresServer.App, false)]
    public async Task Roles_of_the_test_server_have_no_more_rights_than_in_production(string role, bool ownsDatabase)
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(role == PostgresServer.Owner ? database.OwnerConnectionString : database.AppConnectionString);
        await using var command = source.CreateCommand("""
            SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
                   EXISTS (SELECT 1 FROM pg_database WHERE datname = current_database() AND datdba = r.oid),
                   current_setting('server_version_num')::int / 10000
            FROM pg_roles r WHERE rolname = current_user
            """);
        await using var row = await command.ExecuteReaderAsync();
        Assert.True(await row.ReadAsync());
        Assert.Equal(role, row.GetString(0));
        Assert.False(row.GetBoolean(1));
        Assert.False(row.GetBoolean(2));
        Assert.False(row.GetBoolean(3));
        Assert.False(row.GetBoolean(4));
        Assert.Equal(ownsDatabase, row.GetBoolean(5));
        Assert.Equal(15, row.GetInt32(6));
    }

    [PostgresFact]
    public async Task A_durable_server_stops_when_its_test_is_done()
    {
        int port;
        await using (var server = await PostgresServer.StartDurableAsync())
        {
            port = server.Port;
            await using var source = NpgsqlDataSource.Create((await server.CreateDatabaseAsync()).OwnerConnectionString);
            await using var command = source.CreateCommand("SHOW fsync");
            Assert.Equal("on", await command.ExecuteScalarAsync());
        }

        await using var gone = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=postgres;Password=x;Timeout=2");
        await Assert.ThrowsAsync<NpgsqlException>(async () => await gone.OpenConnectionAsync());
    }

    [SharedFact]
    public void The_shared_folder_holds_the_corpus() =>
        Assert.True(Directory.Exists(SharedFolder.PathTo("corpus", "x12")));

    [Fact]
    public void A_golden_file_that_differs_names_the_line()
    {
        Assert.Null(GoldenFile.Difference("a\nb", "a\nb"));
        Assert.Equal("Line 2\n  expected: b\n  actual:   c", GoldenFile.Difference("a\nb", "a\nc"));
        Assert.Equal("Line 2\n  expected: b\n  actual:   (end of text)", GoldenFile.Difference("a\nb", "a"));
    }
}
