using System.Runtime.CompilerServices;
using System.Text;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Reading;

/// <summary>
/// One segment where it lies in the reader's block: nothing is copied and nothing allocated until text is asked for. It is
/// valid until the reader moves on. Element 0 is the segment's id; an absent element is an empty span.
/// </summary>
public readonly ref struct SegmentView
{
    private readonly ReadOnlySpan<byte> _buffer;
    private readonly ReadOnlySpan<int> _ends;
    private readonly int _start;

    internal SegmentView(ReadOnlySpan<byte> buffer, ReadOnlySpan<int> ends, int start, Delimiters delimiters, long offset, int ordinal, int stOrdinal)
    {
        _buffer = buffer;
        _ends = ends;
        _start = start;
        Delimiters = delimiters;
        Offset = offset;
        Ordinal = ordinal;
        StOrdinal = stOrdinal;
    }

    public Delimiters Delimiters { get; }

    /// <summary>The place in the file of the segment's first byte.</summary>
    public long Offset { get; }

    /// <summary>1 for the first segment of the file.</summary>
    public int Ordinal { get; }

    /// <summary>1 for the ST, as IK302 counts; 0 outside a transaction set.</summary>
    public int StOrdinal { get; }

    /// <summary>The id; blanks before it, which careless senders use to indent, do not count.</summary>
    public SegmentId Id
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var length = _ends[0] - _start;
            if (_buffer[_start] <= (byte)' ') return SegmentId.Of(this[0].TrimStart(" \t\r\n"u8));
            if (length == 3) return new((uint)(_buffer[_start] | _buffer[_start + 1] << 8 | _buffer[_start + 2] << 16));
            return length == 2 ? new((uint)(_buffer[_start] | _buffer[_start + 1] << 8)) : default;
        }
    }

    /// <summary>Whether blanks stand before the id, which X12 does not allow.</summary>
    public bool IsIndented => _buffer[_start] is (byte)' ' or (byte)'\t';

    /// <summary>How many elements are written after the id, empty ones included.</summary>
    public int Count => _ends.Length - 1;

    /// <summary>The bytes of an element, repeats and components and all; empty when it is not there.</summary>
    public ReadOnlySpan<byte> this[int element]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)element >= (uint)_ends.Length) return default;
            var from = element == 0 ? _start : _ends[element - 1] + 1;
            return _buffer[from.._ends[element]];
        }
    }

    /// <summary>The part of the scan's digest that this segment adds: over its elements, (k+1) x (256 x length + first byte).</summary>
    internal ulong Digest
    {
        get
        {
            unchecked
            {
                ulong sum = 0, place = 1;
                var from = _start;
                foreach (var end in _ends)
                {
                    var length = end - from;
                    sum += place * (256UL * (ulong)length + (length == 0 ? 0UL : _buffer[from]));
                    from = end + 1;
                    place++;
                }

                return sum;
            }
        }
    }

    /// <summary>The whole segment without its terminator.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer[_start.._ends[^1]];

    /// <summary>The place in the file of an element's first byte; the segment's end for one that is not there.</summary>
    public long OffsetOf(int element) =>
        element == 0 ? Offset : Offset + (element < _ends.Length ? _ends[element - 1] + 1 : _ends[^1]) - _start;

    public bool Has(int element) => !this[element].IsEmpty;

    public bool Is(int element, ReadOnlySpan<byte> code) => this[element].SequenceEqual(code);

    /// <summary>An element as text, or null when it is absent.</summary>
    public string? Text(int element) => this[element] is { IsEmpty: false } text ? X12Text.Decode(text) : null;

    public Parsed<X12Number> Number(int element) => X12Number.Parse(this[element]);

    public Parsed<DateOnly> Date(int element) => X12Dates.ParseDate(this[element]);

    public Parsed<TimeOnly> Time(int element) => X12Dates.ParseTime(this[element]);

    /// <summary>A date or range whose format stands in another element, as DTP02 and DTP03 do.</summary>
    public Parsed<DateSpan> Dates(int formatElement, int element) => X12Dates.ParseFormatted(this[formatElement], this[element]);

    /// <summary>The components of an element; of its first repeat when it repeats.</summary>
    public CompositeView Composite(int element) => Repeats(element).FirstOrDefault();

    /// <summary>A component, counted from 1, of an element's first repeat.</summary>
    public ReadOnlySpan<byte> Component(int element, int component) => Composite(element)[component];

    public RepeatsView Repeats(int element) => new(this[element], Delimiters);

    /// <summary>The same segment from its first byte that is no blank: some senders indent their lines.</summary>
    internal SegmentView WithoutIndent()
    {
        var start = _start;
        while (start < _ends[0] && _buffer[start] is (byte)' ' or (byte)'\t') start++;
        return new(_buffer, _ends, start, Delimiters, Offset + start - _start, Ordinal, StOrdinal);
    }

    public override string ToString() => X12Text.Decode(Bytes);

    /// <summary>A segment from a string, for tests and small tasks; the terminator may be left out.</summary>
    public static SegmentView Of(string text, Delimiters? delimiters = null)
    {
        var used = delimiters ?? Delimiters.Usual;
        return Of(Encoding.UTF8.GetBytes(text.TrimEnd((char)used.Segment) + (char)used.Segment), used);
    }

    /// <summary>A segment from its bytes, terminator included.</summary>
    internal static SegmentView Of(ReadOnlySpan<byte> bytes, Delimiters delimiters)
    {
        var ends = new List<int>();
        for (var i = 0; i < bytes.Length; i++)
            if (bytes[i] == delimiters.Element || bytes[i] == delimiters.Segment) ends.Add(i);
        return new(bytes, ends.ToArray(), 0, delimiters, 0, 1, 0);
    }
}
