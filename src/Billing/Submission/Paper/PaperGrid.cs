using System.Globalization;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Submissions.Paper;

/// <summary>Where a field of a form begins (lines and columns from 1), how many characters it has, and how it repeats.</summary>
/// <param name="IsRight">It ends at its last column: amounts and units.</param>
/// <param name="Every">Lines to its next row; 0 when it stands once.</param>
/// <param name="Beside">Columns to its next place on the same line; 0 when it stands once.</param>
public sealed record PaperField(string Name, int Line, int Column, int Length, bool IsRight, int Every, int Beside);

/// <summary>A box drawn on plain paper around whole lines and columns, with our own short label.</summary>
public sealed record PaperFrame(int FirstLine, int FirstColumn, int LastLine, int LastColumn, string Label);

/// <summary>Small words drawn on plain paper beside a field.</summary>
public sealed record PaperLabel(int Line, int Column, string Text);

/// <summary>
/// Where the fields of a paper form stand, read from a text file: the program's own, or one that a practice has measured on its own printer and stock
/// (<c>claim print --grid FILE</c>). Ten characters and six lines an inch.
/// </summary>
public sealed class PaperGrid
{
    private const int ColumnsMost = 100, LinesMost = 66;
    private readonly Dictionary<string, PaperField> _fields = new(StringComparer.Ordinal);
    private readonly List<PaperFrame> _frames = [];
    private readonly List<PaperLabel> _labels = [];

    private PaperGrid(string name) => Name = name;

    /// <summary>The file that it was read from.</summary>
    public string Name { get; }
    public int Columns { get; private set; }
    public int Lines { get; private set; }
    /// <summary>From the left edge of the paper to the first column, and from its upper edge to the first line, in tenths of a point.</summary>
    public int Left { get; private set; }
    public int Top { get; private set; }
    public IReadOnlyList<PaperFrame> Frames => _frames;
    public IReadOnlyList<PaperLabel> Labels => _labels;
    public IEnumerable<PaperField> Fields => _fields.Values;

    /// <summary>The form's field; a grid that lacks it was refused when it was read.</summary>
    public PaperField this[string field] => _fields[field];

    /// <summary>The grid that the program brings: cms1500 or ub04.</summary>
    public static PaperGrid Of(string form)
    {
        using var text = new StreamReader(typeof(PaperGrid).Assembly.GetManifestResourceStream($"{form}.grid")!);
        return Parse($"{form}.grid", text.ReadToEnd(), null);
    }

    /// <param name="name">The file's name, for what is told of it.</param>
    /// <param name="text">Its rows: page, field, frame, label; # begins a remark.</param>
    /// <param name="like">A grid whose fields it must have, all of them; null for none.</param>
    /// <exception cref="BadInputException">A row cannot be read, a field is off the page, or one is missing; the place is its line.</exception>
    public static PaperGrid Parse(string name, string text, PaperGrid? like)
    {
        var grid = new PaperGrid(name);
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && words[0][0] != '#' && !grid.Take(words)) throw grid.Refused(number, $"\"{line.Trim()}\" is no row of a grid, or stands off its page.", "Write: page COLUMNS LINES LEFT TOP, field NAME LINE COLUMN LENGTH, frame LINE COLUMN LINE COLUMN LABEL, or label LINE COLUMN TEXT.");
        }

        if (grid.Columns == 0) throw grid.Refused(0, "The grid does not say how many columns and lines its page has.", "Begin with: page 80 66 180 0.");
        if (like?._fields.Keys.FirstOrDefault(f => !grid._fields.ContainsKey(f)) is { } missing) throw grid.Refused(0, $"The grid has no field {missing}.", $"Take {like.Name} and change its places.");
        return grid;
    }

    private BadInputException Refused(int line, string what, string fix) => new(line == 0 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name} line {line}"), what, fix);

    private bool Take(string[] words) => words[0] switch
    {
        "page" => Page(words),
        "field" => Columns > 0 && Field(words),
        "frame" => Columns > 0 && Frame(words),
        "label" => Columns > 0 && Label(words),
        _ => false,
    };

    private bool Page(string[] words)
    {
        if (Numbers(words, 1, 4) is not [var columns, var lines, var left, var top] || columns is < 1 or > ColumnsMost || lines is < 1 or > LinesMost || left > 1000 || top > 1000) return false;
        (Columns, Lines, Left, Top) = (columns, lines, left, top);
        return true;
    }

    private bool Field(string[] words)
    {
        if (words.Length < 5 || Numbers(words, 2, 3) is not [var line, var column, var length]) return false;
        var (isRight, every, beside) = (false, 0, 0);
        for (var i = 5; i < words.Length; i++)
        {
            if (words[i] == "right") isRight = true;
            else if (words[i] == "every" && Numbers(words, i + 1, 1) is [var lines]) (every, i) = (lines, i + 1);
            else if (words[i] == "beside" && Numbers(words, i + 1, 1) is [var columns]) (beside, i) = (columns, i + 1);
            else return false;
        }

        return line >= 1 && line <= Lines && column >= 1 && length >= 1 && column + length - 1 <= Columns && _fields.TryAdd(words[1], new(words[1], line, column, length, isRight, every, beside));
    }

    private bool Frame(string[] words)
    {
        if (Numbers(words, 1, 4) is not [var line, var column, var lastLine, var lastColumn] || line < 1 || column < 1 || lastLine < line || lastLine > Lines || lastColumn < column || lastColumn > Columns) return false;
        _frames.Add(new(line, column, lastLine, lastColumn, string.Join(' ', words.Skip(5))));
        return true;
    }

    private bool Label(string[] words)
    {
        if (Numbers(words, 1, 2) is not [var line, var column] || line < 1 || line > Lines || column < 1 || column > Columns) return false;
        _labels.Add(new(line, column, string.Join(' ', words.Skip(3))));
        return true;
    }

    private static int[] Numbers(string[] words, int from, int count)
    {
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
            if (from + i >= words.Length || !int.TryParse(words[from + i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return [];
        return numbers;
    }
}
