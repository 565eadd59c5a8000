using System.Globalization;
using System.Text;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A bank's file: OFX (<see cref="OfxFile"/>) or CSV. Of a CSV the first row names the columns; date, amount and description are found by their usual names, trace when there is one. Money out is below zero. Dates are YYYY-MM-DD or M/D/YYYY.
/// </summary>
public static class BankFile
{
    public const int LinesMax = 100_000;
    public const int BytesMax = 32 * 1024 * 1024;
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "M/d/yyyy", "MM/dd/yyyy", "yyyyMMdd"];

    /// <summary>
    /// The lines of a file as it came. Its text is UTF-8 or UTF-16 as its first bytes say, else UTF-8, and Windows-1252 (what OFX 1.x calls CHARSET:1252) where it is no UTF-8.
    /// </summary>
    /// <exception cref="BadInputException">It is too long, no text, or cannot be read; nothing of it is taken.</exception>
    public static IReadOnlyList<BankLine> Of(byte[] bytes)
    {
        if (bytes.Length > BytesMax) throw new BadInputException("file", $"The file has {bytes.Length:N0} bytes; at most {BytesMax:N0} are taken.", "Export fewer days at a time.");
        var text = Text(bytes);
        if (text.Contains('\0', StringComparison.Ordinal)) throw new BadInputException("file", "The file is no text.", "Export it from the bank as CSV or OFX.");
        return OfxFile.Is(text) ? OfxFile.Read(text) : Read(text);
    }

    private static string Text(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return (bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes, 2, bytes.Length - 2);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
        }
    }

    /// <summary>The lines of a CSV.</summary>
    /// <exception cref="BadInputException">A needed column is missing, or a row cannot be read; every fault with its line.</exception>
    public static IReadOnlyList<BankLine> Read(string text)
    {
        var rows = text.ReplaceLineEndings("\n").Split('\n');
        if (rows.Length > LinesMax) throw new BadInputException("file", $"The file has {rows.Length:N0} lines; at most {LinesMax:N0} are taken.", "Split it.");
        var header = Cells(rows[0]).ConvertAll(c => c.Trim().ToLowerInvariant());
        int Column(params string[] names) => header.FindIndex(h => names.Contains(h, StringComparer.Ordinal));
        var (date, amount, description, trace) = (Column("date", "posted", "posting date", "posted date"), Column("amount", "credit"), Column("description", "memo", "details", "name"), Column("trace", "trn", "trace number", "tracenumber", "reference"));
        if (date < 0 || amount < 0) throw new BadInputException("line 1", "The first line names no column \"date\" or no column \"amount\".", "Export with a header line: date,amount,description,trace.");
        var (lines, faults) = (new List<BankLine>(), new List<Fault>());
        for (var i = 1; i < rows.Length; i++)
        {
            if (rows[i].Trim().Length == 0) continue;
            var cells = Cells(rows[i]);
            string? Cell(int at) => at >= 0 && at < cells.Count && cells[at].Trim().Length > 0 ? cells[at].Trim() : null;
            var money = Money.TryParse(Cell(amount));
            if (!DateOnly.TryParseExact(Cell(date), DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) faults.Add(new Fault($"line {i + 1} date", $"\"{Cell(date)}\" is no date.", "Write YYYY-MM-DD."));
            else if (money is null) faults.Add(new Fault($"line {i + 1} amount", $"\"{Cell(amount)}\" is no amount.", "Write 1234.56."));
            else if (!money.Value.IsZero) lines.Add(new BankLine(i + 1, day, money.Value, Cell(description) ?? "", Cell(trace)));
        }
        return faults.Count > 0 ? throw new BadInputException(faults) : lines;
    }

    /// <summary>Cells of one row; quotes as in RFC 4180.</summary>
    private static List<string> Cells(string row)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] == '"' && quoted && i + 1 < row.Length && row[i + 1] == '"') cell.Append(row[i++]);
            else if (row[i] == '"') quoted = !quoted;
            else if (row[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(row[i]);
        }
        cells.Add(cell.ToString());
        return cells;
    }
}
