using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>A number or a date of a view: the element it stands in, decoded when asked for.</summary>
public readonly ref struct Field
{
    internal Field(SegmentView segment, int element) : this(segment, element, segment[element]) { }

    internal unsafe Field(HeldRow* row, int element) : this(row->View, element, row->Element(element)) { }

    /// <param name="segment">The segment it stands in.</param>
    /// <param name="element">The element it stands in.</param>
    /// <param name="bytes">The element, or the component of it that is meant.</param>
    internal Field(SegmentView segment, int element, ReadOnlySpan<byte> bytes)
    {
        Segment = segment;
        Element = element;
        Bytes = bytes;
    }

    /// <summary>As it stands in the file; empty when the element is absent.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    public SegmentView Segment { get; }

    /// <summary>Its position in the segment; of the composite, when it is a component.</summary>
    public int Element { get; }

    /// <summary>As in CLP04.</summary>
    internal string Name => Segment.Id + Element.ToString("00", System.Globalization.CultureInfo.InvariantCulture);

    internal SegmentRange Where => SegmentRange.Of(Segment, "");

    public Parsed<X12Number> Number => X12Number.ParseWithSlack(Bytes);

    public Parsed<DateOnly> Date => X12Dates.ParseDate(Bytes);

    /// <summary>The amount in whole cents; null when it is absent, no number, or has a part of a cent.</summary>
    public long? Cents => X12Number.CentsWithSlack(Bytes);
}
