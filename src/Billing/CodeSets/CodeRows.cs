using System.IO.Compression;
using System.Text;

namespace CleanClaim.Billing.CodeSets;

/// <summary>
/// The rows of a release in our own form: cells separated by tabs, rows by line feeds, in the order of their keys, so that two releases are compared by
/// walking along both, and the same codes give the same bytes whoever wrote the file.
/// </summary>
public sealed class CodeRows
{
    private readonly List<string> _rows = [];
    private bool _isSorted = true;

    public int Count => _rows.Count;

    public void Add(params ReadOnlySpan<string> cells)
    {
        var row = string.Join('\t', cells.ToArray().Select(Clean));
        if (_rows.Count > 0 && string.CompareOrdinal(_rows[^1], row) > 0) _isSorted = false;
        _rows.Add(row);
    }

    /// <summary>A row whose cells hold neither tabs nor line breaks.</summary>
    public void AddClean(string row)
    {
        if (_rows.Count > 0 && string.CompareOrdinal(_rows[^1], row) > 0) _isSorted = false;
        _rows.Add(row);
    }

    private static string Clean(string cell) => cell.AsSpan().IndexOfAny('\t', '\n', '\r') < 0 ? cell : cell.Replace('\t', ' ').Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' ');

    public IReadOnlyList<string> Sorted()
    {
        if (!_isSorted) _rows.Sort(string.CompareOrdinal);
        _isSorted = true;
        return _rows;
    }

    /// <summary>The rows compressed, in pieces of at most so many bytes.</summary>
    public IReadOnlyList<byte[]> Pack(int pieceBytes = 256 * 1024)
    {
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var text = new StreamWriter(brotli, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024))
            foreach (var row in Sorted())
            {
                text.Write(row);
                text.Write('\n');
            }

        return [.. packed.ToArray().Chunk(pieceBytes)];
    }

    /// <summary>Reads packed pieces row by row.</summary>
    public static IEnumerable<string> Unpack(IEnumerable<byte[]> pieces)
    {
        using var text = new StreamReader(new BrotliStream(new MemoryStream([.. pieces.SelectMany(p => p)], writable: false), CompressionMode.Decompress), Encoding.UTF8, false, 64 * 1024);
        while (text.ReadLine() is { } row) yield return row;
    }
}
