using System.CommandLine;
using CleanClaim.X12.Acknowledging;
using CleanClaim.X12.Verbs;

namespace CleanClaim.Cli.Edi;

/// <summary>`x12`: what a file says and what is wrong with it; no database needed.</summary>
internal static class X12Commands
{
    private static readonly Argument<string> One = new("FILE") { Description = "an X12 file; - is standard input" };
    private static readonly Argument<string[]> Several = new("FILE") { Description = "X12 files", Arity = ArgumentArity.OneOrMore };

    public static Group Group() => new("x12", "read, check and explain X12 files", Validate(), ToJson(), Show(), Rewrite(), Ack(), Scan());

    private static Verb Validate()
    {
        var level = new Option<int>("--level")
        {
            Description = "1 syntax, 2 guide, 3 sums, 4 situations, 5 code sets, 6 kind of claim, 7 partner: up to this one", HelpName = "1..7", DefaultValueFactory = _ => 7,
        };
        level.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 7) result.AddError("--level is a number from 1 to 7.");
        });
        return new Verb("validate", "every fault of every interchange in every file", "cleanclaim x12 validate claims.837 --level 4")
            .With(Several, level).Does((context, _) =>
            {
                var code = Exit.Done;
                foreach (var name in context.Get(Several))
                {
                    using var file = context.OpenFile(name);
                    code = Math.Max(code, X12Verbs.Validate(new X12File(name, file), context.Get(level), context.Json, context.Out));
                }
                return Task.FromResult(code);
            });
    }

    private static Verb ToJson() => new Verb("to-json", "one JSON line per payment, claim or answer", "cleanclaim x12 to-json era.835").With(One)
        .Does((context, _) => OnFile(context, file => X12Verbs.ToJson(file, context.Out, context.Err)));

    private static Verb Show() => new Verb("show", "the file as a person reads it: loops indented, elements named, codes explained", "cleanclaim x12 show era.835 | less").With(One)
        .Does((context, _) => OnFile(context, file => X12Verbs.Show(file, context.Out, context.Err)));

    private static Verb Rewrite() => new Verb("rewrite", "read and write again: byte-identical for a file in our own style, same meaning for any", "cleanclaim x12 rewrite era.835 > again.835")
        .With(One).Does((context, _) => OnFile(context, file => X12Verbs.Rewrite(new X12File(context.Get(One), file), context.Around.OutBytes, context.Err)));

    private static Verb Ack()
    {
        var folder = new Option<string?>("--out") { Description = "folder for the answers (else standard output)", HelpName = "DIR" };
        return new Verb("ack", "the TA1 and 999 that the receiver of the file would answer", "cleanclaim x12 ack claims.837 --out answers").With(One, folder).Does((context, _) =>
        {
            var now = context.Around.Clock.GetUtcNow();
            var fields = new AnswerFields { Date = context.Get(Globals.Today) ?? DateOnly.FromDateTime(now.DateTime), Time = new TimeOnly(now.Hour, now.Minute) };
            var to = context.Get(folder) is { } named ? Directory.CreateDirectory(context.PathOf(named)).FullName : null;
            // Closing an answer must not close standard output, which the next answer needs.
            Stream Open(string name) => to is null ? new BufferedStream(new KeptOpen(context.Around.OutBytes)) : File.Create(Path.Combine(to, name));
            return OnFile(context, file => X12Verbs.Ack(new X12File(context.Get(One), file), fields, Open, context.Err));
        });
    }

    private static Verb Scan()
    {
        var repeat = new Option<int>("--repeat") { Description = "read it this often and give the median", HelpName = "N", DefaultValueFactory = _ => 1 };
        repeat.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--repeat is a number from 1.");
        });
        return new Verb("scan", "tokenise and count only", "cleanclaim x12 scan claims.837 --repeat 5 --json").With(One, repeat)
            .Does((context, _) => OnFile(context, file => X12Verbs.Scan(new X12File(context.Get(One), file), context.Get(repeat), context.Json, context.Out)));
    }

    private static Task<int> OnFile(CommandContext context, Func<Stream, int> verb)
    {
        using var file = context.OpenFile(context.Get(One));
        return Task.FromResult(verb(file));
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
