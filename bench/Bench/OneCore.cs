using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CleanClaim.Bench;

/// <summary>
/// Keeps the process on one core and reads the time that it spent there. Processor time, not the wall's: on a shared
/// machine another program's turn is then not counted, and pinned, nothing can run beside it.
/// </summary>
internal static partial class OneCore
{
    private const int CpuSetBytes = 128;

    /// <summary>Pins every thread of the process, the runtime's own included, to the last core; gives false where the system has no such call.</summary>
    public static bool Pin() => SetAffinity(1UL << (Math.Min(Environment.ProcessorCount, 64) - 1));

    /// <summary>Lets the process use every core again.</summary>
    public static bool Release() => SetAffinity(ulong.MaxValue);

    public static TimeSpan Spent => Environment.CpuUsage.TotalTime;

    private static bool SetAffinity(ulong cores)
    {
        if (!OperatingSystem.IsLinux()) return false;
        var set = new ulong[CpuSetBytes / sizeof(ulong)];
        set[0] = cores;
        using var self = Process.GetCurrentProcess();
        // A thread that ended meanwhile refuses; those started later inherit from the one that starts them.
        foreach (ProcessThread thread in self.Threads) _ = sched_setaffinity(thread.Id, CpuSetBytes, set);
        return sched_setaffinity(0, CpuSetBytes, set) == 0;
    }

    [LibraryImport("libc")]
    private static partial int sched_setaffinity(int thread, nint bytes, ulong[] set);
}
