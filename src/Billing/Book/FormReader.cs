using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Book;

/// <summary>
/// Reads JSON into forms, field by field, and says of every fault where it stands ("patients[2].birthDate"). Names are those of the form's
/// properties in camel case; an unknown name is a fault that gives the nearest known one. Numbers are taken where text is expected (12.5 for "12.5").
/// </summary>
public static class FormReader
{
    /// <summary>A book of a giant is imported in parts.</summary>
    public const int MostBytes = 64 * 1024 * 1024;
    private const int MostFaults = 1_000;

    private static readonly ConcurrentDictionary<Type, Dictionary<string, PropertyInfo>> Known = new();

    /// <exception cref="BadInputException">The file is no JSON, or fields of it cannot be read; all of them, up to a thousand.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> json) where T : class, new()
    {
        if (json.Length > MostBytes) throw new BadInputException("file", $"The file has {json.Length:N0} bytes; {MostBytes:N0} is the most.", "Split it: each list may come in a file of its own.");
        using var document = Parse(json);
        var faults = new List<Fault>();
        var form = (T?)Object(document.RootElement, typeof(T), "", faults);
        if (faults.Count > 0) throw new BadInputException(faults.Count <= MostFaults ? faults : [.. faults.Take(MostFaults), new Fault("file", $"{faults.Count - MostFaults} more faults are not listed.", "Mend these first.")]);
        return form ?? new T();
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        var start = json.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        try
        {
            return JsonDocument.Parse(json[start..], new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 });
        }
        catch (JsonException e)
        {
            throw new BadInputException($"line {e.LineNumber + 1}", "The file is no JSON from here on.", "Check commas, quotes and braces near this line; the file must hold one object.");
        }
    }

    private static object? Object(JsonElement json, Type type, string place, List<Fault> faults)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault(place.Length == 0 ? "file" : place, "An object in braces is expected here.", "Write {…} with named fields."));
            return null;
        }
        var form = Activator.CreateInstance(type)!;
        var properties = Known.GetOrAdd(type, t => t.GetProperties().ToDictionary(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..], StringComparer.Ordinal));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in json.EnumerateObject())
        {
            var at = place.Length == 0 ? field.Name : $"{place}.{field.Name}";
            if (!properties.TryGetValue(field.Name, out var property)) faults.Add(Unknown(at, field.Name, properties.Keys));
            else if (!seen.Add(field.Name)) faults.Add(new Fault(at, $"\"{field.Name}\" stands twice.", "Keep one of them."));
            else if (Value(field.Value, property.PropertyType, at, faults) is { } value) property.SetValue(form, value);
        }
        return form;
    }

    private static object? Value(JsonElement json, Type type, string place, List<Fault> faults)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        if (type == typeof(string)) return Text(json, place, faults);
        if (type == typeof(int?)) return Whole(json, place, faults);
        if (type == typeof(bool?)) return Truth(json, place, faults);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return List(json, type.GetGenericArguments()[0], place, faults);
        return Object(json, type, place, faults);
    }

    private static string? Text(JsonElement json, string place, List<Fault> faults)
    {
        if (json.ValueKind == JsonValueKind.String) return json.GetString();
        if (json.ValueKind == JsonValueKind.Number) return json.GetRawText();
        faults.Add(new Fault(place, "A text in quotes is expected here.", "Write \"…\"."));
        return null;
    }

    private static object? Whole(JsonElement json, string place, List<Fault> faults)
    {
        if (json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number)) return number;
        faults.Add(new Fault(place, $"{Shown(json)} is no whole number.", "Write a whole number without quotes."));
        return null;
    }

    private static object? Truth(JsonElement json, string place, List<Fault> faults)
    {
        if (json.ValueKind is JsonValueKind.True or JsonValueKind.False) return json.GetBoolean();
        faults.Add(new Fault(place, $"{Shown(json)} is neither true nor false.", "Write true or false without quotes."));
        return null;
    }

    private static Array? List(JsonElement json, Type item, string place, List<Fault> faults)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new Fault(place, "A list in brackets is expected here.", "Write […], also for one item."));
            return null;
        }
        var items = json.EnumerateArray().Select((element, i) => (Element: element, Place: $"{place}[{i}]")).ToList();
        var values = Array.CreateInstance(item, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Element.ValueKind == JsonValueKind.Null) faults.Add(new Fault(items[i].Place, "The item is null.", "Take it out of the list."));
            else values.SetValue(Value(items[i].Element, item, items[i].Place, faults) ?? Filler(item), i);
        }
        return values;
    }

    /// <summary>Stands for an item that could not be read; the faults end the reading, so it goes nowhere.</summary>
    private static object Filler(Type item) => item == typeof(string) ? "" : Activator.CreateInstance(item)!;

    private static Fault Unknown(string place, string name, IEnumerable<string> known)
    {
        var nearest = known.OrderBy(k => Distance(k, name)).ThenBy(k => k, StringComparer.Ordinal).First();
        return new Fault(place, $"There is no field \"{name}\" here.", Distance(nearest, name) <= 3 ? $"Did you mean \"{nearest}\"?" : $"Known fields: {string.Join(", ", known)}.");
    }

    private static string Shown(JsonElement json)
    {
        var raw = json.GetRawText();
        return raw.Length <= 40 ? raw : raw[..40] + "…";
    }

    /// <summary>Letters to change, add or take away (Levenshtein), case aside.</summary>
    private static int Distance(string a, string b)
    {
        var (from, to) = (a.ToUpperInvariant(), b.ToUpperInvariant());
        if (to.Length > 60) return int.MaxValue;
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[to.Length];
    }
}
