using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CleanClaim.X12.Writing;

/// <summary>Turns the marks of a <see cref="SegmentBuffer"/> into the separators that were chosen, a vector of letters at a time.</summary>
/// <param name="delimiters">What to write.</param>
/// <param name="marks">What stands in their place.</param>
/// <param name="hasLineBreaks">Whether a line break follows each segment.</param>
internal readonly struct MarkedText(Delimiters delimiters, Delimiters marks, bool hasLineBreaks)
{
    private const int PieceBytes = 64 * 1024;

    /// <summary>Gives the number of bytes written.</summary>
    public long Write(ReadOnlySpan<byte> marked, IBufferWriter<byte> output)
    {
        var length = 0L;
        while (!marked.IsEmpty)
        {
            var piece = marked[..NextPiece(marked)];
            var to = output.GetSpan(piece.Length + 1);
            Turn(piece, to);
            if (hasLineBreaks) to[piece.Length] = (byte)'\n';
            var written = piece.Length + (hasLineBreaks ? 1 : 0);
            output.Advance(written);
            length += written;
            marked = marked[piece.Length..];
        }

        return length;
    }

    /// <summary>With line breaks a segment with its terminator; without, as much as is convenient.</summary>
    private int NextPiece(ReadOnlySpan<byte> marked) => hasLineBreaks ? marked.IndexOf(marks.Segment) + 1 : Math.Min(marked.Length, PieceBytes);

    private void Turn(ReadOnlySpan<byte> marked, Span<byte> to)
    {
        var at = 0;
        ref var source = ref MemoryMarshal.GetReference(marked);
        ref var target = ref MemoryMarshal.GetReference(to);
        if (Vector256.IsHardwareAccelerated)
            for (; at <= marked.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
            {
                var letters = Vector256.LoadUnsafe(ref source, (nuint)at);
                // Each kind is looked for in what stood there: a receiver's separator may look like another kind's mark.
                var turned = letters;
                turned = Vector256.ConditionalSelect(Vector256.Equals(letters, Vector256.Create(marks.Element)), Vector256.Create(delimiters.Element), turned);
                turned = Vector256.ConditionalSelect(Vector256.Equals(letters, Vector256.Create(marks.Segment)), Vector256.Create(delimiters.Segment), turned);
                turned = Vector256.ConditionalSelect(Vector256.Equals(letters, Vector256.Create(marks.Component)), Vector256.Create(delimiters.Component), turned);
                turned = Vector256.ConditionalSelect(Vector256.Equals(letters, Vector256.Create(marks.Repetition)), Vector256.Create(delimiters.Repetition), turned);
                turned.StoreUnsafe(ref target, (nuint)at);
            }

        for (; at < marked.Length; at++) to[at] = Turned(marked[at]);
    }

    private byte Turned(byte letter) =>
        letter == marks.Element ? delimiters.Element
        : letter == marks.Segment ? delimiters.Segment
        : letter == marks.Component ? delimiters.Component
        : letter == marks.Repetition ? delimiters.Repetition
        : letter;
}
