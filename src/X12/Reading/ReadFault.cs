namespace CleanClaim.X12.Reading;

/// <summary>Something the reader itself found wrong: where the bytes cannot be told apart into segments.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Offset">The first byte of the place.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Ordinal">The number, in the file, of the segment that stands or should stand there.</param>
public readonly record struct ReadFault(FaultKind Kind, long Offset, int Line, int Ordinal)
{
    /// <summary>Whether everything was read all the same: nothing of the file is lost by it.</summary>
    public bool IsHarmless => Kind is FaultKind.InterchangeHeaderWidth or FaultKind.EmptySegment or FaultKind.LeadingBytes;
}

/// <summary>Counts lines only when somebody asks, and once a block: a line ends with LF, or with CR in files that have no LF.</summary>
internal sealed class LineCounter
{
    private int _line = 1;
    private int _counted;
    private byte _break;
    private long _searchedTo = -1;

    public int LineOf(BlockReader blocks, int position)
    {
        Count(blocks, Math.Max(position, _counted));
        return position >= _counted ? _line : _line - Breaks(blocks, position, _counted);
    }

    /// <summary>The window is about to be left, and is known to hold no line break.</summary>
    public void LeaveUnbroken() => _counted = 0;

    /// <summary>The window is about to drop everything before <paramref name="keepFrom"/>.</summary>
    public void Leave(BlockReader blocks, int keepFrom)
    {
        Count(blocks, Math.Max(keepFrom, _counted));
        _line -= Breaks(blocks, keepFrom, _counted);
        _counted = 0;
    }

    private void Count(BlockReader blocks, int to)
    {
        _line += Breaks(blocks, _counted, to);
        _counted = to;
    }

    private int Breaks(BlockReader blocks, int from, int to)
    {
        if (from >= to) return 0;
        if (_break == 0 && !FindBreak(blocks)) return 0;
        return blocks.Buffer.AsSpan(from, to - from).Count(_break);
    }

    /// <summary>Looks for the kind of line break once in each block, so that a file without any costs no more than one with them.</summary>
    private bool FindBreak(BlockReader blocks)
    {
        var end = blocks.Offset + blocks.End;
        if (end == _searchedTo) return false;
        _searchedTo = end;
        var known = blocks.Buffer.AsSpan(0, blocks.End);
        _break = known.Contains((byte)'\n') ? (byte)'\n' : known.Contains((byte)'\r') ? (byte)'\r' : (byte)0;
        return _break != 0;
    }
}
