using System.CommandLine;

namespace CleanClaim.Cli.Edi;

/// <summary>`x12`: what a file says and what is wrong with it; no database needed.</summary>
internal static class X12Commands
{
    private static readonly Argument<string[]> Files = new("FILE") { Description = "X12 files; - is standard input", Arity = ArgumentArity.OneOrMore };
    private static readonly Argument<string> File = new("FILE") { Description = "an X12 file; - is standard input" };

    public static Group Group() => new("x12", "read, check and explain X12 files",
        Scan());

    private static Verb Scan()
    {
        var repeat = new Option<int>("--repeat") { Description = "read it this often and give the median", HelpName = "N", DefaultValueFactory = _ => 1 };
        return new Verb("scan", "tokenise and count only", "cleanclaim x12 scan claims.837 --repeat 5 --json").With(File, repeat).Does((context, cancel) =>
            Task.FromResult(0));
    }
}
