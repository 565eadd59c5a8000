using System.Diagnostics;
using System.Globalization;

namespace CleanClaim.Bench;

/// <summary>Peak memory of a process that does one thing to one file, above that of a process that does nothing.</summary>
internal static class X12Memory
{
    private static readonly string[] Tasks = ["scan", "validate", "views", "json", "rewrite", "answer"];

    private const double MiB = 1024 * 1024;

    /// <summary>What a task may take above the process's own memory, whatever the length of the file.</summary>
    private const int MiBMax = 64;

    public static IEnumerable<string> Peaks(string path)
    {
        var own = PeakOf("nothing", path);
        foreach (var task in Tasks)
        {
            var above = (PeakOf(task, path) - own) / MiB;
            yield return string.Create(CultureInfo.InvariantCulture, $"{"peak memory, " + task,-34} {above,8:0.0} MiB above the process's own {own / MiB:0.0}, at most {MiBMax}: {X12Bench.Verdict(above <= MiBMax)}");
        }
    }

    /// <summary>What the process started by <see cref="Peaks"/> does: the task, then its own peak in bytes.</summary>
    public static void Do(TextWriter output, string task, string path)
    {
        using var file = X12Bench.Open(path);
        switch (task)
        {
            case "scan": X12.Reading.X12Scan.Of(file); break;
            case "validate": X12.Verbs.X12Verbs.Validate(new("file", file), new() { LevelMax = 4 }, asJson: true, TextWriter.Null); break;
            case "views": _ = Path.GetFileName(path).StartsWith("835", StringComparison.Ordinal) ? X12Views.Payments(file) : X12Views.Claims(file); break;
            case "rewrite": X12.Verbs.X12Verbs.Rewrite(new("file", file), Stream.Null, TextWriter.Null); break;
            case "answer": X12.Verbs.X12Verbs.Ack(new("file", file), new() { Date = new(2026, 1, 6), Time = new(9, 0), ClaimLevelMax = 4 }, _ => Stream.Null, TextWriter.Null); break;
            case "json": X12.Verbs.X12Verbs.ToJson(file, Stream.Null, TextWriter.Null); break;
        }

        using var self = Process.GetCurrentProcess();
        output.WriteLine(self.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
    }

    private static long PeakOf(string task, string path)
    {
        // Started by its own name, the program is given; by dotnet, it is dotnet's first argument.
        var program = Environment.ProcessPath!;
        string[] itself = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(X12Memory).Assembly.Location] : [];
        using var child = Process.Start(new ProcessStartInfo(program, [.. itself, "x12-peak", task, path]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return long.Parse(text, CultureInfo.InvariantCulture);
    }
}
