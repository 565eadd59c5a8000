namespace CleanClaim.X12.Reading;

/// <summary>
/// A window on a stream: 256 KiB at a time behind the unfinished rest of the block before, with slack after the end for
/// vector reads. Its memory does not grow with the file.
/// </summary>
internal sealed class BlockReader : IDisposable
{
    public const int BlockBytes = 256 * 1024;
    private const int SmallBytes = 16 * 1024;
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private byte[] _buffer;

    /// <param name="stream">What is read.</param>
    /// <param name="buffer">The window: <see cref="CapacityFor"/> bytes, and the slack.</param>
    /// <param name="leaveOpen">Whether the stream outlives the reader.</param>
    public BlockReader(Stream stream, byte[] buffer, bool leaveOpen)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
        _buffer = buffer;
        Capacity = buffer.Length - Scanner.Slack;
    }

    /// <summary>How many bytes the window on a stream is to hold; a small file needs only a small one.</summary>
    public static int CapacityFor(Stream stream, int carryBytesMax) =>
        carryBytesMax + (stream.CanSeek && stream.Length - stream.Position < SmallBytes ? SmallBytes : BlockBytes);

    public byte[] Buffer => _buffer;

    /// <summary>How many bytes the window can hold, slack not counted.</summary>
    public int Capacity { get; }

    /// <summary>Where the valid bytes end.</summary>
    public int End { get; private set; }

    /// <summary>The place in the file of the window's first byte.</summary>
    public long Offset { get; private set; }

    public bool AtEnd { get; private set; }

    /// <summary>Drops what stands before <paramref name="keepFrom"/> and reads more behind the rest; false when there is no more.</summary>
    public bool Fill(int keepFrom)
    {
        Shift(keepFrom);
        while (!AtEnd && End < Capacity)
            if (!Took(_stream.Read(_buffer, End, Capacity - End))) break;
        return Finish();
    }

    /// <inheritdoc cref="Fill"/>
    public async ValueTask<bool> FillAsync(int keepFrom, CancellationToken cancel)
    {
        Shift(keepFrom);
        while (!AtEnd && End < Capacity)
            if (!Took(await _stream.ReadAsync(_buffer.AsMemory(End, Capacity - End), cancel))) break;
        return Finish();
    }

    private int _before;

    private void Shift(int keepFrom)
    {
        var rest = End - keepFrom;
        _buffer.AsSpan(keepFrom, rest).CopyTo(_buffer);
        Offset += keepFrom;
        End = _before = rest;
    }

    private bool Took(int count)
    {
        if (count == 0) AtEnd = true;
        End += count;
        return count > 0;
    }

    private bool Finish()
    {
        _buffer.AsSpan(End, Scanner.Slack).Clear();
        return End > _before;
    }

    public void Dispose()
    {
        if (_buffer.Length == 0) return;
        _buffer = [];
        if (!_leaveOpen) _stream.Dispose();
    }
}
