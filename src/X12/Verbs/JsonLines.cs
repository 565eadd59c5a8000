using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Encodings.Web;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Verbs;

/// <summary>JSON objects, each on a line of its own, written as UTF-8 into a buffer that goes out when it is full. Absent values
/// are left out; amounts are strings of whole cents, and one that is not whole cents is null and listed among the object's
/// faults with its text.</summary>
/// <remarks>Every value is followed by a comma, which the end of its object or array takes back: nobody has to ask whether he is the first.</remarks>
internal sealed partial class JsonLines(Stream output) : IDisposable
{
    private const int FullAt = 64 * 1024, LettersOfNumberMax = 48, DayLetters = 13;

    // The output is a file or a pipe, never a web page: letters of names stay readable.
    private static readonly JavaScriptEncoder Escape = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Except(['"', '\\'])]);

    private readonly List<UnreadValue> _faults = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FullAt * 2);

    // Sixteen, so that a vector takes all of them.
    private readonly byte[] _dayLetters = "\"0001-01-01\",   "u8.ToArray();
    private DateOnly _day = DateOnly.MinValue;
    private int _length, _line;

    // Where the lines begin that wait for another to stand before them.
    private const int Nothing = -1;
    private int _held = Nothing;
    private SegmentRange _where;

    /// <summary>For whoever tells codes once each.</summary>
    public ToldCodes Told { get; } = new();

    /// <summary>Whether a value of any line could not be written as what it should be.</summary>
    public bool HasFaults { get; private set; }

    /// <summary>Whether a view's value met on this line is not what it should be: the line is then to be written again, with all that is unreadable in it known.</summary>
    public bool IsUnclear { get; private set; }

    /// <param name="type">The kind of object.</param>
    /// <param name="unread">Values of the object that could not be read: an amount among them is null, not absent.</param>
    /// <param name="where">Where the object stands in its file.</param>
    public void Begin(ReadOnlySpan<byte> type, IReadOnlyList<UnreadValue> unread, in SegmentRange where)
    {
        (_where, _line, IsUnclear) = (where, _length, false);
        _faults.Clear();
        if (unread.Count > 0) _faults.AddRange(unread);
        Open((byte)'{');
        Name("type"u8, type.Length + 3);
        Quoted(type);
    }

    /// <summary>Takes back what was written of the line.</summary>
    public void TakeBack() => _length = _line;

    /// <summary>Ends the line with where its object stands and what of it could not be read.</summary>
    public void End()
    {
        Objects("faults"u8, _faults, static (json, fault) =>
        {
            json.Text("element"u8, fault.Element);
            json.Text("value"u8, fault.Raw);
            json.Integer("offset"u8, fault.Where.FirstByte);
            json.Integer("position"u8, fault.Where.FirstSegment);
        });
        OpenObject("where"u8);
        Integer("firstByte"u8, _where.FirstByte);
        Integer("endByte"u8, _where.EndByte);
        Integer("firstSegment"u8, _where.FirstSegment);
        Integer("lastSegment"u8, _where.LastSegment);
        Close((byte)'}');
        Close((byte)'}');
        // The line's own comma becomes its end.
        _buffer[_length - 1] = (byte)'\n';
        HasFaults |= _faults.Count > 0;
        if (_length >= FullAt && _held == Nothing) Flush();
    }

    /// <summary>From here on lines wait for one that is to stand before them.</summary>
    public void Hold() => _held = _length;

    public bool IsHolding => _held != Nothing;

    /// <summary>How many bytes wait.</summary>
    public int HeldBytes => IsHolding ? _length - _held : 0;

    /// <summary>Puts the line written last before those that wait, if any do.</summary>
    public void PutFirst()
    {
        if (!IsHolding) return;
        var (from, size) = (_held, _length - _line);
        _held = Nothing;
        if (_length < FullAt)
        {
            Reserve(size);
            _buffer.AsSpan(from, _length - from).CopyTo(_buffer.AsSpan(from + size));
            _buffer.AsSpan(_line + size, size).CopyTo(_buffer.AsSpan(from));
            return;
        }

        // Many of them need not be moved to go out behind it.
        output.Write(_buffer, 0, from);
        output.Write(_buffer, _line, size);
        output.Write(_buffer, from, _line - from);
        _length = 0;
    }

    public void Flush()
    {
        output.Write(_buffer, 0, _length);
        _length = 0;
    }

    public void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not { Length: > 0 }) return;
        Name(name, Room(value));
        Letters(value);
    }

    public void Texts(ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        OpenArray(name);
        for (var i = 0; i < values.Count; i++)
        {
            Reserve(Room(values[i]));
            Letters(values[i]);
        }

        CloseArray();
    }

    public void Date(ReadOnlySpan<byte> name, DateOnly? value)
    {
        if (value is { } date) Date(name, date);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Date(ReadOnlySpan<byte> name, DateOnly date)
    {
        Day(date, NameAhead(name, DayLetters));
    }

    private void Day(DateOnly date, int ahead)
    {
        // A claim says the same day over and over.
        if (date != _day) Spell(date);
        Vector128.LoadUnsafe(ref _dayLetters[0]).StoreUnsafe(ref Here, (nuint)ahead);
        _length += ahead + DayLetters;
    }

    private void Spell(DateOnly date)
    {
        _day = date;
        var (year, month, day) = date;
        var digits = EightDigits((uint)(year * 10_000 + month * 100 + day)) | 0x3030_3030_3030_3030;
        BinaryPrimitives.WriteUInt32LittleEndian(_dayLetters.AsSpan(1), unchecked((uint)digits));
        BinaryPrimitives.WriteUInt16LittleEndian(_dayLetters.AsSpan(6), unchecked((ushort)(digits >> 32)));
        BinaryPrimitives.WriteUInt16LittleEndian(_dayLetters.AsSpan(9), unchecked((ushort)(digits >> 48)));
    }

    public void Flag(ReadOnlySpan<byte> name, bool value)
    {
        var word = value ? "true,"u8 : "false,"u8;
        Name(name, word.Length);
        Add(word);
    }

    public void Null(ReadOnlySpan<byte> name)
    {
        Name(name, 5);
        Add("null,"u8);
    }

    public void Integer(ReadOnlySpan<byte> name, long? value)
    {
        if (value is not { } number) return;
        Name(name, LettersOfNumberMax);
        Number(number);
        Add((byte)',');
    }

    public void Integers(ReadOnlySpan<byte> name, IReadOnlyList<int> values)
    {
        OpenArray(name);
        for (var i = 0; i < values.Count; i++)
        {
            Reserve(LettersOfNumberMax);
            Number(values[i]);
            Add((byte)',');
        }

        CloseArray();
    }

    public void Quantity(ReadOnlySpan<byte> name, X12Number? value)
    {
        if (value is not { } number) return;
        Name(name, 0);
        Decimal(number.Mantissa, number.Scale);
    }

    /// <param name="name">What it is called.</param>
    /// <param name="value">The amount.</param>
    /// <param name="element">The element it stands in, e.g. CLP03, for the fault when it is not whole cents.</param>
    /// <param name="where">Its segment.</param>
    public void Money(ReadOnlySpan<byte> name, X12Number? value, string element, in SegmentRange where)
    {
        if (value is not { } number)
        {
            foreach (var fault in _faults)
                if (IsOf(fault, element, where))
                {
                    Null(name);
                    return;
                }

            return;
        }

        if (number.TryCents(out var cents))
        {
            Dollars(cents, NameAhead(name, LettersOfNumberMax));
            return;
        }

        Null(name);
        _faults.Add(new(element, number.ToString(), where));
    }

    private static bool IsOf(UnreadValue fault, string element, in SegmentRange where) =>
        fault.Element.StartsWith(element, StringComparison.Ordinal) && fault.Where.FirstByte >= where.FirstByte && fault.Where.FirstByte < where.EndByte;

    /// <summary>-305 as "-3.05".</summary>
    public void Cents(ReadOnlySpan<byte> name, Int128 cents) => Text(name, InDollars(cents));

    /// <inheritdoc cref="Cents"/>
    public static string InDollars(Int128 cents)
    {
        var digits = Int128.Abs(cents).ToString("000", CultureInfo.InvariantCulture);
        return (cents < 0 ? "-" : "") + digits[..^2] + "." + digits[^2..];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OpenObject(ReadOnlySpan<byte> name)
    {
        Name(name, 1);
        Add((byte)'{');
    }

    public void CloseObject() => Close((byte)'}');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OpenArray(ReadOnlySpan<byte> name)
    {
        Name(name, 1);
        Add((byte)'[');
    }

    public void CloseArray() => Close((byte)']');

    public void OpenItem() => Open((byte)'{');

    public void Object<T>(ReadOnlySpan<byte> name, T? of, Action<JsonLines, T> fields) where T : class
    {
        if (of is null) return;
        OpenObject(name);
        fields(this, of);
        CloseObject();
    }

    public void Objects<T>(ReadOnlySpan<byte> name, IReadOnlyList<T> items, Action<JsonLines, T> fields, bool evenIfEmpty = false)
    {
        if (items.Count == 0 && !evenIfEmpty) return;
        OpenArray(name);
        for (var i = 0; i < items.Count; i++)
        {
            OpenItem();
            fields(this, items[i]);
            CloseObject();
        }

        CloseArray();
    }

    public void Dispose()
    {
        if (_buffer.Length == 0) return;
        Flush();
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }
}
