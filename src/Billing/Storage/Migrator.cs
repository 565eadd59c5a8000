using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Storage;

/// <summary>A forward-only step of the schema: "0001-first-house.sql" with its text.</summary>
public sealed record Migration(int N, string Name, string Sql)
{
    /// <summary>Line ends do not count.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    public static IReadOnlyList<Migration> From(Assembly assembly) =>
    [
        .. assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => new Migration(int.Parse(name[..4], CultureInfo.InvariantCulture), name[..^4], Text(assembly, name))),
    ];

    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

/// <summary>The schema is not what this program was built for.</summary>
public sealed class SchemaException(string message) : Exception(message);

/// <summary>Applies migrations under a lock against a second node, each in its own transaction with its row in schema_version.</summary>
public static class Migrator
{
    // Any constant that nothing else on the server uses as an advisory lock.
    private const long AdvisoryLock = 0x436C65616E436C6D;

    /// <summary>Brings the schema up; returns the names applied. On SQLite the single writer is the lock.</summary>
    /// <exception cref="SchemaException">An applied step's text has changed, or the database is newer than the program.</exception>
    public static async Task<IReadOnlyList<string>> Up(IDatabase database, IReadOnlyList<Migration> migrations, Instant now, CancellationToken cancel = default)
    {
        var applied = new List<string>();
        foreach (var migration in migrations)
        {
            await using var session = await database.Begin(write: true, org: null, cancel);
            if (database.Kind == "postgres") await session.Execute("select pg_advisory_xact_lock(@p0)", AdvisoryLock);
            var known = await Known(database, session);
            Compare(known, migrations);
            if (known.ContainsKey(migration.N)) continue;
            await session.Execute(migration.Sql);
            await session.Execute("insert into schema_version (n, name, checksum, at) values (@p0, @p1, @p2, @p3)", migration.N, migration.Name, migration.Checksum, now);
            await session.Commit(cancel);
            applied.Add(migration.Name);
        }
        return applied;
    }

    /// <summary>Throws when the database is behind, ahead, or different.</summary>
    public static async Task Check(IDatabase database, IReadOnlyList<Migration> migrations, CancellationToken cancel = default)
    {
        await using var session = await database.Begin(write: false, org: null, cancel);
        var known = await Known(database, session);
        Compare(known, migrations);
        var missing = migrations.Where(m => !known.ContainsKey(m.N)).Select(m => m.Name).ToList();
        if (missing.Count > 0) throw new SchemaException($"The database lacks {string.Join(", ", missing)}: run `cleanclaim migrate --database OWNER_URL` first.");
    }

    private static void Compare(Dictionary<int, string> known, IReadOnlyList<Migration> migrations)
    {
        foreach (var (n, checksum) in known)
        {
            var mine = migrations.FirstOrDefault(m => m.N == n)
                ?? throw new SchemaException($"The database has schema step {n}, which this program does not know: it is older than the database. Install the newer version.");
            if (mine.Checksum != checksum) throw new SchemaException($"Schema step {mine.Name} was applied with another text than this program has. Migrations are forward-only: restore the file, and add a new step.");
        }
    }

    private static async Task<Dictionary<int, string>> Known(IDatabase database, Session session)
    {
        var exists = database.Kind == "postgres"
            ? await session.Number("select count(*) from pg_tables where schemaname = current_schema() and tablename = 'schema_version'")
            : await session.Number("select count(*) from sqlite_master where name = 'schema_version'");
        if (exists == 0) return [];
        var rows = await session.Query("select n, checksum from schema_version", r => (r.GetInt32(0), r.GetString(1)));
        return rows.ToDictionary(r => r.Item1, r => r.Item2);
    }
}
