using System.Diagnostics;
using System.Text.Json;
using CleanClaim.Testing;

namespace CleanClaim.Cli.Tests;

/// <summary>What the program printed and how it ended.</summary>
public sealed record Ran(int Code, string Out, string Err)
{
    /// <summary>The machine output, one object per line.</summary>
    public IReadOnlyList<JsonElement> Lines => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
}

/// <summary>The built program as a newcomer runs it: a process of its own in an empty folder, with its own data.</summary>
public sealed class Cleanclaim : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    public const string Today = "2026-11-20";

    public string Folder { get; } = Directory.CreateTempSubdirectory("cleanclaim-test-").FullName;
    public string Data => Path.Combine(Folder, "data");

    public Task<Ran> Run(params string[] arguments) => RunWith("", arguments);

    public async Task<Ran> RunWith(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        using var limit = new CancellationTokenSource(Patience);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        var ran = new Ran(process.ExitCode, await output, await error);
        Assert.DoesNotContain("   at ", ran.Out + ran.Err, StringComparison.Ordinal);
        return ran;
    }

    /// <summary>The program dies at this crash point, as in a power cut.</summary>
    public async Task<int> Dies(string at, params string[] arguments)
    {
        using var process = Start(arguments, at);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        await Task.WhenAll(output, error);
        return process.ExitCode;
    }

    public Process Start(params string[] arguments) => Start(arguments, null);

    internal Process Start(string[] arguments, string? crashAt)
    {
        var start = new ProcessStartInfo("dotnet", [BuiltProgram.Dll, .. arguments])
        {
            WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove("CLEANCLAIM_DATA");
        start.Environment.Remove("CLEANCLAIM_DATABASE");
        if (crashAt is not null) start.Environment["CLEANCLAIM_CRASH_AT"] = crashAt;
        return Process.Start(start)!;
    }

    public string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(Folder, name), text);
        return name;
    }

    private static readonly FolderMadeOnce Empty = new(folder => Made(folder, "init", "--admin", "anna@clinic.example", "--practice-data"));

    private static readonly FolderMadeOnce WithBook = new(async folder =>
    {
        await Empty.CopyTo(folder);
        await Made(folder, "import", "book", Checkout.PathTo("data", "demo.book.json"), "--today", Today);
    });

    /// <summary>An empty practice-data organization, with the demo's book when <paramref name="book"/> says so: as `init` and `import` left them.</summary>
    public Task Prepare(bool book = true) => (book ? WithBook : Empty).CopyTo(Data);

    private static async Task Made(string folder, params string[] arguments)
    {
        using var program = new Cleanclaim();
        var ran = await program.Run([.. arguments, "--data", folder]);
        Assert.True(ran.Code == 0, ran.Out + ran.Err);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
