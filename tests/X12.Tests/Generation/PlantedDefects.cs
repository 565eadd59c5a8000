using System.Globalization;
using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>A defect as it is planted, and what is to be told of it: rule, element, and the number of the segment in its set.</summary>
/// <param name="Body">The segments from behind the ST to before the SE.</param>
internal sealed record PlantedDefect(string Rule, string Element, int Position, IReadOnlyList<string> Body)
{
    public string Expected => $"{Rule} {Element} {Position}";
}

/// <summary>Every single defect of syntax and guide that a whole transaction leaves room for: made from the rows, one at a time.</summary>
/// <param name="body">The segments of a clean transaction, behind the ST to before the SE.</param>
/// <param name="rows">The row of each.</param>
internal sealed class PlantedDefects(IReadOnlyList<string> body, IReadOnlyList<SegmentUse> rows)
{
    private const string Letter = "Q";

    /// <summary>Segments that are lost, misspelt or moved: what follows them is no defect.</summary>
    public IEnumerable<(PlantedDefect Planted, SegmentUse Row)> Damages() => Enumerable.Range(1, body.Count - 1).SelectMany(at => Damages(at).Select(planted => (planted, rows[at])));

    private IEnumerable<PlantedDefect> Damages(int at)
    {
        var (values, row) = (body[at].Split('*'), rows[at]);
        if (row.Id.ToString() == "BIN") yield break;
        yield return Changed("SEG-UNKNOWN", at, "", "QQQ" + body[at][row.Id.ToString().Length..]);
        // A level that is lost leaves numbers that do not follow one another.
        if (row.IsTrigger && row.Id.ToString() is not "HL") yield return new("LOST", "", at + 2, [.. body.Take(at), .. body.Skip(at + 1)]);
        if (row.Qualifier is { Component: 0 } code && row.IsAmongMany && code.Position < values.Length && values[code.Position].Length > 0 && !rows.Any(r => r.Id == row.Id && r.Elements.Any(e => e.Codes?.Contains("QQ"u8) == true)))
            yield return Changed("CODE", at, Name(row, code.Position), Replaced(values, code.Position, "QQ"));
        if (at + 1 < body.Count && rows[at + 1].Loop == row.Loop && rows[at + 1].Rank > row.Rank && !row.IsTrigger && !rows[at + 1].IsTrigger)
            yield return new("SEG-ORDER", "", at + 3, [.. body.Take(at), body[at + 1], body[at], .. body.Skip(at + 2)]);
    }

    public IEnumerable<PlantedDefect> All() => Enumerable.Range(0, rows.Count).SelectMany(i => OfSegment(i).Concat(OfElements(i)).Concat(OfNotes(i)));

    private IEnumerable<PlantedDefect> OfSegment(int at)
    {
        var (segment, row) = (body[at], rows[at]);
        yield return Inserted("SEG-UNKNOWN", at + 1, "QQQ*1");
        // Behind the content of a BIN separators are content.
        if (row.Id.ToString() == "BIN") yield break;
        yield return Changed("SEG-TRAILING-SEPARATOR", at, Name(row, segment.Split('*').Length), segment + "*");
        yield return Changed("ELEM-TOO-MANY", at, Name(row, row.Elements.Count + 1), Padded(segment, row.Elements.Count + 1, Letter));
        if (row.IsTrigger || IsCounted(row)) yield break;
        var turns = rows.Skip(at + 1).TakeWhile(r => r == row).Count();
        if (turns > 0 || (at > 0 && rows[at - 1] == row)) yield break;
        if (row.Max < 100) yield return Inserted("SEG-REPEAT", at + 1, [.. Enumerable.Repeat(segment, row.Max)]);
        // The second segment tells which guide of several is meant.
        if (row.Usage == Usage.Required && at > 0) yield return new("SEG-REQUIRED", "", at + 2 + Neighbours(at), [.. body.Take(at), .. body.Skip(at + 1)]);
    }

    /// <summary>How many segments that may come in any order with this one stand behind it: until they have passed it may still come.</summary>
    private int Neighbours(int at) => rows.Skip(at + 1).TakeWhile(r => r.Loop == rows[at].Loop && r.Rank == rows[at].Rank && !r.IsTrigger).Count();

    /// <summary>Each syntax note of a row, broken alone: the elements that stand or fall with others, one too few or one too many.</summary>
    private IEnumerable<PlantedDefect> OfNotes(int at)
    {
        var (values, row) = (body[at].Split('*'), rows[at]);
        for (var position = 1; position <= row.Elements.Count; position++)
        {
            var element = row.Elements[position - 1];
            var isThere = position < values.Length && values[position].Length > 0;
            // What must stand, or may not, was planted as such; a code that tells rows apart would make another row of it.
            if (element.Usage != Usage.Situational || TellsRows(row, element) || element.Components.Any(c => TellsRows(row, c)) || (!isThere && element.Type is not ElementType.Text and not ElementType.Decimal)) continue;
            var present = Present(values) ^ 1UL << position;
            if (row.Syntax.Where(n => n.IsBrokenBy(present)).ToList() is not [var note]) continue;
            var told = note.Kind == SyntaxKind.AtMostOne ? note.Elements.Last(e => (present & 1UL << e) != 0) : note.Elements.First(e => (present & 1UL << e) == 0);
            yield return Changed(note.Kind == SyntaxKind.AtMostOne ? "ELEM-EXCLUSIVE" : "ELEM-SYNTAX", at, Name(row, told), isThere ? Replaced(values, position, "") : Padded(body[at], position, element.Type == ElementType.Decimal ? "1" : new(Letter[0], Math.Max(1, element.MinLength))));
        }
    }

