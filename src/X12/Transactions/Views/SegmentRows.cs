using System.Runtime.CompilerServices;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>The segments of one kind in a part of a business object, in file order: <c>foreach (var segment in line.References)</c>.</summary>
public readonly unsafe ref struct SegmentRows
{
    // Each row knows the next one, the last one the first: the last says where all of them are.
    private readonly HeldRow* _last;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal SegmentRows(HeldPart* part, HeldKind kind)
    {
        if (part != null && part->LastRow(kind) is var last && last != HeldRow.Absent) _last = last;
    }

    public bool IsEmpty => _last == null;

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

    internal SegmentView Last => _last == null ? default : _last->View;

    public Enumerator GetEnumerator() => new(_last);

    public ref struct Enumerator
    {
        private readonly HeldRow* _last;
        private HeldRow* _row, _next;

        internal Enumerator(HeldRow* last)
        {
            _last = last;
            _next = last == null ? null : last->Next;
        }

        public readonly SegmentView Current => _row->View;

        public bool MoveNext()
        {
            if (_next == null) return false;
            _row = _next;
            _next = _row == _last ? null : _row->Next;
            return true;
        }
    }
}
