using System.Buffers;
using System.Globalization;
using System.Text;

namespace CleanClaim.X12.Writing;

/// <summary>
/// The segments of one interchange before its separators are chosen: between values stand marks that no value can hold.
/// Every value is checked on its way in.
/// </summary>
internal sealed class SegmentBuffer
{
    internal const byte ElementMark = 0x1D, TerminatorMark = 0x1C;
    private readonly WritingRules _rules;
    private readonly string _separators;

    // Whether no letter is wanted for a separator beforehand; a text of plain letters is then written as it is.
    private readonly bool _isFree;

    // Letters that any value may hold as they are; those of a text in parts are the same and the marks between its parts.
    private readonly bool[] _isPlain = new bool[256];
    private readonly bool[] _isPlainInParts;
    private readonly bool[] _used = new bool[256];
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private string _transaction = "";
    private int _ordinal;

    public SegmentBuffer(WritingRules rules)
    {
        _rules = rules;
        _separators = rules.Delimiters is { } d ? $"{(char)d.Element}{(char)d.Component}{(char)d.Repetition}{(char)d.Segment}" : "*:^~";
        _isFree = !rules.Clean && rules.Delimiters is null;
        for (var letter = ' '; letter <= '~'; letter++) _isPlain[letter] = _isFree || !_separators.Contains(letter, StringComparison.Ordinal);
        _isPlainInParts = [.. _isPlain];
        _isPlainInParts[X12Value.ComponentMark] = _isPlainInParts[X12Value.RepeatMark] = true;
    }

    public List<WriteFinding> Findings { get; } = [];

    public int Length { get; private set; }

    /// <summary>Where findings that follow stand.</summary>
    public void At(string transaction, int ordinal)
    {
        // Of a reference that stays the same, looking costs less than storing it.
        if (!ReferenceEquals(_transaction, transaction)) _transaction = transaction;
        _ordinal = ordinal;
    }

    /// <summary>The marks as separators, to read back what was appended.</summary>
    public static Delimiters Marks { get; } = new(ElementMark, (byte)X12Value.ComponentMark, (byte)X12Value.RepeatMark, TerminatorMark);

    /// <summary>Appends a segment and gives its bytes, marks in between and at the end.</summary>
    public ReadOnlySpan<byte> Append(string id, ReadOnlySpan<X12Value> elements)
    {
        var from = Length;
        if (!_isFree || !TryAppend(id, elements)) AppendOneByOne(id, elements);
        return _bytes.AsSpan(from, Length - from);
    }

    /// <summary>Appends a segment whose letters may all stand in the file as they are; false, and nothing done, when one may not.</summary>
    private bool TryAppend(string id, ReadOnlySpan<X12Value> elements)
    {
        while (true)
        {
            var end = PlainLetters.TryCopy(id, elements, _bytes, Length);
            if (end >= 0)
            {
                Length = end;
                return true;
            }

            if (end == PlainLetters.Odd) return false;
            var room = PlainLetters.RoomOf(id, elements.Length);
            foreach (ref readonly var element in elements) room += element.Text?.Length ?? 0;
            Reserve(room);
        }
    }

    private void AppendOneByOne(string id, ReadOnlySpan<X12Value> elements)
    {
        Append(id);
        var last = elements.Length;
        while (last > 0 && IsNothing(elements[last - 1])) last--;
        for (var i = 0; i < last; i++)
        {
            Append(ElementMark);
            var value = elements[i];
            if (value.Text is { Length: > 0 } text && !TryAppend(text, value.HasParts)) AppendWithCare(id, i + 1, value);
        }

        Append(TerminatorMark);
    }

    /// <summary>Absent, or of nothing but separators and control characters, of which cleaning leaves nothing.</summary>
    private bool IsNothing(X12Value value) =>
        string.IsNullOrEmpty(value.Text) || (_rules.Clean && !value.HasParts && !IsSomething(value.Text[0]) && Characters.Clean(value.Text, _separators) is "");

    private bool IsSomething(char letter) => letter is > ' ' and <= '~' && _isPlain[letter];

    public Delimiters? ChooseDelimiters()
    {
        if (_rules.Delimiters is { } demanded) return demanded;
        // The letters of values are looked for once, at the end; the control characters among the candidates are our marks, which no value holds.
        var bytes = _bytes.AsSpan(0, Length);
        if (bytes.ContainsAny(Characters.Usual))
            foreach (var candidate in Characters.Candidates)
                if (candidate > ' ') _used[candidate] |= bytes.Contains(candidate);
        var chosen = Characters.Free(_used);
        if (chosen is null)
            Find(FaultKind.InvalidCharacter, "ISA", "", "Every character that could separate fields stands in some value. Take one of them out, or let values be cleaned.");
        return chosen;
    }

