using System.Collections.Frozen;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CleanClaim.X12.Validation;

namespace CleanClaim.Billing.CodeSets;

/// <summary>What a code set knows of a code on a day.</summary>
public enum CodeStanding
{
    Valid,
    NotValid,
    /// <summary>No loaded version covers the day, or the loaded neighbours disagree: say "not evaluated", never guess.</summary>
    NotLoaded,
}

/// <summary>
/// ICD-10-CM (CMS/NCHS, public domain), from the file that ships in data/. A code is billable by fiscal year: year N runs from 1 October N-1
/// to 30 September N. Read once on first use; look-ups are by date of service.
/// </summary>
public sealed class Icd10Cm
{
    private static readonly Lazy<Icd10Cm> Shipped = new(Load);
    private readonly FrozenDictionary<string, (byte Years, string Title)> _codes;
    private readonly int[] _years;

    private Icd10Cm(int[] years, FrozenDictionary<string, (byte, string)> codes) => (_years, _codes) = (years, codes);

    public static Icd10Cm Current => Shipped.Value;

    /// <summary>The fiscal years that are loaded, ascending.</summary>
    public IReadOnlyList<int> Years => _years;
    public int Count => _codes.Count;

    /// <summary>FY2027 for 1 October 2026.</summary>
    public static int FiscalYear(DateOnly day) => day.Month >= 10 ? day.Year + 1 : day.Year;

    /// <param name="code">With or without dot, any case.</param>
    public CodeStanding On(string code, DateOnly day) => Standing(_codes.TryGetValue(Plain(code), out var entry) ? entry.Years : (byte)0, FiscalYear(day));

    private CodeStanding Standing(byte known, int year)
    {
        bool In(int index) => (known & (1 << index)) != 0;
        var exact = Array.IndexOf(_years, year);
        if (exact >= 0) return In(exact) ? CodeStanding.Valid : CodeStanding.NotValid;
        // A year between two loaded ones is known only where both agree; one outside is not known at all.
        var after = Array.FindIndex(_years, y => y > year);
        if (after <= 0) return CodeStanding.NotLoaded;
        return (In(after - 1), In(after)) switch { (true, true) => CodeStanding.Valid, (false, false) => CodeStanding.NotValid, _ => CodeStanding.NotLoaded };
    }

    /// <summary>Every code with the days on which it is billable, and the days of which that cannot be said.</summary>
    public CodeTable ToTable()
    {
        var (first, last) = (_years[0], _years[^1]);
        List<CodeTable.Span> spans = [];
        // Few sets of years are shared by all codes.
        var ofYears = _codes.Values.Select(c => c.Years).Distinct().ToDictionary(years => years, years => SpansOf(years, first, last));
        foreach (var (code, entry) in _codes)
            foreach (var span in ofYears[entry.Years]) spans.Add(span with { Code = code });
        return new(spans, BeginOf(first), BeginOf(last + 1).AddDays(-1));
    }

    private List<CodeTable.Span> SpansOf(byte years, int first, int last)
    {
        List<CodeTable.Span> spans = [];
        for (var year = first; year <= last; year++)
        {
            var standing = Standing(years, year);
            if (standing != CodeStanding.NotValid) spans.Add(new("-", BeginOf(year), BeginOf(year + 1).AddDays(-1), standing == CodeStanding.Valid));
        }

        return spans;
    }

    private static DateOnly BeginOf(int fiscalYear) => new(fiscalYear - 1, 10, 1);

    /// <summary>The title, "" where only the code is known, null when no loaded year has the code.</summary>
    public string? Title(string code) => _codes.TryGetValue(Plain(code), out var entry) ? entry.Title : null;

    /// <summary>Every code that is billable on a day, or may be, with its title; those of which only the code is known are left out.</summary>
    public IEnumerable<(string Code, string Title)> Titled(DateOnly day) =>
        _codes.Where(c => c.Value.Title.Length > 0 && Standing(c.Value.Years, FiscalYear(day)) != CodeStanding.NotValid).Select(c => (c.Key, c.Value.Title));

    /// <summary>Valid codes below a header that is too short to bill: M545 -> M5450, M5451, M5459.</summary>
    public IReadOnlyList<string> Below(string code, DateOnly day) =>
        [.. _codes.Keys.Where(c => c.StartsWith(Plain(code), StringComparison.Ordinal) && c.Length > Plain(code).Length && On(c, day) != CodeStanding.NotValid).Order(StringComparer.Ordinal).Take(20)];

    /// <summary>As people write it: M54.50.</summary>
    public static string Dotted(string code) => Plain(code) is { Length: > 3 } plain ? $"{plain[..3]}.{plain[3..]}" : code;

    public static string Plain(string code) => code.Replace(".", "", StringComparison.Ordinal).Trim().ToUpperInvariant();

    private static Icd10Cm Load()
    {
        using var raw = typeof(Icd10Cm).Assembly.GetManifestResourceStream("icd10cm.tsv.gz")!;
        using var reader = new StreamReader(new GZipStream(raw, CompressionMode.Decompress), Encoding.UTF8);
        var rows = new List<(string Code, string Years, string Title)>(80_000);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split('\t');
            rows.Add((parts[0], parts[1], parts[2]));
        }
        var years = rows.Select(r => r.Years).Distinct(StringComparer.Ordinal).SelectMany(y => y.Split(',')).Distinct(StringComparer.Ordinal)
            .Select(y => int.Parse(y, CultureInfo.InvariantCulture)).Order().ToArray();
        var masks = rows.Select(r => r.Years).Distinct(StringComparer.Ordinal)
            .ToDictionary(y => y, y => (byte)y.Split(',').Sum(one => 1 << Array.IndexOf(years, int.Parse(one, CultureInfo.InvariantCulture))), StringComparer.Ordinal);
        return new Icd10Cm(years, rows.ToFrozenDictionary(r => r.Code, r => (masks[r.Years], r.Title), StringComparer.Ordinal));
    }
}
