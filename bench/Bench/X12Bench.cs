using System.Diagnostics;
using System.Globalization;
using CleanClaim.X12.Reading;

namespace CleanClaim.Bench;

/// <summary>
/// How fast the EDI engine is against what the machine can do at all: a vector scan that writes the positions of the four
/// delimiters and nothing else. Ratios of one run hold on another machine; megabytes a second do not.
/// </summary>
internal static class X12Bench
{
    private const int Passes = 5, MinPassBytes = 20_000_000;

    public static void Run(TextWriter output, int sizeMb, string? only)
    {
        var folder = Directory.CreateTempSubdirectory("cleanclaim-bench-").FullName;
        try
        {
            foreach (var kind in (ReadOnlySpan<string>)["837P", "835"])
                foreach (var lineBreaks in (ReadOnlySpan<bool>)[false, true])
                    if (only is null || only == kind || only == (lineBreaks ? kind + "-lines" : kind + "-one")) Compare(output, SampleIn(folder, kind, sizeMb, lineBreaks), kind, lineBreaks);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static string Verdict(bool isMet) => isMet ? "met" : "NOT met";

    private static string Aim(double target, double ratio) =>
        target == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", to reach {target:0.00}: {Verdict(ratio >= target)}");

    private static string SampleIn(string folder, string kind, int sizeMb, bool lineBreaks)
    {
        var path = Path.Combine(folder, $"{kind}-{sizeMb}-{lineBreaks}.x12");
        Sample(path, kind, sizeMb, lineBreaks);
        return path;
    }

    /// <summary>Writes a file to measure on.</summary>
    public static void Sample(string path, string kind, int sizeMb, bool lineBreaks)
    {
        using var stream = File.Create(path);
        if (kind == "835") X12Samples.Remittances(stream, sizeMb * 1_000_000L, lineBreaks);
        else X12Samples.Claims(stream, sizeMb * 1_000_000L, lineBreaks);
    }

    private static void Compare(TextWriter output, string path, string kind, bool lineBreaks)
    {
        var length = new FileInfo(path).Length;
        using (var file = Open(path)) output.WriteLine(Describe(X12Scan.Of(file), kind, lineBreaks, path));
        var pinned = OneCore.Pin();
        // A small file is read several times in a pass: the clock ticks in hundredths of what one reading takes.
        var readings = (int)Math.Max(1, MinPassBytes / length);
        var rows = X12Rows.Of(kind);
        Measure(path, 2, Passes, rows);
        Thread.Sleep(300);
        var seconds = Measure(path, readings, Passes, rows);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"raw scan, four delimiters",-34} {Rate(seconds, 0, length * readings),8:0} MB/s   {(pinned ? "one pinned core, processor time" : "not pinned: this system has no such call")}"));
        output.WriteLine("  " + X12Codes.All.Description);
        for (var row = 1; row < rows.Count; row++)
        {
            var ratios = Enumerable.Range(0, Passes).Select(pass => seconds[pass][0] / seconds[pass][row]).Order().ToArray();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {rows[row].Name,-34} {Rate(seconds, row, length * readings),8:0} MB/s   ratio {ratios[Passes / 2]:0.000} ({ratios[0]:0.000} to {ratios[^1]:0.000}){Aim(rows[row].Target, ratios[Passes / 2])}"));
        }

        OneCore.Release();
        foreach (var line in X12Memory.Peaks(path)) output.WriteLine("  " + line);
        output.WriteLine("  " + X12Rows.TwoCores(path, Passes));
    }

    /// <summary>Does one thing over and over, for a profiler to look at, and gives its best pass.</summary>
    public static void Repeat(TextWriter output, string name, string path, int times)
    {
        var row = X12Rows.Of(Path.GetFileName(path).StartsWith("835", StringComparison.Ordinal) ? "835" : "837P").First(r => r.Name.StartsWith(name, StringComparison.Ordinal));
        var (best, allocated) = (double.MaxValue, 0L);
        for (var i = 0; i < times; i++)
        {
            allocated = GC.GetAllocatedBytesForCurrentThread();
            var started = OneCore.Spent;
            using (var file = Open(path)) row.Read(file);
            best = Math.Min(best, (OneCore.Spent - started).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Name}: {new FileInfo(path).Length / 1e6 / best:0} MB/s, {allocated / 1e6:0.0} MB allocated"));
    }

    /// <summary>The raw scan and one thing in turns, and the ratio of the best pass of each: what moves with the machine moves both.</summary>
    public static void Against(TextWriter output, string name, string path, int times)
    {
        var rows = X12Rows.Of(Path.GetFileName(path).StartsWith("835", StringComparison.Ordinal) ? "835" : "837P");
        var seconds = Measure(path, 1, times, [rows[0], rows.First(r => r.Name.StartsWith(name, StringComparison.Ordinal))]);
        var (raw, own) = (seconds.Min(s => s[0]), seconds.Min(s => s[1]));
        var ratios = seconds.Select(s => s[0] / s[1]).Order().ToArray();
        var length = new FileInfo(path).Length / 1e6;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path),-12} {name}: {length / own:0} of {length / raw:0} MB/s, best against best {raw / own:0.000}, median {ratios[times / 2]:0.000}"));
    }

    /// <summary>Every row once in each pass, right after one another, so that all of them meet the same machine.</summary>
    private static double[][] Measure(string path, int readings, int passes, IReadOnlyList<X12Row> rows)
    {
        var seconds = new double[passes][];
        for (var pass = 0; pass < passes; pass++)
        {
            seconds[pass] = new double[rows.Count];
            for (var row = 0; row < rows.Count; row++)
            {
                GC.Collect();
                var started = OneCore.Spent;
                for (var i = 0; i < readings; i++)
                    using (var file = Open(path)) rows[row].Read(file);
                seconds[pass][row] = (OneCore.Spent - started).TotalSeconds;
            }
        }

        return seconds;
    }

    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);

    private static double Rate(double[][] seconds, int row, long bytes) => bytes / 1e6 / seconds.Select(s => s[row]).Order().ElementAt(Passes / 2);

    private static string Describe(X12Scan scan, string kind, bool lineBreaks, string path)
    {
        using var file = Open(path);
        var delimiters = RawScan.Of(file);
        return string.Create(CultureInfo.InvariantCulture,
            $"{kind}, {scan.Bytes / 1e6:0} MB {(lineBreaks ? "with line breaks" : "in one line")}, {scan.Transactions} transactions; {(double)scan.Bytes / scan.Segments:0.0} bytes a segment, a delimiter every {(double)scan.Bytes / delimiters:0.00} bytes; medians of {Passes}");
    }
}

/// <summary>One thing that is measured.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Target">The ratio to the raw scan that it is to reach; 0 where none is asked for.</param>
/// <param name="Read">Reads a file once and gives some number that hangs on all of it.</param>
internal sealed record X12Row(string Name, double Target, Func<Stream, long> Read);
