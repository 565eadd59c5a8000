using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>
/// One list of codes with the days on which each is valid. A look-up is one load from a table and allocates nothing: a code of up to seven
/// characters, which all lists of claims have but the taxonomy, stands there as one integer whose last byte says on which days it is valid, for
/// thousands of codes share a few such spans. Longer codes, and those of seldom spans where there are very many, stand in a second table.
/// </summary>
public sealed class CodeTable
{
    private const int LettersMax = 7, LengthMax = 16, SpansAt = 8 * LettersMax, Elsewhere = byte.MaxValue;
    private const ulong Letters = (1UL << SpansAt) - 1;

    // An open table, at most half full; 0 is no code. Then the rows of each code whose spans are not told by a byte, and of all others where they begin.
    private readonly ulong[] _slots;
    private readonly int _shift;
    private readonly Dictionary<(ulong Low, ulong High), int> _others = [];
    private readonly int[] _begins;
    private readonly Row[] _rows;
    private readonly int _from, _to;

    /// <summary>A span of days, both included, on which a code is valid; or on which nothing is known of it.</summary>
    /// <param name="Code">One to sixteen characters.</param>
    /// <param name="From">The first day; null from ever.</param>
    /// <param name="To">The last day; null for ever.</param>
    /// <param name="IsKnown">False: whether the code is valid in this span cannot be said.</param>
    public readonly record struct Span(string Code, DateOnly? From = null, DateOnly? To = null, bool IsKnown = true);

    private readonly record struct Row(int From, int To, bool IsKnown, bool IsLast);

    /// <param name="spans">Every code; one may have several spans.</param>
    /// <param name="coversFrom">The first day for which the list is held; null from ever.</param>
    /// <param name="coversTo">The last.</param>
    public CodeTable(IEnumerable<Span> spans, DateOnly? coversFrom = null, DateOnly? coversTo = null)
    {
        (_from, _to) = (First(coversFrom), Last(coversTo));
        var codes = Gather(spans, out var rows, out var begins);
        Count = codes.Count;
        _rows = rows;
        // What most codes have gets a byte.
        _begins = [.. codes.Where(code => code.Key.High == 0 && code.Key.Low <= Letters).GroupBy(code => code.Value).OrderByDescending(group => group.Count()).Take(Elsewhere).Select(group => begins[group.Key])];
        Dictionary<int, int> numbers = [];
        for (var i = 0; i < _begins.Length; i++) numbers[_begins[i]] = i;
        var bits = 1;
        while (1 << bits < codes.Count * 2) bits++;
        (_slots, _shift) = (new ulong[1 << bits], 64 - bits);
        foreach (var (key, chain) in codes)
        {
            if (key.High != 0 || key.Low > Letters || !numbers.TryGetValue(begins[chain], out var number)) _others[key] = begins[chain];
            else Put(key.Low | (ulong)number << SpansAt);
        }
    }

    /// <summary>How many codes there are.</summary>
    public int Count { get; }

    /// <summary>The memory that the list takes, in bytes, the second table by estimate.</summary>
    public long Bytes => 8L * _slots.Length + 4L * _begins.Length + 12L * _rows.Length + 40L * _others.Count;

    /// <summary>The codes, and to each the number of its chain of rows; equal chains are one.</summary>
    private static Dictionary<(ulong Low, ulong High), int> Gather(IEnumerable<Span> spans, out Row[] rows, out int[] begins)
    {
        // Each chain is the one that was before with one row more, the latest first.
        Dictionary<(int Before, Row Row), int> known = [];
        List<(int Before, Row Row)> chains = [];
        Dictionary<(ulong Low, ulong High), int> codes = [];
        foreach (var span in spans)
        {
            if (span.Code.Length is 0 or > LengthMax) throw new ArgumentException($"\"{span.Code}\" is no code of one to sixteen characters.", nameof(spans));
            var key = Key(System.Text.Encoding.Latin1.GetBytes(span.Code));
            var chain = (codes.GetValueOrDefault(key, -1), new Row(First(span.From), Last(span.To), span.IsKnown, IsLast: false));
            if (!known.TryGetValue(chain, out var number))
            {
                known[chain] = number = chains.Count;
                chains.Add(chain);
            }

            codes[key] = number;
        }

        // A chain that ends no code is but the beginning of others.
        List<Row> all = [];
        begins = new int[chains.Count];
        foreach (var number in codes.Values.Distinct())
        {
            begins[number] = all.Count;
            for (var at = number; at >= 0; at = chains[at].Before) all.Add(chains[at].Row with { IsLast = chains[at].Before < 0 });
        }

        rows = [.. all];
        return codes;
    }

    private void Put(ulong entry)
    {
        var at = Slot(entry & Letters);
        while (_slots[at & (_slots.Length - 1)] != 0) at++;
        _slots[at & (_slots.Length - 1)] = entry;
    }

    private int Slot(ulong code) => unchecked((int)((code * 0x9E3779B97F4A7C15UL) >> _shift));

    /// <param name="code">As it stands in the file.</param>
    /// <param name="on">The day; null asks whether the list has ever had it.</param>
    public CodeValidity Of(ReadOnlySpan<byte> code, DateOnly? on) => code.Length is 0 or > LengthMax ? OfNone(on) : OfRow(RowOf(code), on);

    /// <summary>Where the spans of a code of one to sixteen letters stand; -1 when the list has it on no day.</summary>
    internal int RowOf(ReadOnlySpan<byte> code) => Find(Key(code));

    /// <summary>Whether a code that stands there is valid on any day.</summary>
    internal bool IsOfAnyDay(int row) => row >= 0 && _rows[row] is { From: int.MinValue, To: int.MaxValue, IsKnown: true };

    /// <summary>What the list says of a code that stands there.</summary>
    internal CodeValidity OfRow(int row, DateOnly? on)
    {
        if (row < 0) return OfNone(on);
        if (on is not { } date) return CodeValidity.Valid;
        var day = date.DayNumber;
        while (true)
        {
            ref readonly var span = ref _rows[row++];
            if (day >= span.From && day <= span.To) return span.IsKnown ? CodeValidity.Valid : CodeValidity.NotLoaded;
            if (span.IsLast) return OfNone(on);
        }
    }

    /// <summary>The first row of a code; -1 when the list has none.</summary>
    private int Find((ulong Low, ulong High) key)
    {
        unchecked
        {
            // A code of NUL bytes alone packs to what stands where there is none.
            if (key.High == 0 && key.Low - 1 < Letters)
                for (var at = Slot(key.Low); _slots[at & (_slots.Length - 1)] is not 0 and var entry; at++)
                    if ((entry & Letters) == key.Low) return _begins[(int)(entry >> SpansAt)];
            return _others.Count > 0 ? _others.GetValueOrDefault(key, -1) : -1;
        }
    }

    private CodeValidity OfNone(DateOnly? on) => on is { } day && (day.DayNumber < _from || day.DayNumber > _to) ? CodeValidity.NotLoaded : CodeValidity.NotValid;

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

    /// <summary>The list itself; null where none is held, and where it is held in another way.</summary>
    internal CodeTable? Table(CodeKind set) => _makers[(int)set] is null ? (_others as CodeTables)?.Table(set) : Volatile.Read(ref _tables[(int)set]) ?? Made(set);

    private CodeTable? Made(CodeKind set)
    {
        if (_makers[(int)set] is not { } make) return null;
        lock (_gate)
            return _tables[(int)set] ??= make();
    }
}
