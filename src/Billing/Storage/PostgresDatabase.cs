using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CleanClaim.Billing.Storage;

/// <summary>
/// PostgreSQL under the application role: row-level security by organization, read committed with roots locked first, immutability by grants.
/// </summary>
public sealed class PostgresDatabase(string connectionString) : IDatabase
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(Normalize(connectionString));
    private readonly ConcurrentDictionary<long, IdSource> _ids = new();

    public string Kind => "postgres";
    public string ForUpdate => " for update";
    public string ForShare => " for share";

    public async Task<Session> Begin(bool write, Id<Organization>? org, CancellationToken cancel)
    {
        var connection = await _source.OpenConnectionAsync(cancel);
        try
        {
            var level = write ? IsolationLevel.ReadCommitted : IsolationLevel.RepeatableRead;
            var transaction = await connection.BeginTransactionAsync(level, cancel);
            var session = new Session(connection, transaction, connection.DisposeAsync);
            var setting = org?.Value.ToString(CultureInfo.InvariantCulture) ?? "";
            await session.Execute("select set_config('app.org', @p0, true)", setting);
            return session;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public void Configure(DbContextOptionsBuilder<BillingDb> options, DbConnection connection) => options.UseNpgsql(connection);

    // 40001 serialization, 40P01 deadlock, 55P03 lock, 57P01.. shutdown; 23505 may be a twin with the same request key (the next try finds its outcome) or the same new open item.
    public bool MayRetry(Exception exception) => Find(exception) switch
    {
        PostgresException e => e.SqlState is "40001" or "40P01" or "55P03" or "57P01" or "57P02" or "57P03" || (e.SqlState == "23505" && e.TableName is "idempotency" or "open_item"),
        NpgsqlException e => e.IsTransient || e.InnerException is IOException,
        _ => false,
    };

    public bool IsDuplicate(Exception exception) => Find(exception) is PostgresException { SqlState: "23505" };

    public IdSource Ids(Id<Organization> org) => _ids.GetOrAdd(org.Value, _ => new IdSource(org));

    public async Task BulkInsert<T>(BillingDb db, Session session, IReadOnlyList<T> rows, CancellationToken cancel) where T : class
    {
        const int batch = 5_000; // COPY is refused under row-level security; unnest by 5,000 is the next best
        var columns = BulkColumns.Of<T>(db);
        for (var from = 0; from < rows.Count; from += batch)
        {
            var part = rows.Skip(from).Take(batch).ToList();
            var arrays = columns.All.Select((_, i) => $"@p{i}::{columns.All[i].StoreType}[]");
            await using var command = session.Command($"insert into {columns.Table} ({columns.Names}) select * from unnest({string.Join(", ", arrays)})");
            for (var i = 0; i < columns.All.Count; i++) command.Parameters.Add(new NpgsqlParameter($"@p{i}", columns.All[i].ToArray(part)));
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    public async ValueTask DisposeAsync() => await _source.DisposeAsync();

    /// <summary>Takes both "Host=…;Database=…" and "postgres://user:password@host:port/database".</summary>
    public static string Normalize(string text)
    {
        if (!text.StartsWith("postgres://", StringComparison.Ordinal) && !text.StartsWith("postgresql://", StringComparison.Ordinal)) return text;
        var uri = new Uri(text);
        var user = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host, Port = uri.Port > 0 ? uri.Port : 5432, Database = uri.AbsolutePath.TrimStart('/'),
            Username = Uri.UnescapeDataString(user[0]), Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            TargetSessionAttributes = "primary",
        }.ToString();
    }

    private static Exception? Find(Exception exception) => exception as NpgsqlException ?? exception.InnerException as NpgsqlException;
}
