using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>
/// One list of codes with the days on which each is valid. A look-up is one probe of a table of integers and allocates nothing:
/// codes of up to eight characters, which all lists of claims have but the taxonomy, are packed into one; longer ones into two.
/// </summary>
public sealed class CodeTable
{
    private readonly Dictionary<(ulong Low, ulong High), int> _first;
    private readonly Row[] _rows;
    private readonly int _from, _to;

    /// <summary>A span of days, both included, on which a code is valid; or on which nothing is known of it.</summary>
    /// <param name="Code">One to sixteen characters.</param>
    /// <param name="From">The first day; null from ever.</param>
    /// <param name="To">The last day; null for ever.</param>
    /// <param name="IsKnown">False: whether the code is valid in this span cannot be said.</param>
    public readonly record struct Span(string Code, DateOnly? From = null, DateOnly? To = null, bool IsKnown = true);

    private readonly record struct Row(int From, int To, int Next, bool IsKnown);

    /// <param name="spans">Every code; one may have several spans.</param>
    /// <param name="coversFrom">The first day for which the list is held; null from ever.</param>
    /// <param name="coversTo">The last.</param>
    public CodeTable(IEnumerable<Span> spans, DateOnly? coversFrom = null, DateOnly? coversTo = null)
    {
        (_from, _to) = (First(coversFrom), Last(coversTo));
        List<Row> rows = [];
        _first = [];
        foreach (var span in spans)
        {
            if (span.Code.Length is 0 or > 16) throw new ArgumentException($"\"{span.Code}\" is no code of one to sixteen characters.", nameof(spans));
            var key = Key(System.Text.Encoding.Latin1.GetBytes(span.Code));
            rows.Add(new(First(span.From), Last(span.To), _first.GetValueOrDefault(key, -1), span.IsKnown));
            _first[key] = rows.Count - 1;
        }

        _rows = [.. rows];
    }

    /// <summary>How many codes there are.</summary>
    public int Count => _first.Count;

    /// <param name="code">As it stands in the file.</param>
    /// <param name="on">The day; null asks whether the list has ever had it.</param>
    public CodeValidity Of(ReadOnlySpan<byte> code, DateOnly? on)
    {
        var row = code.Length is 0 or > 16 ? -1 : _first.GetValueOrDefault(Key(code), -1);
        if (on is not { } date) return row >= 0 ? CodeValidity.Valid : CodeValidity.NotValid;
        var day = date.DayNumber;
        for (; row >= 0; row = _rows[row].Next)
            if (day >= _rows[row].From && day <= _rows[row].To) return _rows[row].IsKnown ? CodeValidity.Valid : CodeValidity.NotLoaded;
        return day >= _from && day <= _to ? CodeValidity.NotValid : CodeValidity.NotLoaded;
    }

    private static (ulong Low, ulong High) Key(ReadOnlySpan<byte> code) => code.Length <= 8 ? (CodeSet.Pack(code), 0) : (CodeSet.Pack(code[..8]), CodeSet.Pack(code[8..]));

    private static int First(DateOnly? day) => day?.DayNumber ?? int.MinValue;

    private static int Last(DateOnly? day) => day?.DayNumber ?? int.MaxValue;
}

/// <summary>Code lists side by side; a list that was not put in is not loaded.</summary>
public sealed class CodeTables : ICodeSets
{
    private readonly Func<CodeTable>?[] _makers = new Func<CodeTable>?[Enum.GetValues<CodeKind>().Length];
    private readonly CodeTable?[] _tables = new CodeTable?[Enum.GetValues<CodeKind>().Length];
    private readonly Lock _gate = new();
    private readonly ICodeSets? _others;

    public CodeTables() { }

    /// <param name="others">Lists that are asked where this has none.</param>
    public CodeTables(ICodeSets? others) => _others = others;

    /// <summary>Puts a list in, made when a code of it is first looked up.</summary>
    public CodeTables With(CodeKind set, Func<CodeTable> table)
    {
        _makers[(int)set] = table;
        return this;
    }

    public bool Has(CodeKind set) => _makers[(int)set] is not null || _others?.Has(set) == true;

    public CodeValidity Of(CodeKind set, ReadOnlySpan<byte> code, DateOnly? on) =>
        _makers[(int)set] is null && _others is not null ? _others.Of(set, code, on) : (Volatile.Read(ref _tables[(int)set]) ?? Made(set))?.Of(code, on) ?? CodeValidity.NotLoaded;

    private CodeTable? Made(CodeKind set)
    {
        if (_makers[(int)set] is not { } make) return null;
        lock (_gate)
            return _tables[(int)set] ??= make();
    }
}
