using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Jobs;

/// <summary>A job that this worker holds until the lease ends. The fence proves it when the work is done.</summary>
public sealed record LeasedJob(long Id, Id<Organization> Org, long? Practice, string Kind, string Ref, long Fence, int Tries)
{
    public Scope Scope => Scope.System(Org);
}

/// <summary>The lease was lost to another worker, which has the job now: what this one did is rolled back.</summary>
public sealed class LeaseLostException(long job) : Exception($"Another worker has taken over job {job}; nothing of this attempt was kept.");

/// <summary>The durable queue: one table, ids only, the same on both databases. SKIP LOCKED on PostgreSQL; on SQLite the writer is alone.</summary>
public static class JobQueue
{
    /// <summary>Later work, written in the transaction that causes it: both happen or neither. Id of its own series, since jobs are global.</summary>
    public static async Task Enqueue(Tx tx, string kind, string reference, Id<Practice>? practice = null, Instant? runAt = null)
    {
        // Row ids are the organization's; a job's id must be unique among all, so the organization leads it.
        await tx.Session.Execute(
            "insert into job (id, org, practice, kind, ref, run_at, fence, tries) values (@p0, @p1, @p2, @p3, @p4, @p5, 0, 0)",
            checked((tx.Scope.Org.Value << 44) + tx.NextId()), tx.Scope.Org.Value, practice?.Value, kind, reference, (runAt ?? tx.Now).Micros);
    }

    /// <summary>Takes the oldest due job of these kinds, or null. Each lease raises the fence, so that an earlier holder can no longer complete.</summary>
    public static async Task<LeasedJob?> Lease(IDatabase database, IReadOnlyCollection<string> kinds, Instant now, TimeSpan lease, CancellationToken cancel = default)
    {
        if (kinds.Count == 0) return null;
        await using var session = await database.Begin(write: true, org: null, cancel);
        var names = string.Join(", ", kinds.Select((_, i) => $"@p{i + 2}"));
        object?[] parameters = [now.Micros, now.Plus(lease).Micros, .. kinds];
        var leased = await session.Query(
            $"""
            update job set fence = fence + 1, tries = tries + 1, lease_until = @p1 where id = (
                select id from job where done_at is null and run_at <= @p0 and (lease_until is null or lease_until <= @p0) and kind in ({names})
                order by run_at, id limit 1{(database.Kind == "postgres" ? " for update skip locked" : "")})
            returning id, org, practice, kind, ref, fence, tries
            """,
            r => new LeasedJob(r.GetInt64(0), new(r.GetInt64(1)), r.IsDBNull(2) ? null : r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetInt64(5), r.GetInt32(6)), parameters);
        await session.Commit(cancel);
        return leased.FirstOrDefault();
    }

    /// <summary>Marks the job done inside the work's own transaction.</summary>
    /// <exception cref="LeaseLostException">Another worker holds the job now.</exception>
    public static async Task Complete(Tx tx, LeasedJob job)
    {
        CrashPoint.Hit("job.before-complete");
        if (await tx.Session.Execute("update job set done_at = @p2, lease_until = null where id = @p0 and fence = @p1 and done_at is null", job.Id, job.Fence, tx.Now.Micros) == 0)
            throw new LeaseLostException(job.Id);
    }

    /// <summary>Extends the lease inside a chunk's own transaction; a worker that was taken over stops here.</summary>
    /// <exception cref="LeaseLostException">Another worker holds the job now.</exception>
    public static async Task Renew(Tx tx, LeasedJob job)
    {
        if (await tx.Session.Execute("update job set lease_until = @p2 where id = @p0 and fence = @p1 and done_at is null", job.Id, job.Fence, tx.Now.Plus(JobRunner.Lease).Micros) == 0)
            throw new LeaseLostException(job.Id);
    }

    /// <summary>Puts the job back after a failure, to be tried again at <paramref name="runAt"/>. Says nothing when the lease was lost.</summary>
    public static async Task Fail(IDatabase database, LeasedJob job, string error, Instant runAt, CancellationToken cancel = default)
    {
        await using var session = await database.Begin(write: true, org: null, cancel);
        await session.Execute("update job set lease_until = null, last_error = @p2, run_at = @p3 where id = @p0 and fence = @p1 and done_at is null", job.Id, job.Fence, error, runAt.Micros);
        await session.Commit(cancel);
    }
}
