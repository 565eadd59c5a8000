using System.Reflection;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CleanClaim.Billing.Tests.Storage;

/// <summary>The organization is the wall: PostgreSQL keeps it whatever the program's queries say.</summary>
public sealed class WallTests
{
    [PostgresFact]
    public async Task The_role_that_runs_owns_nothing_and_passes_no_guard()
    {
        await using var house = await House.Open("postgres");
        var role = await ServerRole.Of(house.Database);
        Assert.Equal(new ServerRole("cleanclaim_app", IsSuperuser: false, BypassesRowSecurity: false, OwnsTables: false), role);
        await using var session = await house.Database.Begin(write: false, null, default);
        Assert.Equal(0, await session.Number("select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = current_user)"));
    }

    [PostgresFact]
    public async Task The_owner_is_refused_for_running_unless_asked_for_and_then_says_what_is_lost()
    {
        await using var house = await House.Open("postgres");
        var refused = await Assert.ThrowsAsync<UnsafeRoleException>(() => HouseOpener.OpenPostgres(house.Postgres!.OwnerUrl, Migrations.Postgres.Steps.All));
        Assert.Contains("owns the tables", refused.Message);
        var (database, losses) = await HouseOpener.OpenPostgres(house.Postgres!.OwnerUrl, Migrations.Postgres.Steps.All, singleRole: true);
        await database.DisposeAsync();
        Assert.Contains("no longer refuses changes to the journal", losses);
        await Assert.ThrowsAsync<UnsafeRoleException>(() => HouseOpener.OpenPostgres(house.Postgres!.SuperuserConnectionString, Migrations.Postgres.Steps.All));
    }

    [PostgresFact]
    public async Task Migrating_under_the_role_that_runs_says_which_role_it_needs()
    {
        var empty = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var refused = await Assert.ThrowsAsync<SchemaException>(() => HouseOpener.MigratePostgres(empty.AppUrl, Migrations.Postgres.Steps.All, new Instant(0)));
        Assert.StartsWith("The role in the address may not change the schema (permission denied for ", refused.Message);
        Assert.EndsWith("Run migrate under the role that owns the database, --database postgres://OWNER@HOST/DATABASE; cleanclaim_app is the role to serve under.", refused.Message);

        await using var house = await House.Open("postgres");
        var upToDate = await HouseOpener.MigratePostgres(house.Postgres!.AppUrl, Migrations.Postgres.Steps.All, new Instant(0));
        Assert.Equal((0, false, "cleanclaim_app"), (upToDate.Applied.Count, upToDate.Granted, upToDate.NotOwner));
    }

    [PostgresFact]
    public async Task Rows_of_another_organization_cannot_be_seen_in_any_table()
    {
        await using var house = await House.Open("postgres");
        await EveryTable.Fill(house, inBulk: true);
        await using var theirs = await house.Database.Begin(write: false, EveryTable.Org, default);
        await using var ours = await house.Database.Begin(write: false, house.Org, default);
        await using var nobodys = await house.Database.Begin(write: false, null, default);
        foreach (var table in Tables.OfOrganization.Concat(Tables.OfPractice).Select(Tables.NameOf))
        {
            Assert.Equal(2, await theirs.Number($"select count(*) from \"{table}\""));
            Assert.Equal(0, await ours.Number($"select count(*) from \"{table}\" where org = 77"));
            Assert.Equal(0, await nobodys.Number($"select count(*) from \"{table}\""));
        }
    }

    [PostgresFact]
    public async Task Rows_cannot_be_put_into_another_organization_in_any_table()
    {
        await using var house = await House.Open("postgres");
        await EveryTable.AddOrganization(house);
        foreach (var type in Tables.OfOrganization.Concat(Tables.OfPractice))
        {
            var insert = (Func<House, Task>)typeof(WallTests).GetMethod(nameof(InsertOverTheWall), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).CreateDelegate(typeof(Func<House, Task>));
            var refused = await Assert.ThrowsAsync<PostgresException>(() => insert(house));
            Assert.Equal("42501", refused.SqlState);
            Assert.Contains("row-level security", refused.MessageText);
        }
    }

    /// <summary>The embedded folder has no second wall, and holds one organization; the queries of the program keep to theirs all the same.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Queries_see_rows_of_their_own_organization_only_in_any_table(string kind)
    {
        await using var house = await House.Open(kind);
        await EveryTable.Fill(house, inBulk: true);
        foreach (var type in Tables.OfOrganization.Concat(Tables.OfPractice))
        {
            var count = typeof(WallTests).GetMethod(nameof(RowsSeen), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).CreateDelegate<Func<House, Scope, Task<(int All, int Theirs)>>>();
            Assert.Equal((2, 2), await count(house, EveryTable.Scope));
            Assert.Equal(0, (await count(house, house.Scope)).Theirs);
        }
    }

    private static Task<(int All, int Theirs)> RowsSeen<T>(House house, Scope scope) where T : OrgRow =>
        house.Read(async tx => (await tx.Db.Set<T>().CountAsync(), await tx.Db.Set<T>().CountAsync(r => r.Org == EveryTable.Org)), scope);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_granted_one_practice_neither_sees_nor_writes_the_other(string kind)
    {
        await using var house = await House.Open(kind);
        var (second, _) = await house.Do(tx => House.AddPractice(tx, "second"));
        var granted = house.Scope with { Practices = [second] };
        Assert.Equal(second, Assert.Single(await house.Read(tx => tx.Db.Set<Provider>().Select(p => p.Practice).ToListAsync(), granted)));
        await Assert.ThrowsAsync<NotAllowedException>(() => house.Do(tx => Task.FromResult(tx.Add(new Provider
        {
            Practice = house.Practice, Id = tx.NextId<Provider>(), Key = "x", Npi = "1245319599", LastName = "A", FirstName = "B", Taxonomy = "171100000X", License = null,
        })).ContinueWith(_ => true), granted));
    }

    private static async Task InsertOverTheWall<T>(House house) where T : OrgRow
    {
        await using var session = await house.Database.Begin(write: true, house.Org, default);
        await using var db = Tx.Open(house.Database, session, house.Org, null);
        await EveryTable.InBulk<T>(house, db, session);
    }
}
