using System.Diagnostics;

namespace CleanClaim.Billing;

/// <summary>
/// Named places at which a harness ends the process as a power cut would. Off, and one comparison with null, unless the environment
/// variable CLEANCLAIM_CRASH_AT names one ("work.before-commit", or "work.before-commit#3" for its third passing).
/// </summary>
public static class CrashPoint
{
    private static readonly string? Armed = Environment.GetEnvironmentVariable("CLEANCLAIM_CRASH_AT");
    private static readonly (string Name, int Nth) Target = Parse(Armed);
    private static int _passed;

    /// <summary>Every crash point there is; the harness kills at each, and a test compares this list with the source.</summary>
    public static readonly string[] All =
    [
        "work.key-inserted", "work.before-commit", "work.after-commit", "receive.file-stored", "receive.chunk-recorded",
        "post.before-chunk", "post.chunk-written", "post.before-last", "second.decided", "submit.file-written", "submit.file-placed", "job.before-complete",
    ];

    public static void Hit(string name)
    {
        if (Armed is null || Target.Name != name || Interlocked.Increment(ref _passed) != Target.Nth) return;
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    private static (string, int) Parse(string? text)
    {
        if (text is null) return ("", 0);
        var parts = text.Split('#');
        return (parts[0], parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 1);
    }
}
