using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.CodeSets;

/// <summary>
/// A file of codes as its publisher gives it out: the text itself, or the zip that it comes in. Lines are numbered from 1; texts that are no UTF-8
/// are read as Windows-1252, which some publishers write.
/// </summary>
public sealed class CodeFile
{
    /// <summary>Unpacked; the largest of them (NCCI, NPPES aside) has some 300 MB.</summary>
    private const long BytesMax = 1L << 30;
    private readonly byte[] _text;
    private readonly Encoding _encoding;

    private CodeFile(string name, string sha256, byte[] text) => (Name, Sha256, _text, _encoding) = (name, sha256, text, EncodingOf(text));

    /// <summary>The name of the text file, of that in the zip when it came in one.</summary>
    public string Name { get; }

    /// <summary>Of the file as it came.</summary>
    public string Sha256 { get; }

    /// <param name="name">The file's name without its folder.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="isWanted">Which file of a zip is meant.</param>
    /// <exception cref="BadInputException">No such file is in the zip, or it is broken.</exception>
    public static CodeFile Open(string name, byte[] bytes, Func<string, bool> isWanted)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return bytes is [(byte)'P', (byte)'K', 3, 4, ..] ? Unpacked(name, sha256, bytes, isWanted) : new(name, sha256, bytes);
    }

    private static CodeFile Unpacked(string name, string sha256, byte[] bytes, Func<string, bool> isWanted)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false));
            var wanted = zip.Entries.Where(e => isWanted(e.Name)).ToList();
            if (wanted.Count > 1) throw new BadInputException(name, $"The zip holds several files of this list: {string.Join(", ", wanted.Select(e => e.Name))}.", "Unpack it, and import them one by one.");
            var inside = wanted.FirstOrDefault() ?? throw new BadInputException(name, $"The zip holds {string.Join(", ", zip.Entries.Take(10).Select(e => e.Name))}, and none of these is the file of this list.", "Name the kind that the file is of, or unpack the zip and name the file.");
            using var open = inside.Open();
            return new(inside.Name, sha256, AllOf(open) ?? throw new BadInputException(name, $"{inside.Name} in it has more than {BytesMax / 1_000_000} MB; no list has.", "See that it is the right file."));
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException(name, $"The zip cannot be unpacked: {e.Message}", "Download it again.");
        }
    }

    /// <summary>What a packed file unpacks to, whatever length it claims; null when that is more than any list has.</summary>
    private static byte[]? AllOf(Stream packed)
    {
        var text = new MemoryStream();
        var piece = new byte[64 * 1024];
        for (int read; (read = packed.Read(piece)) > 0;)
        {
            if (text.Length + read > BytesMax) return null;
            text.Write(piece, 0, read);
        }

        return text.ToArray();
    }

    private static Encoding EncodingOf(byte[] text)
    {
        if (System.Text.Unicode.Utf8.IsValid(text)) return Encoding.UTF8;
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(1252);
    }

    public TextReader Text() => new StreamReader(new MemoryStream(_text, writable: false), _encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024);

    /// <summary>The rows of a file in which commas or tabs separate cells; a cell in quotes may hold both, and line breaks.</summary>
    public IEnumerable<CodeRow> Cells(char separator)
    {
        using var text = Text();
        var line = 0;
        while (text.ReadLine() is { } first)
        {
            var begin = ++line;
            var whole = first;
            while (separator == ',' && IsOpen(whole) && whole.Length < CellMax && text.ReadLine() is { } more)
            {
                line++;
                whole += "\n" + more;
            }

            yield return new(this, begin, separator == ',' ? Split(whole) : whole.Split(separator));
        }
    }

    private const int CellMax = 100_000;

    private static bool IsOpen(string text) => text.Contains('"', StringComparison.Ordinal) && text.Count(c => c == '"') % 2 == 1;

    private static string[] Split(string text)
    {
        if (!text.Contains('"', StringComparison.Ordinal)) return text.Split(',');
        List<string> cells = [];
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && isQuoted && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
            else if (text[i] == '"') isQuoted = !isQuoted;
            else if (text[i] == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(text[i]);
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }

    /// <summary>What is wrong at a line of it; 0 is the file as a whole.</summary>
    public BadInputException Refused(int line, string what, string fix) =>
        new(line == 0 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name} line {line}"), what + " Nothing of the file was taken.", fix);
}

/// <summary>A row of a file of codes, with its line.</summary>
public readonly record struct CodeRow(CodeFile File, int Line, string[] Cells)
{
    /// <summary>A cell without blanks around it; "" where the row is shorter.</summary>
    public string this[int column] => column >= 0 && column < Cells.Length ? Cells[column].Trim() : "";

    /// <summary>Digits, with at most one point among them: a rate or an index, which stays a text.</summary>
    public static bool IsNumber(string text) => text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiDigit(c) || c == '.') && text.Count(c => c == '.') <= 1;

    public bool IsBlank => Cells.All(string.IsNullOrWhiteSpace);

    public BadInputException Refused(string what, string fix = "Take the file as published, without a change.") => File.Refused(Line, what, fix);

    /// <summary>A day as yyyymmdd; null where none is written (blank, *, zeros).</summary>
    public DateOnly? Day(int column)
    {
        var text = this[column];
        if (text is "" or "*" or "00000000") return null;
        return CodeDays.TryRead(text, out var day) ? day : throw Refused($"\"{text}\" stands where a day belongs (column {column + 1}).");
    }
}

/// <summary>Days as publishers of codes write them.</summary>
public static class CodeDays
{
    private static readonly string[] Forms = ["yyyyMMdd", "yyyy-MM-dd", "M/d/yyyy", "MM-dd-yyyy"];

    public static bool TryRead(string text, out DateOnly day) => DateOnly.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    public static string Plain(DateOnly? day) => day?.ToString("yyyyMMdd", CultureInfo.InvariantCulture) ?? "";

    public static DateOnly? Read(ReadOnlySpan<char> plain) => plain.IsEmpty ? null : DateOnly.ParseExact(plain, "yyyyMMdd", CultureInfo.InvariantCulture);
}
