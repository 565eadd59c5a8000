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
    private readonly NpgsqlDataSource _source = Source(connectionString);
    private readonly ConcurrentDictionary<long, IdSource> _ids = new();

    public string Kind => "postgres";
    public int ClaimsAtOnce { get; set; } = 1_000;
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
            await using var command = session.Command($"insert into \"{columns.Table}\" ({columns.Names}) select * from unnest({string.Join(", ", arrays)})");
            for (var i = 0; i < columns.All.Count; i++) command.Parameters.Add(new NpgsqlParameter($"@p{i}", columns.All[i].ToArray(part)));
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    public async ValueTask DisposeAsync() => await _source.DisposeAsync();

    private static NpgsqlDataSource Source(string address)
    {
        try
        {
            return NpgsqlDataSource.Create(Normalize(address));
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // What the driver says may repeat a part of the address, and with it the password.
            throw new InvalidDataException("The database's address is none: it names no host, or has a part that is not known. Write it like postgres://USER:PASSWORD@HOST:5432/DATABASE.", e);
        }
    }

    /// <summary>Takes both "Host=…;Database=…" and "postgres://user:password@host:port,host:port/database?sslmode=require"; of several hosts the primary is used.</summary>
    public static string Normalize(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0 || text[..scheme] is not ("postgres" or "postgresql")) return text;
        var rest = text[(scheme + 3)..].Split('?', 2);
        var slash = rest[0].IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest[0] : rest[0][..slash];
        var at = authority.LastIndexOf('@');
        var user = at < 0 ? [] : authority[..at].Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder { Host = authority[(at + 1)..] };
        if (slash >= 0 && slash + 1 < rest[0].Length) builder.Database = Uri.UnescapeDataString(rest[0][(slash + 1)..]);
        if (user.Length > 0) builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) builder.Password = Uri.UnescapeDataString(user[1]);
        if (builder.Host.Contains(',', StringComparison.Ordinal)) builder.TargetSessionAttributes = "primary";
        foreach (var option in rest.Length < 2 ? [] : rest[1].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = option.Split('=', 2);
            builder[parts[0]] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }
        return builder.ToString();
    }

    private static Exception? Find(Exception exception) => exception as NpgsqlException ?? exception.InnerException as NpgsqlException;
}
