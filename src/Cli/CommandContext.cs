using System.CommandLine;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli;

/// <summary>
/// What a command may touch of the outside: its streams, the caller's folder, the clock, the data. A command never names the console,
/// so that the same one runs in its own process or, for another process, inside the one that serves the folder.
/// </summary>
public sealed class Surroundings : InvocationConfiguration
{
    /// <summary>Who asks the program to end waits for what is under way: the library's own clock would drop it after two seconds.</summary>
    public Surroundings() => ProcessTerminationTimeout = null;

    public required Stream In { get; init; }
    /// <summary>Where <see cref="InvocationConfiguration.Output"/> writes, for bytes that are no text; flush the text first.</summary>
    public required Stream OutBytes { get; init; }
    /// <summary>Relative file names are the caller's.</summary>
    public required string Directory { get; init; }
    public required TimeProvider Clock { get; init; }
    /// <summary>Opens the data that a command names, or says why it cannot.</summary>
    public required IDataOpener Data { get; init; }
    /// <summary>Standard error is a terminal: long work may draw a bar there.</summary>
    public bool IsTerminal { get; init; }
    /// <summary>Environment variables of the caller.</summary>
    public required Func<string, string?> Variable { get; init; }
    /// <summary>The words as typed, for a command that is sent on to the process that serves the folder.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }
    /// <summary>Names this giving of the command: what is done under it is done once, however often a process is asked for it.</summary>
    public string Key { get; init; } = NewKey();

    internal static string NewKey() => Guid.CreateVersion7().ToString("N");
}

/// <summary>One run of one command: what was typed, and the outside.</summary>
public sealed class CommandContext(ParseResult parsed, Surroundings around)
{
    public Surroundings Around => around;
    public TextWriter Out => around.Output;
    public TextWriter Err => around.Error;
    public bool Json => parsed.GetValue(Globals.Json);

    public Verb? Verb => parsed.CommandResult.Command as Verb;

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);
    public T Get<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    /// <summary>The caller's file name as a full path.</summary>
    public string PathOf(string file) => Path.GetFullPath(file, around.Directory);

    /// <summary>One line of machine output.</summary>
    public void JsonLine(object value) => Out.WriteLine(JsonText.Of(value));

    /// <summary>A message for a person.</summary>
    public void Say(string message) => Err.WriteLine(message);

    /// <summary>The bytes of FILE; "-" is standard input.</summary>
    /// <exception cref="CannotRunException">It is missing, a folder, or not readable.</exception>
    public async Task<byte[]> ReadFile(string file, CancellationToken cancel)
    {
        if (file == "-")
        {
            var all = new MemoryStream();
            await around.In.CopyToAsync(all, cancel);
            return all.ToArray();
        }
        var path = PathOf(file);
        if (System.IO.Directory.Exists(path)) throw new CannotRunException($"{file} is a folder; name a file in it.");
        if (!File.Exists(path)) throw new CannotRunException($"There is no file {file}. Check the name, and the folder you are in.");
        return await File.ReadAllBytesAsync(path, cancel);
    }

    public Stream OpenFile(string file)
    {
        if (file == "-") return around.In;
        var path = PathOf(file);
        if (System.IO.Directory.Exists(path)) throw new CannotRunException($"{file} is a folder; name a file in it.");
        if (!File.Exists(path)) throw new CannotRunException($"There is no file {file}. Check the name, and the folder you are in.");
        return File.OpenRead(path);
    }
}

/// <summary>The command could not run: exit code 2, with one line that says why and what to do.</summary>
public sealed class CannotRunException(string message) : Exception(message);

/// <summary>Exit codes of every command (the contract with scripts).</summary>
public static class Exit
{
    public const int Done = 0;
    /// <summary>Done, and the input has faults, which are listed.</summary>
    public const int Faults = 1;
    /// <summary>The command could not run.</summary>
    public const int CannotRun = 2;
}
