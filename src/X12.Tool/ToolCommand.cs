using System.Text;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tool;

/// <summary>The x12 verbs as a small program of its own: <c>x12 validate FILE… --json</c>.</summary>
internal static class ToolCommand
{
    public static int Run(IReadOnlyList<string> words, Outside outside)
    {
        var asksHelp = words.Any(w => w is "--help" or "-h" or "-?");
        if (words.Count == 0 || (asksHelp && words[0][0] == '-'))
        {
            outside.Output.Write(Usage());
            return words.Count == 0 ? 2 : 0;
        }

        if (X12Verb.All.FirstOrDefault(v => v.Name == words[0]) is not { } verb) return Refuse(outside, $"there is no verb \"{words[0]}\"; x12 --help lists them");
        if (asksHelp)
        {
            outside.Output.Write(Usage(verb));
            return 0;
        }

        var (files, options, refusal) = Typed(verb, words.Skip(1));
        if (refusal is not null) return Refuse(outside, refusal);
        try
        {
            return verb.Run(Call(files, options, outside));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refuse(outside, fault.Message);
        }
    }

    private static X12Call Call(IReadOnlyList<string> files, Dictionary<string, string> options, Outside outside)
    {
        var now = outside.Clock.GetUtcNow();
        return new()
        {
            Files = files, Options = options, Json = options.ContainsKey("--json"), Output = outside.Output, Errors = outside.Errors, Bytes = outside.Bytes,
            Open = name => name == "-" ? outside.Input : File.OpenRead(name), FilesIn = Directory.EnumerateFiles, Today = DateOnly.FromDateTime(now.DateTime), Now = new(now.Hour, now.Minute),
            Create = (folder, name) => folder is null ? outside.OpenOutput() : File.Create(Path.Combine(Directory.CreateDirectory(folder).FullName, name)),
        };
    }

    private static (List<string> Files, Dictionary<string, string> Options, string? Refusal) Typed(X12Verb verb, IEnumerable<string> words)
    {
        List<string> files = [];
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        using var each = words.GetEnumerator();
        while (each.MoveNext())
        {
            var word = each.Current;
            if (word is not ['-', '-', ..]) files.Add(word);
            else if (word == "--json") options[word] = "";
            else if (verb.Options.FirstOrDefault(o => o.Name == word) is not { } option) return (files, options, $"{verb.Name} has no option {word}; x12 {verb.Name} --help lists them");
            else if (!each.MoveNext()) return (files, options, $"{word} needs a value ({option.Value})");
            else if (option.Refusal(each.Current) is { } refusal) return (files, options, refusal);
            else options[word] = each.Current;
        }

        var wanted = verb.Files switch { FilesTaken.One => 1, FilesTaken.Two => 2, _ => Math.Max(1, files.Count) };
        return (files, options, files.Count == wanted ? null : wanted == 1 ? "name one file, or - for standard input" : $"name {wanted} files");
    }

    private static int Refuse(Outside outside, string message)
    {
        outside.Errors.WriteLine("x12: " + message);
        return 2;
    }

    private static string Usage()
    {
        var text = new StringBuilder("Reads, checks and explains X12 files of health care. x12 VERB --help shows an example.\n");
        foreach (var verb in X12Verb.All) text.Append($"  {Form(verb),-34} {verb.Does}\n");
        return text.Append("--json gives machine output. Exit codes: 0 nothing wrong, 1 the input has faults or differs, 2 the command could not run.\n").ToString();
    }

    private static string Usage(X12Verb verb)
    {
        var text = new StringBuilder($"x12 {Form(verb)}\n  {verb.Does}\n");
        foreach (var option in verb.Options) text.Append($"  {option.Name + " " + option.Value,-34} {option.Does}\n");
        return text.Append($"Example:\n  x12 {verb.Example}\n").ToString();
    }

    private static string Form(X12Verb verb) =>
        verb.Name + (verb.Files switch { FilesTaken.One => " FILE", FilesTaken.Two => " A B", _ => " FILE…" }) + string.Concat(verb.Options.Select(o => $" [{o.Name} {o.Value}]"));
}

/// <summary>The program's streams and clock.</summary>
internal sealed record Outside(Stream Input, TextWriter Output, TextWriter Errors, Stream Bytes, Func<Stream> OpenOutput, TimeProvider Clock);
