using System.Runtime.CompilerServices;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>A number or a date of a view: the element it stands in, decoded when asked for.</summary>
public readonly ref struct Field
{
    private readonly int _component;

    /// <param name="segment">The segment it stands in.</param>
    /// <param name="element">The element it stands in.</param>
    /// <param name="component">The component of it that is meant, or 0 for all of it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Field(SegmentView segment, int element, int component = 0)
    {
        Segment = segment;
        Element = element;
        _component = component;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe Field(HeldRow* row, int element) : this(row->View, element) { }

    /// <summary>As it stands in the file; empty when the element is absent.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _component == 0 ? Segment[Element] : Composites.Of(Segment, Element)[_component];
    }

    public SegmentView Segment { get; }

    /// <summary>Its position in the segment; of the composite, when it is a component.</summary>
    public int Element { get; }

    /// <summary>As in CLP04.</summary>
    internal string Name => Segment.Id + Element.ToString("00", System.Globalization.CultureInfo.InvariantCulture);

    internal SegmentRange Where => SegmentRange.Of(Segment, "");

    public Parsed<X12Number> Number
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => X12Number.ParseWithSlack(Bytes);
    }

    public Parsed<DateOnly> Date
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => X12Dates.ParseDayWithSlack(Bytes);
    }

    /// <summary>The amount in whole cents; null when it is absent, no number, or has a part of a cent.</summary>
    public long? Cents
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => X12Number.CentsWithSlack(Bytes);
    }
}
