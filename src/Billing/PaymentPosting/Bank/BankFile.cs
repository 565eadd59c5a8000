using System.Globalization;
using System.Text;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A bank's CSV: the first row names the columns; date, amount and description are found by their usual names, trace when there is one. Money out is below zero. Dates are YYYY-MM-DD or M/D/YYYY.
/// </summary>
public static class BankFile
{
    public const int LinesMax = 100_000;
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "M/d/yyyy", "MM/dd/yyyy", "yyyyMMdd"];

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
