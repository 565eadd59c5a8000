using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace CleanClaim.Billing.Pdf;

/// <summary>
/// A PDF 1.7 document (ISO 32000-1) of text, lines and boxes in the standard fonts. The same pages give the same bytes: no
/// clock, no chance. Characters outside WinAnsi are drawn as `?` and listed in <see cref="Lost"/>, so that the caller decides.
/// </summary>
public sealed class PdfDocument(string title, string language = "en-US")
{
    private readonly List<PdfPage> _pages = [];
    private readonly List<LostCharacter> _lost = [];

    public IReadOnlyList<PdfPage> Pages => _pages;

    public IReadOnlyList<LostCharacter> Lost => _lost;

    /// <summary>A further page of US Letter, 8.5 by 11 inches.</summary>
    public PdfPage AddLetterPage() => AddPage(612.Pt, 792.Pt);

    public PdfPage AddPage(Length width, Length height)
    {
        var page = new PdfPage(_pages.Count + 1, width, height, _lost.Add);
        _pages.Add(page);
        return page;
    }

    public byte[] ToBytes()
    {
        if (_pages.Count == 0)
            throw new InvalidOperationException("A PDF document has at least one page.");
        var file = new PdfObjects();
        var (catalog, pages, info) = (file.Reserve(), file.Reserve(), file.Reserve());
        var fonts = StandardFont.All.Select(font => $"/{font.Resource} {file.Add(
            $"<</Type /Font /Subtype /Type1 /BaseFont /{font.Name} /Encoding /WinAnsiEncoding>>")} 0 R").ToList();
        var pageNumbers = _pages.ConvertAll(_ => file.Reserve());
        var structure = AddStructure(file, pageNumbers);
        for (var i = 0; i < _pages.Count; i++)
            AddPage(file, pageNumbers[i], pages, string.Join(' ', fonts), i);

        file.Fill(pages, $"<</Type /Pages /Count {Text(_pages.Count)} /Kids [{References(pageNumbers)}]>>");
        file.Fill(info, $"<</Title {TextString(title)} /Producer (CleanClaim)>>");
        file.Fill(catalog, $"<</Type /Catalog /Pages {pages} 0 R /Lang {TextString(language)} /MarkInfo <</Marked true>> "
            + $"/ViewerPreferences <</DisplayDocTitle true>> /StructTreeRoot {structure} 0 R>>");
        return file.ToBytes(catalog, info);
    }

    private void AddPage(PdfObjects file, int number, int pages, string fonts, int index)
    {
        var page = _pages[index];
        var content = file.AddStream(page.Content);
        file.Fill(number, $"<</Type /Page /Parent {pages} 0 R /MediaBox [0 0 {page.Width} {page.Height}] "
            + $"/Resources <</Font <<{fonts}>>>> /Contents {content} 0 R /StructParents {Text(index)} /Tabs /S>>");
    }

    // The logical structure (ISO 32000-1, 14.7): one document element whose children are the texts in reading order, and a
    // parent tree that leads from each page's marks back to them.
    private int AddStructure(PdfObjects file, List<int> pageNumbers)
    {
        var (root, document) = (file.Reserve(), file.Reserve());
        var children = new List<int>();
        var parents = new List<string>();
        foreach (var (page, number) in _pages.Zip(pageNumbers))
        {
            var ofPage = page.Roles.Select((role, mark) => file.Add(
                $"<</Type /StructElem /S /{role} /P {document} 0 R /Pg {number} 0 R /K {Text(mark)}>>")).ToList();
            parents.Add($"{Text(page.Number - 1)} [{References(ofPage)}]");
            children.AddRange(ofPage);
        }

        file.Fill(document, $"<</Type /StructElem /S /Document /P {root} 0 R /K [{References(children)}]>>");
        file.Fill(root, $"<</Type /StructTreeRoot /K [{document} 0 R] /ParentTree <</Nums [{string.Join(' ', parents)}]>>>>");
        return root;
    }

    private static string References(IEnumerable<int> numbers) => string.Join(' ', numbers.Select(n => $"{Text(n)} 0 R"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // A text string outside page contents may hold any character: UTF-16, big end first, as hexadecimal.
    private static string TextString(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";
}

/// <summary>The numbered objects of a PDF file, its cross-reference table and trailer (ISO 32000-1, 7.5).</summary>
internal sealed class PdfObjects
{
    private readonly List<byte[]?> _bodies = [];

    public int Reserve()
    {
        _bodies.Add(null);
        return _bodies.Count;
    }

    public int Add(string body)
    {
        var number = Reserve();
        Fill(number, body);
        return number;
    }

    public void Fill(int number, string body) => _bodies[number - 1] = Encoding.Latin1.GetBytes(body);

    public int AddStream(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(content);
        var head = string.Create(CultureInfo.InvariantCulture, $"<</Length {packed.Length} /Filter /FlateDecode>>\nstream\n");
        _bodies.Add([.. Encoding.Latin1.GetBytes(head), .. packed.ToArray(), .. "\nendstream"u8]);
        return _bodies.Count;
    }

    public byte[] ToBytes(int catalog, int info)
    {
        using var file = new MemoryStream();
        // Bytes above 127 in the second line tell transfer programs that the file is not text.
        file.Write([.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
        var table = new StringBuilder("0000000000 65535 f \n");
        for (var number = 1; number <= _bodies.Count; number++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{file.Length:0000000000} 00000 n \n");
            var body = _bodies[number - 1] ?? throw new InvalidOperationException($"Object {number} was reserved and never filled.");
            Write(file, $"{number} 0 obj\n");
            file.Write(body);
            file.Write("\nendobj\n"u8);
        }

        var place = file.Length;
        // The identifier is the content's own, so that equal documents are equal files.
        var id = Convert.ToHexString(SHA256.HashData(file.ToArray()).AsSpan(0, 16));
        var size = _bodies.Count + 1;
        Write(file, $"xref\n0 {size}\n{table}trailer\n");
        Write(file, $"<</Size {size} /Root {catalog} 0 R /Info {info} 0 R /ID [<{id}> <{id}>]>>\nstartxref\n{place}\n%%EOF\n");
        return file.ToArray();
    }

    private static void Write(MemoryStream file, FormattableString text) =>
        file.Write(Encoding.Latin1.GetBytes(text.ToString(CultureInfo.InvariantCulture)));
}
