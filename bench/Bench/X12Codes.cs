using System.Globalization;
using CleanClaim.X12.Validation;

namespace CleanClaim.Bench;

/// <summary>
/// The code sets that level 5 is measured with, and the codes of them that the samples hold: those of <c>../shared/corpus/codes</c>, in which the
/// diagnoses of three fiscal years stand side by side; where they are not there, invented ones, as many and with as many spans of days.
/// </summary>
internal sealed class X12Codes
{
    private const int Skew = 6;
    private static readonly Lazy<X12Codes> Loaded = new(() => Folder() is { } folder ? new(folder) : new());
    private readonly List<(CodeKind Kind, CodeTable Table)> _tables = [];
    private readonly string _source;

    private X12Codes(string folder)
    {
        _source = "the sets of ../shared/corpus/codes";
        IEnumerable<string[]> Rows(string path) => File.ReadLines(Path.Combine(folder, path)).Select(Cells);
        IEnumerable<CodeTable.Span> Year(int year, IEnumerable<string> codes) => codes.Select(code => new CodeTable.Span(code, new(year - 1, 10, 1), new(year, 9, 30)));
        IEnumerable<string> Billable(int year) => File.ReadLines(Path.Combine(folder, $"icd10cm/icd10cm_order_{year}.txt")).Where(line => line[14] == '1').Select(line => line[6..13].Trim());
        IEnumerable<CodeTable.Span> Remittance(string type) => Rows("remit/carc_rarc_group_2024.csv").Where(row => row.Length == 8 && row[1] == type).Select(row => new CodeTable.Span(row[0], Day(row[5]), Day(row[7])));
        var diagnoses = File.ReadAllLines(Path.Combine(folder, "icd10cm/icd10cm_codes_fy2026.txt"));
        Hold(CodeKind.Icd10Cm, [.. Year(2022, Billable(2022)), .. Year(2024, Billable(2024)), .. Year(2026, diagnoses)]);
        var level2 = File.ReadAllLines(Path.Combine(folder, "hcpcs/hcpcs_level2_codes_2026q3.txt"));
        Hold(CodeKind.Hcpcs, [.. level2.Select(code => new CodeTable.Span(code, new(2026, 1, 1)))]);
        var numbers = Rows("mpfs/PPRRVU2025_Oct.redacted.csv").Select(row => row[0]).Where(code => code.Length == 5 && char.IsAsciiDigit(code[0])).Distinct().ToList();
        Hold(CodeKind.Cpt, [.. numbers.Select(code => new CodeTable.Span(code))]);
        Hold(CodeKind.PlaceOfService, [.. Rows("pos/pos_codes.csv").Skip(1).Where(row => row[0].Length == 2).Select(row => new CodeTable.Span(row[0]))]);
        Hold(CodeKind.Taxonomy, [.. Rows("taxonomy/medicare_specialty_taxonomy_crosswalk_2025oct.csv").Where(row => row.Length > 2 && row[2].Trim().Length == 10).Select(row => row[2].Trim()).Distinct().Select(code => new CodeTable.Span(code))]);
        Hold(CodeKind.Revenue, [.. Rows("ub04/revenue_codes.csv").Skip(1).Where(row => row[0].Length == 4).Select(row => new CodeTable.Span(row[0]))]);
        Hold(CodeKind.BillType, [.. Rows("ub04/type_of_bill.csv").Skip(1).Where(row => row[0].Length == 3).Select(row => new CodeTable.Span(row[0]))]);
        CodeTable.Span[] reasons = [.. Remittance("CARC")], remarks = [.. Remittance("RARC")];
        Hold(CodeKind.AdjustmentReason, reasons);
        Hold(CodeKind.Remark, remarks);
        (Diagnoses, Procedures) = (Mixed(diagnoses), Mixed([.. numbers.Where(code => code[4] is not 'F'), .. level2.Where(code => code[0] != 'D')]));
        (Reasons, Remarks) = (Mixed([.. InForce(reasons)]), Mixed([.. InForce(remarks)]));
    }

