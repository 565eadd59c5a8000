using System.CommandLine;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.CodeSets;

/// <summary>`codes ptp` and `codes mue`: what NCCI says of two codes of a day, and of the units of one.</summary>
internal static class EditCommands
{
    private static readonly Argument<string[]> Codes = new("CODE") { Description = "two codes, in either order", Arity = new(0, 2) };
    private static readonly Argument<string> One = new("CODE") { Description = "the code", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "" };
    private static readonly Option<string> Table = new("--table") { Description = "practitioner or hospital", HelpName = "TABLE", DefaultValueFactory = _ => PtpTable.Practitioner };
    private static readonly Option<bool> Stdin = new("--stdin") { Description = "one look-up a line of standard input, codes separated by a blank" };

    public static Verb Ptp() => new Verb("ptp", "whether one of two codes of a day is part of the other (NCCI)", "cleanclaim codes ptp 97140 97530 --on 2026-03-01").With(Codes, CodesCommands.DayOption, Table, Stdin).DoesWithData(async (context, data, cancel) =>
    {
        var (on, table) = (CodesCommands.DayOf(context, data), TableOf(context));
        var library = await CodeLibrary.Open(data.Work, cancel);
        var edits = await library.Ptp(table, cancel) ?? throw new CannotRunException($"No pair edits for {table}s are held. Take them in with cleanclaim codes import ncci-ptp FILE.");
        await EachLine(context, context.Get(Codes), 2, codes =>
        {
            var edit = edits.Between(codes[0], codes[1], on);
            if (context.Json) context.JsonLine(new { Pair = codes, Indicator = edit is { } e ? e.Indicator.ToString() : "none", edit?.Column1, From = edit?.From, To = edit?.To });
            else context.Out.WriteLine(edit is { } found ? Said(found) : $"{codes[0]} and {codes[1]}: no edit on {on:yyyy-MM-dd}.");
        }, cancel);
        return Exit.Done;
    });

    private static string Said(PtpEdit edit) => $"{edit.Column2} is part of {edit.Column1} (from {edit.From:yyyy-MM-dd}{(edit.To is { } to ? $" to {to:yyyy-MM-dd}" : "")}); " +
        (edit.Indicator == '1' ? "a modifier lifts it where the two services were apart (59, XE, XP, XS, XU and others)." : "no modifier lifts it.");

    public static Verb Mue() => new Verb("mue", "the most units of a code that one patient gets on a day (NCCI)", "cleanclaim codes mue 97811 --on 2026-03-01").With(One, CodesCommands.DayOption, Table, Stdin).DoesWithData(async (context, data, cancel) =>
    {
        var (on, table) = (CodesCommands.DayOf(context, data), TableOf(context));
        var library = await CodeLibrary.Open(data.Work, cancel);
        var limits = await library.Mue(table, on, cancel) ?? throw new CannotRunException($"No unit limits for {table}s are held for {on:yyyy-MM-dd}. Take them in with cleanclaim codes import ncci-mue FILE.");
        await EachLine(context, context.Get(One) is { Length: > 0 } one ? [one] : [], 1, codes =>
        {
            var limit = limits.GetValueOrDefault(codes[0]);
            if (context.Json) context.JsonLine(new { Code = codes[0], limit?.Units, Mai = limit?.Mai.ToString() });
            else context.Out.WriteLine(limit is null ? $"{codes[0]}: no limit on {on:yyyy-MM-dd}." : $"{limit.Code}: at most {limit.Units} {(limit.Mai == '1' ? "on a line" : "a day")} (MAI {limit.Mai}).");
        }, cancel);
        return Exit.Done;
    });

    private static string TableOf(CommandContext context) => context.Get(Table) is PtpTable.Practitioner or PtpTable.Hospital or "dme" ? context.Get(Table)! : throw new CannotRunException($"There is no table \"{context.Get(Table)}\"; it is practitioner or hospital.");

    private static async Task EachLine(CommandContext context, string[] typed, int codes, Action<string[]> look, CancellationToken cancel)
    {
        if (!context.Get(Stdin))
        {
            look(Checked(typed, codes, "Give"));
            return;
        }

        using var lines = new StreamReader(context.Around.In, leaveOpen: true);
        for (var number = 1; await lines.ReadLineAsync(cancel) is { } line; number++)
            if (line.Length > 0) look(Checked(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), codes, $"Line {number}: give"));
    }

    private static string[] Checked(string[] typed, int codes, string begin) => typed.Length == codes ? [.. typed.Select(c => c.ToUpperInvariant())]
        : throw new CannotRunException($"{begin} {(codes == 2 ? "two codes" : "one code")}, or --stdin for many.");
}