    private static ulong Present(string[] values)
    {
        ulong present = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i].Length > 0) present |= 1UL << i;
        return present;
    }

    private IEnumerable<PlantedDefect> OfElements(int at)
    {
        var (values, row) = (body[at].Split('*'), rows[at]);
        if (IsCounted(row)) yield break;
        foreach (var element in row.Elements)
        {
            var value = element.Position < values.Length ? values[element.Position] : "";
            var name = Name(row, element.Position);
            var isNoted = row.Syntax.Any(n => n.Elements.Contains(element.Position));
            if (element.Usage == Usage.NotUsed)
            {
                if (!isNoted && value.Length == 0) yield return Changed("ELEM-NOT-USED", at, name, Padded(body[at], element.Position, new(Letter[0], Math.Max(1, element.MinLength))));
                continue;
            }

            if (value.Length == 0) continue;
            if (element.Usage == Usage.Required && !isNoted && !TellsRows(row, element) && !element.Components.Any(c => TellsRows(row, c))) yield return Changed("ELEM-REQUIRED", at, name, Replaced(values, element.Position, ""));
            if (element.Type == ElementType.Composite)
            {
                foreach (var planted in OfComposite(at, values, element)) yield return planted;
                continue;
            }

            if (value.Contains('^', StringComparison.Ordinal)) continue;
            foreach (var (rule, bad) in BadValues(row, element, value)) yield return Changed(rule, at, name, Replaced(values, element.Position, bad));
        }
    }

    private IEnumerable<PlantedDefect> OfComposite(int at, string[] values, ElementUse element)
    {
        var (row, value) = (rows[at], values[element.Position]);
        var first = value.Split('^')[0];
        yield return Changed("COMP-TOO-MANY", at, Name(row, element.Position) + "-" + Number(element.Components.Count + 1),
            Replaced(values, element.Position, first + new string(':', element.Components.Count - first.Split(':').Length + 1) + Letter));
        if (element.MaxRepeat < 20)
            yield return Changed("ELEM-REPEAT", at, Name(row, element.Position) + "(" + Number(element.MaxRepeat + 1) + ")", Replaced(values, element.Position, string.Join('^', Enumerable.Repeat(first, element.MaxRepeat + 1))));
        var parts = first.Split(':');
        foreach (var component in element.Components.Where(c => c.Component <= parts.Length && parts[c.Component - 1].Length > 0 && c.Usage != Usage.NotUsed))
        {
            var name = Name(row, element.Position) + "-" + Number(component.Component);
            foreach (var (rule, bad) in BadValues(row, component, parts[component.Component - 1]))
                yield return Changed(rule, at, name, Replaced(values, element.Position, With(':', parts, component.Component - 1, bad)));
        }
    }

    /// <summary>Values that one rule refuses, and no other.</summary>
    private static IEnumerable<(string Rule, string Value)> BadValues(SegmentUse row, ElementUse element, string value)
    {
        if (TellsRows(row, element)) yield break;
        if (element.Component == 0) yield return ("ELEM-CHARACTER", value[..^1] + "\u0007");
        if (element.Codes is { } codes)
        {
            if (!codes.Codes.Contains("QQ")) yield return ("ELEM-CODE", "QQ");
            yield break;
        }

        switch (element.Type)
        {
            case ElementType.Decimal or ElementType.Whole:
                yield return ("ELEM-NUMBER", value + Letter);
                if (element.MaxLength < 18) yield return ("ELEM-LONG", new('1', element.MaxLength + 1));
                break;
            case ElementType.Date: yield return ("ELEM-DATE", value[..^4] + "1301"); break;
            case ElementType.Time: yield return ("ELEM-TIME", "2561"); break;
            case ElementType.Text or ElementType.Identifier when !SampleValue.IsDated(element, value):
                if (element.MaxLength < 1_000) yield return ("ELEM-LONG", new(Letter[0], element.MaxLength + 1));
                if (element.MinLength > 1) yield return ("ELEM-SHORT", new(Letter[0], element.MinLength - 1));
                if (element.Component == 0 && element.MaxRepeat == 1) yield return ("ELEM-SEPARATOR", value[..^1] + "^");
                break;
        }
    }

    /// <summary>Counts, lengths and levels are rules of their own.</summary>
    private static bool IsCounted(SegmentUse row) => row.Id.ToString() is "HL" or "BIN" or "LX" or "LS" or "LE";

    /// <summary>A code by which one row is told from another: a wrong one makes another segment of it.</summary>
    private static bool TellsRows(SegmentUse row, ElementUse element) => (row.IsAmongMany && element.Codes is { Name: null }) || (row.Id.ToString() == "BHT" && element.Position == 2);

    private PlantedDefect Changed(string rule, int at, string element, string segment) => new(rule, element, at + 2, [.. body.Take(at), segment, .. body.Skip(at + 1)]);

    private PlantedDefect Inserted(string rule, int at, params string[] segments) => new(rule, "", at + segments.Length + 1, [.. body.Take(at), .. segments, .. body.Skip(at)]);

    private static string Padded(string segment, int position, string value) => Replaced([.. segment.Split('*').Concat(Enumerable.Repeat("", position)).Take(Math.Max(position + 1, segment.Split('*').Length))], position, value);

    private static string Replaced(string[] values, int position, string value) => With('*', values, position, value).TrimEnd('*');

    private static string With(char separator, string[] values, int at, string value) => string.Join(separator, values.Select((v, i) => i == at ? value : v));

    private static string Name(SegmentUse row, int position) => string.Create(CultureInfo.InvariantCulture, $"{row.Id}{position:00}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
