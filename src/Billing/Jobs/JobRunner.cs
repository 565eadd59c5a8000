using CleanClaim.Billing.Access;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Jobs;

/// <summary>
/// What a kind of job does. <paramref name="Chunks"/> is big work in transactions of its own, which a later attempt resumes; each calls
/// <see cref="JobQueue.Renew"/>. <paramref name="Finish"/> runs in the transaction that completes the job.
/// </summary>
public sealed record JobHandler(Func<Work, LeasedJob, CancellationToken, Task>? Chunks, Func<Tx, LeasedJob, CancellationToken, Task> Finish)
{
    public static JobHandler InOne(Func<Tx, LeasedJob, CancellationToken, Task> work) => new(null, work);

    public static JobHandler InChunks(Func<Work, LeasedJob, CancellationToken, Task> work) => new(work, (_, _, _) => Task.CompletedTask);
}

/// <summary>Works off due jobs. Any number of nodes may run one; a job is done once however many die on the way.</summary>
public sealed class JobRunner(Work work, IReadOnlyDictionary<string, JobHandler> handlers)
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private const long LongestPauseSeconds = 6 * 3600;

    /// <summary>Runs jobs until none is due, or <paramref name="until"/> has come; returns how many were done.</summary>
    public async Task<int> RunDue(Instant until, CancellationToken cancel = default)
    {
        for (var done = 0; ;)
        {
            var now = Instant.Of(work.Clock.GetUtcNow());
            if (now.CompareTo(until) > 0) return done;
            if (await JobQueue.Lease(work.Database, [.. handlers.Keys], now, Lease, cancel) is not { } job) return done;
            if (await RunOne(job, cancel)) done++;
        }
    }

    /// <summary>False when it failed and was put back, or when another worker had taken it over.</summary>
    public async Task<bool> RunOne(LeasedJob job, CancellationToken cancel = default)
    {
        try
        {
            var handler = handlers[job.Kind];
            if (handler.Chunks is { } chunks) await chunks(work, job, cancel);
            // The key holds the fence: a retried commit of this lease finds its outcome, another lease is another request.
            return await work.Do(Right.See, job.Scope, new Request($"job.{job.Kind}", $"job:{job.Id}:{job.Fence}", null), async tx =>
            {
                await handler.Finish(tx, job, cancel);
                await JobQueue.Complete(tx, job);
                if (tx.Subject.Length == 0) tx.Subject = $"job {job.Id}";
                return true;
            }, cancel);
        }
        catch (LeaseLostException)
        {
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The queue is global and holds nothing personal; messages may name people, so only the kind of failure and its place are kept.
            var error = $"{e.GetType().Name} in {e.TargetSite?.DeclaringType?.Name}";
            await JobQueue.Fail(work.Database, job, error, Instant.Of(work.Clock.GetUtcNow()).Plus(Pause(job.Tries)), cancel);
            return false;
        }
    }

    /// <summary>After the first failure 10 seconds, then twice as long each time, six hours at most.</summary>
    public static TimeSpan Pause(int tries) => TimeSpan.FromSeconds(Math.Min(LongestPauseSeconds, 10L << Math.Min(tries - 1, 20)));
}
