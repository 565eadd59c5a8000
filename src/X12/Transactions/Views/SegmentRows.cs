using System.Runtime.CompilerServices;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>The segments of one kind in a part of a business object, in file order: <c>foreach (var segment in line.References)</c>.</summary>
public readonly ref struct SegmentRows
{
    private readonly HeldSegments? _held;

    // Each row knows the next one, the last one the first: the last says where all of them are.
    private readonly int _last;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal SegmentRows(HeldSegments? held, int part, HeldKind kind)
    {
        _held = held;
        _last = held is null ? HeldSegments.NoRow : held.LastRow(part, kind);
    }

    /// <summary>The segments that are only kept as they stand.</summary>
    internal static SegmentRows Kept(HeldSegments? held, int part) => new(held, part, HeldKind.Kept);

    public bool IsEmpty => _last == HeldSegments.NoRow;

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var _ in this) count++;
            return count;
        }
    }

    /// <summary>The first with this code in its first element; an empty segment when there is none.</summary>
    public SegmentView First(ReadOnlySpan<byte> qualifier)
    {
        foreach (var segment in this)
            if (segment.Is(1, qualifier)) return segment;
        return default;
    }

    internal SegmentView Last => _held is null ? default : _held[_last];

    public Enumerator GetEnumerator() => new(_held, _last);

    public ref struct Enumerator
    {
        private readonly HeldSegments? _held;
        private readonly int _last;
        private int _row, _next;

        internal Enumerator(HeldSegments? held, int last)
        {
            _held = held;
            _last = last;
            _next = last == HeldSegments.NoRow ? HeldSegments.NoRow : held!.NextRow(last);
        }

        public readonly SegmentView Current => _held![_row];

        public bool MoveNext()
        {
            if (_next == HeldSegments.NoRow) return false;
            _row = _next;
            _next = _row == _last ? HeldSegments.NoRow : _held!.NextRow(_row);
            return true;
        }
    }
}
