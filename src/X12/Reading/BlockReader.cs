using System.Buffers;

namespace CleanClaim.X12.Reading;

/// <summary>
/// A window on a stream: 256 KiB at a time behind the unfinished rest of the block before, with slack after the end for
/// vector reads. Its memory does not grow with the file.
/// </summary>
internal sealed class BlockReader : IDisposable
{
    public const int BlockBytes = 256 * 1024;
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private byte[] _buffer;

    public BlockReader(Stream stream, int carryBytesMax, bool leaveOpen)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
        var block = stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position + 1, 4096, BlockBytes) : BlockBytes;
        Capacity = block + carryBytesMax;
        _buffer = ArrayPool<byte>.Shared.Rent(Capacity + Scanner.Slack);
    }

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
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
        if (!_leaveOpen) _stream.Dispose();
    }
}
