using System.Diagnostics;
using System.Text.Json;
using CleanClaim.Sandbox.Configuration;
using CleanClaim.Sandbox.Folder;
using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox;

/// <summary>The sandbox's only public type: a clearinghouse with payers that answer over folders.</summary>
public static class SandboxDoor
{
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(30);

    /// <summary>
    /// One round: reads every complete file of <paramref name="root"/>/in, answers into <paramref name="root"/>/out, moves what it read to done/ or refused/.
    /// The same seed, dates and files give the same bytes.
    /// </summary>
    /// <param name="today">The date of every answer; a round with a later date also brings what was due in between (EFT, crossovers).</param>
    /// <param name="log">What was read and written, file names only, for people.</param>
    /// <returns>0 answered and nothing refused, 1 something that came in was refused, 2 the round could not run.</returns>
    public static int Run(string root, DateOnly today, int seed, TextWriter log)
    {
        ArgumentNullException.ThrowIfNull(log);
        try
        {
            Directory.CreateDirectory(root);
            using var turn = Turn(Path.Combine(root, ".turn"));
            return new FolderRun(root, today, seed, log).Run(ReadConfiguration(root)) ? 1 : 0;
        }
        catch (JsonException wrong)
        {
            log.WriteLine($"sandbox.json or state.json in {root} cannot be read: {wrong.Message}");
        }
        catch (IOException wrong)
        {
            log.WriteLine($"The folder {root} cannot be used now: {wrong.Message}");
        }
        catch (UnauthorizedAccessException wrong)
        {
            log.WriteLine($"The folder {root} may not be used: {wrong.Message}");
        }
        return 2;
    }

    /// <summary>One round at a time: whoever comes second waits for the first. The lock goes with the process, however it ends.</summary>
    /// <exception cref="IOException">The first is not done after half a minute.</exception>
    private static FileStream Turn(string path)
    {
        for (var begun = Stopwatch.GetTimestamp(); ; Thread.Sleep(50))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && Stopwatch.GetElapsedTime(begun) < LongestRound)
            {
                // Another round is under way.
            }
        }
    }

    /// <summary>Reads a file of claims as the clearinghouse would, without answering: every reason to refuse it, each with its place. Empty: it would be taken.</summary>
    public static IReadOnlyList<string> Refusals(byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var reading = ProfessionalReader.Read(content);
        return reading.Unreadable is { } why ? [why] : [.. reading.Faults.Select(f => f.ToString())];
    }

    /// <summary>The text of the default sandbox.json: payers, plans and invented members. A file of that name in the root folder is read instead.</summary>
    public static string DefaultConfiguration() => SandboxConfiguration.DefaultText();

    /// <summary>The names that "misbehave" knows, as they are written in sandbox.json.</summary>
    public static IReadOnlyList<string> Scenarios() =>
        [.. Enum.GetValues<Scenario>().Select(s => JsonSerializer.Serialize(s, SandboxConfiguration.Json).Trim('"'))];

    private static SandboxConfiguration ReadConfiguration(string root)
    {
        var path = Path.Combine(root, "sandbox.json");
        return File.Exists(path) ? SandboxConfiguration.Parse(File.ReadAllText(path)) : SandboxConfiguration.Default();
    }
}
