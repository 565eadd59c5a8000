using System.Buffers;

namespace CleanClaim.X12.Writing;

/// <summary>Hands what was written to a stream a piece at a time, so that an interchange is not held as a whole once more.</summary>
internal sealed class StreamPieces(Stream stream) : IBufferWriter<byte>, IDisposable
{
    private const int PieceBytes = 128 * 1024;
    private byte[] _piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
    private int _length;

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_piece.Length - _length < Math.Max(sizeHint, 1)) Flush();
        if (_piece.Length < sizeHint)
        {
            Dispose();
            _piece = ArrayPool<byte>.Shared.Rent(sizeHint);
        }

        return _piece.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Flush()
    {
        stream.Write(_piece, 0, _length);
        _length = 0;
    }

    public void Dispose()
    {
        if (_piece.Length > 0) ArrayPool<byte>.Shared.Return(_piece, clearArray: true);
        _piece = [];
    }
}
