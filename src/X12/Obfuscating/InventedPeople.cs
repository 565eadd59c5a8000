using System.Text;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Obfuscating;

/// <summary>Writes segments with what identifies somebody replaced, element by element, byte for byte in the same places.</summary>
internal sealed class InventedPeople(Pseudonyms pseudonyms)
{
    private const int BirthdaysMax = 50_000;
    private readonly GuideTrail _trail = new();
    private readonly HashSet<string> _birthdays = new(StringComparer.Ordinal);
    private byte[] _copy = [];

    /// <summary>The segment's bytes without its terminator; valid until the next call.</summary>
    public ReadOnlySpan<byte> InPlaceOf(SegmentView segment)
    {
        _trail.Step(segment);
        var bytes = segment.Bytes;
        if (_copy.Length < bytes.Length) _copy = new byte[Math.Max(bytes.Length, 2 * _copy.Length)];
        bytes.CopyTo(_copy);
        var id = segment.Id.ToString();
        for (var i = 1; i <= segment.Count; i++)
            if (segment.Has(i)) Element(id, i, _trail.Use, _copy.AsSpan((int)(segment.OffsetOf(i) - segment.Offset), segment[i].Length), segment.Delimiters);
        if (segment.Id == SegmentId.Se) _trail.Leave();
        return _copy.AsSpan(0, bytes.Length);
    }

    private void Element(string id, int position, SegmentUse? use, Span<byte> element, Delimiters delimiters)
    {
        var isHeader = id == "ISA";
        for (var from = 0; from <= element.Length;)
        {
            var repeat = isHeader ? element : Until(element[from..], delimiters.Repetition);
            var isComposite = !isHeader && delimiters.Component != 0 && (repeat.Contains(delimiters.Component) || IsComposite(use, position));
            var component = isComposite ? 1 : 0;
            for (var at = 0; at <= repeat.Length;)
            {
                var part = isComposite ? Until(repeat[at..], delimiters.Component) : repeat;
                if (part.Length > 0) Treat(IsBirthdayInHi(id, component, repeat, delimiters.Component) ? Treatment.Birth : Treatments.Of(id, use, position, component, part), part);
                at += part.Length + 1;
                component++;
            }

            from += repeat.Length + 1;
        }
    }

    /// <summary>Occurrence codes A1, B1 and C1 bear the birthday of the insured (UB-04, form locators 31 to 34); a birthday named before is one under any code.</summary>
    private bool IsBirthdayInHi(string id, int component, ReadOnlySpan<byte> repeat, byte separator)
    {
        if (id != "HI" || component != 4) return false;
        var parts = new CompositeView(repeat, separator);
        return (parts[1].EndsWith("BH"u8) && parts[2] is [(byte)'A' or (byte)'B' or (byte)'C', (byte)'1']) || _birthdays.Contains(Encoding.Latin1.GetString(parts[4]));
    }

    private void Treat(Treatment treatment, Span<byte> value)
    {
        if (treatment == Treatment.Replace) pseudonyms.Replace(value);
        if (treatment != Treatment.Birth) return;
        if (_birthdays.Count < BirthdaysMax) _birthdays.Add(Encoding.Latin1.GetString(value));
        pseudonyms.Birth(value);
    }

    private static bool IsComposite(SegmentUse? use, int position) => use is not null && position <= use.Elements.Count && use.Elements[position - 1].Type == ElementType.Composite;

    private static Span<byte> Until(Span<byte> text, byte separator)
    {
        var at = separator == 0 ? -1 : text.IndexOf(separator);
        return at < 0 ? text : text[..at];
    }
}
