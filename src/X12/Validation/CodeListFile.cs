using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CleanClaim.X12.Validation;

/// <summary>What became of a file of codes.</summary>
public abstract record CodeListReading
{
    private CodeListReading() { }

    public sealed record Read(CodeKind Kind, CodeTable Table) : CodeListReading;

    /// <param name="Line">Where, from 1; 0 for the file as a whole.</param>
    /// <param name="Message">What is wrong, and what to do.</param>
    public sealed record Refused(int Line, string Message) : CodeListReading;
}

/// <summary>
/// Reads a list of codes as whoever keeps it publishes it, or as a table. Which list it is, its file's name says by how it begins: icd10cm, icd10pcs, hcpcs (HCPC),
/// cpt, cdt, pos, carc, rarc, taxonomy (nucc_taxonomy), revenue, billtype, statuscategory, status, condition, occurrence, value, drg (msdrg), admissiontype, admissionsource, dischargestatus.
/// A table has a code in the first column, the first day and the last in the next two, or where the names of its columns say; separated by tabs, commas, semicolons or bars.
/// A line "# covers 2026-01-01 2026-12-31" says for which days the list is whole; without it, for all.
/// </summary>
public static partial class CodeListFile
{
    /// <summary>No list has more; a file that does is none.</summary>
    private const int RowsMax = 1_000_000;

    private static readonly (string Beginning, CodeKind Kind)[] Names =
    [
        ("icd10cm", CodeKind.Icd10Cm), ("icd10pcs", CodeKind.Icd10Pcs), ("hcpc", CodeKind.Hcpcs), ("cpt", CodeKind.Cpt), ("cdt", CodeKind.Cdt),
        ("pos", CodeKind.PlaceOfService), ("carc", CodeKind.AdjustmentReason), ("rarc", CodeKind.Remark), ("taxonomy", CodeKind.Taxonomy), ("nucc", CodeKind.Taxonomy),
        ("revenue", CodeKind.Revenue), ("billtype", CodeKind.BillType), ("statuscategory", CodeKind.StatusCategory), ("status", CodeKind.Status),
        ("condition", CodeKind.Condition), ("occurrence", CodeKind.Occurrence), ("value", CodeKind.ValueCode), ("drg", CodeKind.Drg), ("msdrg", CodeKind.Drg),
        ("admissiontype", CodeKind.AdmissionType), ("admissionsource", CodeKind.AdmissionSource), ("dischargestatus", CodeKind.DischargeStatus),
    ];

    /// <param name="name">The file's name without its folder.</param>
    /// <param name="text">Its text.</param>
    public static CodeListReading Read(string name, TextReader text)
    {
        var plain = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        var kind = Names.Where(n => plain.StartsWith(n.Beginning, StringComparison.OrdinalIgnoreCase)).Select(n => (CodeKind?)n.Kind).FirstOrDefault();
        if (kind is not { } list) return new CodeListReading.Refused(0, $"{name} is named as no list is; a name begins with one of {string.Join(", ", Names.Select(n => n.Beginning))}.");
        if (list is CodeKind.Icd10Cm or CodeKind.Icd10Pcs && plain.Contains("order", StringComparison.OrdinalIgnoreCase)) return Ordered(name, list, text);
        return list == CodeKind.Hcpcs && plain.Contains("ANWEB", StringComparison.OrdinalIgnoreCase) ? Anweb(name, text) : Tabled(list, text);
    }

    /// <summary>The order file of CMS: code in columns 7 to 13, 1 in column 15 when it may be billed; of one fiscal year, 1 October to 30 September.</summary>
    private static CodeListReading Ordered(string name, CodeKind list, TextReader text)
    {
        if (YearIn(name) is not { } year) return NoYear(name);
        DateOnly from = new(year - 1, 10, 1), to = new(year, 9, 30);
        return Fixed(list, text, least: 15, from, to, line => line[14] == '1' ? new CodeTable.Span(line[6..13].Trim(), from, to) : null);
    }

    /// <summary>
    /// The contractor file of CMS (HCPC…ANWEB): code in columns 1 to 5, record 3 the first of a code, added in columns 269 to 276, ended in 285 to 292.
    /// It has what was in force in its year; of other years only what it has is known.
    /// </summary>
    private static CodeListReading Anweb(string name, TextReader text)
    {
        if (YearIn(name) is not { } year) return NoYear(name);
        return Fixed(CodeKind.Hcpcs, text, least: 276, from: new(year, 1, 1), to: new(year, 12, 31), line =>
            line[10] == '3' ? new CodeTable.Span(line[..5].Trim(), Day(line[268..276].Trim()), line.Length >= 292 ? Day(line[284..292].Trim()) : null) : null);
    }

