using System.Runtime.CompilerServices;

namespace CleanClaim.X12.Reading;

/// <summary>The delimiter positions of one block: all of them, and which of them end a segment. This is the token table.</summary>
internal sealed class Marks(int[] ends, int[] segments)
{
    public readonly int[] Ends = ends;
    public readonly int[] Segments = segments;
    public int EndCount;
    public int SegmentCount;

    /// <summary>
    /// Beside each end the first letter of the element that ends there, 0 of an empty one: only where somebody adds up whole files and
    /// the processor finds many at once, else null. The first end of a block has none, and what stands for an id may be a line break.
    /// </summary>
    public byte[]? Letters;

    /// <summary>Whether the block holds anything, the delimiters aside, but printable letters: line breaks for instance.</summary>
    public bool HasOdd;
    private int[] _doubts = new int[16];
    private int _doubtCount, _passed, _nextDoubt = int.MaxValue;

    /// <summary>
    /// Where a stretch of <see cref="Scanner.Stride"/> bytes begins that holds a letter which X12 does not allow, a line break
    /// inside a segment, or a blank before a delimiter. A segment that touches none of them has only plain letters and no padding.
    /// </summary>
    public ReadOnlySpan<int> Doubts => _doubts.AsSpan(0, _doubtCount);

    public void Doubt(int at)
    {
        if (_doubtCount == _doubts.Length) Array.Resize(ref _doubts, _doubts.Length * 2);
        if (_passed == _doubtCount) _nextDoubt = at;
        _doubts[_doubtCount++] = at;
    }

    /// <summary>Whether a doubtful stretch touches [start, end]. Asked with rising places only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsDoubtful(int start, int end) => end >= _nextDoubt && IsTouched(start, end);

    private bool IsTouched(int start, int end)
    {
        while (_passed < _doubtCount && _doubts[_passed] + Scanner.Stride <= start) _passed++;
        _nextDoubt = _passed < _doubtCount ? _doubts[_passed] : int.MaxValue;
        return _nextDoubt <= end;
    }

    public void Clear()
    {
        HasOdd = false;
        EndCount = SegmentCount = _doubtCount = _passed = 0;
        _nextDoubt = int.MaxValue;
    }
}
