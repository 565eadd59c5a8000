using System.CommandLine;
using CleanClaim.Cli;

namespace CleanClaim.Cli.Tests;

public sealed class HelpTests
{
    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    [Fact]
    public void Every_command_has_an_example_that_the_program_understands()
    {
        var tree = CommandLine.Tree();
        var verbs = All(tree).OfType<Verb>().ToList();
        Assert.True(verbs.Count >= 40, $"only {verbs.Count} commands");
        foreach (var verb in verbs)
        {
            Assert.StartsWith("cleanclaim ", verb.Example, StringComparison.Ordinal);
            var typed = verb.Example["cleanclaim ".Length..].Split([" < ", " > ", " | "], StringSplitOptions.None)[0];
            var parsed = tree.Parse(typed);
            Assert.True(parsed.Errors.Count == 0, $"{verb.Example}: {string.Join(' ', parsed.Errors.Select(e => e.Message))}");
            Assert.Same(verb, parsed.CommandResult.Command);
        }
    }

    [Fact]
    public async Task Help_of_a_command_shows_what_it_does_and_the_example()
    {
        using var program = new Cleanclaim();
        var ran = await program.Run("remit", "post", "--help");
        Assert.Equal(0, ran.Code);
        Assert.Contains("Example:", ran.Out, StringComparison.Ordinal);
        Assert.Contains("cleanclaim remit post era-0318.835", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no command given")]
    [InlineData("Unrecognized command", "bogus")]
    [InlineData("say what to do with remit", "remit")]
    [InlineData("is not a date", "ledger", "balance", "--as-of", "soon")]
    [InlineData("is not an amount", "receipt", "take", "--patient", "lucia", "--amount", "ten", "--method", "cash")]
    [InlineData("There is no data in", "claims", "list")]
    [InlineData("There is no file", "x12", "show", "missing.835")]
    public async Task What_cannot_run_ends_with_2_and_one_line_that_says_why(string says, params string[] arguments)
    {
        using var program = new Cleanclaim();
        var ran = await program.Run(arguments);
        Assert.Equal(2, ran.Code);
        Assert.Equal("", ran.Out);
        Assert.Contains(says, ran.Err, StringComparison.Ordinal);
        Assert.Single(ran.Err.Trim().Split('\n'));
    }
}
