using System.CommandLine;
using System.Data.Common;
using CleanClaim.Billing;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli;

/// <summary>Turns whatever ends a command into an exit code and a line for a person. No stack trace leaves it.</summary>
internal static class Guard
{
    private const int SqliteConstraint = 19, SqliteFull = 13;

    public static async Task<int> Run(ParseResult parsed, Func<CommandContext, Task<int>> run)
    {
        var context = new CommandContext(parsed, (Surroundings)parsed.InvocationConfiguration);
        try
        {
            return await run(context);
        }
        catch (BadInputException bad)
        {
            return Faults(context, bad.Faults);
        }
        catch (StaleEditException stale)
        {
            return Faults(context, [new Fault("version", stale.Message, "Read it again, and send your changes with its version.")]);
        }
        catch (Exception e)
        {
            context.Say("cleanclaim: " + Line(e));
            return Exit.CannotRun;
        }
    }

    /// <summary>Lists what is wrong with the input: one line each, or one object each with --json.</summary>
    public static int Faults(CommandContext context, IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults)
        {
            if (context.Json) context.JsonLine(new { fault.Place, fault.Message, fault.Fix });
            context.Say($"{fault.Place}: {fault.Message} {fault.Fix}".TrimEnd());
        }
        return Exit.Faults;
    }

    public static int MissingWord(ParseResult parsed, Command group)
    {
        var words = string.Join(", ", group.Subcommands.Select(c => c.Name));
        parsed.InvocationConfiguration.Error.WriteLine($"cleanclaim: say what to do with {group.Name}: {words}. See cleanclaim {group.Name} --help.");
        return Exit.CannotRun;
    }

    public static int NoCommand(ParseResult parsed)
    {
        parsed.InvocationConfiguration.Error.WriteLine("cleanclaim: no command given. See cleanclaim --help, or begin with cleanclaim demo.");
        return Exit.CannotRun;
    }

    /// <summary>What was typed is no command of ours: one line that says why, and where to look.</summary>
    public static int Usage(ParseResult parsed, Surroundings around)
    {
        var words = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult) words.Insert(0, result.Command.Name);
        words[0] = "cleanclaim";
        around.Error.WriteLine($"cleanclaim: {string.Join(" ", parsed.Errors.Select(e => e.Message))} See {string.Join(' ', words)} --help.");
        return Exit.CannotRun;
    }

    internal static string Line(Exception e) => (e switch
    {
        CannotRunException or SchemaException or NotAllowedException or UnsafeRoleException or KeyReusedException or ClosedPeriodException or InvalidDataException or MasterKeyException => e.Message,
        FileNotFoundException { FileName: { } name } => $"There is no file {name}.",
        UnauthorizedAccessException => $"{e.Message} Check who may read and write there.",
        IOException => $"{e.Message} Check the disk and the path.",
        OperationCanceledException => "Stopped before it was done; what was finished is kept, and the same command goes on from there.",
        _ when DatabaseIn(e) is { } said => IsAway(said)
            ? $"The database went away, or cannot be reached: {said.Message} Nothing was kept half. See that it runs, then give the same command again: it goes on from what was finished."
            : said is { ErrorCode: SqliteFull } ? $"The disk of the data folder is full ({said.Message}). Nothing was kept half. Free some space, then give the same command again."
            : $"The database answered: {said.Message}",
        _ => $"This is a fault of CleanClaim, not of your data ({e.GetType().Name}: {e.Message}). Nothing of this command was kept half; please report it.",
    }).ReplaceLineEndings(" ");

    /// <summary>What the database or the way to it said, which Entity Framework wraps. A broken constraint is our own fault and none of the database's.</summary>
    private static DbException? DatabaseIn(Exception? e) => e switch
    {
        null => null,
        DbException said => said,
        DbUpdateException { InnerException: DbException { SqlState: ['2', '3', ..] } or DbException { ErrorCode: SqliteConstraint } } => null,
        InvalidOperationException or DbUpdateException or AggregateException => DatabaseIn(e.InnerException),
        _ => null,
    };

    /// <summary>No connection, or the server ended it: no answer in SQL, or one of the classes 08 (connection) and 57P (shut down, starting up).</summary>
    private static bool IsAway(DbException said) => said.SqlState is { } state ? state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) : said.IsTransient;
}
