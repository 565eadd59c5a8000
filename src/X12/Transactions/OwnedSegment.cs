using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>One segment of a business object, out of the object's own memory.</summary>
internal readonly ref struct OwnedSegment
{
    /// <summary>Of a segment of fewer bytes the places of all separators fit into the marks.</summary>
    private const int MarkedMax = 63;
    private readonly OwnedSegments _of;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ulong _marks;
    private readonly int _values;

    /// <param name="of">The object's segments.</param>
    /// <param name="row">Its number; below 0 for one that is not there, of which all elements are absent.</param>
    public OwnedSegment(OwnedSegments of, int row)
    {
        (_of, Row) = (of, row);
        if (row < 0) return;
        ref readonly var place = ref of.Rows[row];
        _bytes = of.Bytes.Slice(place.Byte, place.Length);
        _values = place.Values;
        if (_bytes.Length <= MarkedMax) _marks = MarksOf(_bytes, of.Delimiters.Element);
    }

    public int Row { get; }

    public bool IsPresent => Row >= 0;

    public SegmentRange Where => _of.Range(Row, Row);

    /// <summary>How many elements it has.</summary>
    public int Count => _marks != 0 ? BitOperations.PopCount(_marks) - 1 : _bytes.Count(_of.Delimiters.Element);

    /// <summary>Whether values were decoded of it.</summary>
    public bool HasValues => _values >= 0;

    /// <summary>An element, the id being 0; empty when it is not there.</summary>
    public ReadOnlySpan<byte> this[int element]
    {
        get
        {
            if (_marks == 0) return Searched(element);
            var end = BitOperations.TrailingZeroCount(CompositeView.NthBit(_marks, element));
            if (end > MarkedMax) return default;
            var from = element == 0 ? 0 : BitOperations.TrailingZeroCount(CompositeView.NthBit(_marks, element - 1)) + 1;
            return _bytes[from..end];
        }
    }

    /// <summary>A bit for each separator, and one for the end.</summary>
    private static ulong MarksOf(ReadOnlySpan<byte> bytes, byte separator)
    {
        // A vector can be read wherever a segment has a byte.
        ref var first = ref MemoryMarshal.GetReference(bytes);
        ulong marks = Vector256.Equals(Vector256.LoadUnsafe(ref first), Vector256.Create(separator)).ExtractMostSignificantBits();
        if (bytes.Length > Vector256<byte>.Count)
            marks |= (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)Vector256<byte>.Count), Vector256.Create(separator)).ExtractMostSignificantBits() << Vector256<byte>.Count;
        var end = 1UL << bytes.Length;
        return (marks & (end - 1)) | end;
    }

    private ReadOnlySpan<byte> Searched(int element)
    {
        if (_bytes.IsEmpty) return default;
        var rest = _bytes;
        var separator = _of.Delimiters.Element;
        for (; element > 0; element--)
        {
            var at = rest.IndexOf(separator);
            if (at < 0) return default;
            rest = rest[(at + 1)..];
        }

        return rest.IndexOf(separator) is >= 0 and var end ? rest[..end] : rest;
    }

    public bool Is(int element, ReadOnlySpan<byte> code) => this[element].SequenceEqual(code);

    public string? Text(int element) => Text(this[element]);

    /// <summary>The text of an element, empty when it is not there.</summary>
    public string TextOrEmpty(int element) => Text(this[element]) ?? "";

    /// <summary>Bytes of the segment as text; null where there are none.</summary>
    public string? Text(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? null : _of.Texts.Of(bytes);

    public CompositeView Parts(int element) => Composites.Of(this[element], _of.Delimiters);

    public string? Text(int element, int component) => Text(Parts(element)[component]);

    /// <summary>The components that are there, of those from one place on.</summary>
    public string[] Texts(int element, int from, int countMax) => Texts(Parts(element), from, countMax);

    private string[] Texts(CompositeView parts, int from, int countMax)
    {
        string[] texts = [];
        var last = Math.Min(parts.Count, (long)from + countMax - 1);
        for (var i = from; i <= last; i++)
            if (Text(parts[i]) is { } text) texts = [.. texts, text];
        return texts;
    }

    /// <summary>A number that was decoded when the object was made.</summary>
    /// <param name="value">Which of the segment's values it is, the first being 0.</param>
    /// <param name="element">The element that it stands in.</param>
    public X12Number? Number(int value, int element)
    {
        if (!IsPresent) return null;
        var packed = Value(value);
        return packed == OwnedValue.Long ? X12Number.Parse(this[element]).OrNull : OwnedValue.Number(packed);
    }

    /// <inheritdoc cref="Number(int, int)"/>
    public X12Number? Number(int value, int element, int component)
    {
        var packed = Value(value);
        return packed == OwnedValue.Long ? X12Number.Parse(Parts(element)[component]).OrNull : OwnedValue.Number(packed);
    }

    /// <summary>A day or days that were decoded when the object was made.</summary>
    public DateSpan? Days(int value = 0) => IsPresent ? OwnedValue.Days(Value(value)) : null;

    private long Value(int number) => _of.Value(_values + number);

    public Procedure? Procedure(int element)
    {
        var parts = Parts(element);
        return parts.IsEmpty ? null : new(Text(parts[1]) ?? "", Text(parts[2]) ?? "", Texts(parts, 3, 4), Text(parts[7]), Text(parts[8]));
    }

    /// <summary>The segment as it stands.</summary>
    public SegmentText AsText(string loop)
    {
        var elements = new string[Count];
        for (var i = 0; i < elements.Length; i++) elements[i] = TextOrEmpty(i + 1);
        return new(SegmentFacts.IdOf(this[0]), elements, (char)_of.Delimiters.Component, loop, Where);
    }
}