    private static CodeListReading Fixed(CodeKind list, TextReader text, int least, DateOnly from, DateOnly to, Func<string, CodeTable.Span?> spanOf)
    {
        List<CodeTable.Span> spans = [];
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            if (line.Length < least && line.AsSpan().Trim().Length > 0) return new CodeListReading.Refused(number, $"The line has {line.Length} characters; the published file has {least} at least. Unpack the zip, and name the text file.");
            if (line.Length < least || spanOf(line) is not { } span) continue;
            if (span.Code.Length is 0 or > 16 || number > RowsMax) return new CodeListReading.Refused(number, "No code stands where the published file has it.");
            spans.Add(span);
        }

        return spans.Count == 0 ? new CodeListReading.Refused(0, "The file has no code.") : new CodeListReading.Read(list, new(spans, from, to));
    }

    private static CodeListReading Tabled(CodeKind list, TextReader text)
    {
        List<CodeTable.Span> spans = [];
        (int Code, int From, int To)? columns = null;
        (DateOnly? From, DateOnly? To) covers = default;
        var rows = new DelimitedRows(text);
        while (rows.Next() is { } row)
        {
            if (row[0].StartsWith(Covers, StringComparison.Ordinal)) covers = DaysIn(row[0][Covers.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            if (row is [""] || row[0].StartsWith('#')) continue;
            if (columns is null)
            {
                columns = ColumnsIn(row);
                if (columns is not null) continue;
                columns = (0, 1, 2);
            }

            var (code, from, to) = columns.Value;
            string Cell(int column) => column >= 0 && column < row.Count ? row[column].Trim() : "";
            if (Cell(code).Length is 0 or > 16 || spans.Count > RowsMax) return new CodeListReading.Refused(rows.Line, $"\"{Cell(code)}\" is no code of one to sixteen characters.");
            if (Cell(from).Length > 0 && Day(Cell(from)) is null) return new CodeListReading.Refused(rows.Line, $"\"{Cell(from)}\" is no day; write 2026-01-31, or name the columns in the first row: code, from, to.");
            if (Cell(to).Length > 0 && Day(Cell(to)) is null) return new CodeListReading.Refused(rows.Line, $"\"{Cell(to)}\" is no day; write 2026-01-31, or name the columns in the first row: code, from, to.");
            spans.Add(new(Cell(code), Day(Cell(from)), Day(Cell(to))));
        }

        return spans.Count == 0 ? new CodeListReading.Refused(0, "The file has no code.") : new CodeListReading.Read(list, new(spans, covers.From, covers.To));
    }

    private const string Covers = "# covers ";

    private static (DateOnly? From, DateOnly? To) DaysIn(string[] words) => (words.Length > 0 ? Day(words[0]) : null, words.Length > 1 ? Day(words[1]) : null);

    /// <summary>The columns that a first row names; null when it is one of codes.</summary>
    private static (int Code, int From, int To)? ColumnsIn(IReadOnlyList<string> row)
    {
        int Named(params string[] names) => row.ToList().FindIndex(cell => names.Any(n => cell.Contains(n, StringComparison.OrdinalIgnoreCase)));
        var code = Named("code");
        return code < 0 ? null : (code, Named("from", "start", "effective", "added"), Named("stop", "until", "deactivat", "terminat", "end date", "through") is >= 0 and var to ? to : row.ToList().FindIndex(c => c.Trim() is "to" or "end" or "To" or "End"));
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyyMMdd", "M/d/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static int? YearIn(string name) => Year().Match(name) is { Success: true } year ? int.Parse(year.Value, CultureInfo.InvariantCulture) : null;

    private static CodeListReading NoYear(string name) => new CodeListReading.Refused(0, $"{name} does not say its year; keep the name under which it is published.");

    [GeneratedRegex("20[0-9][0-9]")]
    private static partial Regex Year();
}

/// <summary>Rows of a delimited text; a cell in quotes may hold separators and line breaks.</summary>
internal sealed class DelimitedRows(TextReader text)
{
    private const int CellMax = 100_000;
    private char? _separator;

    /// <summary>The line at which the row under way ended.</summary>
    public int Line { get; private set; }

    public IReadOnlyList<string>? Next()
    {
        if (text.ReadLine() is not { } line) return null;
        Line++;
        if (line.StartsWith('#')) return [line];
        _separator ??= line.Contains('\t', StringComparison.Ordinal) ? '\t' : line.Contains('|', StringComparison.Ordinal) ? '|' : line.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        List<string> cells = [];
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; ; i++)
        {
            if (i >= line.Length)
            {
                if (!isQuoted || cell.Length > CellMax || text.ReadLine() is not { } more) break;
                Line++;
                (line, i) = (more, -1);
                cell.Append(' ');
            }
            else if (line[i] == '"' && (isQuoted || cell.Length == 0)) isQuoted = !isQuoted;
            else if (line[i] == _separator && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(line[i]);
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
