namespace CleanClaim.Billing.CodeSets.Formats;

/// <summary>Where the columns of a file with a header stand: found by their names, never by their number, for publishers move them.</summary>
internal sealed class Columns
{
    private readonly string[] _names;
    private readonly CodeRow _header;

    public Columns(CodeRow header, IEnumerable<string> names) => (_header, _names) = (header, [.. names.Select(Plain)]);

    public Columns(CodeRow header) : this(header, header.Cells) { }

    public int Count => _names.Length;

    /// <summary>Reads a table of cells between commas: the first row that is not blank is its header, in which the columns are found once; each row below it that is not blank is taken.</summary>
    public static void Read<T>(CodeFile file, Func<Columns, T> find, Action<CodeRow, T> take)
    {
        (T At, bool IsKnown) columns = default;
        foreach (var row in file.Cells(','))
        {
            if (row.IsBlank) continue;
            if (columns.IsKnown) take(row, columns.At);
            else columns = (find(new(row)), true);
        }
    }

    /// <summary>The column with one of these names; the file is refused when none has it.</summary>
    public int Of(params ReadOnlySpan<string> names) => Find(names) is >= 0 and var column ? column
        : throw _header.Refused($"The header has no column \"{names[0]}\"; it has {string.Join(", ", _names.Where(n => n.Length > 0).Take(12))}.", "Take the file as published. If its publisher has changed the layout, tell us: nothing is guessed.");

    /// <summary>The same, -1 when there is none.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Array.FindIndex(_names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var exact) return exact;
        return -1;
    }

    /// <summary>The first column whose name holds all of these words and none of those.</summary>
    public int Holding(string words, string without = "") =>
        Array.FindIndex(_names, n => words.Split(' ').All(w => n.Contains(w, StringComparison.OrdinalIgnoreCase)) && (without.Length == 0 || !n.Contains(without, StringComparison.OrdinalIgnoreCase)));

    private static string Plain(string name) => string.Join(' ', name.Replace('_', ' ').Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
