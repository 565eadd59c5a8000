using System.Globalization;
using System.Text;

namespace CleanClaim.Billing.Pdf;

/// <summary>
/// One page, drawn from the top left corner: x grows to the right, y grows downwards. Text is tagged in the order it is
/// drawn, which is the order a screen reader reads it in; lines and boxes are decoration.
/// </summary>
public sealed class PdfPage
{
    private readonly StringBuilder _content = new();
    private readonly List<string> _roles = [];
    private readonly Action<LostCharacter> _lost;

    internal PdfPage(int number, Length width, Length height, Action<LostCharacter> lost) =>
        (Number, Width, Height, _lost) = (number, width, height, lost);

    /// <summary>1 for the first page of the document.</summary>
    public int Number { get; }
    public Length Width { get; }
    public Length Height { get; }

    /// <summary>What each piece of text is, in the order of its marks.</summary>
    internal IReadOnlyList<string> Roles => _roles;
    internal byte[] Content => Encoding.Latin1.GetBytes(_content.ToString());

    /// <summary>Text that begins at x and stands on the line y. Page furniture (page numbers) is not read aloud.</summary>
    public void Text(Length x, Length y, string text, TextStyle style, bool furniture = false)
    {
        if (text.Length == 0)
            return;
        Add(furniture
            ? "/Artifact BMC"
            : string.Create(CultureInfo.InvariantCulture, $"/{style.Role} <</MCID {_roles.Count}>> BDC"));
        if (!furniture)
            _roles.Add(style.Role);
        Add($"BT {style.Color} rg /{style.Font.Resource} {style.Size} Tf {x} {FromBottom(y)} Td ({Escaped(text)}) Tj ET");
        Add("EMC");
    }

    /// <summary>Text that ends at x: columns of money.</summary>
    public void TextRight(Length x, Length y, string text, TextStyle style, bool furniture = false) =>
        Text(x - style.Width(text), y, text, style, furniture);

    /// <summary>Wrapped text; y is the line of its first row. Returns the line that would follow.</summary>
    public Length Paragraph(Length x, Length y, Length width, Length leading, string text, TextStyle style)
    {
        foreach (var line in style.Wrap(text, width))
        {
            Text(x, y, line, style);
            y += leading;
        }

        return y;
    }

    public void Line(Length x1, Length y1, Length x2, Length y2, Length thickness, PdfColor color, bool dashed = false)
    {
        var dash = dashed ? "[3 3] 0 d" : "[] 0 d";
        Add($"/Artifact BMC {color} RG {thickness} w {dash} {x1} {FromBottom(y1)} m {x2} {FromBottom(y2)} l S [] 0 d EMC");
    }

    /// <summary>A box with its top left corner at (x, y), filled, outlined or both, its corners rounded when a radius is given.</summary>
    public void Rectangle(Length x, Length y, Length width, Length height, PdfColor? fill = null, PdfColor? outline = null, Length radius = default)
    {
        if (fill is null && outline is null)
            return;
        var paint = (fill, outline) switch { (not null, not null) => "B", (not null, null) => "f", _ => "S" };
        var colors = (fill is { } f ? $"{f} rg " : "") + (outline is { } o ? $"{o} RG 0.75 w " : "");
        Add($"/Artifact BMC {colors}{Outline(x, FromBottom(y + height), width, height, radius)} {paint} EMC");
    }

    private static string Outline(Length x, Length y, Length width, Length height, Length radius)
    {
        if (radius == Length.Zero)
            return $"{x} {y} {width} {height} re";
        // A quarter circle as a Bézier curve has its handles at 0.5523 of the radius.
        var k = new Length(radius.Hundredths - radius.Hundredths * 5523 / 10000);
        var (right, top, r) = (x + width, y + height, radius);
        return $"{x + r} {y} m {right - r} {y} l {right - k} {y} {right} {y + k} {right} {y + r} c "
            + $"{right} {top - r} l {right} {top - k} {right - k} {top} {right - r} {top} c "
            + $"{x + r} {top} l {x + k} {top} {x} {top - k} {x} {top - r} c "
            + $"{x} {y + r} l {x} {y + k} {x + k} {y} {x + r} {y} c h";
    }

    private Length FromBottom(Length y) => Height - y;

    private void Add(string operators) => _content.Append(operators).Append('\n');

    private string Escaped(string text)
    {
        var bytes = WinAnsi.Encode(text, character => _lost(new LostCharacter(Number, character, text)));
        var escaped = new StringBuilder(bytes.Length + 8);
        foreach (var code in bytes)
        {
            if (code is (byte)'(' or (byte)')' or (byte)'\\')
                escaped.Append('\\');
            escaped.Append((char)code);
        }

        return escaped.ToString();
    }
}
