using System.CommandLine;
using System.Net.Sockets;
using CleanClaim.Billing;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Cli.Data;
using CleanClaim.Cli.Relay;
using CleanClaim.Cli.Submissions;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.Serving;

/// <summary>`serve`: pages, workers, and other processes' commands on the same folder.</summary>
internal static class ServeCommand
{
    public const string DefaultUrl = "http://127.0.0.1:5080";
    private static readonly string[] Roles = ["web", "worker"];
    public static readonly Option<string> Urls = new("--urls") { Description = $"addresses to answer on, separated by ; (default {DefaultUrl})", HelpName = "U", DefaultValueFactory = _ => DefaultUrl };
    private static readonly Option<string> RoleOption = new("--role") { Description = "web, worker, or web,worker", HelpName = "R", DefaultValueFactory = _ => "web,worker" };

    public static Verb Make() => new Verb("serve", "serve the web app and do the waiting work; prints the address when ready. On PostgreSQL under a role that owns nothing, unless --single-role says that more is meant", "cleanclaim serve --urls http://127.0.0.1:5080")
        .With(Urls, RoleOption).Does(async (context, cancel) =>
        {
            var roles = context.Get(RoleOption)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (roles.FirstOrDefault(r => !Roles.Contains(r)) is { } odd) throw new CannotRunException($"\"{odd}\" is no role of a server; say web, worker, or web,worker.");
            var place = DataPlace.Of(context);
            var works = roles.Contains("worker");
            if (place.Database is null) return await OnFolder(context, place, works, cancel);
            await using var server = await ServerData.Open(place, context.Get(ServerData.SingleRole), context.Err, cancel);
            return await Serve(context, server.WorkAt(context.Around.Clock), place, works, cancel);
        });

    /// <summary>Holds the folder and answers other commands on it for as long as it serves.</summary>
    public static async Task<int> OnFolder(CommandContext context, DataPlace place, bool works, CancellationToken cancel)
    {
        await using var folder = await place.TryOpen(context, cancel)
            ?? throw new CannotRunException($"{place.Folder} is being served, or used, by another process. Use that one, or end it first.");
        var work = new Work(folder.Database, folder.Vault, context.Around.Clock);
        await using var relay = new RelayServer(place.Folder, new HeldData(work, place), context.Around.Clock);
        return await Serve(context, work, place, works, cancel);
    }

    private static async Task<int> Serve(CommandContext context, Work work, DataPlace place, bool works, CancellationToken cancel)
    {
        if (context.Get(Globals.Today) is not null) throw new CannotRunException("--today sets the clock of one command; a server's clock goes on.");
        var urls = context.Get(Urls)!.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await using var app = WebHost.Build(new WebSettings(work, Path.Combine(place.Folder, "keys", "sessions"), urls, (scope, gone) => Exchange(work, place, scope, gone)));
        using var worker = new Worker(work, place, context.Err);
        if (works) await worker.StartAsync(cancel);
        await Start(app, context, cancel);
        foreach (var url in app.Urls) context.Out.WriteLine($"CleanClaim is ready at {url}");
        context.Out.Flush();
        try
        {
            await Task.Delay(Timeout.Infinite, cancel);
        }
        catch (OperationCanceledException)
        {
            context.Say("Stopping: what is under way is finished first.");
        }
        await worker.StopAsync(CancellationToken.None);
        await app.StopAsync(CancellationToken.None);
        return Exit.Done;
    }

    /// <summary>A round with the partners, asked for on a page, in words.</summary>
    private static async Task<IReadOnlyList<string>> Exchange(Work work, DataPlace place, Scope scope, CancellationToken cancel)
    {
        var organization = await work.Global(write: false, db => db.Set<Organization>().AsNoTracking().FirstAsync(o => o.Org == scope.Org, cancel), cancel);
        IReadOnlyList<ExchangedFile> files;
        try
        {
            files = await new ExchangeRound(new OpenData(work, place, organization, scope), TextWriter.Null).Run(cancel);
        }
        catch (CannotRunException e)
        {
            return [$"No answers were fetched: {e.Message} What was sent is sent; fetch the answers again in a moment."];
        }
        return [.. files.Select(f => $"{f.File}: {f.Outcome}{string.Concat(f.Details.Select(d => "; " + d))}")];
    }

    private static async Task Start(WebApplication app, CommandContext context, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or SocketException)
        {
            throw new CannotRunException($"Another program answers on {context.Get(Urls)} already. Choose another address with --urls, like --urls http://127.0.0.1:5090.");
        }
        catch (FormatException e)
        {
            throw new CannotRunException($"--urls: {e.Message} Write it like {DefaultUrl}.");
        }
    }
}
