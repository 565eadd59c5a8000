using System.Runtime.CompilerServices;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>REF: an identifier with what it identifies.</summary>
public readonly ref struct ReferenceView(SegmentView segment)
{
    private readonly SegmentView _segment = segment;
    public ReadOnlySpan<byte> Qualifier => _segment[1];
    public ReadOnlySpan<byte> Value => _segment[2];
    public ReadOnlySpan<byte> Description => _segment[3];
}

/// <summary>AMT: an amount with what it is.</summary>
public readonly ref struct AmountView(SegmentView segment)
{
    private readonly SegmentView _segment = segment;
    public ReadOnlySpan<byte> Qualifier => _segment[1];
    public Field Amount => new(_segment, 2);
    public ReadOnlySpan<byte> CreditOrDebit => _segment[3];
}

/// <summary>QTY: a quantity with what it counts.</summary>
public readonly ref struct QuantityView(SegmentView segment)
{
    private readonly SegmentView _segment = segment;
    public ReadOnlySpan<byte> Qualifier => _segment[1];
    public Field Quantity => new(_segment, 2);
    public ReadOnlySpan<byte> Unit => Composites.Of(_segment, 3)[1];
}

/// <summary>DTP, or DTM, which has no format: a date or period with what happened then.</summary>
public readonly ref struct DateView(SegmentView segment)
{
    private readonly SegmentView _segment = segment;
    public ReadOnlySpan<byte> Qualifier => _segment[1];

    /// <summary>DTP02; empty for a DTM.</summary>
    public ReadOnlySpan<byte> Format => IsDtp ? _segment[2] : default;

    /// <summary>The element with the date; a time alone (TM) is none, and stands in its bytes.</summary>
    public Field Raw => new(_segment, IsDtp ? 3 : 2);

    public Parsed<DateSpan> Days
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var day = QuickDay(_segment);
            return day < 0 ? SeldomDays(_segment) : Parsed<DateSpan>.Of(new(DateOnly.FromDayNumber(day), DateOnly.FromDayNumber(day)));
        }
    }

    /// <summary>The first or only day.</summary>
    public Parsed<DateOnly> Day => Days is { HasValue: true } days ? Parsed<DateOnly>.Of(days.Value.From) : default;

    internal bool IsPresent => _segment.IsPresent;

    private bool IsDtp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsPresent && _segment.Id.Value == Id.Dtp;
    }

    /// <summary>One day, under D8 or in a DTM, which is what nearly all of them are; less than 0 of any other.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int QuickDay(SegmentView segment)
    {
        var isDtp = new DateView(segment).IsDtp;
        return isDtp && !X12Dates.IsD8(segment[2]) ? -1 : X12Dates.QuickDay(segment[isDtp ? 3 : 2]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Parsed<DateSpan> SeldomDays(SegmentView segment) =>
        !new DateView(segment).IsDtp ? SpanOf(segment.Date(2)) : segment.Is(2, "TM"u8) ? Parsed<DateSpan>.Absent : segment.Dates(2, 3);

    private static Parsed<DateSpan> SpanOf(Parsed<DateOnly> day) => day.HasValue ? Parsed<DateSpan>.Of(new(day.Value, day.Value)) : new(default, day.Fault, HasValue: false);
}

/// <summary>NTE: a note with its kind.</summary>
public readonly ref struct NoteView(SegmentView segment)
{
    private readonly SegmentView _segment = segment;
    public ReadOnlySpan<byte> Kind => _segment[1];
    public ReadOnlySpan<byte> Text => _segment[2];
}

/// <summary>One of the adjustments of a CAS, which may hold six: <c>foreach (var adjustment in new AdjustmentsView(cas))</c>.</summary>
public readonly ref struct AdjustmentView(SegmentView segment, int first)
{
    private readonly SegmentView _segment = segment;
    private readonly int _first = first;
    public ReadOnlySpan<byte> Group => _segment[1];
    public ReadOnlySpan<byte> Reason => _segment[_first];
    public Field Amount => new(_segment, _first + 1);
    public Field Quantity => new(_segment, _first + 2);

    /// <summary>A reason without amount, or an amount without reason, is an adjustment as it stands; nothing at all is none.</summary>
    internal bool IsPresent
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => AnyOf(_segment, _first);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool AnyOf(SegmentView segment, int first) => segment.Has(first) || segment.Has(first + 1) || segment.Has(first + 2);
}

/// <summary>The adjustments of one CAS.</summary>
public readonly ref struct AdjustmentsView(SegmentView segment)
{
    private readonly SegmentView _segment = segment;

    public Enumerator GetEnumerator() => new(_segment);

    public ref struct Enumerator(SegmentView segment)
    {
        private readonly SegmentView _segment = segment;
        private int _first = -1;

        public readonly AdjustmentView Current => new(_segment, _first);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            while ((_first += 3) <= _segment.Count)
                if (Current.IsPresent) return true;
            return false;
        }
    }
}

/// <summary>A coded procedure, which is a composite (SV101, SVC01, SVC06, SVD03 and the like).</summary>
public readonly ref struct ProcedureView
{
    // Cut up once, for whoever asks for one component asks for another.
    private readonly CompositeView _parts;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ProcedureView(SegmentView segment, int element) => _parts = Composites.Of(segment, element);

    /// <summary>False when the element is empty.</summary>
    public bool IsPresent => !_parts.IsEmpty;

    /// <summary>HC HCPCS or CPT, N4 drug, NU revenue code, …</summary>
    public ReadOnlySpan<byte> Qualifier => _parts[1];
    public ReadOnlySpan<byte> Code => _parts[2];

    /// <summary>Up to four of them, the first being 1; an absent one is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Modifier(int number) => _parts[2 + number];

    /// <summary>How many modifiers there may be: none is written beyond this number.</summary>
    public int ModifiersMax => Math.Min(4, _parts.Count - 2);
    public ReadOnlySpan<byte> Description => _parts[7];

    /// <summary>The last code of a range, where there is one.</summary>
    public ReadOnlySpan<byte> CodeThrough => _parts[8];
}
