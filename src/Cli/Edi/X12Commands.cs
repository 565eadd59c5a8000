using System.CommandLine;
using CleanClaim.Billing.CodeSets;
using CleanClaim.X12.Verbs;

namespace CleanClaim.Cli.Edi;

/// <summary>`x12`: what a file says and what is wrong with it; no database needed. The verbs are the engine's own list, which the `x12` tool reads too.</summary>
internal static class X12Commands
{
    public static Group Group() => new("x12", "read, check and explain X12 files", [.. X12Verb.All.Select(Command)]);

    private static Verb Command(X12Verb verb)
    {
        var files = verb.Files switch
        {
            FilesTaken.Two => [File("A", "an X12 file", ArgumentArity.ExactlyOne), File("B", "another", ArgumentArity.ExactlyOne)],
            FilesTaken.One => [File("FILE", "an X12 file; - is standard input", ArgumentArity.ExactlyOne)],
            _ => new[] { File("FILE", "X12 files", ArgumentArity.OneOrMore) },
        };
        var options = verb.Options.Select(o => (Of: o, Typed: Option(o))).ToList();
        return new Verb(verb.Name, verb.Does, "cleanclaim x12 " + verb.Example).With([.. files, .. options.Select(o => o.Typed)]).Does((context, _) =>
        {
            var typed = options.Select(o => (o.Of.Name, Value: context.Get(o.Typed))).Where(o => o.Value is not null).ToDictionary(o => o.Name, o => o.Value!, StringComparer.Ordinal);
            // The lists of the data folder, where it has some and no others are named.
            if (verb.Options.Any(o => o.Name == X12Verb.CodesOption) && Directory.Exists(context.PathOf(CodesOf(context)))) typed.TryAdd(X12Verb.CodesOption, CodesOf(context));
            return Task.FromResult(verb.Run(Call(context, [.. files.SelectMany(f => context.Get(f))], typed)));
        });
    }

    private static string CodesOf(CommandContext context) => Path.Combine(context.Get(Globals.Data) ?? context.Around.Variable("CLEANCLAIM_DATA") ?? "data", "codes");

    private static string[] FilesIn(CommandContext context, string folder) =>
        Directory.Exists(context.PathOf(folder)) ? Directory.GetFiles(context.PathOf(folder)) : throw new CannotRunException($"There is no folder {folder}.");

    // One file too is a list, which the parser makes of its own accord only where several may stand.
    private static Argument<string[]> File(string name, string does, ArgumentArity how) =>
        new(name) { Description = does, Arity = how, CustomParser = result => [.. result.Tokens.Select(t => t.Value)] };

    private static Option<string?> Option(X12Option of)
    {
        var option = new Option<string?>(of.Name) { Description = of.Does, HelpName = of.Value };
        option.Validators.Add(result =>
        {
            if (of.Refusal(result.GetValueOrDefault<string>() ?? "") is { } refusal) result.AddError(refusal);
        });
        return option;
    }

    private static X12Call Call(CommandContext context, IReadOnlyList<string> files, IReadOnlyDictionary<string, string> options)
    {
        var now = context.Around.Clock.GetUtcNow();
        return new()
        {
            Files = files, Options = options, Json = context.Json, CodeSets = HeldCodes.All, Open = context.OpenFile, FilesIn = folder => FilesIn(context, folder), Output = context.Out, Errors = context.Err, Bytes = context.Around.OutBytes,
            Today = context.Get(Globals.Today) ?? DateOnly.FromDateTime(now.DateTime), Now = new TimeOnly(now.Hour, now.Minute),
            // Closing an answer must not close standard output, which the next answer needs.
            Create = (folder, name) => folder is null
                ? new BufferedStream(new KeptOpen(context.Around.OutBytes))
                : System.IO.File.Create(Path.Combine(Directory.CreateDirectory(context.PathOf(folder)).FullName, name)),
        };
    }
}

/// <summary>A stream that stays open when the one who writes to it is done.</summary>
internal sealed class KeptOpen(Stream to) : Stream
{
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Write(byte[] buffer, int offset, int count) => to.Write(buffer, offset, count);
    public override void Flush() => to.Flush();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
