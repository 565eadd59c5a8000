namespace CleanClaim.Billing.CodeSets;

/// <summary>One edit of a pair of codes: of the two billed together, column 2 is not paid.</summary>
/// <param name="Column1">The code that is paid.</param>
/// <param name="Column2">The code that is part of it.</param>
/// <param name="Indicator">1: a modifier that says that the services were apart lifts it; 0: none does.</param>
/// <param name="From">The first day of service it is for.</param>
/// <param name="To">The last; null while it is in force.</param>
public readonly record struct PtpEdit(string Column1, string Column2, char Indicator, DateOnly From, DateOnly? To);

/// <summary>
/// The procedure-to-procedure edits of NCCI in four bytes a pair: column 1 leads to its slice, in which column 2 is searched; the days and the indicator, of
/// which few differ, stand in a list of their own. Two and a half million pairs take ten megabytes.
/// </summary>
public sealed class PtpTable
{
    public const string Practitioner = "practitioner", Hospital = "hospital";

    private readonly Dictionary<int, int> _places = [];
    private readonly List<int> _starts = [];
    private readonly List<string> _codes = [];
    private readonly ushort[] _seconds, _terms;
    private readonly List<Term> _known = [];
    private readonly int[] _firsts;

    private readonly record struct Term(DateOnly From, DateOnly? To, char Indicator);

    /// <param name="rows">Column 1, column 2, first day, last day, indicator, separated by tabs and sorted.</param>
    public PtpTable(IEnumerable<string> rows)
    {
        List<ushort> seconds = [], terms = [];
        List<int> firsts = [];
        Dictionary<string, ushort> known = new(StringComparer.Ordinal);
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var row in rows)
        {
            var first = Place(row.AsSpan(0, 5));
            if (firsts.Count == 0 || firsts[^1] != first)
            {
                firsts.Add(first);
                _starts.Add(seconds.Count);
            }

            seconds.Add((ushort)Place(row.AsSpan(6, 5)));
            var term = row.AsSpan(12);
            if (!lookup.TryGetValue(term, out var number))
            {
                number = checked((ushort)_known.Count);
                lookup[term] = number;
                var to = term[9..].IndexOf('\t');
                _known.Add(new(CodeDays.Read(term[..8])!.Value, CodeDays.Read(term.Slice(9, to)), term[^1]));
            }

            terms.Add(number);
        }

        _starts.Add(seconds.Count);
        (_seconds, _terms, _firsts) = ([.. seconds], [.. terms], SliceByCode(firsts));
    }

    public int Count => _seconds.Length;

    /// <summary>The edit in force on a day of service with this code in column 1; null when there is none.</summary>
    public PtpEdit? Find(string column1, string column2, DateOnly on)
    {
        if (!_places.TryGetValue(Packed(column1), out var first) || !_places.TryGetValue(Packed(column2), out var second) || _firsts[first] < 0) return null;
        var (from, to) = (_starts[_firsts[first]], _starts[_firsts[first] + 1]);
        for (var at = from; at < to; at++)
        {
            // Sixteen at a time where the processor can.
            var next = _seconds.AsSpan(at, to - at).IndexOf((ushort)second);
            if (next < 0) return null;
            at += next;
            var term = _known[_terms[at]];
            if (term.Indicator != '9' && term.From <= on && (term.To is not { } last || on <= last)) return new(_codes[first], _codes[second], term.Indicator, term.From, term.To);
        }

        return null;
    }

    /// <summary>The edit between two codes, whichever of them stands in column 1.</summary>
    public PtpEdit? Between(string one, string other, DateOnly on) => Find(one, other, on) ?? Find(other, one, on);

    private int Place(ReadOnlySpan<char> code)
    {
        var packed = Packed(code);
        if (_places.TryGetValue(packed, out var place)) return place;
        place = _codes.Count;
        if (place > ushort.MaxValue) throw new InvalidDataException("More codes than there are.");
        _codes.Add(code.ToString());
        _places.Add(packed, place);
        return place;
    }

    /// <summary>Five letters and digits as one number; -1 for anything else.</summary>
    private static int Packed(ReadOnlySpan<char> code)
    {
        if (code.Length != 5) return -1;
        var packed = 0;
        foreach (var letter in code)
        {
            var digit = letter is >= '0' and <= '9' ? letter - '0' : letter is >= 'A' and <= 'Z' ? letter - 'A' + 10 : -1;
            if (digit < 0) return -1;
            packed = (packed * 36) + digit;
        }

        return packed;
    }

    private int[] SliceByCode(List<int> firsts)
    {
        var slices = new int[_codes.Count];
        Array.Fill(slices, -1);
        for (var i = 0; i < firsts.Count; i++) slices[firsts[i]] = i;
        return slices;
    }
}
