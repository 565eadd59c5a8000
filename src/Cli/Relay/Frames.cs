using System.Buffers.Binary;

namespace CleanClaim.Cli.Relay;

internal enum FrameKind : byte { Call = 1, Input = 2, InputEnd = 3, Output = 4, Error = 5, Exit = 6 }

/// <summary>What travels between two processes: a kind, a length of four bytes, the bytes.</summary>
internal static class Frames
{
    private const int MaxFrame = 1 << 20;

    public static async Task Write(Stream stream, FrameKind kind, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var head = new byte[5];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(1), body.Length);
        await stream.WriteAsync(head, cancel);
        if (body.Length > 0) await stream.WriteAsync(body, cancel);
    }

    /// <summary>The next frame; null when the other side has gone.</summary>
    /// <exception cref="InvalidDataException">What came is no frame of ours.</exception>
    public static async Task<(FrameKind Kind, byte[] Body)?> Read(Stream stream, CancellationToken cancel)
    {
        var head = new byte[5];
        try
        {
            await stream.ReadExactlyAsync(head, cancel);
            var length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(1));
            if (length is < 0 or > MaxFrame || !Enum.IsDefined((FrameKind)head[0]))
                throw new InvalidDataException("The other process does not speak our language; are both of the same version?");
            var body = new byte[length];
            await stream.ReadExactlyAsync(body, cancel);
            return ((FrameKind)head[0], body);
        }
        catch (Exception e) when (e is EndOfStreamException or IOException)
        {
            return null;
        }
    }
}

/// <summary>A command on its way to the process that serves the folder. Sent again with its <paramref name="Key"/>, what it did is not done twice.</summary>
internal sealed record Call(string Token, string Key, IReadOnlyList<string> Arguments, string Directory, bool IsTerminal, Dictionary<string, string> Variables);

/// <summary>Writes go out as frames of one kind; one writer at a time.</summary>
internal sealed class FrameWriteStream(Stream stream, FrameKind kind, SemaphoreSlim gate) : Stream
{
    private const int Part = 64 * 1024;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            for (var at = 0; at < buffer.Length; at += Part)
                await Frames.Write(stream, kind, buffer.Slice(at, Math.Min(Part, buffer.Length - at)), cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
