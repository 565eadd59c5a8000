using System.Buffers;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Verbs;

/// <summary>What a rewritten file consists of, on its way out: a letter of the old separators becomes one of the new.</summary>
internal sealed class RewrittenLetters(Stream output, bool hasLineBreaks) : IDisposable
{
    private const int FullAt = 64 * 1024;
    private readonly byte[] _letters = new byte[256];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FullAt);
    private int _length;
    private Delimiters _style;

    /// <summary>Whether the separators stay, so that segments may be copied as they are.</summary>
    public bool IsAsItWas { get; private set; }

    /// <summary>Begins an interchange.</summary>
    public void Begin(Delimiters from, Delimiters to)
    {
        (_style, IsAsItWas) = (to, from == to);
        for (var i = 0; i < _letters.Length; i++) _letters[i] = (byte)i;
        (_letters[from.Element], _letters[from.Segment]) = (to.Element, to.Segment);
        // Repeats first: where both are the same, it separates components.
        if (from.Repetition != 0) _letters[from.Repetition] = to.Repetition;
        if (from.Component != 0) _letters[from.Component] = to.Component;
    }

    /// <summary>Segments that follow and need no change go out as they lie in the reader's block.</summary>
    public void Copy(X12Reader reader)
    {
        var run = reader.PassEvenRun(hasLineBreaks ? 1 : 0);
        if (run.IsEmpty) return;
        if (IsTidy(run))
        {
            Flush();
            output.Write(run);
            if (hasLineBreaks) Add("\n"u8);
        }
        else
            foreach (var piece in run[..^1].Split(_style.Segment)) Tidy(run[piece]);
    }

    /// <summary>Whether no segment ends with a separator or begins with one, as those do that hold nothing else.</summary>
    private bool IsTidy(ReadOnlySpan<byte> run) =>
        run[0] != _style.Element && !(hasLineBreaks && run.Contains((byte)'\r')) && run.IndexOf([_style.Element, _style.Segment]) < 0 && run.IndexOf([hasLineBreaks ? (byte)'\n' : _style.Segment, _style.Element]) < 0;

    private void Tidy(ReadOnlySpan<byte> segment)
    {
        if (hasLineBreaks) segment = segment.TrimStart("\r\n"u8);
        if (segment.IndexOfAnyExcept([(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', _style.Element]) < 0) return;
        Add(segment.TrimEnd(_style.Element));
        End();
    }

    /// <summary>Letters as they are.</summary>
    public void Add(ReadOnlySpan<byte> letters)
    {
        letters.CopyTo(Room(letters.Length));
        _length += letters.Length;
    }

    /// <summary>Elements of a segment, with the new separators.</summary>
    public void Translate(ReadOnlySpan<byte> letters)
    {
        var to = Room(letters.Length);
        for (var i = 0; i < letters.Length; i++) to[i] = _letters[letters[i]];
        _length += letters.Length;
    }

    /// <summary>Ends a segment.</summary>
    public void End()
    {
        Add([_style.Segment]);
        if (hasLineBreaks) Add("\n"u8);
    }

    private Span<byte> Room(int letters)
    {
        if (_buffer.Length - _length < letters) Flush();
        if (_buffer.Length < letters)
        {
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = ArrayPool<byte>.Shared.Rent(letters);
        }

        return _buffer.AsSpan(_length, letters);
    }

    private void Flush()
    {
        output.Write(_buffer, 0, _length);
        _length = 0;
    }

    public void Dispose()
    {
        if (_buffer.Length == 0) return;
        Flush();
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }
}
