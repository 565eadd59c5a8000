using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace CleanClaim.X12.Verbs;

/// <summary>
/// How names, texts and numbers get into the buffer. Unchecked: room is made (<see cref="Reserve"/>) before anything is written,
/// with <see cref="Spare"/> bytes more, so that a few fixed letters and a number's words need no check of their own.
/// </summary>
internal sealed partial class JsonLines
{
    private const int Spare = 64;

    private static int Room(string value) => value.Length * 3 + 3;

    /// <summary>Writes the name of what follows, and makes room for it. Inlined, so that a name's length is known when it is compiled and its letters are one or two moves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Name(ReadOnlySpan<byte> name, int room) => _length = unchecked(_length + NameAhead(name, room));

    /// <summary>
    /// The same, but the letters do not count yet: it gives how many they are, for what follows to count them with its own. The next
    /// letter's place hangs on the count, which then changes once a value and not twice.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NameAhead(ReadOnlySpan<byte> name, int room)
    {
        unchecked
        {
            Reserve(name.Length + 3 + room);
            ref var into = ref Here;
            into = (byte)'"';
            name.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref into, 1), name.Length));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref into, name.Length + 1), (ushort)('"' | ':' << 8));
            return name.Length + 3;
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
            Here = (byte)'"';
            text.CopyTo(_buffer.AsSpan(_length + 1));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref Here, text.Length + 1), (ushort)('"' | ',' << 8));
            _length += text.Length + 3;
        }
    }

    /// <summary>A text, for which there is room: as it is, when it needs no escape, for its letters are looked at and copied in the same words.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ahead">How many letters before it do not count yet.</param>
    private void Value(ReadOnlySpan<byte> text, int ahead)
    {
        unchecked
        {
            ref var to = ref Unsafe.Add(ref Here, ahead);
            to = (byte)'"';
            if (PlainText.TryCopy(text, ref Unsafe.Add(ref to, 1)))
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, text.Length + 1), (ushort)('"' | ',' << 8));
                _length += ahead + text.Length + 3;
                return;
            }

            _length += ahead;
            Quoted(Escaped(text));
        }
    }

    /// <summary>-305 of scale 2 as "-3.05": its digits from the last to the first. Unchecked, for the least number has no positive twin.</summary>
    private void Decimal(long units, int scale)
    {
        unchecked
        {
            Span<byte> digits = stackalloc byte[LettersOfNumberMax];
            var at = LettersOfNumberMax;
            var rest = units < 0 ? (ulong)-units : (ulong)units;
            for (var written = 0; written <= scale || rest > 0; written++)
            {
                if (written == scale && scale > 0) digits[--at] = (byte)'.';
                var tenth = rest / 10;
                digits[--at] = (byte)('0' + (rest - tenth * 10));
                rest = tenth;
            }

            if (units < 0) digits[--at] = (byte)'-';
            Quoted(digits[at..]);
        }
    }

    /// <summary>An amount, for which there is room: 305 as "3.05". All of its digits are reckoned at once, for how many there are cannot be guessed.</summary>
    /// <param name="cents">The amount.</param>
    /// <param name="ahead">How many letters before it do not count yet.</param>
    private void Dollars(long cents, int ahead)
    {
        unchecked
        {
            if ((ulong)cents >= QuickCents)
            {
                _length += ahead;
                Decimal(cents, 2);
                return;
            }

            var dollars = (uint)((ulong)cents / 100);
            var rest = (uint)cents - dollars * 100;
            var digits = EightDigits(dollars);
            var zeros = Math.Min(7, BitOperations.TrailingZeroCount(digits) >> 3);
            ref var to = ref Unsafe.Add(ref Here, ahead);
            to = (byte)'"';
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 1), (digits | 0x3030_3030_3030_3030) >> (zeros * 8));
            var tail = '.' | (ulong)('0' + rest / 10) << 8 | (ulong)('0' + rest % 10) << 16 | (ulong)'"' << 24 | (ulong)',' << 32;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 9 - zeros), tail);
            _length += ahead + 14 - zeros;
        }
    }

    /// <summary>An amount that stands in the file as it is to stand here, as 53.22 does: its letters go over as one word. False, and nothing written, when it does not.</summary>
    /// <param name="text">The amount, behind which seven more bytes can be read.</param>
    /// <param name="ahead">How many letters before it do not count yet.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryCopyDollars(ReadOnlySpan<byte> text, int ahead)
    {
        unchecked
        {
            const ulong Zeros = 0x3030_3030_3030_3030, Highs = 0xF0F0_F0F0_F0F0_F0F0;
            var length = text.Length;
            if ((uint)(length - ShortestDollars) > sizeof(ulong) - ShortestDollars) return false;
            var letters = Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(text)) << (64 - length * 8) >> (64 - length * 8);
            // The point two letters before the end becomes a zero, anything else there no digit; what lies behind the text counts as zeros.
            var digits = (letters ^ ((ulong)('.' ^ '0') << ((length - 3) * 8))) | (Zeros << (length * 4) << (length * 4));
            var isAmount = ((digits & Highs) ^ Zeros | ((digits + 0x0606_0606_0606_0606) & Highs) ^ Zeros) == 0 & (digits >> ((length - 3) * 8) & 0xF) == 0;
            // A zero in front stands only before the point.
            if (!isAmount | ((byte)letters == '0' & length > ShortestDollars)) return false;
            ref var to = ref Unsafe.Add(ref Here, ahead);
            to = (byte)'"';
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 1), letters);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 1 + length), (ushort)('"' | ',' << 8));
            _length += ahead + length + 3;
            return true;
        }
    }

    private const int ShortestDollars = 4;

    /// <summary>Whole numbers below this have eight digits, and cents eight before the point.</summary>
    private const ulong QuickWhole = 100_000_000, QuickCents = QuickWhole * 100;

    /// <summary>The digits of a number below 10^8, zeros in front included, the first in the lowest byte: halves, then quarters, then single digits side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EightDigits(uint number)
    {
        unchecked
        {
            var head = number / 10_000;
            var halves = head | (ulong)(number - head * 10_000) << 32;
            // 10486 / 2^20 is a hundredth for numbers below 10,000, and 103 / 2^10 a tenth for those below 100.
            var hundreds = ((halves * 10_486) >> 20) & 0x0000_007F_0000_007F;
            var quarters = ((halves - hundreds * 100) << 16) | hundreds;
            var tens = ((quarters * 103) >> 10) & 0x000F_000F_000F_000F;
            return ((quarters - tens * 10) << 8) | tens;
        }
    }

    private void Number(long number)
    {
        if (unchecked((ulong)number) < QuickWhole)
        {
            var digits = EightDigits((uint)number);
            var zeros = Math.Min(7, BitOperations.TrailingZeroCount(digits) >> 3);
            Unsafe.WriteUnaligned(ref Here, (digits | 0x3030_3030_3030_3030) >> (zeros * 8));
            _length += 8 - zeros;
            return;
        }

        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_length), out var count);
        _length += count;
    }

    private void Open(byte bracket)
    {
        Reserve(1);
        Add(bracket);
    }

    private void Close(byte bracket)
    {
        unchecked
        {
            Reserve(2);
            ref var last = ref Unsafe.Add(ref Here, -1);
            if (last == (byte)',') _length--;
            Unsafe.WriteUnaligned(ref Here, (ushort)(bracket | ',' << 8));
            _length += 2;
        }
    }

    /// <summary>Where the next letter goes.</summary>
    private ref byte Here
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buffer), (nint)(uint)_length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(byte letter)
    {
        Here = letter;
        _length = unchecked(_length + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ReadOnlySpan<byte> letters)
    {
        letters.CopyTo(MemoryMarshal.CreateSpan(ref Here, letters.Length));
        _length = unchecked(_length + letters.Length);
    }

    /// <summary>Makes room for so many bytes and the <see cref="Spare"/> ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int bytes)
    {
        if (unchecked(_buffer.Length - _length - bytes) < Spare) Widen(bytes);
    }

    private void Widen(int bytes)
    {
        var wider = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes + Spare, _buffer.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(wider);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = wider;
    }
}
