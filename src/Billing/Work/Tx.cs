using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing;

/// <summary>An open transaction in a scope. Verbs read, decide and add rows; they never save for good: <see cref="Work.Do{T}"/> commits.</summary>
public sealed class Tx : IAsyncDisposable
{
    private readonly Session _session;
    private readonly IdSource _ids;

    private Tx(Work work, Scope scope, Session session, IdSource ids, BillingDb db)
    {
        (Work, Scope, _session, _ids, Db) = (work, scope, session, ids, db);
        Now = Instant.Of(work.Clock.GetUtcNow());
    }

    public Work Work { get; }
    public Scope Scope { get; }
    public BillingDb Db { get; }
    /// <summary>The moment this transaction began; one for all its rows.</summary>
    public Instant Now { get; }
    public string Actor => Scope.Actor;
    public Session Session => _session;
    /// <summary>What the audit log says this was about: ids only.</summary>
    public string Subject { get; set; } = "";

    internal static async Task<Tx> Begin(Work work, Scope scope, bool write, CancellationToken cancel)
    {
        var ids = work.Database.Ids(scope.Org);
        if (write) await ids.TopUp(work.Database, cancel);
        var session = await work.Database.Begin(write, scope.Org, cancel);
        return new Tx(work, scope, session, ids, Open(work.Database, session, scope.Org, scope.Practices));
    }

    internal static BillingDb Open(IDatabase database, Session session, Id<Organization> org, IReadOnlyList<Id<Practice>>? practices)
    {
        var options = new DbContextOptionsBuilder<BillingDb>();
        database.Configure(options, session.Connection);
        var db = new BillingDb(options.Options, org, practices);
        db.Database.UseTransaction(session.Transaction);
        return db;
    }

    public Id<T> NextId<T>() => new(_ids.Next());
    public long NextId() => _ids.Next();

    /// <summary>The next number of a series that must not repeat (control numbers, statement numbers); gaps are lawful, a rollback gives it back.</summary>
    public Task<long> NextNumber(string kind, CancellationToken cancel = default) => NextNumbers(kind, 1, cancel);

    /// <summary>The first of as many numbers of the series.</summary>
    public async Task<long> NextNumbers(string kind, int count, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        // One statement that takes the row's lock: two nodes can never be given the same number.
        return await _session.Number(
            "insert into id_block (org, kind, next) values (@p0, @p1, @p2) on conflict (org, kind) do update set next = id_block.next + @p3 returning next",
            Scope.Org.Value, kind, 1L + count, (long)count) - count;
    }

    /// <summary>
    /// Holds a root ("check:4", "account:9", "claim:17") until the transaction ends; others that ask for it wait. Append-only rows take no row lock
    /// on PostgreSQL (that needs UPDATE), so this is an advisory lock; on SQLite the writer is alone anyway. Hold in the order check, account, claims by id.
    /// </summary>
    public async Task Hold(string root)
    {
        if (Work.Database.Kind == "postgres")
            await _session.Query("select pg_advisory_xact_lock(hashtextextended(@p0, 0))", _ => true, $"{Scope.Org}|{root}");
    }

    public T Add<T>(T row) where T : class
    {
        if (row is OrgRow inside) inside.Org = Scope.Org;
        if (row is PracticeRow { Practice: var practice } && Scope.Practices is { } mine && !mine.Contains(practice))
            throw new NotAllowedException(Scope.Actor, Access.Right.See);
        Db.Add(row);
        return row;
    }

    /// <summary>Many rows of one table at once, past the change tracker: prepared statements on SQLite, unnest on PostgreSQL.</summary>
    public async Task AddMany<T>(IReadOnlyList<T> rows, CancellationToken cancel = default) where T : OrgRow
    {
        foreach (var row in rows) row.Org = Scope.Org;
        await Work.Database.BulkInsert(Db, _session, rows, cancel);
    }

    /// <summary>Today where the practice is: deadlines, ages and periods are its own.</summary>
    public async Task<DateOnly> Today(Id<Practice> practice)
    {
        var zone = await Db.Set<Practice>().Where(p => p.Id == practice).Select(p => p.Zone).FirstAsync();
        return TodayIn(zone);
    }

    public DateOnly TodayIn(string zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now.ToDateTimeOffset(), TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);

    internal async Task Commit(CancellationToken cancel) => await _session.Commit(cancel);

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        await _session.DisposeAsync();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scope.Actor} in {Scope.Org}");
}
