using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Storage;

/// <summary>
/// The embedded database: one file, one writing connection in the whole process, which also checkpoints; every other connection is
/// read-only. That is what keeps us clear of the WAL-reset bug of SQLite before 3.51.3 (docs/security.md). WAL, synchronous FULL.
/// </summary>
public sealed class SqliteDatabase : IDatabase
{
    private readonly SemaphoreSlim _writer = new(1);
    private readonly SqliteConnection _write;
    private readonly string _readString;
    private readonly ConcurrentDictionary<long, IdSource> _ids = new();

    public SqliteDatabase(string path)
    {
        Path = path;
        ForItsUserAlone(path);
        _write = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ToString());
        _write.Open();
        Pragma(_write, "pragma journal_mode=wal; pragma synchronous=full; pragma temp_store=memory; pragma cache_size=-65536; pragma wal_autocheckpoint=2000;");
        _readString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = true }.ToString();
    }

    /// <summary>Patients' names stand in it: a new file is readable by the user of the program and by nobody else on the machine; the files beside it (-wal, -shm) take its mode.</summary>
    private static void ForItsUserAlone(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path)) return;
        new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
    }

    public string Path { get; }
    public string Kind => "sqlite";
    /// <summary>A few tens of milliseconds of work.</summary>
    public int ClaimsAtOnce { get; set; } = 200;
    public string ForUpdate => "";
    public string ForShare => "";

    public async Task<Session> Begin(bool write, Id<Organization>? org, CancellationToken cancel)
    {
        if (!write)
        {
            var read = new SqliteConnection(_readString);
            await read.OpenAsync(cancel);
            return new Session(read, read.BeginTransaction(deferred: true), read.DisposeAsync);
        }
        await _writer.WaitAsync(cancel);
        try
        {
            // BEGIN IMMEDIATE: read, decide, write in one transaction that nobody can overtake.
            return new Session(_write, _write.BeginTransaction(IsolationLevel.Serializable, deferred: false), Release);
        }
        catch
        {
            _writer.Release();
            throw;
        }
    }

    private ValueTask Release()
    {
        _writer.Release();
        return ValueTask.CompletedTask;
    }

    /// <summary>A list goes as one parameter: with one for each of its values, which EF would choose, every query (all are filtered by the practices of the scope) is written anew each time.</summary>
    public void Configure(DbContextOptionsBuilder<BillingDb> options, DbConnection connection) =>
        options.UseSqlite(connection, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter));

    public bool MayRetry(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: 5 or 6 } || exception.InnerException is SqliteException { SqliteErrorCode: 5 or 6 };

    public bool IsDuplicate(Exception exception) => (exception as SqliteException ?? exception.InnerException as SqliteException) is
    { SqliteErrorCode: 19, SqliteExtendedErrorCode: 2067 or 1555 };

    public IdSource Ids(Id<Organization> org) => _ids.GetOrAdd(org.Value, _ => new IdSource(org));

    public async Task BulkInsert<T>(BillingDb db, Session session, IReadOnlyList<T> rows, CancellationToken cancel) where T : class
    {
        if (rows.Count == 0) return;
        var columns = BulkColumns.Of<T>(db);
        await using var command = session.Command(
            $"insert into \"{columns.Table}\" ({columns.Names}) values ({string.Join(", ", columns.All.Select((_, i) => $"@p{i}"))})",
            new object?[columns.All.Count]);
        await command.PrepareAsync(cancel);
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.All.Count; i++) command.Parameters[i].Value = columns.All[i].Value(row) ?? DBNull.Value;
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearPool(new SqliteConnection(_readString));
        await _write.DisposeAsync();
        _writer.Dispose();
    }

    private static void Pragma(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
