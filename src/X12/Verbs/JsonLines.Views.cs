using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Verbs;

/// <summary>The bytes of a file go to the line without becoming text in between.</summary>
internal sealed partial class JsonLines
{
    public delegate void RowFields(JsonLines json, SegmentView row);

    // The head of a file, or the level above many claims, looks the same on each of their lines.
    private byte[] _remembered = [];
    private (object? Of, long Version) _rememberedKey;
    private bool _rememberedIsUnclear;
    private int _rememberedLength;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        Value(value, NameAhead(name, value.Length + 3));
    }

    /// <summary>An element of an array; an empty one too.</summary>
    public void Item(ReadOnlySpan<byte> value)
    {
        Reserve(unchecked(value.Length + 3));
        Value(value, ahead: 0);
    }

    /// <summary>How long the buffer is, for <see cref="Again(int, int)"/> and <see cref="Remember"/>.</summary>
    public int Mark => _length;

    /// <summary>Writes once more what was written between two marks of this line.</summary>
    public void Again(int from, int to)
    {
        if (from == to) return;
        Reserve(to - from);
        Add(_buffer.AsSpan(from, to - from));
        // The last comma of the first may have given way to a bracket.
        _buffer[_length - 1] = (byte)',';
    }

    /// <summary>Writes what was remembered under this key; false when something else was.</summary>
    public bool Again(object of, long version)
    {
        if (!ReferenceEquals(_rememberedKey.Of, of) || _rememberedKey.Version != version) return false;
        Reserve(_rememberedLength);
        Add(_remembered.AsSpan(0, _rememberedLength));
        IsUnclear |= _rememberedIsUnclear;
        return true;
    }

    /// <summary>Remembers what was written since a mark, as long as nothing else is to be remembered.</summary>
    public void Remember(object of, long version, int from)
    {
        _rememberedLength = _length - from;
        if (_remembered.Length < _rememberedLength) _remembered = new byte[_rememberedLength * 2];
        _buffer.AsSpan(from, _rememberedLength).CopyTo(_remembered);
        (_rememberedKey, _rememberedIsUnclear) = ((of, version), IsUnclear);
    }

    /// <summary>Two texts as one, as "Last, First".</summary>
    public void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ReadOnlySpan<byte> between, ReadOnlySpan<byte> second)
    {
        Text(name, value);
        if (second.IsEmpty) return;
        // The first one's closing quote and comma give way, and the second one's opening quote to the last letter between.
        var from = _length - 2;
        _length = from + between.Length - 1;
        Item(second);
        between.CopyTo(_buffer.AsSpan(from));
    }

    private static byte[] Escaped(ReadOnlySpan<byte> value) => Encoding.UTF8.GetBytes(Escape.Encode(X12Text.Decode(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Money(ReadOnlySpan<byte> name, Field value)
    {
        var text = value.Bytes;
        if (text.IsEmpty) return;
        var ahead = NameAhead(name, LettersOfNumberMax);
        if (TryCopyDollars(text, ahead)) return;
        if (X12Number.CentsWithSlack(text) is { } cents) Dollars(cents, ahead);
        else Unclear(value, ahead);
    }

    /// <summary>An amount that is none, or has a part of a cent.</summary>
    private void Unclear(Field value, int ahead)
    {
        _length += ahead;
        Reserve(5);
        Add("null,"u8);
        IsUnclear = true;
        if (value.Number is { HasValue: true } number) _faults.Add(new(value.Name, number.Value.ToString(), value.Where));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Quantity(ReadOnlySpan<byte> name, Field value)
    {
        if (value.Bytes.IsEmpty) return;
        var number = Seen(value.Number);
        if (!number.HasValue) return;
        Name(name, 0);
        Decimal(number.Value.Mantissa, number.Value.Scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Date(ReadOnlySpan<byte> name, Parsed<DateOnly> date)
    {
        if (Seen(date).HasValue) Date(name, date.Value);
    }

    /// <summary>The components that are whole numbers; any other makes the line unclear.</summary>
    public void Integers(ReadOnlySpan<byte> name, CompositeView parts)
    {
        OpenArray(name);
        for (var i = 1; i <= parts.Count; i++)
        {
            if (parts[i].IsEmpty) continue;
            if (int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                Reserve(LettersOfNumberMax);
                Number(number);
                Add((byte)',');
            }
            else IsUnclear = true;
        }

        CloseArray();
    }

    /// <summary>A value that is not shown, but makes its object faulty when it cannot be read.</summary>
    public Parsed<T> Seen<T>(Parsed<T> value) where T : struct
    {
        IsUnclear |= value.Fault != FaultKind.None;
        return value;
    }

    /// <summary>An object for each segment; nothing at all where there is none, unless an empty array is wanted.</summary>
    public void Rows(ReadOnlySpan<byte> name, SegmentRows rows, RowFields fields)
    {
        if (rows.IsEmpty) return;
        OpenArray(name);
        foreach (var row in rows)
        {
            OpenItem();
            fields(this, row);
            CloseObject();
        }

        CloseArray();
    }
}
