using System.Buffers;
using System.Globalization;
using System.Text;

namespace CleanClaim.X12.Writing;

/// <summary>
/// The segments of one interchange before its separators are chosen: between values stand marks that no value can hold.
/// Every value is checked on its way in.
/// </summary>
internal sealed class SegmentBuffer(WritingRules rules)
{
    private const byte ElementMark = 0x1D, TerminatorMark = 0x1C;
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly bool[] _used = new bool[256];
    private readonly string _separators = rules.Delimiters is { } d
        ? $"{(char)d.Element}{(char)d.Component}{(char)d.Repetition}{(char)d.Segment}"
        : "*:^~";
    private string _transaction = "";
    private int _ordinal;

    public List<WriteFinding> Findings { get; } = [];

    public int Length => _bytes.WrittenCount;

    /// <summary>Where findings that follow stand.</summary>
    public void At(string transaction, int ordinal) => (_transaction, _ordinal) = (transaction, ordinal);

    /// <summary>The marks as separators, to read back what was appended.</summary>
    public static Delimiters Marks { get; } = new(ElementMark, (byte)X12Value.ComponentMark, (byte)X12Value.RepeatMark, TerminatorMark);

    /// <summary>Appends a segment and gives its bytes, marks in between and at the end.</summary>
    public ReadOnlySpan<byte> Append(string id, ReadOnlySpan<X12Value> elements)
    {
        var from = _bytes.WrittenCount;
        Append(id);
        var last = elements.Length;
        while (last > 0 && IsNothing(elements[last - 1])) last--;
        for (var i = 0; i < last; i++)
        {
            Append([(char)ElementMark]);
            Append(id, i + 1, elements[i]);
        }

        Append([(char)TerminatorMark]);
        return _bytes.WrittenSpan[from..];
    }

    /// <summary>Absent, or of nothing but separators and control characters, of which cleaning leaves nothing.</summary>
    private bool IsNothing(X12Value value) =>
        string.IsNullOrEmpty(value.Text) || (rules.Clean && !value.HasParts && Characters.Clean(value.Text, _separators) is "");

    public Delimiters? ChooseDelimiters()
    {
        var chosen = rules.Delimiters ?? Characters.Free(_used);
        if (chosen is null)
            Find(FaultKind.InvalidCharacter, "ISA", "", "Every character that could separate fields stands in some value. Take one of them out, or let values be cleaned.");
        return chosen;
    }

    /// <summary>Writes the header and everything appended, with real separators; gives the number of bytes.</summary>
    public long Emit(string[] header, Delimiters delimiters, IBufferWriter<byte> output)
    {
        header[10] = ((char)delimiters.Repetition).ToString();
        var isa = Encoding.Latin1.GetBytes("ISA" + (char)ElementMark + string.Join((char)ElementMark, header) + (char)ElementMark + (char)delimiters.Component);
        return Translate([.. isa, TerminatorMark], delimiters, output) + Translate(_bytes.WrittenSpan, delimiters, output);
    }

    /// <summary>The value as it may be written; null, with a finding, when it may not.</summary>
    public string? Checked(string text, string place)
    {
        var value = text;
        if (rules.Clean && (!Characters.AreLawful(text) || text.AsSpan().IndexOfAny(_separators) >= 0)) value = Characters.Clean(text, _separators);
        if (value is null || !Characters.AreLawful(value))
        {
            var bad = Characters.FirstUnlawful(value ?? text);
            Find(FaultKind.InvalidCharacter, place, text, char.IsControl(bad)
                ? $"{place} holds a control character (U+{(int)bad:X4}), which X12 does not allow. Retype the value."
                : $"{place} holds \"{bad}\", which X12 does not allow. Write it in plain Latin letters.");
            return null;
        }

        if (rules.Delimiters is not null && value.AsSpan().IndexOfAny(_separators) is >= 0 and var at)
        {
            Find(FaultKind.InvalidCharacter, place, text, $"{place} holds \"{value[at]}\", which separates fields in this receiver's files. Take it out.");
            return null;
        }

        foreach (var c in value) _used[c] = true;
        return value;
    }

    public void Find(FaultKind kind, string place, string value, string message) => Findings.Add(new(kind, _transaction, _ordinal, place, value, message));

    private void Append(string id, int element, X12Value value)
    {
        if (string.IsNullOrEmpty(value.Text)) return;
        var place = string.Create(CultureInfo.InvariantCulture, $"{id}{element:00}");
        if (!value.HasParts)
        {
            Append(Checked(value.Text, place));
            return;
        }

        var repeats = value.Text.Split(X12Value.RepeatMark);
        for (var r = 0; r < repeats.Length; r++)
        {
            if (r > 0) Append([X12Value.RepeatMark]);
            var parts = repeats[r].Split(X12Value.ComponentMark);
            for (var c = 0; c < parts.Length; c++)
            {
                if (c > 0) Append([X12Value.ComponentMark]);
                Append(Checked(parts[c], place + (repeats.Length > 1 ? $"({r + 1})" : "") + (parts.Length > 1 ? $"-{c + 1}" : "")));
            }
        }
    }

    private void Append(ReadOnlySpan<char> text) => _bytes.Advance(Encoding.Latin1.GetBytes(text, _bytes.GetSpan(text.Length)));

    private long Translate(ReadOnlySpan<byte> marked, Delimiters delimiters, IBufferWriter<byte> output)
    {
        var to = output.GetSpan(marked.Length * (rules.LineBreaks ? 2 : 1));
        var length = 0;
        foreach (var b in marked)
        {
            to[length++] = b switch
            {
                ElementMark => delimiters.Element,
                TerminatorMark => delimiters.Segment,
                (byte)X12Value.ComponentMark => delimiters.Component,
                (byte)X12Value.RepeatMark => delimiters.Repetition,
                _ => b,
            };
            if (b == TerminatorMark && rules.LineBreaks) to[length++] = (byte)'\n';
        }

        output.Advance(length);
        return length;
    }
}