    /// <summary>Writes the header and everything appended, with real separators; gives the number of bytes.</summary>
    public long Emit(string[] header, Delimiters delimiters, IBufferWriter<byte> output) =>
        EmitHeader(header, delimiters, output) + new MarkedText(delimiters, Marks, _rules.LineBreaks).Write(_bytes.AsSpan(0, Length), output);

    /// <summary>Writes the ISA alone.</summary>
    public long EmitHeader(string[] header, Delimiters delimiters, IBufferWriter<byte> output)
    {
        header[10] = ((char)delimiters.Repetition).ToString();
        var isa = Encoding.Latin1.GetBytes("ISA" + (char)ElementMark + string.Join((char)ElementMark, header) + (char)ElementMark + (char)delimiters.Component);
        return new MarkedText(delimiters, Marks, _rules.LineBreaks).Write([.. isa, TerminatorMark], output);
    }

    /// <summary>Writes everything appended so far, with separators that were chosen beforehand, and forgets it.</summary>
    public void EmitHeld(Delimiters delimiters, IBufferWriter<byte> output)
    {
        new MarkedText(delimiters, Marks, _rules.LineBreaks).Write(_bytes.AsSpan(0, Length), output);
        Length = 0;
    }

    /// <summary>Gives the bytes back to the pool; nothing can be appended any more.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        (_bytes, Length) = ([], 0);
    }

    /// <summary>The value as it may be written; null, with a finding, when it may not.</summary>
    public string? Checked(string text, string place)
    {
        var value = text;
        if (_rules.Clean && (!Characters.AreLawful(text) || text.AsSpan().IndexOfAny(_separators) >= 0)) value = Characters.Clean(text, _separators);
        if (value is null || !Characters.AreLawful(value))
        {
            var bad = Characters.FirstUnlawful(value ?? text);
            Find(FaultKind.InvalidCharacter, place, text, char.IsControl(bad)
                ? $"{place} holds a control character (U+{(int)bad:X4}), which X12 does not allow. Retype the value."
                : $"{place} holds \"{bad}\", which X12 does not allow. Write it in plain Latin letters.");
            return null;
        }

        if (_rules.Delimiters is not null && value.AsSpan().IndexOfAny(_separators) is >= 0 and var at)
        {
            Find(FaultKind.InvalidCharacter, place, text, $"{place} holds \"{value[at]}\", which separates fields in this receiver's files. Take it out.");
            return null;
        }

        // What stands in the header is not among the bytes; what is appended is marked once more, which does no harm.
        foreach (var c in value) _used[c] = true;
        return value;
    }

    public void Find(FaultKind kind, string place, string value, string message) => Findings.Add(new(kind, _transaction, _ordinal, place, value, message));

    private void AppendWithCare(string id, int element, X12Value value)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{id}{element:00}");
        if (!value.HasParts)
        {
            Append(Checked(value.Text!, place));
            return;
        }

        var repeats = value.Text!.Split(X12Value.RepeatMark);
        for (var r = 0; r < repeats.Length; r++)
        {
            if (r > 0) Append((byte)X12Value.RepeatMark);
            var parts = repeats[r].Split(X12Value.ComponentMark);
            for (var c = 0; c < parts.Length; c++)
            {
                if (c > 0) Append((byte)X12Value.ComponentMark);
                Append(Checked(parts[c], place + (repeats.Length > 1 ? $"({r + 1})" : "") + (parts.Length > 1 ? $"-{c + 1}" : "")));
            }
        }
    }

    private void Append(byte mark)
    {
        Reserve(1);
        _bytes[Length++] = mark;
    }

    private void Append(string? text)
    {
        if (text is null) return;
        Reserve(text.Length);
        Length += Encoding.Latin1.GetBytes(text, _bytes.AsSpan(Length));
    }

    /// <summary>Appends a text if all its letters may stand in the file as they are.</summary>
    private bool TryAppend(string text, bool hasParts)
    {
        Reserve(text.Length);
        var isAppended = TryAppend(text, hasParts ? _isPlainInParts : _isPlain);
        if (isAppended) Length += text.Length;
        return isAppended;
    }

    private bool TryAppend(string text, bool[] isPlain)
    {
        var into = _bytes.AsSpan(Length, text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter >= isPlain.Length || !isPlain[letter]) return false;
            into[i] = (byte)letter;
        }

        return true;
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - Length < bytes) Widen(bytes);
    }

    private void Widen(int bytes)
    {
        var wider = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + bytes));
        _bytes.AsSpan(0, Length).CopyTo(wider);
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = wider;
    }
}
