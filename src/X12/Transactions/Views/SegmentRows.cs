using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>The segments of one kind in a part of a business object, in file order: <c>foreach (var segment in line.References)</c>.</summary>
public readonly ref struct SegmentRows
{
    private readonly HeldSegments? _held;
    private readonly int _part;
    private readonly uint _id;

    internal SegmentRows(HeldSegments? held, int part, uint id)
    {
        _held = held;
        _part = part;
        _id = id;
    }

    /// <summary>The segments that are only kept as they stand.</summary>
    internal static SegmentRows Kept(HeldSegments? held, int part) => new(held, part, 0);

    public bool IsEmpty => Next(-1) < 0;

    public int Count
    {
        get
        {
            var count = 0;
            for (var row = Next(-1); row >= 0; row = Next(row)) count++;
            return count;
        }
    }

    /// <summary>The first with this code in its first element; an empty segment when there is none.</summary>
    public SegmentView First(ReadOnlySpan<byte> qualifier)
    {
        for (var row = Next(-1); row >= 0; row = Next(row))
        {
            var segment = _held![row];
            if (segment.Is(1, qualifier)) return segment;
        }

        return default;
    }

    /// <summary>The first date with this code, or where it holds no day, with the other.</summary>
    internal Parsed<DateOnly> FirstDay(ReadOnlySpan<byte> qualifier, ReadOnlySpan<byte> otherwise)
    {
        var day = new DateView(First(qualifier)).Day;
        return day.HasValue ? day : new DateView(First(otherwise)).Day;
    }

    internal SegmentView Last => _held is null ? default : _held.Last(_part, _id);

    internal HeldSegments? Held => _held;

    internal int Next(int after) => _held is null ? -1 : _id == 0 ? _held.NextKept(after, _part) : _held.Next(after, _part, _id);

    public Enumerator GetEnumerator() => new(this);

    public ref struct Enumerator
    {
        private readonly SegmentRows _rows;

        internal Enumerator(SegmentRows rows)
        {
            _rows = rows;
            Row = -1;
        }

        internal int Row { get; private set; }

        public readonly SegmentView Current => _rows._held![Row];

        public bool MoveNext() => (Row = _rows.Next(Row)) >= 0;
    }
}
