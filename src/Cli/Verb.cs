using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli;

/// <summary>A command with an example in its help.</summary>
public sealed class Verb(string name, string does, string example) : Command(name, does)
{
    public string Example => example;

    /// <summary>The command that shows whether it was done, where doing it again does it twice; null where it does not.</summary>
    public string? LookFirst { get; init; }

    /// <summary>Whether it makes the data folder where there is none.</summary>
    public bool BeginsData { get; init; }

    /// <summary>What it does without data.</summary>
    public Verb Does(Func<CommandContext, CancellationToken, Task<int>> run)
    {
        SetAction((parsed, cancel) => Guard.Run(parsed, context => run(context, cancel)));
        return this;
    }

    /// <summary>What it does on data: here, or in the process that serves the folder.</summary>
    public Verb DoesWithData(Func<CommandContext, OpenData, CancellationToken, Task<int>> run)
    {
        SetAction((parsed, cancel) => Guard.Run(parsed, context => context.Around.Data.Use(context, async data =>
        {
            // A practice that nobody knows is said before anything is done, whether or not the command works for one.
            if (context.Get(Globals.Practice) is not null && !data.IsEmpty) await Practices.All(context, data, cancel);
            return await run(context, data, cancel);
        }, cancel)));
        return this;
    }

    public Verb With(params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Option option) Options.Add(option);
            if (symbol is Argument argument) Arguments.Add(argument);
        }
        return this;
    }
}

/// <summary>A group of commands: `claim`, `remit`, `x12`.</summary>
public sealed class Group : Command
{
    public Group(string name, string does, params ReadOnlySpan<Command> commands) : base(name, does)
    {
        foreach (var command in commands) Subcommands.Add(command);
        SetAction(parsed => Guard.MissingWord(parsed, this));
    }
}

/// <summary>The usual help, and below it the command's example.</summary>
internal sealed class HelpWithExample(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb verb)
        {
            parseResult.InvocationConfiguration.Output.WriteLine("Example:");
            parseResult.InvocationConfiguration.Output.WriteLine("  " + verb.Example.ReplaceLineEndings(Environment.NewLine + "  "));
            parseResult.InvocationConfiguration.Output.WriteLine();
        }
        return code;
    }
}
