using System.Diagnostics;
using System.Globalization;
using CleanClaim.Billing.Storage;
using CleanClaim.Testing;

namespace CleanClaim.Billing.Tests.Crash;

/// <summary>How a victim ended: by its own hand, killed, and what it had open and acknowledged until then.</summary>
internal sealed record Death(bool Killed, bool InTransaction, bool ChunkUncommitted, IReadOnlyList<string> Acked, int ExitCode, string Errors);

/// <summary>A node as a process of its own that is killed without warning.</summary>
internal static class Victim
{
    /// <summary>Started, and killed at the crash point named ("post.chunk-written#2"), or <paramref name="delay"/> after its n-th bulk write.</summary>
    public static async Task<Death> Run(House house, RemittanceWork work, DateTimeOffset now, string? at = null, int? atWrite = null, TimeSpan delay = default, bool broken = false)
    {
        using var process = Process.Start(Start(house, work, now, at, broken))!;
        var errors = process.StandardError.ReadToEndAsync();
        var acked = new List<string>();
        var (state, writes, killed) = ("end", 0, false);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("acked ", StringComparison.Ordinal)) acked.Add(line[6..]);
            else if (!line.StartsWith("done ", StringComparison.Ordinal)) state = line;
            if (line != "wrote" || ++writes != atWrite || killed) continue;
            Wait(delay);
            process.Kill();
            killed = true; // what it had said until then is still in the pipe, and is read to its end
        }
        await process.WaitForExitAsync();
        var died = killed ? process.ExitCode != 0 : at is not null && process.ExitCode == 137;
        return new Death(died, state != "end", state == "wrote", acked, process.ExitCode, await errors);
    }

    private static ProcessStartInfo Start(House house, RemittanceWork work, DateTimeOffset now, string? at, bool broken)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            BuiltProgram.CrashHostDll, house.Database.Kind, house.Postgres?.AppUrl ?? house.Folder, DataFolder.MasterKeyIn(house.Folder), work.Folder, now.ToString("O", CultureInfo.InvariantCulture), broken ? "broken" : "sound",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["CLEANCLAIM_CRASH_AT"] = at ?? "none";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    /// <summary>Shorter than a timer's tick.</summary>
    private static void Wait(TimeSpan delay)
    {
        var from = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(from) < delay) Thread.SpinWait(20);
    }
}
