using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Reading;

/// <summary>
/// One segment where it lies in the reader's block: nothing is copied and nothing allocated until text is asked for. It is
/// valid until the reader moves on. Element 0 is the segment's id; an absent element is an empty span.
/// </summary>
public readonly unsafe ref struct SegmentView
{
    // References instead of spans, and indexes without checks: the scanner wrote the ends, all of them inside the block, and
    // an element beyond the last is asked for by number, which is compared.
    private readonly ref readonly SegmentRow _row;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal SegmentView(ref readonly SegmentRow row) => _row = ref row;

    private int Length
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.IsNullRef(in _row) ? 0 : _row.Length;
    }

    internal ref readonly SegmentRow Row => ref _row;

    /// <summary>What stands behind the segment's terminator, as far as it was read: nothing at the end of a block.</summary>
    internal ReadOnlySpan<byte> Ahead => End(Length - 1) + 1 < _row.Until ? new(_row.Bytes + End(Length - 1) + 1, _row.Until - End(Length - 1) - 1) : default;

    /// <summary>Where elements end, the id's end first.</summary>
    internal ReadOnlySpan<int> Ends => new(_row.Ends, _row.Length);

    /// <summary>Where the segment begins on the scale of its ends.</summary>
    internal int Start => _row.Byte;

    internal ref byte First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _row.Bytes[_row.Byte];
    }

    public Delimiters Delimiters => IsPresent ? _row.Delimiters : default;

    /// <summary>The place in the file of the segment's first byte.</summary>
    public long Offset => IsPresent ? _row.Offset + Start : 0;

    /// <summary>1 for the first segment of the file.</summary>
    public int Ordinal => IsPresent ? _row.Ordinal : 0;

    /// <summary>1 for the ST, as IK302 counts; 0 outside a transaction set.</summary>
    public int StOrdinal => IsPresent ? _row.StOrdinal : 0;

    /// <summary>The id; blanks before it, which careless senders use to indent, do not count.</summary>
    public SegmentId Id
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // Four bytes can always be read: at least the reader's slack lies behind the last segment of a block.
            var letters = Unsafe.ReadUnaligned<uint>(in First);
            if ((letters & 0xFF) <= (byte)' ') return SegmentId.Of(this[0].TrimStart(" \t\r\n"u8));
            // Whether two letters or three cannot be guessed, and is no branch.
            var length = unchecked((uint)(End(0) - _row.Byte));
            return unchecked(length - 2) <= 1 ? new(letters & 0xFF_FFFFu >> 24 - 8 * (int)length) : default;
        }
    }

    /// <summary>The first element as a number, to compare with codes that are packed alike.</summary>
    internal ulong FirstCode
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (Length < 2) return 0;
            var from = unchecked(End(0) + 1);
            return unchecked(ElementCode.At(in _row.Bytes[from], End(1) - from));
        }
    }

    /// <summary>Whether it begins with a blank or the first letters of an envelope segment.</summary>
    internal bool MayBeOfEnvelope => X12Reader.IsOfEnvelope(ref First);

    /// <summary>Whether blanks stand before the id, which X12 does not allow.</summary>
    public bool IsIndented => First is (byte)' ' or (byte)'\t';

    /// <summary>Whether nothing stands in it but blanks, line breaks and element separators.</summary>
    internal bool IsBlank => Bytes.IndexOfAnyExcept([(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', Delimiters.Element]) < 0;

    /// <summary>How many elements are written after the id, empty ones included.</summary>
    public int Count => unchecked(Length - 1);

    /// <summary>False of the view of a segment that was looked for and is not there.</summary>
    public bool IsPresent => Length > 0;

    /// <summary>The bytes of an element, repeats and components and all; empty when it is not there.</summary>
    public ReadOnlySpan<byte> this[int element]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            unchecked
            {
                if (Unsafe.IsNullRef(in _row) || ((uint)element >= (uint)_row.Padded && (uint)element >= (uint)_row.Length)) return default;
                var from = element == 0 ? _row.Byte : End(element - 1) + 1;
                return MemoryMarshal.CreateReadOnlySpan(in _row.Bytes[from], End(element) - from);
            }
        }
    }

    /// <summary>Where an element ends among the bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int End(int element) => unchecked(_row.Ends[element]);

    /// <summary>The part of the scan's digest that this segment adds.</summary>
    internal ulong Digest => X12Reader.DigestOf(ref First, ref *_row.Ends, ref _row.Ends[Count], Start);

    /// <summary>The whole segment without its terminator.</summary>
    public ReadOnlySpan<byte> Bytes => IsPresent ? MemoryMarshal.CreateReadOnlySpan(in First, End(Count) - _row.Byte) : default;

    /// <summary>The place in the file of an element's first byte; the segment's end for one that is not there.</summary>
    public long OffsetOf(int element) =>
        element == 0 ? Offset : Offset + (element < Length ? End(element - 1) + 1 : End(Count)) - _row.Byte;

    public bool Has(int element) => !this[element].IsEmpty;

    public bool Is(int element, ReadOnlySpan<byte> code) => this[element].SequenceEqual(code);

    /// <summary>An element as text, or null when it is absent.</summary>
    public string? Text(int element) => this[element] is { IsEmpty: false } text ? X12Text.Decode(text) : null;

    public Parsed<X12Number> Number(int element) => X12Number.ParseWithSlack(this[element]);

    public Parsed<DateOnly> Date(int element) => X12Dates.ParseDate(this[element]);

    /// <summary>A date, or nothing where the element is none.</summary>
    internal Parsed<DateOnly> DayOf(int element) => Date(element) is { HasValue: true } day ? day : default;

    public Parsed<TimeOnly> Time(int element) => X12Dates.ParseTime(this[element]);

    /// <summary>A date or range whose format stands in another element, as DTP02 and DTP03 do.</summary>
    public Parsed<DateSpan> Dates(int formatElement, int element) => X12Dates.ParseFormatted(this[formatElement], this[element]);

    /// <summary>The components of an element; of its first repeat when it repeats.</summary>
    public CompositeView Composite(int element) => CompositeView.FirstOf(this[element], Delimiters);

    /// <summary>A component, counted from 1, of an element's first repeat.</summary>
    public ReadOnlySpan<byte> Component(int element, int component) => Composite(element)[component];

    public RepeatsView Repeats(int element) => new(this[element], Delimiters);

    /// <summary>The same segment from its first byte that is no blank: some senders indent their lines.</summary>
    internal SegmentView WithoutIndent()
    {
        if (!IsIndented) return this;
        var blanks = this[0].IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (blanks < 0) blanks = this[0].Length;
        var row = _row;
        row.Byte += blanks;
        SegmentRow[] unindented = [row];
        return new(in unindented[0]);
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
        // As behind a block, some bytes can be read past the end.
        var ground = SegmentGround.Of(bytes.Length + Scanner.Slack, ends.Count + Scanner.Slack);
        bytes.CopyTo(ground.Bytes);
        ends.CopyTo(ground.Ends);
        return new LooseSegment(ground, new() { Bytes = ground.FirstByte, Ends = ground.FirstEnd, Length = ends.Count, Delimiters = delimiters, Ordinal = 1 }).View;
    }

    /// <summary>A segment of no reader. A view of its row keeps it alive, and it the ground that the row's addresses lie in.</summary>
    private sealed class LooseSegment(SegmentGround ground, SegmentRow row)
    {
        private readonly SegmentRow _row = row;

        public SegmentGround Ground { get; } = ground;

        public SegmentView View => new(in _row);
    }
}
