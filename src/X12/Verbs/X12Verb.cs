using System.Globalization;
using CleanClaim.X12.Acknowledging;
using CleanClaim.X12.Partners;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Verbs;

/// <summary>
/// A verb of the command line as data: <c>cleanclaim x12</c> and the <c>x12</c> tool both read the list in <see cref="All"/>,
/// so that they cannot differ. The door parses words and opens files; <paramref name="Run"/> gives the exit code.
/// </summary>
/// <param name="Name">As typed.</param>
/// <param name="Does">For the list of verbs.</param>
/// <param name="Example">Words after the program's name.</param>
/// <param name="Files">How many files it takes.</param>
/// <param name="Run">Does it: 0 nothing wrong, 1 the input has faults or differs.</param>
public sealed record X12Verb(string Name, string Does, string Example, FilesTaken Files, Func<X12Call, int> Run)
{
    /// <summary>The option that names a folder of code lists.</summary>
    public const string CodesOption = "--codes";

    private static readonly X12Option
        Level = new("--level", "1 syntax, 2 guide, 3 sums, 4 situations, 5 code sets, 6 kind of claim, 7 partner: up to this one", "1..7") { Least = 1, Most = 7, Usual = 7 },
        Partner = new("--partner", "what the receiver demands beyond the guide, as a profile (docs/partner-profiles.md): level 7", "FILE"),
        Rejected = new("--reject", "the 999 tells and rejects what is wrong up to this level: 4 with situations, and what made each (CTX)", "2..4") { Least = 2, Most = 4, Usual = 2 },
        Answered = new("--level", "TA1 and 999 answer what is wrong up to level 2 (--reject says otherwise); above, a 277CA answers claim by claim what is wrong up to this level", "2..7") { Least = 2, Most = 7, Usual = 2 },
        Codes = new(CodesOption, "a folder of code lists, each as it is published or as a table (docs/x12.md): level 5", "DIR"),
        Folder = new("--out", "folder for the answers (else standard output)", "DIR"),
        Seed = new("--seed", "the same number invents the same people again; whoever knows it can find the original ones", "N") { Most = int.MaxValue },
        Repeat = new("--repeat", "read it this often and give the median", "N") { Least = 1, Most = 100_000, Usual = 1 };

    public IReadOnlyList<X12Option> Options { get; init; } = [];

    public static IReadOnlyList<X12Verb> All { get; } =
    [
        new("validate", "every fault of every interchange in every file", "validate claims.837 --level 4", FilesTaken.Several, Validate) { Options = [Level, Partner, Codes] },
        new("to-json", "one JSON line per payment, claim or answer", "to-json era.835", FilesTaken.One,
            call => call.Each(file => X12Verbs.ToJson(file.Content, call.Bytes, call.Errors))),
        new("show", "the file as a person reads it: loops indented, elements named, codes explained", "show era.835 | less", FilesTaken.One,
            call => call.Each(file => X12Verbs.Show(file.Content, call.Output, call.Errors))),
        new("ack", "the TA1 and 999 that the receiver of the file would answer, and the 277CA with --level", "ack claims.837 --out answers", FilesTaken.One,
Ack) { Options = [Folder, Rejected, Answered, Codes] },
        new("rewrite", "read and write again: byte-identical for a file in our own style, same meaning for any", "rewrite era.835 > again.835", FilesTaken.One,
            call => call.Each(file => X12Verbs.Rewrite(file, call.Bytes, call.Errors))),
        new("diff", "differences in meaning: separators, line breaks and control numbers aside", "diff sent.837 received.837", FilesTaken.Two,
            call => call.Both((a, b) => X12Verbs.Diff(a, b, call.Json, call.Output, call.Errors))),
        new("obfuscate", "same shape, invented people: names, addresses, ids, birth dates, free text; codes, amounts and days of service stay", "obfuscate era.835 > sample.835", FilesTaken.One,
            call => call.Each(file => X12Verbs.Obfuscate(file, call.Word(Seed) is null ? null : call.Number(Seed), call.Bytes, call.Errors))) { Options = [Seed] },
        new("scan", "tokenise and count only", "scan claims.837 --repeat 5 --json", FilesTaken.One,
            call => call.Each(file => X12Verbs.Scan(file, call.Number(Repeat), call.Json, call.Output))) { Options = [Repeat] },
    ];

