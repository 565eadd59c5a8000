using System.Diagnostics;
using System.Globalization;

namespace CleanClaim.Bench;

/// <summary>Peak memory of a process that does one thing to one file, above that of a process that does nothing.</summary>
internal static class X12Memory
{
    private static readonly string[] Tasks = ["scan", "validate", "json"];

    public static IEnumerable<string> Peaks(string path)
    {
        var own = PeakOf("nothing", path);
        foreach (var task in Tasks)
            yield return string.Create(CultureInfo.InvariantCulture, $"peak memory, {task}: {(PeakOf(task, path) - own) / 1048576.0:0.0} MiB above the process's own {own / 1048576.0:0.0} MiB");
    }

    /// <summary>What the process started by <see cref="Peaks"/> does: the task, then its own peak in bytes.</summary>
    public static void Do(TextWriter output, string task, string path)
    {
        using var file = X12Bench.Open(path);
        switch (task)
        {
            case "scan": X12.Reading.X12Scan.Of(file); break;
            case "validate": X12.Verbs.X12Verbs.Validate(new("file", file), new() { LevelMax = 4 }, asJson: true, TextWriter.Null); break;
            case "json": X12.Verbs.X12Verbs.ToJson(file, Stream.Null, TextWriter.Null); break;
        }

        using var self = Process.GetCurrentProcess();
        output.WriteLine(self.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
    }

    private static long PeakOf(string task, string path)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(X12Memory).Assembly.Location, "x12-peak", task, path]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return long.Parse(text, CultureInfo.InvariantCulture);
    }
}
