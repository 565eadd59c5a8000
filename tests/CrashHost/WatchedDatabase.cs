using System.Data.Common;
using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.CrashHost;

/// <summary>
/// Says on standard output when a writing transaction begins, has written rows in bulk, and ends. With <paramref name="broken"/> it also commits after every bulk
/// insert: the control, in which a kill must lose something, or the harness sees nothing.
/// </summary>
internal sealed class WatchedDatabase(IDatabase inner, bool broken) : IDatabase
{
    private Id<Organization>? _org;

    public string Kind => inner.Kind;
    public int ClaimsAtOnce { get => inner.ClaimsAtOnce; set => inner.ClaimsAtOnce = value; }
    public string ForUpdate => inner.ForUpdate;
    public string ForShare => inner.ForShare;

    public async Task<Session> Begin(bool write, Id<Organization>? org, CancellationToken cancel)
    {
        var session = await inner.Begin(write, org, cancel);
        if (!write) return session;
        _org = org;
        Say("begin");
        return new Session(session.Connection, session.Transaction, async () =>
        {
            Say("end");
            await session.DisposeAsync();
        });
    }

    public async Task BulkInsert<T>(BillingDb db, Session session, IReadOnlyList<T> rows, CancellationToken cancel) where T : class
    {
        await inner.BulkInsert(db, session, rows, cancel);
        Say("wrote");
        if (!broken) return;
        await session.Execute("commit");
        await session.Execute(Kind == "sqlite" ? "begin immediate" : "begin");
        if (Kind != "sqlite") await session.Execute("select set_config('app.org', @p0, true)", _org?.Value.ToString(CultureInfo.InvariantCulture) ?? "");
    }

    public void Configure(DbContextOptionsBuilder<BillingDb> options, DbConnection connection) => inner.Configure(options, connection);
    public bool MayRetry(Exception exception) => inner.MayRetry(exception);
    public bool IsDuplicate(Exception exception) => inner.IsDuplicate(exception);
    public IdSource Ids(Id<Organization> org) => inner.Ids(org);
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}

/// <summary>The time given at the start, running on with the machine's.</summary>
internal sealed class StartedClock(DateTimeOffset startedAt) : TimeProvider
{
    private readonly long _from = TimeProvider.System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => startedAt + TimeProvider.System.GetElapsedTime(_from);
}
