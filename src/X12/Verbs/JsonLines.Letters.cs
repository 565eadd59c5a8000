using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace CleanClaim.X12.Verbs;

/// <summary>How names, texts and numbers get into the buffer.</summary>
internal sealed partial class JsonLines
{
    private static int Room(string value) => value.Length * 3 + 3;

    /// <summary>Writes the name of what follows, and makes room for it.</summary>
    private void Name(ReadOnlySpan<byte> name, int room)
    {
        unchecked
        {
            Reserve(name.Length + 3 + room);
            var into = _buffer.AsSpan(_length);
            into[0] = (byte)'"';
            name.CopyTo(into[1..]);
            into[name.Length + 2] = (byte)':';
            into[name.Length + 1] = (byte)'"';
            _length += name.Length + 3;
        }
    }

    private void Letters(string value)
    {
        if (value.AsSpan().ContainsAnyExcept(Plain))
        {
            Quoted(Encoding.UTF8.GetBytes(Escape.Encode(value)));
            return;
        }

        Add((byte)'"');
        _length += Encoding.Latin1.GetBytes(value, _buffer.AsSpan(_length));
        Add("\","u8);
    }

    /// <summary>A text that needs no escape.</summary>
    private void Quoted(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            Reserve(text.Length + 3);
            var into = _buffer.AsSpan(_length);
            into[0] = (byte)'"';
            text.CopyTo(into[1..]);
            into[text.Length + 2] = (byte)',';
            into[text.Length + 1] = (byte)'"';
            _length += text.Length + 3;
        }
    }

    /// <summary>-305 of scale 2 as "-3.05": its digits from the last to the first. Unchecked, for the least number has no positive twin.</summary>
    private void Decimal(ReadOnlySpan<byte> name, long units, int scale)
    {
        unchecked
        {
            Span<byte> digits = stackalloc byte[LettersOfNumberMax];
            var at = LettersOfNumberMax;
            digits[--at] = (byte)',';
            digits[--at] = (byte)'"';
            var rest = units < 0 ? (ulong)-units : (ulong)units;
            for (var written = 0; written <= scale || rest > 0; written++)
            {
                if (written == scale && scale > 0) digits[--at] = (byte)'.';
                var tenth = rest / 10;
                digits[--at] = (byte)('0' + (rest - tenth * 10));
                rest = tenth;
            }

            if (units < 0) digits[--at] = (byte)'-';
            digits[--at] = (byte)'"';
            Name(name, LettersOfNumberMax);
            Add(digits[at..]);
        }
    }

    private void Number(long number)
    {
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_length), out var count);
        _length += count;
    }

    private static void Digits(int number, Span<byte> into)
    {
        for (var at = into.Length; at > 0; number /= 10) into[--at] = (byte)('0' + number % 10);
    }

    private void Open(byte bracket)
    {
        Reserve(1);
        Add(bracket);
    }

    private void Close(byte bracket)
    {
        Reserve(2);
        if (_buffer[_length - 1] == (byte)',') _length--;
        Add(bracket);
        Add((byte)',');
    }

    private void Add(byte letter) => _buffer[unchecked(_length++)] = letter;

    private void Add(ReadOnlySpan<byte> letters)
    {
        letters.CopyTo(_buffer.AsSpan(_length));
        _length = unchecked(_length + letters.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int bytes)
    {
        if (_buffer.Length - bytes < _length) Widen(bytes);
    }

    private void Widen(int bytes)
    {
        var wider = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes, _buffer.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(wider);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = wider;
    }
}
