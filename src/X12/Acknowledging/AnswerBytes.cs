using System.Buffers;

namespace CleanClaim.X12.Acknowledging;

/// <summary>The bytes of an answer as they are written: in memory while they are few, beyond that in a temporary file that no other user can read and that nobody finds once it is open.</summary>
internal sealed class AnswerBytes : IDisposable
{
    private const int InMemoryMax = 1024 * 1024, CopyBytes = 64 * 1024;
    private Stream _bytes = new MemoryStream();

    public long Length => _bytes.Length;

    public void Write(ReadOnlySpan<byte> piece)
    {
        if (_bytes is MemoryStream held && held.Length + piece.Length > InMemoryMax) Spill(held);
        _bytes.Write(piece);
    }

    public void CopyTo(AnswerBytes other) => Copy((to, piece) => to.Write(piece), other);

    public void CopyTo(Stream other) => Copy((to, piece) => to.Write(piece), other);

    public void Clear() => _bytes.SetLength(0);

    public void Dispose() => _bytes.Dispose();

    private void Copy<T>(Action<T, ReadOnlySpan<byte>> write, T to)
    {
        var piece = ArrayPool<byte>.Shared.Rent(CopyBytes);
        _bytes.Position = 0;
        while (_bytes.Read(piece) is > 0 and var read) write(to, piece.AsSpan(0, read));
        ArrayPool<byte>.Shared.Return(piece, clearArray: true);
    }

    private void Spill(MemoryStream held)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var file = new FileStream(path, options);
        // Open, it needs no name: nothing is left behind, however the process ends.
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        held.WriteTo(file);
        held.Dispose();
        _bytes = file;
    }
}

/// <summary>An answer to an interchange: a file to send back. A long one lies in a temporary file until it is disposed of.</summary>
public sealed class Answer : IDisposable
{
    private readonly AnswerBytes _bytes;

    internal Answer(AnswerKind kind, string interchange, AnswerBytes bytes) => (Kind, Interchange, _bytes) = (kind, interchange, bytes);

    /// <summary>TA1, 999 or 277CA.</summary>
    public AnswerKind Kind { get; }

    /// <summary>ISA13 of the interchange it answers.</summary>
    public string Interchange { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length => _bytes.Length;

    /// <summary>All of its bytes at once; of a long answer rather <see cref="WriteTo"/>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public byte[] Content
    {
        get
        {
            using var whole = new MemoryStream();
            _bytes.CopyTo(whole);
            return whole.ToArray();
        }
    }

    /// <summary>Writes it a piece at a time.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void WriteTo(Stream output) => _bytes.CopyTo(output);

    public void Dispose() => _bytes.Dispose();
}