    private X12Codes()
    {
        _source = "INVENTED sets of like size, for ../shared/corpus/codes is not there";
        string[] Series(int count, Func<int, string> code) => [.. Enumerable.Range(0, count).Select(code)];
        string Number(int number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
        var diagnoses = Series(74_719, i => $"{(char)('A' + i % 20)}{Number(i / 20, "0000")}");
        var numbers = Series(9_000, i => Number(10_000 + i * 9, "00000"));
        var level2 = Series(8_725, i => $"{"ABEGHJKLMPQRSTV"[i % 15]}{Number(i / 15, "0000")}");
        Hold(CodeKind.Icd10Cm, [.. new[] { 2022, 2024, 2026 }.SelectMany(year => diagnoses.Where((_, i) => i % 100 != year % 100).Concat(year == 2026 ? diagnoses.Where((_, i) => i % 100 == 26) : []).Select(code => new CodeTable.Span(code, new(year - 1, 10, 1), new(year, 9, 30))))]);
        Hold(CodeKind.Hcpcs, [.. level2.Select(code => new CodeTable.Span(code, new(2026, 1, 1)))]);
        Hold(CodeKind.Cpt, [.. numbers.Select(code => new CodeTable.Span(code))]);
        Hold(CodeKind.PlaceOfService, [.. Series(99, i => Number(i + 1, "00")).Select(code => new CodeTable.Span(code))]);
        Hold(CodeKind.Taxonomy, [new("208D00000X")]);
        string[] reasons = Series(300, i => Number(i + 1, "0")), remarks = Series(1_000, i => "N" + Number(i + 1, "0"));
        Hold(CodeKind.AdjustmentReason, [.. reasons.Select(code => new CodeTable.Span(code))]);
        Hold(CodeKind.Remark, [.. remarks.Select(code => new CodeTable.Span(code))]);
        (Diagnoses, Procedures, Reasons, Remarks) = (Mixed(diagnoses), Mixed([.. numbers, .. level2]), Mixed(reasons), Mixed(remarks));
    }

    public static X12Codes All => Loaded.Value;

    /// <summary>Codes in force in January 2026, in an order drawn once.</summary>
    public string[] Diagnoses { get; }
    public string[] Procedures { get; }
    public string[] Reasons { get; }
    public string[] Remarks { get; }

    public string Description => string.Create(CultureInfo.InvariantCulture,
        $"level 5 with {_source}: {_tables.Sum(t => t.Table.Count):N0} codes of {_tables.Count} lists ({_tables[0].Table.Count:N0} diagnoses of three years, {_tables[1].Table.Count:N0} HCPCS, {_tables[2].Table.Count:N0} CPT), {_tables.Sum(t => t.Table.Bytes) / 1048576.0:0.0} MiB");

    /// <summary>The sets, to hold a file against.</summary>
    public ICodeSets Sets => _tables.Aggregate(new CodeTables(), (sets, held) => sets.With(held.Kind, () => held.Table));

    /// <summary>One of many codes: a hundredth of them is drawn half of the time, as some are in life, and all the others now and then.</summary>
    public static string One(string[] codes, Random random) => codes[(int)(codes.Length * Math.Pow(random.NextDouble(), Skew))];

    private void Hold(CodeKind kind, CodeTable.Span[] spans) => _tables.Add((kind, new(spans)));

    private static IEnumerable<string> InForce(CodeTable.Span[] spans) => spans.Where(span => span.From is not { Year: > 2025 } && span.To is null).Select(span => span.Code);

    private static string[] Mixed(string[] codes)
    {
        var mixed = codes.ToArray();
        new Random(1).Shuffle(mixed);
        return mixed;
    }

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string[] Cells(string line)
    {
        List<string> cells = [];
        var (from, isQuoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"') isQuoted = !isQuoted;
            if (i < line.Length && (isQuoted || line[i] != ',')) continue;
            cells.Add(line[from..i].Trim('"'));
            from = i + 1;
        }

        return [.. cells];
    }

    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "corpus", "codes") is var path && Directory.Exists(path)) return path;
        return Environment.GetEnvironmentVariable("CLEANCLAIM_SHARED") is { Length: > 0 } named && Directory.Exists(Path.Combine(named, "corpus", "codes")) ? Path.Combine(named, "corpus", "codes") : null;
    }
}
