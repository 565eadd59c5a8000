using System.Data.Common;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Storage;

/// <summary>The dialect seam: what SQLite and PostgreSQL do differently. Everything else is one code.</summary>
public interface IDatabase : IAsyncDisposable
{
    string Kind { get; }

    /// <summary>The most claims that one transaction of big work takes: few where everybody waits for the one writer.</summary>
    int ClaimsAtOnce { get; set; }

    /// <summary>Opens a connection with an open transaction; its first statement names the organization (row-level security). On SQLite a write waits for the one writer.</summary>
    Task<Session> Begin(bool write, Id<Organization>? org, CancellationToken cancel);

    void Configure(DbContextOptionsBuilder<BillingDb> options, DbConnection connection);

    /// <summary>True when the same request may be tried again: a deadlock, a lost connection, a key inserted by a racing twin.</summary>
    bool MayRetry(Exception exception);

    bool IsDuplicate(Exception exception);

    Task BulkInsert<T>(BillingDb db, Session session, IReadOnlyList<T> rows, CancellationToken cancel) where T : class;

    IdSource Ids(Id<Organization> org);

    /// <summary>Appended to a SELECT that must hold its rows until commit: "for update" on PostgreSQL, nothing on SQLite, whose writer is alone.</summary>
    string ForUpdate { get; }
    string ForShare { get; }
}

/// <summary>A connection with an open transaction. Disposing without a commit rolls back.</summary>
public sealed class Session(DbConnection connection, DbTransaction transaction, Func<ValueTask> release) : IAsyncDisposable
{
    public DbConnection Connection => connection;
    public DbTransaction Transaction => transaction;

    public async Task Commit(CancellationToken cancel) => await transaction.CommitAsync(cancel);

    /// <summary>A command in this transaction; parameters are @p0, @p1… in the order given.</summary>
    public DbCommand Command(string sql, params ReadOnlySpan<object?> parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            parameter.Value = parameters[i] switch { null => DBNull.Value, Money m => m.Cents, Instant at => at.Micros, var other => other };
            command.Parameters.Add(parameter);
        }
        return command;
    }

    public async Task<int> Execute(string sql, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<List<T>> Query<T>(string sql, Func<DbDataReader, T> row, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(row(reader));
        return rows;
    }

    public async Task<long> Number(string sql, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        return Convert.ToInt64(await command.ExecuteScalarAsync() is { } v and not DBNull ? v : 0L, System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await release();
    }
}
