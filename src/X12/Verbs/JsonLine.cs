using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Verbs;

/// <summary>One JSON object on one line. Absent values are left out; amounts are strings of whole cents, and one that is not
/// whole cents is null and listed among the object's faults with its text.</summary>
internal sealed class JsonLine : IDisposable
{
    // The output is a file or a pipe, never a web page: letters of names stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = false };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private readonly List<UnreadValue> _faults;

    /// <param name="type">The kind of object.</param>
    /// <param name="unread">Values of the object that could not be read: an amount among them is null, not absent.</param>
    public JsonLine(string type, IReadOnlyList<UnreadValue> unread)
    {
        _faults = [.. unread];
        _json = new(_buffer, Options);
        _json.WriteStartObject();
        Text("type", type);
    }

    public bool HasFaults => _faults.Count > 0;

    public void Text(string name, string? value)
    {
        if (value is { Length: > 0 }) _json.WriteString(name, value);
    }

    public void Date(string name, DateOnly? value)
    {
        if (value is { } date) _json.WriteString(name, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    public void Flag(string name, bool value) => _json.WriteBoolean(name, value);

    public void Null(string name) => _json.WriteNull(name);

    public void Integer(string name, long? value)
    {
        if (value is { } number) _json.WriteNumber(name, number);
    }

    public void Quantity(string name, X12Number? value)
    {
        if (value is { } number) _json.WriteString(name, number.ToString());
    }

    /// <param name="element">The element it stands in, e.g. CLP03, for the fault when it is not whole cents.</param>
    /// <param name="where">Its segment.</param>
    public void Money(string name, X12Number? value, string element, SegmentRange where)
    {
        if (value is not { } number)
        {
            if (_faults.Exists(f => IsOf(f, element, where))) _json.WriteNull(name);
            return;
        }

        if (number.TryCents(out var cents))
        {
            Cents(name, cents);
            return;
        }

        _json.WriteNull(name);
        _faults.Add(new(element, number.ToString(), where));
    }

    private static bool IsOf(UnreadValue fault, string element, SegmentRange where) =>
        fault.Element.StartsWith(element, StringComparison.Ordinal) && fault.Where.FirstByte >= where.FirstByte && fault.Where.FirstByte < where.EndByte;

    public void Cents(string name, Int128 cents) => _json.WriteString(name, InDollars(cents));

    /// <summary>-305 as "-3.05".</summary>
    public static string InDollars(Int128 cents)
    {
        var digits = Int128.Abs(cents).ToString("000", CultureInfo.InvariantCulture);
        return (cents < 0 ? "-" : "") + digits[..^2] + "." + digits[^2..];
    }

    public void Texts(string name, IEnumerable<string> values)
    {
        _json.WriteStartArray(name);
        foreach (var value in values) _json.WriteStringValue(value);
        _json.WriteEndArray();
    }

    public void Integers(string name, IEnumerable<int> values)
    {
        _json.WriteStartArray(name);
        foreach (var value in values) _json.WriteNumberValue(value);
        _json.WriteEndArray();
    }

    public void Object(string name, Action fields)
    {
        _json.WriteStartObject(name);
        fields();
        _json.WriteEndObject();
    }

    public void Objects<T>(string name, IReadOnlyCollection<T> items, Action<T> fields, bool evenIfEmpty = false)
    {
        if (items.Count == 0 && !evenIfEmpty) return;
        _json.WriteStartArray(name);
        foreach (var item in items)
        {
            _json.WriteStartObject();
            fields(item);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    /// <summary>Ends the object and writes it as one line, with where it stands and what of it could not be read.</summary>
    public void WriteTo(TextWriter output, SegmentRange where)
    {
        Objects("faults", _faults, f =>
        {
            Text("element", f.Element);
            Text("value", f.Raw);
            Integer("offset", f.Where.FirstByte);
            Integer("position", f.Where.FirstSegment);
        });
        Object("where", () =>
        {
            Integer("firstByte", where.FirstByte);
            Integer("endByte", where.EndByte);
            Integer("firstSegment", where.FirstSegment);
            Integer("lastSegment", where.LastSegment);
        });
        _json.WriteEndObject();
        _json.Flush();
        output.WriteLine(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }

    public void Dispose() => _json.Dispose();
}
