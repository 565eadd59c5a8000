namespace CleanClaim.X12.Reading;

/// <summary>Where an interchange begins, and what stands between two of them.</summary>
public sealed partial class X12Reader
{
    private bool IsOpened(int start) => _blocks.Offset + start == _openedAt;

    /// <summary>The file ends with a header whose own terminator is not that of the interchange before it.</summary>
    private bool IsHeaderAtEnd()
    {
        if (!_blocks.AtEnd) return false;
        var start = SkipLineBreaks(_position, _blocks.End);
        return _blocks.End - start >= 4 && InterchangeHeader.StartsAt(_blocks.Buffer.AsSpan(start, 4)) && !IsOpened(start);
    }

    /// <summary>Finds the next ISA and scans the block with its separators; false when more bytes are needed first.</summary>
    private bool OpenInterchange()
    {
        while (true)
        {
            _position = SkipBlanks(_position);
            var rest = _blocks.Buffer.AsSpan(_position, _blocks.End - _position);
            if (rest.Length < InterchangeHeader.MaxLength && !_blocks.AtEnd) return false;
            if (rest.IsEmpty) return false;
            if (InterchangeHeader.TryRead(rest) is { } header) return Open(header);
            Junk(rest);
            var next = rest[1..].IndexOf("ISA"u8);
            _position = next >= 0 ? _position + 1 + next : Math.Max(_position + 1, _blocks.End - 2);
            if (next < 0 && !_blocks.AtEnd) return false;
        }
    }

    private bool Open(InterchangeHeader header)
    {
        // Told once, where the file begins: a byte order mark, blanks or line breaks.
        if (!_sawInterchange && !_toldJunk && _blocks.Offset + _position > 0) Fault(FaultKind.LeadingBytes, 0);
        var isScanned = header.Delimiters == _row.Delimiters && IsScannedFrom(_position);
        _row.Delimiters = header.Delimiters;
        _openedAt = _blocks.Offset + _position;
        (_inInterchange, _sawInterchange, _toldJunk, _skipping) = (true, true, false, false);
        if (!header.HasStandardWidth) Fault(FaultKind.InterchangeHeaderWidth, _position);
        if (isScanned) return true;
        _isUnbroken = false;
        BlockLeaves?.Invoke();
        _marks.Clear();
        _nextSegment = 0;
        Scanner.Scan(_blocks.Buffer, _position, _blocks.End, _row.Delimiters, _marks);
        return true;
    }

    /// <summary>Whether the next mark not yet used is the first one behind this place: with the same separators it need not be found again.</summary>
    private bool IsScannedFrom(int position)
    {
        if (_nextSegment >= _marks.SegmentCount) return false;
        var firstEnd = _nextSegment == 0 ? 0 : _segments[_nextSegment - 1] + 1;
        return _ends[firstEnd] >= position;
    }

    private void Junk(ReadOnlySpan<byte> rest)
    {
        if (_toldJunk) return;
        _toldJunk = true;
        var isHeader = InterchangeHeader.StartsAt(rest);
        Fault(isHeader ? FaultKind.InterchangeHeaderMalformed : _sawInterchange ? FaultKind.TextOutsideInterchange : InterchangeHeader.EncodingOf(rest) ?? FaultKind.NotX12, _position);
    }

    private int SkipLineBreaks(int from, int to)
    {
        while (from < to && _blocks.Buffer[from] is (byte)'\r' or (byte)'\n') from++;
        return from;
    }

    private int SkipBlanks(int from)
    {
        if (from == 0 && _blocks.Offset == 0 && _blocks.Buffer.AsSpan(0, _blocks.End).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) from = 3;
        // Blanks, NUL padding and the end-of-file mark of old systems (0x1A) between interchanges say nothing.
        while (from < _blocks.End && _blocks.Buffer[from] is <= (byte)' ') from++;
        return from;
    }
}
