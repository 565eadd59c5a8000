using System.Diagnostics;
using System.Text.RegularExpressions;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Tests.PaymentPosting;
using CleanClaim.Testing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Crash;

/// <summary>A process that dies at any instant loses nothing and posts nothing twice. Each kind of database has a class of its own: the rounds on both run side by side.</summary>
public abstract class CrashTests(string kind)
{
    private static readonly int Kills = LongRun.IsAsked ? 200 : 40;

    /// <summary>The points that posting passes; each is a victim's end at least once per database. The others are those of placing a file and of deciding a second remittance, below.</summary>
    private static readonly string[] PostingPoints = [.. CrashPoint.All.Where(p => !p.StartsWith("submit.") && !p.StartsWith("second."))];

    protected async Task KillWhilePosting()
    {
        var from = Stopwatch.GetTimestamp();
        await using var scene = await Scene.Open(kind, files: Kills, firstClaims: 450, claims: 30);
        var random = new Random(kind == "sqlite" ? 2026 : 2027);
        var (kills, uncommitted, starts) = (0, 0, 0);
        var diedAt = new HashSet<string>();
        while (kills < Kills)
        {
            var point = kills < PostingPoints.Length ? PostingPoints[kills] : null;
            var death = await Victim.Run(scene.House, scene.Work, scene.Later(), point, point is null ? random.Next(1, 10) : null, TimeSpan.FromMicroseconds(random.Next(0, 1500)));
            scene.Ack(death);
            Assert.True(++starts <= Kills * 2, $"{kills} kills in {starts} starts; the last said: {death.Errors}");
            if (!death.Killed)
            {
                Assert.True(point is null, $"{point} was never passed: {death.Errors}");
                continue;
            }
            kills++;
            if (point is not null) diedAt.Add(point);
            if (death.ChunkUncommitted || (point is not null && death.InTransaction)) uncommitted++;
        }
        await scene.Finish();
        await scene.AssertWhole();
        var losses = await LossesOfTheControl();
        TestNotes.Add($"crash, {kind}: {kills} kills, {uncommitted} with an uncommitted chunk, each of the {diedAt.Count} crash points of posting; losses 0, of the control {losses}; {Stopwatch.GetElapsedTime(from).TotalMinutes:0.0} minutes");
        Assert.Equal(PostingPoints.Order(), diedAt.Order());
        Assert.True(uncommitted * 100 >= kills * 80, $"only {uncommitted} of {kills} kills left a chunk uncommitted");
        Assert.True(losses > 0, "The control, whose transactions are broken on purpose, lost nothing: the harness sees nothing.");
    }

    /// <summary>Between file, folder and record: whatever instant the program dies at, the partner finds the file exactly once.</summary>
    protected async Task KillWhilePlacing()
    {
        foreach (var point in CrashPoint.All.Where(p => p.StartsWith("submit.")))
        {
            await using var house = await House.Open(kind);
            await Books.Import(house, Books.Lucia);
            await house.Do(tx => SetPartner.Run(tx, new() { Key = "ch", Name = "Clearinghouse", Folder = "partner", SubmitterId = "STILLWATER", ReceiverId = "CH", Payers = ["evergreen", "lakeside"] }));
            var sent = Assert.Single((await house.Do(tx => SubmitBatch.Run(tx, new()))).Files);
            var work = new RemittanceWork(house, Directory.CreateDirectory(Path.Combine(house.Folder, "exchange")).FullName);
            await house.Leave();

            var taken = new List<string>();
            var start = house.Clock.GetUtcNow();
            var death = await Victim.Run(house, work, start.AddMinutes(10), point);
            Assert.True(death.Killed, $"{point} was not passed: {death.Errors}");
            Take(work.Folder, taken);
            for (var again = 2; again <= 3; again++)
            {
                await Victim.Run(house, work, start.AddMinutes(10 * again));
                Take(work.Folder, taken);
            }
            Assert.Equal([sent.Sha256], taken);
            house.Return();
            Assert.False(await house.Work.Global(write: false, db => db.Set<Job>().AnyAsync(j => j.DoneAt == null)));
        }
    }

