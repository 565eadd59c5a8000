using System.Runtime.InteropServices;
using System.Text;

namespace CleanClaim.X12.Values;

/// <summary>
/// A text to remember and compare, kept without allocating when it has at most sixteen plain letters, as ids and numbers do.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ShortText
{
    /// <summary>Letters that need no allocation.</summary>
    public const int Inline = 16;
    private readonly UInt128 _letters;
    private readonly string? _long;
    private readonly byte _length;

    public ShortText(ReadOnlySpan<byte> text)
    {
        if (text.Length > Inline || !Ascii.IsValid(text))
        {
            _long = X12Text.Decode(text);
            return;
        }

        text.CopyTo(MemoryMarshal.AsBytes(new Span<UInt128>(ref _letters)));
        _length = (byte)text.Length;
    }

    /// <summary>Copies the letters of a text of at most <see cref="Inline"/> plain ones; gives how many.</summary>
    public int CopyTo(Span<byte> letters)
    {
        if (_long is not null) return 0;
        var packed = _letters;
        MemoryMarshal.AsBytes(new Span<UInt128>(ref packed))[.._length].CopyTo(letters);
        return _length;
    }

    public bool IsEmpty => _length == 0 && _long is null;

    public bool Is(ReadOnlySpan<byte> text) => this == new ShortText(text);

    public bool Is(string text) => _long is null ? _length == text.Length && ToString() == text : _long == text;

    public override string ToString()
    {
        if (_long is not null) return _long;
        var letters = _letters;
        return X12Text.Decode(MemoryMarshal.AsBytes(new Span<UInt128>(ref letters))[.._length]);
    }
}
