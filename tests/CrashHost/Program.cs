using System.Globalization;
using CleanClaim.Billing;
using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.CrashHost;

// A node without a web server: works off the jobs that post the files of a folder, decide a second remittance and place outgoing files, until none is due. It is made to be killed at any instant;
// on standard output it says where it is: "begin", "wrote", "end" of writing transactions, and "acked FILE" when a file's outcome was returned.
// Arguments: sqlite|postgres, data folder or URL, master key file, folder with the files, the time it is (ISO), "sound" or "broken".
var (kind, place, key, files, startedAt, broken) = (args[0], args[1], args[2], args[3], DateTimeOffset.Parse(args[4], CultureInfo.InvariantCulture), args[5] == "broken");
var clock = new StartedClock(startedAt);
DataFolder? folder = null;
if (kind == "sqlite")
{
    folder = await DataFolder.TryOpen(place, CleanClaim.Migrations.Sqlite.Steps.All, clock);
    if (folder is null) return 2;
}
IDatabase real = folder is not null ? folder.Database : (await HouseOpener.OpenPostgres(place, CleanClaim.Migrations.Postgres.Steps.All)).Database;
await using var database = new WatchedDatabase(real, broken);
var work = new Work(database, folder?.Vault ?? Vault.Open(key), clock);
var runner = new JobRunner(work, new Dictionary<string, JobHandler>(new PlaceFile(files).Handlers)
{
    ["post"] = JobHandler.InChunks(async (w, job, cancel) =>
    {
        try
        {
            var lines = await RemitPosting.PostFile(w, job.Scope, job.Ref, await File.ReadAllBytesAsync(Path.Combine(files, job.Ref), cancel), cancel);
            Say($"acked {job.Ref} {string.Join(' ', lines.Select(l => l.Outcome))}");
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"{job.Ref}: {e}");
            throw;
        }
    }),
    ["decide"] = JobHandler.InChunks(async (w, job, cancel) =>
    {
        var command = new SecondCommand(long.Parse(job.Ref, CultureInfo.InvariantCulture), SecondChoice.Replacement, "killed in between");
        await SecondPosting.Decide(w, job.Scope, command, $"decide:{job.Ref}", cancel);
        Say($"acked {job.Ref}");
    }),
});
var done = await runner.RunDue(Instant.Of(startedAt.AddHours(1)));
Say($"done {done}");
return 0;

static void Say(string line)
{
    Console.Out.WriteLine(line);
    Console.Out.Flush();
}
