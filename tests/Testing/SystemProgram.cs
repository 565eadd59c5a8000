using System.Diagnostics;

namespace CleanClaim.Testing;

/// <summary>What a program printed and how it ended.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Errors);

/// <summary>A program of the system, run to its end: qpdf, pdftotext, pdftoppm.</summary>
public static class SystemProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static bool IsInstalled(string name) => Find(name) is not null;

    public static async Task<ProgramResult> RunAsync(string name, params string[] arguments)
    {
        var file = Find(name) ?? throw new InvalidOperationException($"{name} is not installed: run ./test as root once.");
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{name} took longer than {Patience.TotalSeconds} seconds.", late);
        }

        return new ProgramResult(process.ExitCode, await output, await errors);
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}

/// <summary>A fact that looks through a program of the system, skipped with the reason where that is absent; under CI=true it fails instead.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program, string package)
    {
        if (!SystemProgram.IsInstalled(program) && !ContinuousIntegration.IsOn)
            Skip = $"{program} is not installed (Debian: apt-get install {package})";
    }
}
