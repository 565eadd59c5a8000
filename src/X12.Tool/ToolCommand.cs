using System.Globalization;
using CleanClaim.X12.Acknowledging;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tool;

/// <summary>The x12 verbs as a small program of its own: <c>x12 validate FILE… --json</c>.</summary>
internal static class ToolCommand
{
    private const string Usage = """
        x12 validate FILE… [--level 1..7] [--json]   every fault of every file
        x12 to-json FILE                             one JSON line per claim, payment or answer
        x12 show FILE                                the file as a person reads it
        x12 ack FILE [--out DIR]                     the TA1 and 999 that its receiver would answer
        x12 rewrite FILE                             read and write again, in our own style
        x12 scan FILE [--repeat N] [--json]          count segments and elements
        Example: x12 validate claims.837 --json
        Exit codes: 0 nothing wrong, 1 the file has faults, 2 the command could not run. "-" reads standard input.
        """;

    public static int Run(string[] args, TextReader input, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (args.Length == 0 || args.Contains("--help"))
        {
            output.WriteLine(Usage);
            return args.Length == 0 ? 2 : 0;
        }

        var options = Options.Of(args.Skip(1));
        if (options.Error is { } error) return Refuse(errors, error);
        return args[0] switch
        {
            "validate" => ForEach(options, errors, file => X12Verbs.Validate(file, options.Level, options.Json, output)),
            "to-json" => ForEach(options, errors, file => X12Verbs.ToJson(file.Content, output, errors)),
            "show" => ForEach(options, errors, file => X12Verbs.Show(file.Content, output, errors)),
            "ack" => ForEach(options, errors, file => Ack(file, options, errors)),
            "rewrite" => ForEach(options, errors, file => Rewrite(file, errors)),
            "scan" => ForEach(options, errors, file => X12Verbs.Scan(file, options.Repeat, options.Json, output)),
            _ => Refuse(errors, $"there is no verb \"{args[0]}\"; x12 --help lists them"),
        };
    }

    private static int ForEach(Options options, TextWriter errors, Func<X12File, int> verb)
    {
        if (options.Files.Count == 0) return Refuse(errors, "name a file, or - for standard input");
        var worst = 0;
        foreach (var name in options.Files)
        {
            try
            {
                using var content = name == "-" ? Console.OpenStandardInput() : File.OpenRead(name);
                worst = Math.Max(worst, verb(new(name, content)));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                worst = Refuse(errors, $"{name} could not be read: {fault.Message}");
            }
        }

        return worst;
    }

    private static int Rewrite(X12File file, TextWriter errors)
    {
        using var output = Console.OpenStandardOutput();
        return X12Verbs.Rewrite(file, output, errors);
    }

    private static int Ack(X12File file, Options options, TextWriter errors)
    {
        var now = TimeProvider.System.GetLocalNow().DateTime;
        var fields = new AnswerFields { Date = DateOnly.FromDateTime(now), Time = TimeOnly.FromDateTime(now) };
        if (options.Out is { } folder) Directory.CreateDirectory(folder);
        return X12Verbs.Ack(file, fields, name => options.Out is { } to ? File.Create(Path.Combine(to, name)) : Console.OpenStandardOutput(), errors);
    }

    private static int Refuse(TextWriter errors, string message)
    {
        errors.WriteLine("x12: " + message);
        return 2;
    }

    private sealed record Options(IReadOnlyList<string> Files, bool Json, int Level, int Repeat, string? Out, string? Error)
    {
        public static Options Of(IEnumerable<string> args)
        {
            List<string> files = [];
            var (json, level, repeat) = (false, 7, 1);
            string? error = null, folder = null;
            using var each = args.GetEnumerator();
            int Number(string name, int min, int max)
            {
                if (each.MoveNext() && int.TryParse(each.Current, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max) return value;
                error = $"{name} needs a number from {min} to {max}";
                return min;
            }

            while (each.MoveNext())
            {
                switch (each.Current)
                {
                    case "--json": json = true; break;
                    case "--level": level = Number("--level", 1, 7); break;
                    case "--repeat": repeat = Number("--repeat", 1, 1000); break;
                    case "--out":
                        if (each.MoveNext()) folder = each.Current;
                        else error = "--out needs a folder";
                        break;
                    case ['-', '-', ..]: error = $"there is no option {each.Current}"; break;
                    default: files.Add(each.Current); break;
                }
            }

            return new(files, json, level, repeat, folder, error);
        }
    }
}