    /// <summary>2 when the profile cannot be read: then nothing was checked.</summary>
    private static int Validate(X12Call call)
    {
        if (!TryCodes(call, out var codes)) return 2;
        var options = new ValidationOptions { LevelMax = call.Number(Level), CodeSets = codes };
        if (call.Word(Partner) is { } file)
        {
            using var text = new StreamReader(call.Open(file));
            var reading = PartnerProfile.Read(text);
            if (reading is PartnerReading.Refused refused)
            {
                call.Errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}:{refused.Line}: {refused.Message}"));
                return 2;
            }

            options = options with { Partner = ((PartnerReading.Read)reading).Profile };
        }

        return call.Each(x12 => X12Verbs.Validate(x12, options, call.Json, call.Output));
    }

    private static int Ack(X12Call call)
    {
        if (!TryCodes(call, out var codes)) return 2;
        var fields = new AnswerFields { Date = call.Today, Time = call.Now, LevelMax = call.Number(Rejected), ClaimLevelMax = call.Number(Answered), CodeSets = codes };
        return call.Each(file => X12Verbs.Ack(file, fields, name => call.Create(call.Word(Folder), name), call.Errors));
    }

    /// <summary>The lists of the folder named, over those that are held; false when one of them cannot be read.</summary>
    private static bool TryCodes(X12Call call, out ICodeSets? codes)
    {
        codes = call.CodeSets;
        if (call.Word(Codes) is not { } folder) return true;
        var lists = new CodeTables(call.CodeSets);
        foreach (var file in call.FilesIn(folder).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(call.Open(file));
            var reading = CodeListFile.Read(Path.GetFileName(file), text);
            if (reading is CodeListReading.Refused refused)
            {
                call.Errors.WriteLine(refused.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}:{refused.Line}: {refused.Message}") : $"{file}: {refused.Message}");
                return false;
            }

            var (kind, table) = (CodeListReading.Read)reading;
            lists.With(kind, () => table);
        }

        codes = lists;
        return true;
    }
}

/// <summary>How many files a verb takes; <c>-</c> is standard input.</summary>
public enum FilesTaken { One, Two, Several }

/// <summary>An option of a verb.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Does">For the help.</param>
/// <param name="Value">What its value is called.</param>
public sealed record X12Option(string Name, string Does, string Value)
{
    /// <summary>The least number lawful.</summary>
    public int Least { get; init; }

    /// <summary>The greatest number lawful; null where the value is a word.</summary>
    public int? Most { get; init; }

    /// <summary>The number where none is given.</summary>
    public int Usual { get; init; }

    /// <summary>What is wrong with a value as typed; null when nothing is.</summary>
    public string? Refusal(string typed) =>
        Most is not { } most || (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= most) ? null
        : most == int.MaxValue ? $"{Name} is a whole number." : $"{Name} is a number from {Least} to {most}.";
}

/// <summary>One call of a verb: what was typed, and the outside as the door gives it.</summary>
public sealed class X12Call
{
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Options as typed, by name; those not typed are absent.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }
    public bool Json { get; init; }

    /// <summary>The code lists that level 5 looks codes up in; null where there are none.</summary>
    public ICodeSets? CodeSets { get; init; }

    /// <summary>Opens a file by the name typed. What it throws for one that is missing is the door's to tell.</summary>
    public required Func<string, Stream> Open { get; init; }

    /// <summary>The files of a folder, each by a name that <see cref="Open"/> takes.</summary>
    public required Func<string, IEnumerable<string>> FilesIn { get; init; }

    /// <summary>Makes a file in a folder, by folder and name; standard output where the folder is null.</summary>
    public required Func<string?, string, Stream> Create { get; init; }
    public required TextWriter Output { get; init; }
    public required TextWriter Errors { get; init; }

    /// <summary>Standard output for bytes that are no text.</summary>
    public required Stream Bytes { get; init; }

    /// <summary>The day and time that answers bear.</summary>
    public required DateOnly Today { get; init; }
    public required TimeOnly Now { get; init; }

    internal int Number(X12Option option) => Options.TryGetValue(option.Name, out var typed) ? int.Parse(typed, CultureInfo.InvariantCulture) : option.Usual;

    internal string? Word(X12Option option) => Options.GetValueOrDefault(option.Name);

    /// <summary>The verb on the two files.</summary>
    internal int Both(Func<X12File, X12File, int> verb)
    {
        using Stream a = Open(Files[0]), b = Open(Files[1]);
        return verb(new(Files[0], a), new(Files[1], b));
    }

    /// <summary>The verb on every file in turn; the worst exit code.</summary>
    internal int Each(Func<X12File, int> verb)
    {
        var worst = 0;
        foreach (var name in Files)
        {
            using var content = Open(name);
            worst = Math.Max(worst, verb(new(name, content)));
        }

        return worst;
    }
}
