using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Reading;

/// <summary>
/// One segment where it lies in the reader's block: nothing is copied and nothing allocated until text is asked for. It is
/// valid until the reader moves on. Element 0 is the segment's id; an absent element is an empty span.
/// </summary>
public readonly ref struct SegmentView
{
    // References instead of spans, and indexes without checks: the scanner wrote the ends, all of them inside the block, and
    // an element beyond the last is asked for by number, which is compared.
    private readonly ref readonly byte _first;
    private readonly ref readonly int _ends;
    private readonly int _start, _length;

    /// <param name="first">The segment's first byte.</param>
    /// <param name="ends">The end of its id, then of each element, on the scale on which the segment begins at <paramref name="start"/>.</param>
    /// <param name="start">Where the segment begins.</param>
    /// <param name="length">How many ends there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal SegmentView(ref byte first, ref int ends, int start, int length, Delimiters delimiters, long offset, int ordinal, int stOrdinal)
    {
        _first = ref first;
        _ends = ref ends;
        _start = start;
        _length = length;
        Delimiters = delimiters;
        Offset = offset;
        Ordinal = ordinal;
        StOrdinal = stOrdinal;
    }

    /// <summary>Where elements end, the id's end first; where the segment begins on the same scale.</summary>
    internal ReadOnlySpan<int> Ends => MemoryMarshal.CreateReadOnlySpan(in _ends, _length);

    internal int Start => _start;

    internal ref readonly byte First => ref _first;

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
            // Four bytes can always be read: at least the reader's slack lies behind the last segment of a block.
            var letters = Unsafe.ReadUnaligned<uint>(in _first);
            if ((letters & 0xFF) <= (byte)' ') return SegmentId.Of(this[0].TrimStart(" \t\r\n"u8));
            return (_ends - _start) switch { 2 => new(letters & 0xFFFF), 3 => new(letters & 0xFF_FFFF), _ => default };
        }
    }

    /// <summary>Whether it begins with a blank or the first letters of an envelope segment.</summary>
    internal bool MayBeOfEnvelope => X12Reader.IsOfEnvelope(ref Unsafe.AsRef(in _first));

    /// <summary>Whether blanks stand before the id, which X12 does not allow.</summary>
    public bool IsIndented => _first is (byte)' ' or (byte)'\t';

    /// <summary>Whether nothing stands in it but blanks, line breaks and element separators.</summary>
    internal bool IsBlank => Bytes.IndexOfAnyExcept([(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', Delimiters.Element]) < 0;

    /// <summary>How many elements are written after the id, empty ones included.</summary>
    public int Count => _length - 1;

    /// <summary>False of the view of a segment that was looked for and is not there.</summary>
    public bool IsPresent => _length > 0;

    /// <summary>The bytes of an element, repeats and components and all; empty when it is not there.</summary>
    public ReadOnlySpan<byte> this[int element]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)element >= (uint)_length) return default;
            unchecked
            {
                var from = element == 0 ? _start : End(element - 1) + 1;
                return MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in _first), from - _start), End(element) - from);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int End(int element) => Unsafe.Add(ref Unsafe.AsRef(in _ends), element);

    /// <summary>The part of the scan's digest that this segment adds: over its elements, (k+1) x (256 x length + first byte).</summary>
    internal ulong Digest => X12Reader.DigestOf(ref Unsafe.AsRef(in _first), ref Unsafe.AsRef(in _ends), ref Unsafe.Add(ref Unsafe.AsRef(in _ends), _length - 1), _start);

    /// <summary>The whole segment without its terminator.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.CreateReadOnlySpan(in _first, End(_length - 1) - _start);

    /// <summary>The place in the file of an element's first byte; the segment's end for one that is not there.</summary>
    public long OffsetOf(int element) =>
        element == 0 ? Offset : Offset + (element < _length ? End(element - 1) + 1 : End(_length - 1)) - _start;

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
        if (!IsIndented) return this;
        var blanks = this[0].IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (blanks < 0) blanks = this[0].Length;
        return new(ref Unsafe.Add(ref Unsafe.AsRef(in _first), blanks), ref Unsafe.AsRef(in _ends), _start + blanks, _length, Delimiters, Offset + blanks, Ordinal, StOrdinal);
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
        // As behind a block, a few bytes can be read past the end.
        byte[] buffer = [.. bytes, 0, 0, 0, 0];
        return new(ref buffer[0], ref ends.ToArray()[0], 0, ends.Count, delimiters, 0, 1, 0);
    }
}
