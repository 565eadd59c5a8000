using System.Runtime.InteropServices;

namespace CleanClaim.X12;

/// <summary>
/// The two or three letters that begin a segment, packed into one integer (first letter lowest), so that comparing ids is
/// comparing numbers. An id of another length packs to 0, which no segment has.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SegmentId(uint Value)
{
    public static readonly SegmentId Isa = Of("ISA"), Gs = Of("GS"), St = Of("ST"), Se = Of("SE"), Ge = Of("GE"), Iea = Of("IEA"),
        Ta1 = Of("TA1");

    public static SegmentId Of(string text) => Of(System.Text.Encoding.Latin1.GetBytes(text));

    public static SegmentId Of(ReadOnlySpan<byte> text) => text.Length switch
    {
        2 => new((uint)(text[0] | text[1] << 8)),
        3 => new((uint)(text[0] | text[1] << 8 | text[2] << 16)),
        _ => default,
    };

    /// <summary>An upper-case letter, then one or two upper-case letters or digits (X12.6).</summary>
    public bool IsWellFormed
    {
        get
        {
            var text = ToString();
            return text.Length >= 2 && char.IsAsciiLetterUpper(text[0]) && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
        }
    }

    public override string ToString()
    {
        Span<char> text = [(char)(Value & 0xFF), (char)(Value >> 8 & 0xFF), (char)(Value >> 16 & 0xFF)];
        return new string(text.TrimEnd('\0'));
    }
}
