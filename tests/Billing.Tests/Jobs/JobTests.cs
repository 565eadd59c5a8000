using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Jobs;

public sealed class JobTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_job_is_there_only_when_what_caused_it_is(string kind)
    {
        await using var house = await House.Open(kind);
        await Assert.ThrowsAsync<InvalidOperationException>(() => house.Do(async tx =>
        {
            await JobQueue.Enqueue(tx, "note", "1");
            throw new InvalidOperationException("The verb broke after enqueueing.");
        }));
        Assert.Null(await Lease(house));
        await house.Do(tx => JobQueue.Enqueue(tx, "note", "1"));
        Assert.Equal("1", (await Lease(house))!.Ref);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Racing_workers_do_every_job_once(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Do(async tx => { for (var i = 0; i < 30; i++) await JobQueue.Enqueue(tx, "note", $"{i}"); });
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Runner(house).RunDue(Now(house))));
        Assert.Equal(30, (await Task.WhenAll(workers)).Sum());
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i}").Order(StringComparer.Ordinal), await Notes(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_dead_workers_job_is_taken_over_when_its_lease_has_run_out(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Do(tx => JobQueue.Enqueue(tx, "note", "1"));
        Assert.NotNull(await Lease(house)); // this worker dies now
        Assert.Equal(0, await Runner(house).RunDue(Now(house)));
        house.Clock.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await Runner(house).RunDue(Now(house)));
        Assert.Equal(["1"], await Notes(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_worker_that_wakes_up_with_an_old_fence_keeps_nothing_of_its_work(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Do(tx => JobQueue.Enqueue(tx, "note", "1"));
        var sleeper = (await Lease(house))!;
        house.Clock.Pass(TimeSpan.FromMinutes(3));
        var heir = (await Lease(house))!;
        Assert.True(heir.Fence > sleeper.Fence);
        Assert.False(await Runner(house).RunOne(sleeper));
        Assert.Empty(await Notes(house));
        await Assert.ThrowsAsync<LeaseLostException>(() => house.Do(tx => JobQueue.Renew(tx, sleeper)));
        Assert.True(await Runner(house).RunOne(heir));
        Assert.False(await Runner(house).RunOne(sleeper));
        Assert.Equal(["1"], await Notes(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_failing_job_is_tried_again_later_and_later_and_says_how_it_failed(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Do(tx => JobQueue.Enqueue(tx, "note", "bad"));
        var fails = new JobRunner(house.Work, new Dictionary<string, JobHandler> { ["note"] = JobHandler.InOne((_, _, _) => throw new InvalidOperationException("Anna Stone cannot be reached")) });
        Assert.Equal(0, await fails.RunDue(Now(house)));
        var job = await house.Work.Global(write: false, db => db.Set<Job>().AsNoTracking().SingleAsync());
        Assert.StartsWith("InvalidOperationException", job.LastError);
        Assert.DoesNotContain("Anna", job.LastError);
        Assert.Equal(Now(house).Plus(TimeSpan.FromSeconds(10)), job.RunAt);
        Assert.Equal(0, await Runner(house).RunDue(Now(house)));
        house.Clock.Pass(TimeSpan.FromSeconds(11));
        Assert.Equal(1, await Runner(house).RunDue(Now(house)));
        Assert.Equal([10d, 20, 40, 21_600], new[] { 1, 2, 3, 30 }.Select(n => JobRunner.Pause(n).TotalSeconds));
    }

    private static Instant Now(House house) => Instant.Of(house.Clock.GetUtcNow());

    private static Task<LeasedJob?> Lease(House house) => JobQueue.Lease(house.Database, ["note"], Now(house), TimeSpan.FromMinutes(2));

    private static JobRunner Runner(House house) => new(house.Work, new Dictionary<string, JobHandler>
    {
        ["note"] = JobHandler.InOne((tx, job, _) =>
        {
            tx.Add(new TradingPartner { Id = tx.NextId<TradingPartner>(), Key = job.Ref, Name = job.Ref, Transport = PartnerTransport.Folder, Folder = "f", SubmitterId = "S", ReceiverId = "R", ReceiverName = "R" });
            return Task.CompletedTask;
        }),
    });

    private static async Task<List<string>> Notes(House house) =>
        [.. (await house.Read(tx => tx.Db.Set<TradingPartner>().Select(p => p.Key).ToListAsync())).Order(StringComparer.Ordinal)];
}
