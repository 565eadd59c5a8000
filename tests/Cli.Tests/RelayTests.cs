using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using CleanClaim.Testing;

namespace CleanClaim.Cli.Tests;

/// <summary>While one process serves a folder, other commands are done by it.</summary>
public sealed class RelayTests
{
    internal static async Task<(Process Server, string Url)> Serve(Cleanclaim program, string? crashAt = null)
    {
        // The server that is to die does no work of its own, which would pass the crash point first.
        var server = program.Start(["serve", "--urls", "http://127.0.0.1:0", .. crashAt is null ? [] : (string[])["--role", "web"]], crashAt);
        var line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync());
        Assert.StartsWith("CleanClaim is ready at http://127.0.0.1:", line, StringComparison.Ordinal);
        return (server, line["CleanClaim is ready at ".Length..]);
    }

    /// <summary>Longer than the two seconds after which a command line would give up on a program that was asked to end.</summary>
    [Fact]
    public async Task A_server_that_is_told_to_stop_first_answers_who_is_being_served()
    {
        using var program = new Cleanclaim();
        await program.Prepare(book: false);
        var (server, url) = await Serve(program);
        using var visitor = new TcpClient("127.0.0.1", new Uri(url).Port);
        await using var line = visitor.GetStream();
        await line.WriteAsync("POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nemail"u8.ToArray());
        await Task.Delay(TimeSpan.FromSeconds(1));
        var stopped = Stop(server);
        await Task.Delay(TimeSpan.FromSeconds(3));
        await line.WriteAsync("=a%4"u8.ToArray());
        var answer = new byte[16];
        await line.ReadExactlyAsync(answer.AsMemory(0, 9));
        Assert.StartsWith("HTTP/1.1 ", System.Text.Encoding.ASCII.GetString(answer), StringComparison.Ordinal);
        visitor.Close();
        await stopped;
    }

    /// <summary>
    /// The database file is gone from the folder while the server holds it open: a second process that opened it would find none, or make an empty one.
    /// </summary>
    [Fact]
    public async Task A_receipt_and_a_remittance_go_through_the_server_and_the_second_process_never_opens_the_database_file()
    {
        if (OperatingSystem.IsWindows()) return; // an open file cannot be moved there
        using var program = new Cleanclaim();
        await program.Prepare();
        var (server, url) = await Serve(program);
        try
        {
            using var client = new HttpClient();
            Assert.Equal(System.Net.HttpStatusCode.OK, (await client.GetAsync(new Uri(url + "/health/ready"))).StatusCode);
            var opened = await WatchFiles(program, () => program.Run("receipt", "take", "--patient", "lucia", "--amount", "12.50", "--method", "cash", "--visit", "lucia-1", "--today", Cleanclaim.Today, "--json"));
            Assert.Equal(0, opened.Ran.Code);
            Assert.Equal("12.50", opened.Ran.Lines.Single().GetProperty("prepaid").GetString());
            Assert.Empty(opened.DatabaseOpens);

            program.Write("stranger.835", Era.ForAnotherPractice);
            var posted = await WatchFiles(program, () => program.Run("remit", "post", "stranger.835", "--today", Cleanclaim.Today, "--json"));
            Assert.Equal(1, posted.Ran.Code);
            Assert.Equal("exception", posted.Ran.Lines.Single().GetProperty("outcome").GetString());
            Assert.Empty(posted.DatabaseOpens);

            var piped = await program.RunWith(Era.ForAnotherPractice, "remit", "post", "-", "--today", Cleanclaim.Today, "--json");
            Assert.Equal(1, piped.Code);
            Assert.Equal(0, (await program.RunWith("five quiet herons by the pond\n", "user", "add", "sam@clinic.example", "--role", "frontDesk", "--password-stdin")).Code);
        }
        finally
        {
            await Stop(server);
        }
        var verified = await program.Run("ledger", "verify");
        Assert.True(verified.Code == 0, verified.Out);
    }

    /// <summary>Who is asked to give a payment again after it was kept takes it twice: the command asks again itself, under the key of its first try.</summary>
    [Fact]
    public async Task A_payment_is_taken_once_though_the_server_dies_between_its_commit_and_its_answer()
    {
        using var program = new Cleanclaim();
        await program.Prepare();
        var (server, _) = await Serve(program, "work.after-commit");
        var taken = await program.Run("receipt", "take", "--patient", "lucia", "--amount", "11.00", "--method", "cash", "--today", Cleanclaim.Today, "--json");
        Assert.True(taken.Code == 0, taken.Out + taken.Err);
        Assert.Equal("", taken.Err);
        Assert.True(server.WaitForExit(TimeSpan.FromSeconds(30)));
        server.Dispose();
        var kept = (await program.Run("receipt", "list", "--patient", "lucia", "--json")).Lines;
        Assert.Equal(taken.Lines.Single().GetProperty("receipt").GetInt64(), kept.Single().GetProperty("receipt").GetInt64());
        Assert.Equal("11.00", kept[0].GetProperty("amount").GetString());
    }

    [Fact]
    public async Task The_demo_refuses_a_folder_that_is_being_served()
    {
        using var program = new Cleanclaim();
        await program.Prepare(book: false);
        var (server, _) = await Serve(program);
        try
        {
            var ran = await program.Run("demo", "--once");
            Assert.Equal(2, ran.Code);
            Assert.Contains("is being served", ran.Err, StringComparison.Ordinal);
        }
        finally
        {
            await Stop(server);
        }
    }

    [Fact]
    public async Task The_demo_refuses_a_real_organization()
    {
        using var program = new Cleanclaim();
        Assert.Equal(0, (await program.Run("init", "--admin", "anna@clinic.example")).Code);
        var ran = await program.Run("demo", "--once");
        Assert.Equal(2, ran.Code);
        Assert.Contains("real organization", ran.Err, StringComparison.Ordinal);
        Assert.Contains("practice data only", (await program.Run("ledger", "balance", "--today", "2026-01-01")).Err, StringComparison.Ordinal);
    }

    private sealed record Watched(Ran Ran, IReadOnlyList<string> DatabaseOpens);

    /// <summary>Runs the command while the database's names are taken out of the folder: whoever opens by name finds nothing, and a file that appears was made by it.</summary>
    private static async Task<Watched> WatchFiles(Cleanclaim program, Func<Task<Ran>> run)
    {
        var names = Directory.GetFiles(program.Data, "cleanclaim.db");
        Assert.Single(names);
        var aside = names[0] + ".aside";
        File.Move(names[0], aside);
        // Something must stand there for a command that only looks whether data exists; nobody could use it as a database.
        File.WriteAllText(names[0], "not a database");
        var before = File.GetLastWriteTimeUtc(names[0]);
        var ran = await run();
        var opens = new List<string>();
        if (await File.ReadAllTextAsync(names[0]) != "not a database" || File.GetLastWriteTimeUtc(names[0]) != before) opens.Add(names[0]);
        File.Delete(names[0]);
        File.Move(aside, names[0]);
        return new Watched(ran, opens);
    }

    internal static async Task Stop(Process server)
    {
        using var asked = Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)]);
        await asked.WaitForExitAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await server.WaitForExitAsync(limit.Token);
        Assert.Equal(0, server.ExitCode);
        server.Dispose();
    }
}
