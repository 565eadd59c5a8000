using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Verbs;

/// <summary>A file as a verb gets it: what to call it, and its bytes.</summary>
public sealed record X12File(string Name, Stream Content);

/// <summary>The verbs of the command line that need no database: each takes streams and writers and gives the exit code.</summary>
public static partial class X12Verbs
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes every fault of one file, then its summary.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How far to check, and against what.</param>
    /// <param name="asJson">One JSON object a line instead of words.</param>
    /// <param name="output">Faults and summary.</param>
    /// <returns>0, or 1 when a fault is an error.</returns>
    public static int Validate(X12File file, ValidationOptions options, bool asJson, TextWriter output)
    {
        var json = new JsonText(output);
        void Tell(Fault fault)
        {
            if (asJson) json.Line(writer => Write(writer, file.Name, fault));
            else output.WriteLine(InWords(file.Name, fault));
        }

        var summary = SharedFile.Validate(file.Content, Tell, options);
        if (asJson) json.Line(writer => Write(writer, file.Name, summary, options));
        else output.WriteLine(InWords(file.Name, summary, options));
        return summary.Errors > 0 ? 1 : 0;
    }

    private static void Write(Utf8JsonWriter json, string file, Fault fault)
    {
        json.WriteString("file", file);
        WriteOrNull(json, "interchange", fault.Interchange);
        WriteOrNull(json, "group", fault.Group);
        WriteOrNull(json, "transaction", fault.Transaction);
        WriteOrNull(json, "st", fault.St);
        json.WriteNumber("offset", fault.Place.Offset);
        json.WriteNumber("line", fault.Place.Line);
        json.WriteString("severity", fault.Severity == Severity.Error ? "error" : "warning");
        json.WriteNumber("level", fault.Level);
        json.WriteString("rule", fault.Rule);
        WriteOrNull(json, "code", fault.Code);
        WriteOrNull(json, "segment", fault.Place.Segment);
        if (fault.Place.Position > 0) json.WriteNumber("position", fault.Place.Position);
        else json.WriteNull("position");
        WriteOrNull(json, "element", fault.ElementName);
        WriteOrNull(json, "value", fault.Value);
        WriteOrNull(json, "loop", fault.Loop);
        json.WriteString("message", fault.Message);
        json.WriteString("fix", fault.Fix);
    }

    private static void Write(Utf8JsonWriter json, string file, ValidationSummary summary, ValidationOptions options)
    {
        json.WriteString("file", file);
        json.WriteStartObject("summary");
        json.WriteNumber("interchanges", summary.Interchanges);
        json.WriteNumber("groups", summary.Groups);
        json.WriteNumber("transactions", summary.Transactions);
        json.WriteNumber("segments", summary.Segments);
        json.WriteNumber("errors", summary.Errors);
        json.WriteNumber("warnings", summary.Warnings);
        json.WriteStartArray("notEvaluated");
        foreach (var what in NotEvaluated(summary, options)) json.WriteStringValue(what);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOrNull(Utf8JsonWriter json, string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) json.WriteNull(name);
        else json.WriteString(name, value);
    }

    private static string InWords(string file, Fault fault)
    {
        var words = new StringBuilder();
        words.Append(CultureInfo.InvariantCulture, $"{file}:{fault.Place.Line}: {(fault.Severity == Severity.Error ? "error" : "warning")} {fault.Rule}");
        if (fault.St.Length > 0) words.Append(CultureInfo.InvariantCulture, $" [{fault.Transaction} {fault.St}, segment {fault.Place.Position}]");
        words.Append(CultureInfo.InvariantCulture, $" {fault.Message} {fault.Fix}");
        return words.ToString();
    }

    private static string InWords(string file, ValidationSummary s, ValidationOptions options)
    {
        var counts = string.Create(CultureInfo.InvariantCulture,
            $"{file}: {s.Interchanges} interchanges, {s.Groups} groups, {s.Transactions} transactions, {s.Segments} segments; {s.Errors} errors, {s.Warnings} warnings");
        var missed = NotEvaluated(s, options).ToList();
        return missed.Count == 0 ? counts : $"{counts}; not evaluated: {string.Join(", ", missed)}";
    }

    /// <summary>What the level asked for would have needed: code lists that are not held, once each, and a partner's profile.</summary>
    private static IEnumerable<string> NotEvaluated(ValidationSummary summary, ValidationOptions options)
    {
        foreach (var set in summary.NotLoaded) yield return CodeListNames.Of(set).Name;
        if (options is { LevelMax: >= 7, Partner: null }) yield return "trading partner (no --partner)";
    }

    /// <summary>JSON objects, each on a line of its own.</summary>
    private sealed class JsonText(TextWriter output)
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();

        public void Line(Action<Utf8JsonWriter> write)
        {
            _buffer.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_buffer, JsonOptions))
            {
                json.WriteStartObject();
                write(json);
                json.WriteEndObject();
            }

            output.WriteLine(Encoding.UTF8.GetString(_buffer.WrittenSpan));
        }
    }
}
