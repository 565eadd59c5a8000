using CleanClaim.X12.Validation;
using Microsoft.Win32.SafeHandles;

namespace CleanClaim.X12.Verbs;

/// <summary>A file that several workers can read at once, each from its beginning.</summary>
internal static class SharedFile
{
    // Below this a second worker costs more than it helps.
    private const long WorthSharing = 4 * 1024 * 1024;
    private const int WorkersMax = 8;

    /// <summary>Validates on every core where the file can be read more than once and is long enough, else on one.</summary>
    public static ValidationSummary Validate(Stream file, Action<Fault> found, ValidationOptions options)
    {
        var workers = Math.Min(Environment.ProcessorCount, WorkersMax);
        return workers > 1 && Opener(file) is { } open ? SharedValidation.Validate(open, found, options, workers) : X12Validator.Validate(file, found, options);
    }

    private static Func<Stream>? Opener(Stream file)
    {
        if (!file.CanSeek || file.Length - file.Position < WorthSharing) return null;
        var from = file.Position;
        return file switch
        {
            FileStream onDisk => () => new Part(onDisk.SafeFileHandle, from, onDisk.Length),
            MemoryStream memory when memory.TryGetBuffer(out var bytes) => () => new MemoryStream(bytes.Array!, bytes.Offset + (int)from, bytes.Count - (int)from, writable: false),
            _ => null,
        };
    }

    /// <summary>Reads a file by its handle at a place of its own, so that no worker moves another's.</summary>
    private sealed class Part(SafeFileHandle file, long from, long end) : Stream
    {
        private long _passed;

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => end - from;
        public override long Position { get => _passed; set => _passed = value; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = RandomAccess.Read(file, buffer, from + _passed);
            _passed += count;
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

        public override void Flush() { }
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
