using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Testing;

namespace CleanClaim.Billing.Tests;

/// <summary>
/// A fresh database of either kind, migrated and granted as in production, with one organization, one practice and one provider.
/// On PostgreSQL <see cref="Work"/> runs under the application role; <see cref="Plant"/> is the way past the guards, for tests that plant faults.
/// </summary>
public sealed class House : IAsyncDisposable
{
    public static readonly DateOnly Today = new(2026, 3, 16);
    private readonly string? _folder;
    private readonly Vault _vault;

    private House(IDatabase database, Vault vault, TestClock clock, string? folder, Testing.PostgresDatabase? postgres)
    {
        (Database, _vault, Clock, _folder, Postgres) = (database, vault, clock, folder, postgres);
        Work = new Work(database, vault, clock);
    }

    public IDatabase Database { get; private set; }
    public Work Work { get; private set; }
    /// <summary>Noon in Chicago on <see cref="Today"/> until a test moves it.</summary>
    public TestClock Clock { get; }
    public Vault Vault => _vault;
    public Id<Organization> Org { get; private set; }
    public Id<Practice> Practice { get; private set; }
    public Id<Provider> Provider { get; private set; }
    /// <summary>The owner of the organization, all practices.</summary>
    public Scope Scope => new(Org, null, "owner@clinic.example", Role.Owner);
    /// <summary>The ways into the PostgreSQL database; null on SQLite.</summary>
    public Testing.PostgresDatabase? Postgres { get; }
    /// <summary>Holds the master key, and on SQLite the database.</summary>
    public string Folder => _folder!;
    /// <summary>The file of the embedded database; null on PostgreSQL.</summary>
    public string? SqliteFile => (Database as SqliteDatabase)?.Path;

    public static async Task<House> Open(string kind)
    {
        var clock = new TestClock(new DateTimeOffset(2026, 3, 16, 17, 0, 0, TimeSpan.Zero));
        var house = kind == "sqlite" ? await OpenFolder(clock) : await OpenPostgres(clock);
        house.Org = await CreateOrganization.Run(house.Work, new("clinic", "Clinic of the test", PracticeData: true, "owner@clinic.example", PasswordHash: null));
        (house.Practice, house.Provider) = await house.Do(tx => AddPractice(tx, "main"));
        return house;
    }

    /// <summary>Lets go of the embedded folder, so that another process can hold it.</summary>
    public async Task Leave()
    {
        if (SqliteFile is not null) await Database.DisposeAsync();
    }

    /// <summary>Takes the embedded folder again.</summary>
    public void Return()
    {
        if (SqliteFile is not { } file) return;
        Database = new SqliteDatabase(file);
        Work = new Work(Database, _vault, Clock);
    }

    /// <summary>A second organization in the same PostgreSQL database.</summary>
    public async Task<Scope> AnotherOrganization()
    {
        var org = await CreateOrganization.Run(Work, new("other", "Another clinic", PracticeData: true, "owner@other.example", PasswordHash: null));
        return new Scope(org, null, "owner@other.example", Role.Owner);
    }

    public Task<T> Do<T>(Func<Tx, Task<T>> verb, Scope? scope = null) => Work.Do(Right.Administer, scope ?? Scope, Request.Once("test"), verb);

    public Task Do(Func<Tx, Task> verb) => Do(async tx => { await verb(tx); return true; });

    public Task<T> Read<T>(Func<Tx, Task<T>> query, Scope? scope = null) => Work.Read(scope ?? Scope, query);

    /// <summary>
    /// SQL past every guard and foreign key: as a superuser on PostgreSQL; on SQLite over a connection of its own, with the triggers of the tables named dropped.
    /// </summary>
    public async Task Plant(string sql, params string[] tables)
    {
        await using System.Data.Common.DbConnection connection = Postgres is null
            ? new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={SqliteFile};Pooling=False;Foreign Keys=False")
            : new Npgsql.NpgsqlConnection(Postgres.SuperuserConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        var guards = Postgres is null ? tables.SelectMany(t => new[] { $"drop trigger if exists {t}_no_update", $"drop trigger if exists {t}_no_delete" }) : ["set session_replication_role = replica"];
        foreach (var statement in guards.Append(sql))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }

    public static async Task<(Id<Practice>, Id<Provider>)> AddPractice(Tx tx, string key, string name = "Lakeside Acupuncture", string npi = "1234567893")
    {
        var practice = tx.Add(new Practice
        {
            Id = tx.NextId<Practice>(), Key = key, Name = name, Npi = npi, TaxId = "123456789", Taxonomy = "171100000X",
            Zone = "America/Chicago", Address = new("12 Lake St", null, "Evanston", "IL", "602011234"), Phone = "8475550100",
        });
        await tx.Db.SaveChangesAsync();
        var provider = tx.Add(new Provider
        {
            Practice = practice.Id, Id = tx.NextId<Provider>(), Key = "p1", Npi = "1245319599", LastName = "Stone", FirstName = "Mara", Taxonomy = "171100000X", License = null,
        });
        return (practice.Id, provider.Id);
    }

    private static async Task<House> OpenFolder(TestClock clock)
    {
        var folder = Directory.CreateTempSubdirectory("cleanclaim-test-").FullName;
        var database = new SqliteDatabase(DataFolder.DatabaseIn(folder));
        await Migrator.Up(database, Migrations.Sqlite.Steps.All, Instant.Of(clock.GetUtcNow()));
        return new House(database, Vault.Open(DataFolder.MasterKeyIn(folder)), clock, folder, null);
    }

    private static readonly Lazy<Task<string>> Template = new(MakeTemplate);

    /// <summary>Migrated once per process; each test gets a copy.</summary>
    private static async Task<string> MakeTemplate()
    {
        var server = await PostgresServer.SharedAsync();
        var template = await server.CreateDatabaseAsync();
        var (_, granted, _) = await HouseOpener.MigratePostgres(template.OwnerConnectionString + ";Pooling=false", Migrations.Postgres.Steps.All, new Instant(0));
        Assert.True(granted);
        return template.Name;
    }

    private static async Task<House> OpenPostgres(TestClock clock)
    {
        var template = await Template.Value;
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(template);
        var (opened, losses) = await HouseOpener.OpenPostgres(database.AppUrl, Migrations.Postgres.Steps.All);
        Assert.Equal("", losses);
        var folder = Directory.CreateTempSubdirectory("cleanclaim-test-").FullName;
        return new House(opened, Vault.Open(DataFolder.MasterKeyIn(folder)), clock, folder, database);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _vault.Dispose();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A clock that stands until it is set.</summary>
public sealed class TestClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;
    public override DateTimeOffset GetUtcNow() => Now;

    public void MoveTo(DateOnly day) => Now = new DateTimeOffset(day, new TimeOnly(17, 0), TimeSpan.Zero);
    public void Pass(TimeSpan span) => Now += span;
}
