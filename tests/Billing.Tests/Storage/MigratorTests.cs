using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Testing;

namespace CleanClaim.Billing.Tests.Storage;

public sealed class MigratorTests
{
    private static readonly Instant Now = new(1_700_000_000_000_000);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_run_applies_nothing(string kind)
    {
        await using var fresh = await Fresh.Open(kind);
        Assert.Equal(["0001-first-house"], await Migrator.Up(fresh.Database, Steps(kind).Take(1).ToList(), Now));
        Assert.Equal(Steps(kind).Skip(1).Select(m => m.Name), await Migrator.Up(fresh.Database, Steps(kind), Now));
        Assert.Empty(await Migrator.Up(fresh.Database, Steps(kind), Now));
        await Migrator.Check(fresh.Database, Steps(kind));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_step_whose_text_changed_after_it_was_applied_is_refused(string kind)
    {
        await using var fresh = await Fresh.Open(kind);
        await Migrator.Up(fresh.Database, Steps(kind), Now);
        var altered = Steps(kind).Select(m => m with { Sql = m.Sql + "\n-- a late thought" }).ToList();
        var refused = await Assert.ThrowsAsync<SchemaException>(() => Migrator.Up(fresh.Database, altered, Now));
        Assert.Contains("applied with another text", refused.Message);
        await Assert.ThrowsAsync<SchemaException>(() => Migrator.Check(fresh.Database, altered));
        var otherLineEnds = Steps(kind).Select(m => m with { Sql = m.Sql.ReplaceLineEndings("\r\n") }).ToList();
        await Migrator.Check(fresh.Database, otherLineEnds);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_database_newer_than_the_program_and_one_behind_it_are_refused_with_what_to_do(string kind)
    {
        await using var fresh = await Fresh.Open(kind);
        List<Migration> newer = [.. Steps(kind), new(9999, "9999-next-year", "create table next_year (n integer primary key)")];
        var behind = await Assert.ThrowsAsync<SchemaException>(() => Migrator.Check(fresh.Database, Steps(kind)));
        Assert.Contains("cleanclaim migrate", behind.Message);
        await Migrator.Up(fresh.Database, newer, Now);
        var ahead = await Assert.ThrowsAsync<SchemaException>(() => Migrator.Up(fresh.Database, Steps(kind), Now));
        Assert.Contains("older than the database", ahead.Message);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_step_that_fails_leaves_nothing_of_itself(string kind)
    {
        await using var fresh = await Fresh.Open(kind);
        List<Migration> broken = [.. Steps(kind), new(9999, "9999-broken", "create table half (n integer primary key); create table half (n integer primary key)")];
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Migrator.Up(fresh.Database, broken, Now));
        await Migrator.Check(fresh.Database, Steps(kind));
        Assert.DoesNotContain(await Catalogue.OfDatabase(fresh.Database), line => line.StartsWith("half"));
    }

    [PostgresFact]
    public async Task Two_nodes_that_migrate_at_once_apply_each_step_once()
    {
        await using var fresh = await Fresh.Open("postgres");
        var nodes = Enumerable.Range(0, 4).Select(_ => new Billing.Storage.PostgresDatabase(fresh.Url)).ToList();
        var applied = await Task.WhenAll(nodes.Select(node => Task.Run(() => Migrator.Up(node, Steps("postgres"), Now))));
        Assert.Equal(Steps("postgres").Select(m => m.Name), applied.SelectMany(a => a).Order(StringComparer.Ordinal));
        foreach (var node in nodes) await node.DisposeAsync();
    }

    private static IReadOnlyList<Migration> Steps(string kind) => kind == "sqlite" ? Migrations.Sqlite.Steps.All : Migrations.Postgres.Steps.All;

    /// <summary>A database without a schema.</summary>
    private sealed class Fresh(IDatabase database, string url, string? folder) : IAsyncDisposable
    {
        public IDatabase Database => database;
        public string Url => url;

        public static async Task<Fresh> Open(string kind)
        {
            if (kind == "postgres")
            {
                var empty = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
                return new Fresh(new Billing.Storage.PostgresDatabase(empty.OwnerUrl), empty.OwnerUrl, null);
            }
            var folder = Directory.CreateTempSubdirectory("cleanclaim-test-").FullName;
            return new Fresh(new SqliteDatabase(DataFolder.DatabaseIn(folder)), "", folder);
        }

        public async ValueTask DisposeAsync()
        {
            await database.DisposeAsync();
            if (folder is not null) Directory.Delete(folder, recursive: true);
        }
    }
}