    /// <summary>Between a person's word that a second remittance replaces the posted one, and what it leads to: asked again, the word finishes.</summary>
    protected async Task KillWhileDeciding()
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (a, b) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(a, "60", "CO*45*40")]));
        await ward.Post(Edi.Remit("T1", "60", [Edi.Claim(a, "20", "CO*45*80"), Edi.Claim(b, "40", "CO*45*60")]), "second.835");
        await house.Do(async tx => await JobQueue.Enqueue(tx, "decide", (await Exceptions.Open(tx).SingleAsync(e => e.Kind == ExceptionKind.OtherPosting)).Id.ToString(), house.Practice));
        var work = new RemittanceWork(house, Directory.CreateDirectory(Path.Combine(house.Folder, "exchange")).FullName);
        await house.Leave();
        var start = house.Clock.GetUtcNow();
        var death = await Victim.Run(house, work, start.AddMinutes(10), "second.decided");
        Assert.True(death.Killed, $"second.decided was not passed: {death.Errors}");
        for (var again = 2; again <= 3; again++) await Victim.Run(house, work, start.AddMinutes(10 * again));
        house.Return();
        Assert.False(await house.Work.Global(write: false, db => db.Set<Job>().AnyAsync(j => j.DoneAt == null)));
        Assert.Equal(["contractual 140.00", "grossCharges -200.00", "paymentsInTransit blue 60.00"], await ward.Book());
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
        Assert.Equal([], (await house.Read(tx => LedgerVerify.Run(tx))).Where(v => !v.Holds).Select(v => $"{v.Id}: {string.Join(" / ", v.Examples)}"));
    }

    /// <summary>The partner fetches what stands in its folder.</summary>
    private static void Take(string folder, List<string> taken)
    {
        var inbox = Path.Combine(folder, "partner", "in");
        if (!Directory.Exists(inbox)) return;
        foreach (var file in Directory.GetFiles(inbox))
        {
            taken.Add(FileStore.Sha256Of(File.ReadAllBytes(file)));
            File.Delete(file);
        }
    }

    /// <summary>The same work with transactions that commit after every bulk insert: a few kills must leave faults that verify sees.</summary>
    private async Task<long> LossesOfTheControl()
    {
        await using var scene = await Scene.Open(kind, files: 4, firstClaims: 60, claims: 30);
        for (var write = 4; write <= 24; write += 5)
            await Victim.Run(scene.House, scene.Work, scene.Later(), atWrite: write, broken: true);
        scene.House.Return();
        return (await scene.House.Read(tx => LedgerVerify.Run(tx))).Sum(v => v.Violations);
    }
}

public sealed class CrashOnSqliteTests() : CrashTests("sqlite")
{
    [Fact]
    public Task Killed_again_and_again_while_posting_the_book_ends_as_if_nothing_had_happened() => KillWhilePosting();

    [Fact]
    public Task Killed_while_placing_an_outgoing_file_it_leaves_once() => KillWhilePlacing();

    [Fact]
    public Task Killed_behind_a_word_about_a_second_remittance_it_carries_the_word_out_once() => KillWhileDeciding();
}

public sealed class CrashOnPostgresTests() : CrashTests("postgres")
{
    [PostgresFact]
    public Task Killed_again_and_again_while_posting_the_book_ends_as_if_nothing_had_happened() => KillWhilePosting();

    [PostgresFact]
    public Task Killed_while_placing_an_outgoing_file_it_leaves_once() => KillWhilePlacing();

    [PostgresFact]
    public Task Killed_behind_a_word_about_a_second_remittance_it_carries_the_word_out_once() => KillWhileDeciding();

    [PostgresFact]
    public async Task Two_nodes_on_one_PostgreSQL_fetch_the_same_files_and_post_each_once()
    {
        await using var scene = await Scene.Open("postgres", files: 12, firstClaims: 60, claims: 30);
        // A second job per file: both nodes are told of every file.
        await scene.House.Do(async tx => { foreach (var file in scene.Work.Files) await JobQueue.Enqueue(tx, "post", file, scene.House.Practice); });
        var now = scene.Later();
        var ends = await Task.WhenAll(Victim.Run(scene.House, scene.Work, now), Victim.Run(scene.House, scene.Work, now), Victim.Run(scene.House, scene.Work, now));
        foreach (var end in ends) scene.Ack(end);
        await scene.Finish();
        await scene.AssertWhole();
        var outcomes = ends.SelectMany(e => e.Acked).ToList();
        Assert.True(ends.Count(e => e.Acked.Count > 0) > 1, "only one node did anything");
        Assert.Equal(scene.Work.Files.Count, await scene.House.Read(tx => tx.Db.Set<PayerCheck>().CountAsync()));
        TestNotes.Add($"three nodes, one PostgreSQL: {scene.Work.Files.Count} files fetched twice, {outcomes.Count} answers, {scene.Work.Files.Count} checks posted once");
    }
}

/// <summary>The list of crash points is that of the source.</summary>
public sealed partial class CrashPointTests
{
    [Fact]
    public void Every_crash_point_of_the_list_stands_in_the_source_and_the_other_way_round()
    {
        var source = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"));
        var hits = source.SelectMany(f => HitName().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct();
        Assert.Equal(CrashPoint.All.Order(), hits.Order());
    }

    [GeneratedRegex("CrashPoint\\.Hit\\(\"([^\"]+)\"\\)")]
    private static partial Regex HitName();
}
