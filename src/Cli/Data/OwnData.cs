using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Storage;
using CleanClaim.Cli.Relay;

namespace CleanClaim.Cli.Data;

/// <summary>A process of its own: it opens the data itself, or sends the command to the process that holds the folder.</summary>
internal sealed class OwnData : IDataOpener
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<int> Use(CommandContext context, Func<OpenData, Task<int>> run, CancellationToken cancel)
    {
        var place = DataPlace.Of(context);
        if (place.Database is not null)
        {
            await using var server = await ServerData.Open(place, context.Get(ServerData.SingleRole), context.Err, cancel);
            return await run(await OpenData.Of(server.WorkAt(context.Around.Clock), place, context, cancel));
        }
        if (!File.Exists(DataFolder.DatabaseIn(place.Folder)) && context.Verb is not { BeginsData: true })
            throw new CannotRunException($"There is no data in {place.Folder}. Begin with cleanclaim init --admin EMAIL, or with cleanclaim demo.");
        var sent = await SendOrOpen(context, place, cancel);
        if (sent.Code is { } code) return code;
        await using var folder = sent.Folder!;
        var work = new Work(folder.Database, folder.Vault, context.Around.Clock);
        return await run(await OpenData.Of(work, place, context, cancel));
    }

    private static string Ended(CommandContext context) => "The process that serves this folder ended before it answered. " + (context.Verb?.LookFirst is { } look
        ? $"It may be done: look with {look}, and give the command again only where it is not."
        : "Give the command again: what was done is not done twice.");

    /// <summary>The folder, when it is free; else the exit code of the command, run by the process that holds it.</summary>
    private static async Task<(int? Code, DataFolder? Folder)> SendOrOpen(CommandContext context, DataPlace place, CancellationToken cancel)
    {
        var (waited, asked) = (TimeSpan.Zero, false);
        while (true)
        {
            if (await place.TryOpen(context, cancel) is { } folder) return (null, folder);
            if (await RelayCaller.Send(place.Folder, context.Around, cancel) is { } sent)
            {
                if (sent.Code is { } code) return (code, null);
                // It may be done: asked once more under the same key, here or of the process that serves next, it is not done twice.
                if (asked || sent.Shown || RelayCaller.TakesInput(context.Around)) throw new CannotRunException(Ended(context));
                asked = true;
            }
            // Another short command holds the folder, or a server is just starting or ending.
            if (waited > Patience) throw new CannotRunException(asked ? Ended(context) : $"Another program has been using {place.Folder} for {Patience.TotalSeconds} seconds. Wait for it, or end it.");
            await Task.Delay(Pause, cancel);
            waited += Pause;
        }
    }
}

/// <summary>The process that serves a folder: every command runs on what is open already.</summary>
internal sealed class HeldData(Work work, DataPlace place) : IDataOpener
{
    public async Task<int> Use(CommandContext context, Func<OpenData, Task<int>> run, CancellationToken cancel) =>
        await run(await OpenData.Of(work, place, context, cancel));
}

/// <summary>A PostgreSQL database, with the master key of this node.</summary>
internal sealed class ServerData(PostgresDatabase database, Vault vault) : IAsyncDisposable
{
    public static readonly Option<bool> SingleRole = new("--single-role")
    {
        Description = "run under the role that owns the tables; the database then no longer guards the record", Recursive = true, Hidden = true,
    };

    public Work WorkAt(TimeProvider clock) => new(database, vault, clock);

    public static async Task<ServerData> Open(DataPlace place, bool singleRole, TextWriter messages, CancellationToken cancel)
    {
        var (database, losses) = await HouseOpener.OpenPostgres(place.Database!, Migrations.Postgres.Steps.All, singleRole, cancel);
        if (losses.Length > 0) await messages.WriteLineAsync("cleanclaim: " + losses);
        try
        {
            return new ServerData(database, await MasterKey.Open(database, place.MasterKey, cancel));
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        vault.Dispose();
    }
}
